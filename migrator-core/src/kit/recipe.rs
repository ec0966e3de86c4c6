//! Everything that decides what a template holds, as one key.
//!
//! Pure. Invariant: two recipes have the same key only if every part is the same.

use std::any::TypeId;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::base::{Checksum, ChecksumBuilder};

/// What a template is made of, part by part.
#[derive(Debug, Clone)]
pub struct Recipe(ChecksumBuilder);

impl Recipe {
    /// Starts the recipe of a database of this kind, with migrations of this digest.
    ///
    /// The version of the library counts, because another one may write other SQL.
    #[must_use]
    pub fn new(kind: &str, digest: Checksum) -> Self {
        let mut parts = ChecksumBuilder::new();
        parts.part("migrator fixture 1");
        parts.part(env!("CARGO_PKG_VERSION"));
        parts.part(kind).part(digest.to_string());
        Self(parts)
    }

    /// Adds what else decides, and what it is about.
    #[must_use]
    pub fn with(mut self, about: &str, part: impl AsRef<[u8]>) -> Self {
        self.0.part(about).part(part);
        self
    }

    /// Returns the key.
    #[must_use]
    pub fn key(&self) -> Key {
        let checksum = self.0.finish();
        let [a, b, c, d, e, f, g, h, ..] = *checksum.bytes();
        Key(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }
}

/// What a template is found by: 16 hexadecimal digits as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(pub u64);

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// Returns what tells a function from all others of the same program: the same in each of its processes.
#[must_use]
pub fn identity<F: 'static>() -> [u8; 8] {
    // With keys of its own for no process, unlike a `HashMap`'s.
    let mut hasher = DefaultHasher::new();
    TypeId::of::<F>().hash(&mut hasher);
    hasher.finish().to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(text: &str) -> Checksum {
        ChecksumBuilder::new().part(text).finish()
    }

    #[test]
    fn every_part_counts() {
        let plain = Recipe::new("postgres", digest("a"));
        let others = [
            Recipe::new("sqlite", digest("a")),
            Recipe::new("postgres", digest("b")),
            plain.clone().with("at", "head"),
            plain.clone().with("at", "heads"),
            plain.clone().with("seed", "head"),
            plain.clone().with("seed", "ab").with("seed", "c"),
            plain.clone().with("seed", "a").with("seed", "bc"),
        ];
        let mut keys: Vec<Key> = others.iter().map(Recipe::key).collect();
        keys.push(plain.key());
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), others.len() + 1);
        assert_eq!(plain.key(), Recipe::new("postgres", digest("a")).key());
        assert_eq!(plain.key().to_string().len(), 16);
    }

    #[test]
    fn functions_are_told_apart() {
        fn first() {}
        fn second() {}
        fn of<F: 'static>(_: F) -> [u8; 8] {
            identity::<F>()
        }
        assert_ne!(of(first), of(second));
        assert_eq!(of(first), of(first));
        assert_ne!(of(|| 1), of(|| 1));
    }
}
