//! Why a package cannot be set up.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why nothing could be decided.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum InitError {
    /// A manifest cannot be read.
    #[error("`{}` cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A manifest is no TOML.
    #[error("`{}` is not valid TOML", path.display())]
    Toml {
        /// The file.
        path: PathBuf,
        /// Where, and what was expected.
        source: toml_edit::TomlError,
    },
    /// The manifest is that of a workspace without a package.
    #[error("`{}` describes no package", path.display())]
    NoPackage {
        /// The file.
        path: PathBuf,
    },
    /// The package's edition is older than what the macro needs.
    #[error("the package is of edition 2015")]
    OldEdition,
    /// No database is chosen, and no driver tells which.
    #[error("no database is chosen")]
    NoDatabase,
    /// A folder that cannot hold migrations.
    #[error("`{folder}` cannot be the migrations folder")]
    Folder {
        /// As it was given.
        folder: String,
    },
    /// A name that no binary can have.
    #[error("`{name}` cannot be the name of a binary")]
    Binary {
        /// As it was given.
        name: String,
    },
}

impl InitError {
    /// Returns what to do about it, in one sentence.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::NoPackage { .. } => Some("name the `Cargo.toml` of a member of the workspace"),
            Self::OldEdition => Some(
                "set `edition = \"2024\"` in `Cargo.toml`; `cargo fix --edition` helps with older code",
            ),
            Self::NoDatabase => Some(
                "choose `sqlite-bundled`, `sqlite` for a SQLite that is installed, or `postgres`",
            ),
            Self::Folder { .. } => Some("name a folder inside the package, such as `migrations`"),
            Self::Binary { .. } => Some("use letters, digits, `-` and `_`"),
            Self::Unreadable { .. } | Self::Toml { .. } => None,
        }
    }
}
