//! Why a database could not be taken over.

use thiserror::Error;

use crate::adopt::{Divergence, Tool};
use crate::exec::ExecError;
use crate::graph::ResolveError;

/// Why a database could not be taken over; nothing was written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AdoptError {
    /// No tool has a history in the database.
    #[error("no tool has left a history in this database")]
    NoHistory {
        /// Tables of such names that are not seen without their schemas.
        elsewhere: Vec<String>,
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
    #[error("`{table}` is no table of {tool}: it has no column `{}`", lacking.join("`, `"))]
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
            Self::NoHistory { elsewhere } | Self::NoTable { elsewhere, .. } if !elsewhere.is_empty() => format!(
                "name the table with its schema, `table` (`--table`), and the tool: there is `{}`",
                elsewhere.join("`, `")
            ),
            Self::NoHistory { .. } => "run `upgrade` if the database is new; else say where it stands with `at` (`--at`), \
                                       or name the tool's table with `table` (`--table`)"
                .to_owned(),
            Self::NoTable { .. } => "name the table as the database has it".to_owned(),
            Self::NoTool { .. } => "name the tool, too, with `from` (`--from`)".to_owned(),
            Self::NotHere { .. } => "name another tool, or say where the database stands with `at` (`--at`)".to_owned(),
            Self::Strange { .. } => "name the tool that made the table with `from` (`--from`)".to_owned(),
            Self::Diverges { divergences } => match divergences.as_slice() {
                [only] => only.help(),
                _ => return None,
            },
            Self::Resolve(error) => return error.help(),
            Self::Exec(error) => return error.help(),
        })
    }

    /// Tells whether nothing has been applied yet, so that there is nothing to take over.
    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Self::NoHistory { .. } => true,
            Self::Diverges { divergences } => {
                matches!(divergences.as_slice(), [Divergence::NoRows { .. }])
            }
            _ => false,
        }
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
