//! What `revision` and `merge` share: flags about the new file, and the revision that they describe.

use clap::Args;
use migrator_build::authoring::{Changes, Language, NewRevision};

use super::{editor, style};
use crate::config::Config;
use crate::failure::Failure;

/// What a new file is called and holds, and what is done with it.
#[derive(Debug, Args)]
pub(crate) struct Draft {
    /// A name for the branch that begins here; may be repeated
    #[arg(long, value_name = "LABEL")]
    branch_label: Vec<String>,
    /// Its id [default: drawn]
    #[arg(long, value_name = "ID")]
    rev_id: Option<String>,
    /// Write an SQL file instead of a Rust one
    #[arg(long)]
    sql: bool,
    /// Show the file and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Open the file in the editor afterwards
    #[arg(long, conflicts_with = "dry_run")]
    edit: bool,
}

impl Draft {
    /// Describes the revision, which stands on nothing yet.
    pub(crate) fn revision(&self, message: &str, config: &Config) -> Result<NewRevision, Failure> {
        let style = style::style(config)?;
        let id = self.rev_id.clone().unwrap_or_else(style::id);
        let mut new = NewRevision::new(id, message, style.moment);
        new.branch_labels.clone_from(&self.branch_label);
        if self.sql {
            new.language = Language::Sql;
        }
        new.style = style;
        Ok(new)
    }

    /// Tells whether it is to be an SQL file.
    pub(crate) fn is_sql(&self) -> bool {
        self.sql
    }

    /// Opens what was written, if that was asked for.
    pub(crate) fn open(&self, changes: &Changes) -> Result<(), Failure> {
        match self.edit {
            true => editor::open_created(changes),
            false => Ok(()),
        }
    }
}
