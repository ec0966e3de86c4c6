//! Everything that decides what a template holds, as one key.
//!
//! Pure. Invariant: two recipes have the same key only if every part is the same.

use std::any::TypeId;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::program::Program;
use crate::base::{Checksum, ChecksumBuilder};
use crate::exec::Options;

/// What a template is made of, part by part.
#[derive(Debug, Clone)]
pub struct Recipe {
    parts: ChecksumBuilder,
    /// The same without the build of the program.
    lasting: ChecksumBuilder,
}

impl Recipe {
    /// Starts the recipe of a database of this kind, with migrations of this digest.
    ///
    /// The version of the library counts, because another one may write other SQL.
    #[must_use]
    pub fn new(kind: &str, digest: Checksum) -> Self {
        let mut parts = ChecksumBuilder::new();
        parts.part("migrator fixture 2");
        parts.part(env!("CARGO_PKG_VERSION"));
        parts.part(kind).part(digest.to_string());
        let lasting = parts.clone();
        Self { parts, lasting }
    }

    /// Adds what else decides, and what it is about.
    #[must_use]
    pub fn with(mut self, about: &str, part: impl AsRef<[u8]>) -> Self {
        for parts in [&mut self.parts, &mut self.lasting] {
            parts.part(about).part(&part);
        }
        self
    }

    /// Adds how the migrations are run, and what is said to them: its values do not stand in `Debug`, because they
    /// may be secrets.
    #[must_use]
    pub fn run_with(self, options: &Options) -> Self {
        let recipe = self.with("options", format!("{options:?}"));
        let arguments = options.arguments().pairs();
        arguments.fold(recipe, |recipe, (_, value)| recipe.with("argument", value))
    }

    /// Adds the program, because only it knows a part.
    #[must_use]
    pub fn of_program(mut self, program: &Program) -> Self {
        self = self.with("program", &program.file);
        self.parts.part(&program.build);
        self
    }

    /// Returns the key.
    #[must_use]
    pub fn key(&self) -> Key {
        Key::of(&self.parts)
    }

    /// Returns the key that is the same for each build of the program: who makes a template needs none of
    /// an older build any more.
    #[must_use]
    pub fn line(&self) -> Key {
        Key::of(&self.lasting)
    }
}

/// What a template is found by: 16 hexadecimal digits as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(pub u64);

impl Key {
    fn of(parts: &ChecksumBuilder) -> Self {
        let checksum = parts.finish();
        let [a, b, c, d, e, f, g, h, ..] = *checksum.bytes();
        Self(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }
}

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
    fn the_line_is_the_same_for_each_build() {
        let built = |file: &str, build: &str| {
            let [file, build] = [file, build].map(str::to_owned);
            let recipe = Recipe::new("postgres", digest("a"));
            recipe.of_program(&Program { file, build }).with("at", "b")
        };
        let (first, second, other) = (built("a", "1"), built("a", "2"), built("b", "1"));
        assert_ne!(first.key(), second.key());
        assert_eq!(first.line(), second.line());
        assert_ne!(first.line(), other.line());
        let plain = Recipe::new("postgres", digest("a"));
        assert_eq!(plain.key(), plain.line());
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
