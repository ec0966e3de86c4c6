//! A bracketed list: the arguments of a call, an array, a tuple.
//!
//! ```text
//!  f(a, b)        f(g(           f(
//!                     a,             a,
//!                     b,             b,
//!                 ))             )
//!  horizontal     the last overflows     vertical
//! ```

use super::item::{Item, Kind};
use super::shape::{SHORT_ELEMENT, Shape, TAB, new_line};
use super::width::{first_line_width, last_line_width, width};

/// How the items stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tactic {
    /// Beside each other.
    Horizontal,
    /// Each on a line.
    Vertical,
    /// As many on a line as fit.
    Mixed,
}

/// A bracketed list and what stands before it.
#[derive(Debug)]
pub(super) struct List<'i, T> {
    /// What stands before the bracket.
    pub(super) before: &'i str,
    /// The brackets.
    pub(super) brackets: (char, char),
    /// The items.
    pub(super) items: &'i [T],
    /// What they may take up beside each other.
    pub(super) limit: usize,
}

/// What the items may take up.
struct Room {
    /// For all of them beside each other.
    line: usize,
    /// For items on the first line.
    beside: Shape,
    /// For an item on a line of its own.
    below: Shape,
}

impl<T: Item> List<'_, T> {
    /// Writes it; `None` if it does not fit.
    pub(super) fn write(&self, shape: Shape) -> Option<String> {
        let room = self.room(shape);
        let mut texts: Vec<Option<String>> =
            self.items.iter().map(|it| it.write(room.below)).collect();
        let tactic = self.overflowing(&mut texts, &room);
        let texts: Vec<String> = texts.into_iter().collect::<Option<_>>()?;
        let text = joined(&texts, tactic, room.below);
        Some(self.enclosed(&text, tactic, shape, room.below))
    }

    fn room(&self, shape: Shape) -> Room {
        let beside = shape.behind(last_line_width(self.before) + 1);
        let below = shape.on_a_line(TAB);
        Room {
            line: shape.width.saturating_sub(self.before.len() + 2),
            beside: beside
                .and_then(|it| it.narrowed(1))
                .unwrap_or(Shape { width: 0, ..shape }),
            // For the comma.
            below: below.narrowed(1).unwrap_or(below),
        }
    }

    /// Lets the last item go on over the next lines if its first line fits beside the others.
    fn overflowing(&self, texts: &mut [Option<String>], room: &Room) -> Tactic {
        let Some(last) = self.items.last() else {
            return Tactic::Horizontal;
        };
        let combines = self.items.len() == 1 && self.before.len() < TAB;
        let overflows = combines || last.kind().overflows(self.items.len());
        let overflowed = overflows
            .then(|| self.overflowed(last, combines, texts, room))
            .flatten();
        let at = self.items.len() - 1;
        if let (Some(text), Some(slot)) = (&overflowed, texts.get_mut(at)) {
            *slot = Some(text.lines().next().unwrap_or_default().to_owned());
        }
        let tactic = self.tactic(texts, room);
        if let (Tactic::Horizontal, Some(text)) = (tactic, overflowed) {
            if let Some(slot) = texts.get_mut(at) {
                *slot = Some(self.unbroken(last, &text, room).unwrap_or(text));
            }
            return tactic;
        }
        let text = last.write(room.below);
        let shown = text.as_deref().unwrap_or_default();
        let fits = self.items.len() == 1
            && room.line != 0
            && !shown.contains('\n')
            && width(shown) <= room.line;
        if let Some(slot) = texts.get_mut(at) {
            *slot = text;
        }
        match fits {
            true => Tactic::Horizontal,
            false => self.dense(texts, room),
        }
    }

    /// Writes the last item as if the first line of it stood behind the others.
    fn overflowed(
        &self,
        last: &T,
        combines: bool,
        texts: &[Option<String>],
        room: &Room,
    ) -> Option<String> {
        let mut shape = room.beside;
        if self.items.len() != 1 || last.kind() == Kind::Call {
            let others = texts.iter().take(self.items.len() - 1);
            let offset = others
                .map(|it| 2 + it.as_ref().map_or(0, String::len))
                .sum();
            shape.width = shape.width.min(self.limit);
            shape = shape.behind(offset)?;
        }
        if !combines && last.kind() == Kind::MethodCall {
            shape.on_one_line = true;
        }
        last.write(shape)
    }

    /// Returns the only item on a line of its own where it would overflow by one line only.
    fn unbroken(&self, last: &T, text: &str, room: &Room) -> Option<String> {
        if self.items.len() != 1 || text.matches('\n').count() != 1 {
            return None;
        }
        last.write(room.below).filter(|whole| !whole.contains('\n'))
    }

    fn tactic(&self, texts: &[Option<String>], room: &Room) -> Tactic {
        let texts = || texts.iter().flatten();
        let separators = 2 * self.items.len().saturating_sub(1);
        let total: usize = texts().map(|text| width(text)).sum();
        let fits = total + separators <= self.limit.min(room.line);
        if fits && !texts().any(|text| text.contains('\n')) {
            Tactic::Horizontal
        } else {
            Tactic::Vertical
        }
    }

    /// Puts short and simple items several to a line where they do not fit on one.
    fn dense(&self, texts: &[Option<String>], room: &Room) -> Tactic {
        let tactic = self.tactic(texts, room);
        let is_dense = tactic == Tactic::Vertical
            && self.items.iter().all(|it| it.kind() == Kind::Simple)
            && texts.iter().flatten().all(|it| it.len() <= SHORT_ELEMENT);
        if is_dense { Tactic::Mixed } else { tactic }
    }

    fn enclosed(&self, text: &str, tactic: Tactic, shape: Shape, below: Shape) -> String {
        let (open, close) = self.brackets;
        let extent = match text.is_empty() {
            true => 2,
            false => first_line_width(text) + 1,
        };
        let room = shape.width.saturating_sub(last_line_width(self.before));
        let before = self.before;
        if tactic == Tactic::Horizontal && extent <= room {
            return format!("{before}{open}{text}{close}");
        }
        let (inner, outer) = (new_line(below.indent), new_line(shape.indent));
        let inner = if text.is_empty() { "" } else { &inner };
        format!("{before}{open}{inner}{text}{outer}{close}")
    }
}

fn joined(texts: &[String], tactic: Tactic, below: Shape) -> String {
    match tactic {
        Tactic::Horizontal => texts.join(", "),
        Tactic::Vertical => {
            let mut text = texts.join(&format!(",{}", new_line(below.indent)));
            text.push(',');
            text
        }
        Tactic::Mixed => mixed(texts, below),
    }
}

fn mixed(texts: &[String], below: Shape) -> String {
    let mut text = String::new();
    let mut taken = 0;
    let mut is_broken = false;
    for (at, item) in texts.iter().enumerate() {
        let is_last = at + 1 == texts.len();
        // The last has a comma only if there is more than one line.
        let total = width(item) + if is_last && !is_broken { 0 } else { 1 };
        if taken > 0 && taken + 1 + total > below.width {
            text.push_str(&new_line(below.indent));
            taken = 0;
            is_broken = true;
        } else if taken > 0 {
            text.push(' ');
            taken += 1;
        }
        text.push_str(item);
        text.push(',');
        taken += total;
    }
    text
}
