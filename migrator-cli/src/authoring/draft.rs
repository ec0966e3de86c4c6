//! What `revision`, `merge` and `squash` share: flags about the new file, the revision that they describe, and what is
//! done with it in the end.

use clap::Args;
use migrator_build::authoring::{Changes, Folder, Language, NewRevision};

use super::shown::edge;
use super::writing::Writing;
use super::{editor, style};
use crate::config::Config;
use crate::exit::Exit;
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

    /// Says what was created, as it is read anew: a hook may have made something else of it.
    pub(crate) fn tell(
        &self,
        writing: &Writing<'_>,
        id: &str,
        read: impl FnOnce() -> Result<Folder, Failure>,
    ) -> Result<(), Failure> {
        if !self.dry_run {
            writing.note(format_args!("created {}", edge(&read()?, id)));
        }
        Ok(())
    }

    /// Prints the result, and opens what was written, if that was asked for.
    pub(crate) fn done(
        &self,
        writing: &Writing<'_>,
        changes: &Changes,
        id: &str,
    ) -> Result<Exit, Failure> {
        writing.done(changes, Some(id))?;
        if self.edit {
            editor::open_created(changes)?;
        }
        Ok(Exit::Done)
    }
}
