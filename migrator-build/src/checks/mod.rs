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
//! `checking` is what the call says; `suite` writes the module, `waives` judges what the macro waives.

mod checking;
mod suite;
mod waives;

use std::path::Path;

pub use self::checking::Checking;
use self::suite::Suite;
pub use self::waives::{Part, Refused, Waive};
use crate::calling;
use crate::check::{self, Options};

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
