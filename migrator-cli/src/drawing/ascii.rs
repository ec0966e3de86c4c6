//! Lines and stars, as `git log --graph` draws them, with a line of text beside each star.
//!
//! Only parents are drawn as lines: a dependency is said in words, because it may lead anywhere.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::Picture;
use super::lanes::{Lanes, Rows};
use super::picture::Node;
use super::text::cut;

const ID: Style = AnsiColor::Yellow.on_default();
const MARKS: Style = AnsiColor::Cyan.on_default();

/// Draws the graph. Messages are cut where lines would be longer than `columns`.
pub(crate) fn draw(picture: &Picture, columns: Option<usize>) -> String {
    let mut lanes = Lanes::default();
    let mut text = String::new();
    for (index, node) in picture.nodes.iter().enumerate() {
        let Rows { gap, star, below } = lanes.draw(index, &node.parents);
        let width = below.iter().chain([&star]).map(String::len).max();
        let width = width.unwrap_or(0);
        if let Some(gap) = gap {
            text.push_str(&gap);
            text.push('\n');
        }
        text.push_str(&format!("{star:width$} "));
        let columns = columns.map(|columns| columns.saturating_sub(width + 1));
        push_label(&mut text, node, columns);
        text.push('\n');
        for row in below {
            text.push_str(&row);
            text.push('\n');
        }
    }
    text
}

fn push_label(text: &mut String, node: &Node, columns: Option<usize>) {
    let marks = node.marks_text();
    text.push_str(&format!("{ID}{}{ID:#}", node.id));
    if !marks.is_empty() {
        text.push_str(&format!("{MARKS}{marks}{MARKS:#}"));
    }
    if node.message.is_empty() {
        return;
    }
    let message = format!(", {}", node.message);
    match columns {
        Some(columns) => {
            let taken = node.id.width() + marks.width();
            text.push_str(&cut(&message, columns.saturating_sub(taken)));
        }
        None => text.push_str(&message),
    }
}
