//! Versions of other tools: what they are called, and how they are ordered.

use std::cmp::Ordering;

/// The version of a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version {
    /// As the tool's history table has it.
    pub(super) text: String,
    /// How the tool orders it: by numbers, or else by its text.
    order: Vec<u64>,
}

impl Version {
    /// A version that the tool stores as a number: `0001` is `1`.
    pub(super) fn number(digits: &str) -> Option<Self> {
        let number = digits
            .parse::<u64>()
            .ok()
            .filter(|number| i64::try_from(*number).is_ok())?;
        Some(Self {
            text: number.to_string(),
            order: vec![number],
        })
    }

    /// A version that the tool stores as text, and orders as text.
    pub(super) fn text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            order: Vec::new(),
        }
    }

    /// A version of numbers with dots; `1.0` is as high as `1`.
    pub(super) fn dotted(text: &str) -> Option<Self> {
        let text = text.replace('_', ".");
        let mut order = text
            .split('.')
            .map(|part| part.parse().ok())
            .collect::<Option<Vec<u64>>>()?;
        while order.len() > 1 && order.last() == Some(&0) {
            order.pop();
        }
        Some(Self { text, order })
    }

    /// Tells whether the tool takes both for the same version.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }

    /// The tool's order.
    pub(super) fn cmp(&self, other: &Self) -> Ordering {
        let texts = || match self.order.is_empty() {
            true => self.text.cmp(&other.text),
            false => Ordering::Equal,
        };
        self.order.cmp(&other.order).then_with(texts)
    }
}

/// The version and the name in a file's name of refinery, without its extension.
pub(super) fn refinery(stem: &str) -> Option<(Version, &str)> {
    let (version, name) = stem.strip_prefix(['V', 'U'])?.split_once("__")?;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    (!name.is_empty() && name.chars().all(is_word)).then_some(())?;
    Some((Version::number(version)?, name))
}
