//! One line of a lock file: a revision as it was released.
//!
//! ```text
//! ae1027a6acf0 1975ea83b712 1:8a41… depends_on=b7 labels=billing transaction=none
//! ```

use crate::base::{Checksum, Transaction};

/// What stands in the place of parents if there are none; no id may hold it.
const NONE: &str = "-";

/// A revision as it was released; lists are sorted, because their order means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReleasedLine {
    /// The revision's id.
    pub id: String,
    /// Its parents.
    pub parents: Vec<String>,
    /// What it depends on, by ids or labels.
    pub depends_on: Vec<String>,
    /// The labels it declares.
    pub labels: Vec<String>,
    /// What it stands for.
    pub replaces: Vec<String>,
    /// How it is wrapped.
    pub transaction: Transaction,
    /// The fingerprint of its meaning.
    pub checksum: Checksum,
}

impl ReleasedLine {
    /// Reads a line.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(line: &str) -> Result<Self, String> {
        let mut words = line.split_whitespace();
        let (Some(id), Some(parents), Some(checksum)) = (words.next(), words.next(), words.next())
        else {
            return Err("an id, parents and a checksum were expected".to_owned());
        };
        let checksum = checksum
            .parse()
            .map_err(|()| format!("`{checksum}` is no checksum"))?;
        let mut released = Self {
            id: id.to_owned(),
            parents: match parents {
                NONE => Vec::new(),
                parents => list(parents),
            },
            depends_on: Vec::new(),
            labels: Vec::new(),
            replaces: Vec::new(),
            transaction: Transaction::default(),
            checksum,
        };
        for word in words {
            match word.split_once('=') {
                Some(("depends_on", items)) => released.depends_on = list(items),
                Some(("labels", items)) => released.labels = list(items),
                Some(("replaces", items)) => released.replaces = replaced(items),
                Some(("transaction", "none")) => released.transaction = Transaction::None,
                _ => return Err(format!("`{word}` is unknown")),
            }
        }
        Ok(released)
    }
}

fn replaced(items: &str) -> Vec<String> {
    let mut items: Vec<String> = items.split(',').map(str::to_owned).collect();
    sort_replaced(&mut items);
    items
}

/// Sorts what a squash replaces, but for the last one, to which the others lead: its place means something.
pub fn sort_replaced(ids: &mut [String]) {
    if let Some((_, others)) = ids.split_last_mut() {
        others.sort_unstable();
    }
}

fn list(items: &str) -> Vec<String> {
    let mut items: Vec<String> = items.split(',').map(str::to_owned).collect();
    items.sort_unstable();
    items
}
