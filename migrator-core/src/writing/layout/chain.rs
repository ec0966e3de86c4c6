//! A chain of method calls.
//!
//! ```text
//!  root.one(…).two(…)     root                root.one(…).two(|it| {
//!                             .one(…)             …
//!                             .two(…)         })
//! ```

use super::item::{Item, Kind, Link, fitting};
use super::list::List;
use super::shape::{CALL_WIDTH, CHAIN_WIDTH, Shape, TAB, new_line};
use super::width::{first_line_width, last_line_width, width};

impl<T: Item> Link<T> {
    fn write(&self, shape: Shape) -> Option<String> {
        List {
            before: &self.method,
            brackets: ('(', ')'),
            items: &self.arguments,
            limit: CALL_WIDTH,
        }
        .write(shape)
    }
}

/// Writes a chain; `None` if it does not fit.
pub(super) fn write<T: Item>(root: &T, links: &[Link<T>], shape: Shape) -> Option<String> {
    let mut head = root.write(shape)?;
    let mut is_block = head.contains('\n') && root.kind() != Kind::Simple;
    let mut rest = links;
    // What is no longer than an indentation has its first call beside it.
    while head.len() <= TAB.saturating_sub(shape.offset) && !head.contains('\n') {
        let Some((link, others)) = rest.split_first() else {
            break;
        };
        let Some(text) = link.write(shape.behind(head.len())?) else {
            break;
        };
        head.push_str(&text);
        is_block = is_only_brackets(&head);
        rest = others;
    }
    let Some((last, others)) = rest.split_last() else {
        return fitting(head, shape);
    };
    let below = shape.on_a_line(if is_block { 0 } else { TAB });
    let mut texts = vec![head];
    for link in others {
        texts.push(link.write(below)?);
    }
    let chain = Chain {
        shape,
        below,
        is_extendable: is_block,
        is_alone: links.len() == 1,
        texts,
    };
    let text = chain.ended(last)?;
    fitting(text, shape)
}

/// A chain without its last call.
struct Chain {
    shape: Shape,
    /// The shape of a call on a line of its own.
    below: Shape,
    /// Whether the root ends in brackets, behind which the calls go on.
    is_extendable: bool,
    /// Whether there is one call only.
    is_alone: bool,
    texts: Vec<String>,
}

impl Chain {
    /// Adds the last call and joins all.
    fn ended<T: Item>(mut self, last: &Link<T>) -> Option<String> {
        let head = self.texts.first()?;
        let is_extendable = self.is_extendable && is_only_brackets(head);
        let total: usize = match is_extendable {
            true => last_line_width(head),
            false => self.texts.iter().map(|text| width(text)).sum(),
        };
        let limit = match self.is_alone {
            true => self.shape.width,
            false => self.shape.width.min(CHAIN_WIDTH),
        };
        let budget = limit.saturating_sub(total);
        let is_flat = budget > 0 && self.texts.iter().all(|text| !text.contains('\n'));
        let kept = self.below.narrowed(self.shape.kept());
        let place = match (is_flat, is_extendable) {
            (true, _) => self.shape,
            (false, true) => self.below,
            (false, false) => kept?,
        };
        let beside = match is_flat || is_extendable {
            true => place.behind(total).and_then(|it| last.write(it)),
            false => None,
        };
        // Without a text for this place there is none at all, whichever is chosen.
        let below = last.write(place)?;
        let (text, is_beside) = match beside {
            Some(text) => chosen(last, text, budget, kept)?,
            None => (below, false),
        };
        self.texts.push(text);
        self.joined(is_beside && is_flat)
    }

    fn joined(&self, is_flat: bool) -> Option<String> {
        match is_flat {
            true => Some(self.texts.concat()),
            false if self.shape.on_one_line => None,
            false => Some(self.texts.join(&new_line(self.below.indent))),
        }
    }
}

/// Chooses between the last call beside the others, whose text is given, and below them.
fn chosen<T: Item>(
    last: &Link<T>,
    beside: String,
    budget: usize,
    below: Option<Shape>,
) -> Option<(String, bool)> {
    let n_lines = beside.lines().count();
    let fits = first_line_width(&beside) <= budget;
    if fits && n_lines >= 5 {
        return Some((beside, true));
    }
    match last.write(below?) {
        Some(text) if !fits || text.lines().count() < n_lines => Some((text, false)),
        _ => Some((beside, fits)),
    }
}

/// Tells whether the last line has nothing but brackets.
fn is_only_brackets(text: &str) -> bool {
    let last = text.rsplit('\n').next().unwrap_or_default();
    text.ends_with("\"#")
        || last
            .chars()
            .all(|it| matches!(it, '(' | ')' | ']' | '}' | '?' | '>') || it.is_whitespace())
}
