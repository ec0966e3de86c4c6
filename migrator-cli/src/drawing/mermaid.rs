//! A flowchart that GitHub and others draw from a fenced block of Markdown.
//!
//! Nodes are named after their revisions and come in the order oldest first, so that a drawing that is
//! committed changes only where the graph does.

use std::fmt::Write as _;

use super::Picture;
use super::picture::Node;

/// Draws the graph, the oldest revisions at the bottom.
pub(crate) fn draw(picture: &Picture) -> String {
    let mut text = String::from("flowchart BT\n");
    for node in picture.nodes.iter().rev() {
        push_node(&mut text, node);
    }
    for (parent, child) in picture.parents() {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "    {} --> {}", name(parent), name(child));
    }
    for (dependency, node) in picture.dependencies() {
        let _ = writeln!(text, "    {} -.-> {}", name(dependency), name(node));
    }
    let is_marked = |is: fn(&Node) -> bool| picture.nodes.iter().any(is);
    if is_marked(|node| node.is_head) {
        text.push_str("    classDef head stroke-width:3px\n");
    }
    if is_marked(|node| node.is_current) {
        text.push_str("    classDef current fill:#ffe28a,color:#000\n");
    }
    text
}

fn push_node(text: &mut String, node: &Node) {
    let mut label = escape(&node.id);
    label.push_str(&escape(&node.marks_text()));
    if !node.message.is_empty() {
        label.push_str("<br/>");
        label.push_str(&escape(&node.message));
    }
    let name = name(node);
    let _ = writeln!(text, "    {name}[\"{label}\"]");
    for (is, class) in [(node.is_head, "head"), (node.is_current, "current")] {
        if is {
            let _ = writeln!(text, "    class {name} {class}");
        }
    }
}

/// Returns the revision's id as a name that Mermaid takes, whatever characters it is made of.
fn name(node: &Node) -> String {
    let mut name = String::from("r_");
    for c in node.id.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else {
            // No two ids get the same name: an underscore is written so, too.
            let _ = write!(name, "_{:x}_", u32::from(c));
        }
    }
    name
}

/// Writes characters that mean something as codes: those of HTML and of Mermaid everywhere, and what
/// would begin a list of Markdown at the front.
fn escape(text: &str) -> String {
    let is_front = |before: &str| before.chars().all(|c| c.is_ascii_digit());
    let mut escaped = String::new();
    for (at, c) in text.char_indices() {
        let before = text.get(..at).unwrap_or_default();
        match c {
            '"' | '#' | '$' | '%' | '&' | '*' | ';' | '<' | '>' | '\\' | '_' | '`' | '{' | '}'
            | '~' => {
                let _ = write!(escaped, "#{};", u32::from(c));
            }
            '-' | '+' | '.' | ')' if is_front(before) => {
                let _ = write!(escaped, "#{};", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}
