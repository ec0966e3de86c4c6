//! A graph in the language of Graphviz: `dot -Tsvg` draws it.
//!
//! In the order oldest first, as in `mermaid`.

use std::fmt::Write as _;

use super::Picture;
use super::picture::Node;

/// Draws the graph, the oldest revisions at the bottom.
pub(crate) fn draw(picture: &Picture) -> String {
    let mut text = String::from(
        "digraph migrations {\n    rankdir = BT;\n    node [shape = box, fontname = \"monospace\"];\n",
    );
    for node in picture.nodes.iter().rev() {
        push_node(&mut text, node);
    }
    for (parent, child) in picture.parents() {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "    {} -> {};", quoted(&parent.id), quoted(&child.id));
    }
    for (dependency, node) in picture.dependencies() {
        let (from, to) = (quoted(&dependency.id), quoted(&node.id));
        let _ = writeln!(text, "    {from} -> {to} [style = dotted];");
    }
    text.push_str("}\n");
    text
}

fn push_node(text: &mut String, node: &Node) {
    let mut label = escape(&format!("{}{}", node.id, node.marks_text()));
    if !node.message.is_empty() {
        label.push_str("\\n");
        label.push_str(&escape(&node.message));
    }
    let mut style = String::new();
    if node.is_head {
        style.push_str(", penwidth = 2");
    }
    if node.is_current {
        style.push_str(", style = filled, fillcolor = \"#ffe28a\"");
    }
    let id = quoted(&node.id);
    let _ = writeln!(text, "    {id} [label = \"{label}\"{style}];");
}

fn quoted(id: &str) -> String {
    format!("\"{}\"", escape(id))
}

/// Escapes what ends a text, begins an escape, or would be read as an entity.
fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('\\', "\\\\");
    text.replace('"', "\\\"")
}
