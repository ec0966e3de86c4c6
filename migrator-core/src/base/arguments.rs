//! What whoever runs the migrations says to them.

use std::fmt;

/// Where nothing is said.
pub static NO_ARGUMENTS: Arguments = Arguments {
    tag: None,
    pairs: Vec::new(),
};

/// A tag, and keys with values.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Arguments {
    tag: Option<String>,
    pairs: Vec<(String, String)>,
}

impl Arguments {
    /// Sets the tag.
    pub fn set_tag(&mut self, tag: String) {
        self.tag = Some(tag);
    }

    /// Adds a key with a value, behind what is there of the same key.
    pub fn push(&mut self, key: String, value: String) {
        self.pairs.push((key, value));
    }

    /// Returns the tag.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// Returns the value of a key; of several the last.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        let mut pairs = self.pairs().rev();
        pairs.find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Iterates over keys and values in the order in which they were given.
    pub fn pairs(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> + ExactSizeIterator {
        let pairs = self.pairs.iter();
        pairs.map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

/// Without the values, which may be secrets.
impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<&str> = self.pairs().map(|(key, _)| key).collect();
        f.debug_struct("Arguments")
            .field("tag", &self.tag)
            .field("keys", &keys)
            .finish()
    }
}
