//! A program that is run on new files.

#[cfg(feature = "cargo")]
use std::path::Path;
use std::path::PathBuf;

/// A program that is run on a new file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hook {
    pub(crate) name: String,
    /// The program and its arguments, at least one.
    pub(crate) command: Vec<String>,
    /// The folder it is run in, if it is not that of the package.
    pub(crate) cwd: Option<PathBuf>,
    /// What the files are written in that it is for, if it is not for all.
    pub(crate) language: Option<HookLanguage>,
}

/// What the files of a hook are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HookLanguage {
    Rust,
    Sql,
}

impl HookLanguage {
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "rust" => Some(Self::Rust),
            "sql" => Some(Self::Sql),
            _ => None,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Sql => "sql",
        }
    }

    /// Returns how the names of such files end.
    #[cfg(feature = "cargo")]
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Rust => "rs",
            Self::Sql => "sql",
        }
    }
}

#[cfg(feature = "cargo")]
impl Hook {
    /// Tells whether it is run on a file.
    pub(crate) fn is_for(&self, file: &Path) -> bool {
        self.language.is_none_or(|language| {
            file.extension()
                .is_some_and(|extension| extension == language.extension())
        })
    }
}
