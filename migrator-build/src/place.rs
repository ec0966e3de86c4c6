//! Where the macro was called: the way from there to the folder, and whether
//! modules can be declared there at all.

use std::path::{Path, PathBuf};

use proc_macro2::LineColumn;
use syn::spanned::Spanned;
use syn::{File, Item};

/// A call of the macro, as the compiler describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// The folder of the package's `Cargo.toml`.
    pub manifest_dir: PathBuf,
    /// The source file of the call, if the compiler knows it.
    pub local_file: Option<PathBuf>,
    /// The line of the call, from 1.
    pub line: usize,
    /// The column of the call in characters, from 1.
    pub column: usize,
}

/// Why modules cannot be declared where the call stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Misplaced {
    /// Inside `mod name { … }`, which changes what `#[path]` is relative to.
    InlineModule(String),
    /// Inside a function or another item.
    Body,
}

impl Invocation {
    /// Finds the source file. For members of a workspace the compiler's path is
    /// relative to the workspace, not to the package.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        let file = self.local_file.as_ref()?;
        if file.is_absolute() {
            return Some(file.clone());
        }
        let current = std::env::current_dir().ok();
        let places = current.iter().chain([&self.manifest_dir]);
        places
            .map(|place| place.join(file))
            .find(|file| file.is_file())
    }

    /// Returns the folder as a path relative to the calling file, or absolute if
    /// there is no way; `None` if it cannot be written in a source file.
    pub(crate) fn path_to(&self, folder: &Path) -> Option<String> {
        let folder = self.manifest_dir.join(folder);
        let relative = self.file().and_then(|file| {
            let from = file.parent()?.canonicalize().ok()?;
            relative(&from, &folder.canonicalize().ok()?)
        });
        relative.or_else(|| folder.to_str().map(str::to_owned))
    }

    /// Finds out whether the call stands where modules can be declared. If that
    /// cannot be told the answer is yes.
    pub(crate) fn misplaced(&self) -> Option<Misplaced> {
        let source = std::fs::read_to_string(self.file()?).ok()?;
        let source = crate::scan::normalized(&source);
        misplaced(&source, self.line, self.column)
    }
}

/// The way from one folder to another, with forward slashes.
fn relative(from: &Path, to: &Path) -> Option<String> {
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let n_common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    // Without a common root, as on two Windows drives, there is no way.
    if n_common == 0 {
        return None;
    }
    let up = from.iter().skip(n_common).map(|_| Some(".."));
    let down = to
        .iter()
        .skip(n_common)
        .map(|part| part.as_os_str().to_str());
    let parts = up.chain(down).collect::<Option<Vec<_>>>()?;
    Some(if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    })
}

fn misplaced(source: &str, line: usize, column: usize) -> Option<Misplaced> {
    let text = source.lines().nth(line.checked_sub(1)?)?;
    let call: String = text.chars().skip(column.checked_sub(1)?).collect();
    // Editors' servers give made-up places; a real one starts with the macro's path.
    let (path, _) = call.split_once('!')?;
    let in_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | ' ');
    if path.trim().is_empty() || !path.chars().all(in_path) {
        return None;
    }
    let File { items, .. } = syn::parse_file(source).ok()?;
    let call = LineColumn {
        line,
        column: column - 1,
    };
    let mut module: Option<String> = None;
    let mut items = items;
    loop {
        let holds = |item: &Item| item.span().start() <= call && call < item.span().end();
        match items.into_iter().find(holds)? {
            Item::Macro(_) => return module.map(Misplaced::InlineModule),
            Item::Mod(inner) => {
                module.get_or_insert_with(|| inner.ident.to_string());
                items = inner.content?.1;
            }
            _ => return Some(module.map_or(Misplaced::Body, Misplaced::InlineModule)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Misplaced, misplaced, relative};

    #[test]
    fn the_way_between_folders_goes_over_their_common_part() {
        let check = |from, to, expect: Option<&str>| {
            assert_eq!(relative(Path::new(from), Path::new(to)).as_deref(), expect);
        };
        check("/a/src", "/a/migrations", Some("../migrations"));
        check("/a/src/db", "/a/migrations", Some("../../migrations"));
        check("/a/src", "/a/src", Some("."));
        check("/a", "/a/b c/d", Some("b c/d"));
    }

    #[test]
    fn calls_are_found_where_they_stand() {
        let check = |source: &str, expect: Option<Misplaced>| {
            let (at, before) = match source.find("m::e!()") {
                Some(at) => (at, &source[..at]),
                None => panic!("no call in {source}"),
            };
            let line = before.matches('\n').count() + 1;
            let column = source[before.rfind('\n').map_or(0, |n| n + 1)..at]
                .chars()
                .count()
                + 1;
            assert_eq!(misplaced(source, line, column), expect, "{source}");
        };
        let module = |name: &str| Some(Misplaced::InlineModule(name.to_owned()));
        check("mod ä {} m::e!(); fn main() {}", None);
        check("mod a {\n  mod b { m::e!(); } }", module("a"));
        check("fn main() { m::e!(); }", Some(Misplaced::Body));
        check("mod a { fn f() { m::e!(); } }", module("a"));
        assert_eq!(misplaced("fn main() {}", 1, 1), None);
        assert_eq!(misplaced("mod a { b!{} fn }", 1, 9), None);
        assert_eq!(misplaced("", 0, 0), None);
    }
}
