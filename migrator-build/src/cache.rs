//! What parsing a Rust file found, kept between builds.
//!
//! Parsing is most of the work, and a build of an application runs this code
//! twice, in `build.rs` and in the macro, neither of them optimized. So the build
//! script keeps what it found in Cargo's `OUT_DIR`, by the hash of each file's
//! text; the macro, which runs after it, finds everything there.
//!
//! Invariants: only files without mistakes are kept; a cache that cannot be
//! read is an empty one; other code than that which wrote an entry never finds it.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use migrator_core::base::{Checksum, ChecksumBuilder};

/// The code on which an entry depends: it changes, the entries are void.
const CODE: [&str; 11] = [
    include_str!("rust/functions.rs"),
    include_str!("rust/header.rs"),
    include_str!("rust/literals.rs"),
    include_str!("rust/normal.rs"),
    include_str!("rust/normal/attributes.rs"),
    include_str!("rust/normal/braces.rs"),
    include_str!("rust/normal/items.rs"),
    include_str!("rust/normal/macros.rs"),
    include_str!("rust/normal/parentheses.rs"),
    include_str!("rust/normal/text.rs"),
    include_str!("rust/syntax.rs"),
];

/// What parsing found in a file that has no mistakes and includes no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) has_downgrade: bool,
    /// The checksum of the normal form.
    pub(crate) form: Checksum,
}

/// Entries by the checksum of a file's text.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    code: Option<Checksum>,
    known: HashMap<String, Known>,
}

/// An entry to keep.
pub(crate) type Entry = (String, Known);

impl Cache {
    /// Reads the cache of the package being built, if a build script wrote one.
    pub(crate) fn open() -> Self {
        let mut code = ChecksumBuilder::new();
        CODE.iter().for_each(|source| {
            code.part(source);
        });
        let text = path()
            .and_then(|path| std::fs::read_to_string(path).ok())
            .unwrap_or_default();
        let known = text.lines().filter_map(parse).collect();
        Self {
            code: Some(code.finish()),
            known,
        }
    }

    /// Returns the key of a text.
    pub(crate) fn key(&self, text: &str) -> String {
        let code = self.code.map_or_else(String::new, |code| code.to_string());
        ChecksumBuilder::new()
            .part(code)
            .part(text)
            .finish()
            .to_string()
    }

    pub(crate) fn find(&self, key: &str) -> Option<Known> {
        self.known.get(key).copied()
    }
}

/// Keeps entries for the next build. A failure costs time only.
pub(crate) fn save(entries: &BTreeMap<String, Known>) {
    let Some(path) = path() else { return };
    let mut text = String::new();
    for (key, known) in entries {
        let _ = writeln!(
            text,
            "{key} {} {}",
            u8::from(known.has_downgrade),
            known.form
        );
    }
    if std::fs::read_to_string(&path).is_ok_and(|found| found == text) {
        return;
    }
    let _ = write_whole(&path, &text);
}

/// Writes beside the file and renames, so that no reader sees half of it.
fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let unfinished = path.with_extension("new");
    std::fs::write(&unfinished, text)?;
    std::fs::rename(unfinished, path)
}

fn path() -> Option<PathBuf> {
    Some(PathBuf::from(std::env::var_os("OUT_DIR")?).join("migrator_known.txt"))
}

fn parse(line: &str) -> Option<Entry> {
    let mut words = line.split(' ');
    let key = words.next()?.to_owned();
    let has_downgrade = match words.next()? {
        "0" => false,
        "1" => true,
        _ => return None,
    };
    let form = words.next()?.parse().ok()?;
    words.next().is_none().then_some((
        key,
        Known {
            has_downgrade,
            form,
        },
    ))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use migrator_core::base::ChecksumBuilder;

    use super::{CODE, Cache, Known, parse};

    #[test]
    fn entries_read_back_and_rubbish_does_not() {
        let form = ChecksumBuilder::new().part("x").finish();
        let known = Known {
            has_downgrade: true,
            form,
        };
        assert_eq!(parse(&format!("k 1 {form}")), Some(("k".to_owned(), known)));
        for rubbish in [
            "",
            "k",
            "k 1",
            "k 2 1:00",
            &format!("k 1 {form} x"),
            "k 1 1:zz",
        ] {
            assert_eq!(parse(rubbish), None, "{rubbish}");
        }
    }

    #[test]
    fn the_key_depends_on_text_and_code() {
        let cache = Cache::open();
        assert_eq!(cache.key("a"), cache.key("a"));
        assert_ne!(cache.key("a"), cache.key("b"));
        assert_ne!(cache.key("a"), Cache::default().key("a"));
    }
    /// The header is read anew each time, so the lexer need not be among it.
    #[test]
    fn the_key_covers_all_that_an_entry_depends_on() {
        let rust = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rust");
        for folder in [rust.clone(), rust.join("normal")] {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap();
                if path.is_file()
                    && !["front.rs", "lexer.rs", "mod.rs", "places.rs", "tests.rs"].contains(&name)
                {
                    let text = std::fs::read_to_string(&path).unwrap();
                    assert!(CODE.contains(&text.as_str()), "{}", path.display());
                }
            }
        }
    }
}
