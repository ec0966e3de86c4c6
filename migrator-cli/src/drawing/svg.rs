//! An image: a row for each revision, newest first, with its text to the right of all lines.
//!
//! It stands alone: no fonts, scripts or styles from elsewhere, and legible on dark pages, too.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::Picture;
use super::columns::{Place, places};
use super::picture::Node;

/// Between two rows, in pixels.
const ROW: usize = 28;
/// Between two columns.
const COLUMN: usize = 18;
/// Around everything.
const MARGIN: usize = 16;
/// What a column of text takes at the font's size, rounded up.
const CHARACTER: usize = 9;

const STYLE: &str = "\
<style>
  svg { color: #1f2328; background: #ffffff; }
  @media (prefers-color-scheme: dark) { svg { color: #e6edf3; background: #0d1117; } }
  text { font: 14px ui-monospace, monospace; fill: currentColor; }
  .marks { fill: #0969da; }
  path { fill: none; stroke: #8c959f; stroke-width: 2; }
  .dependency { stroke-dasharray: 2 4; }
  circle { fill: #8c959f; stroke: currentColor; stroke-width: 1; }
  .head { fill: #2da44e; }
  .current { fill: #ffbf00; }
</style>
";

/// Draws the graph.
pub(crate) fn draw(picture: &Picture) -> String {
    let places = places(picture.nodes.iter().map(|node| node.parents.as_slice()));
    let columns = places.iter().flat_map(|place| {
        let lines = place.lines.iter().map(|(column, _)| *column);
        lines.chain([place.column])
    });
    let text_x = x(columns.max().unwrap_or(0)) + COLUMN;
    let widths = picture.nodes.iter().map(width);
    let width = text_x + widths.max().unwrap_or(0) + MARGIN;
    let height = MARGIN * 2 + ROW * picture.nodes.len();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n{STYLE}"
    );
    for (index, (node, place)) in picture.nodes.iter().zip(&places).enumerate() {
        push_lines(&mut svg, index, node, place, &places);
    }
    for (index, (node, place)) in picture.nodes.iter().zip(&places).enumerate() {
        push_node(&mut svg, index, node, place, text_x);
    }
    svg.push_str("</svg>\n");
    svg
}

/// Draws what leads down from a revision.
fn push_lines(svg: &mut String, index: usize, node: &Node, place: &Place, places: &[Place]) {
    let (from_x, from_y) = (x(place.column), y(index));
    for &(column, parent) in &place.lines {
        let (line_x, end_y) = (x(column), y(parent));
        let bend = bend(from_x, from_y, line_x, from_y + ROW);
        // Writing to a `String` cannot fail.
        let _ = writeln!(svg, "<path d=\"M{from_x} {from_y}{bend}V{end_y}\"/>");
    }
    for dependency in node.only_dependencies() {
        let Some(end_x) = places.get(dependency).map(|place| x(place.column)) else {
            continue;
        };
        let curve = bow(from_x, from_y, end_x, y(dependency));
        let _ = writeln!(
            svg,
            "<path class=\"dependency\" d=\"M{from_x} {from_y}{curve}\"/>"
        );
    }
}

/// A curve that begins and ends upright.
fn bend(from_x: usize, from_y: usize, to_x: usize, to_y: usize) -> String {
    let middle = usize::midpoint(from_y, to_y);
    format!("C{from_x} {middle} {to_x} {middle} {to_x} {to_y}")
}

/// A curve to the right of both ends, so that it does not lie on a straight line between them.
fn bow(from_x: usize, from_y: usize, to_x: usize, to_y: usize) -> String {
    let (out_x, out_y) = (from_x + COLUMN, from_y + ROW / 2);
    let (in_x, in_y) = (to_x + COLUMN, to_y.saturating_sub(ROW / 2));
    format!("C{out_x} {out_y} {in_x} {in_y} {to_x} {to_y}")
}

fn push_node(svg: &mut String, index: usize, node: &Node, place: &Place, text_x: usize) {
    let (node_x, node_y) = (x(place.column), y(index));
    let class = match (node.is_current, node.is_head) {
        (true, _) => " class=\"current\"",
        (false, true) => " class=\"head\"",
        (false, false) => "",
    };
    let title = escape(&node.file);
    let _ = writeln!(
        svg,
        "<circle{class} cx=\"{node_x}\" cy=\"{node_y}\" r=\"5\"><title>{title}</title></circle>"
    );
    let text_y = node_y + 5;
    let (id, marks) = (escape(&node.id), escape(&node.marks_text()));
    let marks = match marks.is_empty() {
        true => marks,
        false => format!(" <tspan class=\"marks\">{}</tspan>", marks.trim_start()),
    };
    let message = match node.message.is_empty() {
        true => String::new(),
        false => format!(", {}", escape(&node.message)),
    };
    let _ = writeln!(
        svg,
        "<text x=\"{text_x}\" y=\"{text_y}\">{id}{marks}{message}</text>"
    );
}

fn x(column: usize) -> usize {
    MARGIN + column * COLUMN
}

fn y(row: usize) -> usize {
    MARGIN + ROW / 2 + row * ROW
}

/// Returns how wide a revision's text is at most.
fn width(node: &Node) -> usize {
    let text = node.id.width() + node.marks_text().width() + 2 + node.message.width();
    text * CHARACTER
}

/// Escapes what XML reads as markup, and replaces what it does not allow.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
