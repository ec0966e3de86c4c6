//! Why a database could not be taken over.

use thiserror::Error;

use crate::adopt::{Divergence, Tool, Wishes};
use crate::exec::ExecError;
use crate::graph::ResolveError;
use crate::set::Likeness;

/// Why a database could not be taken over; nothing was written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AdoptError {
    /// No tool has a history in the database.
    #[error("no tool has left a history in this database{}", alike(likeness.as_ref()))]
    NoHistory {
        /// Tables of such names that are not seen without their schemas.
        elsewhere: Vec<String>,
        /// Which revision has its schema, where that could be found out.
        likeness: Option<Likeness>,
    },
    /// A table that is named is not there.
    #[error("there is no table `{table}`")]
    NoTable {
        /// The table as it was named.
        table: String,
        /// Tables of that name that stand elsewhere.
        elsewhere: Vec<String>,
    },
    /// A table is named, and not the tool whose it is.
    #[error("nobody says which tool's table `{table}` is")]
    NoTool {
        /// The table.
        table: String,
    },
    /// A tool is named that keeps no table in such a database.
    #[error("{tool} leaves no history in such a database")]
    NotHere {
        /// The tool.
        tool: Tool,
    },
    /// A table has not the tool's columns.
    #[error("`{table}` is no table of {tool}{}", without(lacking))]
    Strange {
        /// The tool.
        tool: Tool,
        /// The table.
        table: String,
        /// The columns it lacks.
        lacking: Vec<String>,
    },
    /// The history and the migrations do not agree.
    #[error("the database cannot be taken over as it is{}", lines(divergences))]
    Diverges {
        /// In what, in a fixed order; never empty.
        divergences: Vec<Divergence>,
    },
    /// Where the database is said to stand means nothing.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// The database could not be read or written.
    #[error(transparent)]
    Exec(#[from] ExecError),
}

impl AdoptError {
    /// Returns what to do about it, as one sentence, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::NoHistory { elsewhere, .. } | Self::NoTable { elsewhere, .. }
                if !elsewhere.is_empty() =>
            format!(
                "name the table with its schema, `table` (`--table`), and the tool: there is `{}`",
                elsewhere.join("`, `")
            ),
            Self::NoHistory {
                likeness: Some(likeness),
                ..
            } => help_of(likeness),
            Self::NoHistory { .. } => "run `upgrade` if the database is new; else say where it stands with `at` (`--at`), \
                                       or name the tool's table with `table` (`--table`)"
                .to_owned(),
            Self::NoTable { .. } => "run `upgrade` if the database is new; else name the table as the database has it"
                .to_owned(),
            Self::NoTool { .. } => "name the tool, too, with `from` (`--from`)".to_owned(),
            Self::NotHere { .. } => "name another tool, or say where the database stands with `at` (`--at`)".to_owned(),
            Self::Strange { .. } => "name the tool whose history counts with `from` (`--from`); or say where the \
                                     database stands with `at` (`--at`)"
                .to_owned(),
            Self::Diverges { divergences } => match divergences.as_slice() {
                [only] => only.help(),
                _ => return None,
            },
            Self::Resolve(error) => return error.help(),
            Self::Exec(error) => return error.help(),
        })
    }

    /// Tells whether the tool that is named, or any, has left nothing that could be read. A table that is a tool's in
    /// name only is nothing unless the tool is named.
    pub(super) fn is_absence(&self, wishes: &Wishes) -> bool {
        match self {
            Self::NoHistory { .. } | Self::NoTable { .. } => true,
            Self::Strange { .. } => wishes.tool.is_none(),
            _ => false,
        }
    }

    /// Tells whether nothing has been applied yet, so that there is nothing to take over.
    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Self::NoHistory { .. } | Self::NoTable { .. } => true,
            Self::Diverges { divergences } => {
                matches!(divergences.as_slice(), [Divergence::NoRows { .. }])
            }
            _ => false,
        }
    }
}

fn without(columns: &[String]) -> String {
    match columns {
        [] => ": it has columns of another tool's".to_owned(),
        _ => format!(": it has no column `{}`", columns.join("`, `")),
    }
}

/// Which revision has the schema.
fn alike(likeness: Option<&Likeness>) -> String {
    match likeness {
        None => String::new(),
        Some(Likeness::Nothing) => ", and there is nothing else in it".to_owned(),
        Some(Likeness::Equal(places)) => {
            let places: Vec<String> = places.iter().map(|it| place(it)).collect();
            format!("; its schema is that of {}", places.join(", and of "))
        }
        Some(Likeness::Near(near)) => format!(
            "; no revision has its schema, and the nearest is {}, but for\n  {}",
            place(&near.revisions),
            near.differences.join("\n  ")
        ),
    }
}

fn help_of(likeness: &Likeness) -> String {
    match likeness {
        Likeness::Nothing => "run `upgrade`".to_owned(),
        Likeness::Equal(places) => {
            let newest = places.last().cloned().unwrap_or_default();
            let typed: Vec<String> = newest.iter().map(|it| format!("--at {it}")).collect();
            format!(
                "if that is where it stands, say so: `.at({newest:?})`, `{}`",
                typed.join(" ")
            )
        }
        Likeness::Near(_) => {
            "bring the database to the schema of a revision, or write one that makes its schema; \
                              or tell with `stamp` where it stands nevertheless"
                .to_owned()
        }
    }
}

fn place(revisions: &[String]) -> String {
    match revisions {
        [] => "`base`".to_owned(),
        _ => revisions
            .iter()
            .map(|it| format!("`{it}`"))
            .collect::<Vec<_>>()
            .join(" and "),
    }
}

/// A line for each, and what to do about it where there are several.
fn lines(divergences: &[Divergence]) -> String {
    let line = |it: &Divergence| match divergences {
        [_] => format!(": {it}"),
        _ => format!("\n  {it}\n    {}", it.help()),
    };
    divergences.iter().map(line).collect()
}
