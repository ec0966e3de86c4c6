//! A place in a source file.

use std::borrow::Cow;
use std::fmt;

/// A file, a line and a column, as compilers print them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Location {
    /// The file's path with forward slashes and without `..` detours.
    pub file: Cow<'static, str>,
    /// The line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1; 0 when only the line is known.
    pub column: u32,
}

impl Location {
    /// Creates a location from a known place.
    #[must_use]
    pub fn new(file: impl Into<Cow<'static, str>>, line: u32, column: u32) -> Self {
        Self {
            file: file.into(),
            line,
            column,
        }
    }

    /// Converts the place of a `#[track_caller]` call.
    ///
    /// Modules included by `#[path]` report paths such as
    /// `src/../migrations/x.rs`; the detour is removed.
    #[must_use]
    pub fn of_caller(caller: &'static std::panic::Location<'static>) -> Self {
        Self::new(
            normalize_path(caller.file()),
            caller.line(),
            caller.column(),
        )
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if self.column > 0 {
            write!(f, ":{}", self.column)?;
        }
        Ok(())
    }
}

/// Removes `name/..` and `.` from a path, purely by its text, and turns
/// backslashes into slashes.
#[must_use]
pub fn normalize_path(path: &str) -> Cow<'_, str> {
    if !path.contains("..") && !path.contains("./") && !path.contains('\\') {
        return Cow::Borrowed(path);
    }
    let path = path.replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| !matches!(*last, "" | "..")) => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    Cow::Owned(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::normalize_path;

    #[test]
    fn detours_are_removed_and_leading_ones_kept() {
        let check = |input: &str, expect: &str| assert_eq!(normalize_path(input), expect);
        check("app/src/../migrations/x.rs", "app/migrations/x.rs");
        check("src/db/../../migrations/x.rs", "migrations/x.rs");
        check("../x.rs", "../x.rs");
        check("../../x.rs", "../../x.rs");
        check("/a/../../x.rs", "/../x.rs");
        check("./a/./b.rs", "a/b.rs");
        check("src\\..\\m\\x.rs", "m/x.rs");
        check("plain.rs", "plain.rs");
    }
}
