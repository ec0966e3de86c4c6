//! What `migrator::testing::checks!` does, on plain data: a test for each check and each revision.
//!
//! ```text
//!  mod migration_checks {
//!      static FOLDER: … = …;                              what was read here, held against the program's set
//!      #[test] fn single_head() { … }
//!      mod released { #[test] fn revision_c46dab3fa34a() { … } }
//!      mod sqlite {
//!          #[test] fn up_from_empty() { … }
//!          mod revision_c46dab3fa34a { #[test] fn round_trip() { … } … }
//!      }
//!  }
//! ```
//!
//! What the tests do is in the facade; the files are read here only for their names, their waivers and their digest.
//! `suite` writes the module, `waives` judges what the macro waives.

mod suite;
mod waives;

use std::path::Path;

use migrator_core::script::Layout;

use self::suite::Suite;
pub use self::waives::{Part, Refused, Waive};
use crate::calling;
use crate::check::{self, Options};

/// What the module is called if nothing is said.
const DEFAULT_NAME: &str = "migration_checks";

/// The file with the released revisions, in the folder.
const LOCK_FILE: &str = "migrator.lock";

/// The arguments of the macro, but for expressions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checking {
    /// The folder, relative to the package's `Cargo.toml`.
    pub folder: Option<String>,
    /// What the module is called.
    pub name: Option<String>,
    /// Whose rules the files follow.
    pub layout: Layout,
    /// The databases to check on, by the names of their functions.
    pub databases: Vec<String>,
    /// What is waived of the files of another tool.
    pub waives: Vec<Waive>,
    /// Heads that no label tells apart are fine.
    pub allow_heads: bool,
    /// The models are not compared.
    pub no_models: bool,
}

impl Checking {
    /// Returns the name of the module.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(DEFAULT_NAME)
    }

    /// Returns the name of the function beside the module that gives what an argument says.
    #[must_use]
    pub fn function(&self, what: &str) -> String {
        let name = self.name();
        format!("__{}_{what}", name.strip_prefix("r#").unwrap_or(name))
    }
}

/// What a call of the macro stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The code, without the functions for the macro's expressions.
    pub code: String,
    /// What is wrong with what it waives.
    pub refused: Vec<Refused>,
}

/// Returns what a call of the macro stands for.
#[must_use]
pub fn checks(checking: &Checking, manifest_dir: &Path) -> Checked {
    calling::with_places(|| checked(checking, manifest_dir))
}

fn checked(checking: &Checking, manifest_dir: &Path) -> Checked {
    let failed = |code: String| Checked {
        code,
        refused: Vec::new(),
    };
    let folder = calling::folder(checking.folder.as_deref());
    if !manifest_dir.join(&folder).is_dir() {
        let message = format!("{}: there is no such folder", folder.display());
        return failed(calling::errors([message]));
    }
    let options = Options {
        root: manifest_dir.to_owned(),
        // Heads, and whether others bring what is missing, are seen when the tests run.
        allow_heads: true,
        combined: true,
        layout: checking.layout,
    };
    match check::run(&folder, &options).result {
        Ok(compiled) => Checked {
            refused: waives::refused(&checking.waives, &compiled.migrations),
            code: Suite::new(checking, manifest_dir, &compiled).code(),
        },
        Err(problems) => failed(calling::errors(problems.iter())),
    }
}
