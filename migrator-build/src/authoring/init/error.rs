//! Why a package cannot be set up.

use std::io;
use std::path::PathBuf;

use migrator_core::script::Layout;
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
    /// A folder that looks like another tool's, without a word about it.
    #[error("the files in `{folder}` look like {}", whose(likely))]
    LooksLike {
        /// The folder.
        folder: String,
        /// Whose it may be.
        likely: Vec<Layout>,
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
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::NoPackage { .. } => "name the `Cargo.toml` of a member of the workspace",
            Self::OldEdition => {
                "set `edition = \"2024\"` in `Cargo.toml`; `cargo fix --edition` helps with older code"
            }
            Self::NoDatabase => {
                "choose `sqlite-bundled`, `sqlite` for a SQLite that is installed, or `postgres`"
            }
            Self::Folder { .. } => "name a folder inside the package, such as `migrations`",
            Self::LooksLike { likely, .. } => {
                let flags = likely
                    .iter()
                    .map(|it| format!("`--layout {}`", it.keyword()));
                return Some(format!(
                    "say {} to embed them as they are, or name another folder with `--folder`",
                    flags.collect::<Vec<_>>().join(" or ")
                ));
            }
            Self::Binary { .. } => "use letters, digits, `-` and `_`",
            Self::Unreadable { .. } | Self::Toml { .. } => return None,
        };
        Some(help.to_owned())
    }
}

fn whose(likely: &[Layout]) -> String {
    let names: Vec<String> = likely.iter().map(|layout| format!("{layout}'s")).collect();
    names.join(" or ")
}
