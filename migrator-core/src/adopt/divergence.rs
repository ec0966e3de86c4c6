//! What speaks against taking a database over, and what to do about it.

use std::fmt;

use crate::adopt::Tool;

/// One thing in which a tool's history and the program's migrations do not agree.
///
/// Displays as a line; [`help`](Self::help) says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Divergence {
    /// Several tools have a history here.
    #[non_exhaustive]
    SeveralTools {
        /// The tools, and their tables.
        tools: Vec<(Tool, String)>,
    },
    /// The tool's table has no rows.
    #[non_exhaustive]
    NoRows {
        /// The table.
        table: String,
    },
    /// A migration that the tool has run is no revision.
    #[non_exhaustive]
    NoRevision {
        /// The tool's version.
        version: String,
    },
    /// A version is said to stand for a revision that there is not.
    #[non_exhaustive]
    NoTarget {
        /// The tool's version.
        version: String,
        /// The revision as it was named.
        revision: String,
        /// Revisions that are called nearly so.
        nearest: Vec<String>,
    },
    /// Only a part of the versions that stand for a revision has run.
    #[non_exhaustive]
    Partly {
        /// The revision.
        revision: String,
        /// The versions that have not run.
        missing: Vec<String>,
        /// The tool.
        tool: Tool,
    },
    /// A revision below an applied one has not been run by the tool.
    #[non_exhaustive]
    Gap {
        /// The revision.
        revision: String,
        /// An applied revision that needs it.
        above: String,
        /// The tool.
        tool: Tool,
    },
    /// A file is not the one that the tool has run.
    #[non_exhaustive]
    Changed {
        /// The revision.
        revision: String,
        /// Its file.
        file: String,
        /// The tool.
        tool: Tool,
    },
    /// The checksums of the tool's table cannot be proved by this build.
    #[non_exhaustive]
    Unprovable {
        /// The tool.
        tool: Tool,
        /// The feature of `migrator` that proves them.
        feature: &'static str,
    },
    /// A migration has failed, or not come to its end.
    #[non_exhaustive]
    Failed {
        /// The tool's version.
        version: String,
        /// The tool.
        tool: Tool,
    },
    /// More migrations have run than there are revisions.
    #[non_exhaustive]
    TooMany {
        /// How many have run.
        n_applied: u64,
        /// How many revisions there are.
        n_revisions: usize,
    },
    /// Migrations are counted, and the revisions are no line.
    #[non_exhaustive]
    NoLine {
        /// A revision where they are none.
        revision: String,
    },
    /// The schema is not the one that the migrations make up to there.
    #[non_exhaustive]
    OtherSchema {
        /// The revisions at which the database is said to stand, sorted.
        revisions: Vec<String>,
        /// What would have to change there for the schema to be the database's; a line each.
        differences: Vec<String>,
    },
    /// The version rows say something else.
    #[non_exhaustive]
    OtherRows {
        /// The version rows, sorted; none if everything has been reverted.
        rows: Vec<String>,
        /// What the tool has run and they do not say.
        lacking: Vec<String>,
    },
}

impl Divergence {
    /// Returns what to do about it, as one sentence.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::SeveralTools { tools } => format!(
                "say which of them made the schema with `from` (`{}`)",
                options(&tools.iter().map(|it| it.0).collect::<Vec<_>>())
            ),
            Self::NoRows { .. } => "run `upgrade` if nothing has been applied; else say where the database stands \
                                    with `at` (`--at`)"
                .to_owned(),
            Self::NoRevision { version } => format!(
                "add its file, or say which revision it is: `.map({version:?}, \"REVISION\")`, `--map {version}=REVISION`"
            ),
            Self::NoTarget { nearest, .. } => match nearest.as_slice() {
                [] => "name a revision by its id".to_owned(),
                _ => format!("did you mean {}?", quoted(nearest)),
            },
            Self::Partly {
                tool: tool @ Tool::Alembic,
                ..
            } => format!("map only the last of them: a row of {tool} stands for everything below it"),
            Self::Partly { .. } => "run them with the old tool first, and adopt then".to_owned(),
            Self::Gap { tool, .. } => format!(
                "run it with {tool} first; or do what is left of it by hand, and tell with `stamp` where the \
                 database stands"
            ),
            Self::Changed { .. } => "restore the file as it ran, and put the change into a new revision".to_owned(),
            Self::Unprovable { feature, .. } => format!(
                "enable the Cargo feature `{feature}` of `migrator`; or take the files for what ran with \
                 `accept_unproved` (`--accept-unproved`)"
            ),
            Self::Failed { tool, .. } => format!("put the database in order, and {}", finish(*tool)),
            Self::TooMany { .. } => "add the files that are missing; or, if the number is not \
                                     `rusqlite_migration`'s, say where the database stands with `at` (`--at`)"
                .to_owned(),
            Self::NoLine { .. } => "say where the database stands with `at` (`--at`)".to_owned(),
            Self::OtherSchema { .. } => "bring the database to that schema, or name another revision; or tell with \
                                         `stamp` where it stands nevertheless"
                .to_owned(),
            Self::OtherRows { .. } => "look at both histories, and tell with `stamp` where the database stands; once the \
                                       old table is not needed, drop it"
                .to_owned(),
        }
    }
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SeveralTools { tools } => {
                let tools = tools
                    .iter()
                    .map(|(tool, table)| format!("{tool} (`{table}`)"));
                write!(
                    f,
                    "several tools have a history here: {}",
                    tools.collect::<Vec<_>>().join(", ")
                )
            }
            Self::NoRows { table } => write!(f, "`{table}` says that nothing has run"),
            Self::NoRevision { version } => {
                write!(f, "`{version}` has run, and no revision is called so")
            }
            Self::NoTarget {
                version, revision, ..
            } => {
                write!(
                    f,
                    "`{version}` is said to be `{revision}`, and no revision is called so"
                )
            }
            Self::Partly {
                revision,
                missing,
                tool: tool @ Tool::Alembic,
            } => {
                write!(
                    f,
                    "`{revision}` may have run in part only: {tool} has no row of {}",
                    quoted(missing)
                )
            }
            Self::Partly {
                revision, missing, ..
            } => {
                write!(
                    f,
                    "`{revision}` has run in part only: {} did not run",
                    quoted(missing)
                )
            }
            Self::Gap {
                revision, above, ..
            } => {
                write!(f, "`{revision}` has not run, and `{above}` above it has")
            }
            Self::Changed { revision, file, .. } => {
                write!(
                    f,
                    "`{revision}` is not what ran: {file} has another checksum"
                )
            }
            Self::Unprovable { tool, .. } => {
                write!(f, "this build cannot prove the checksums of {tool}")
            }
            Self::Failed { version, .. } => write!(f, "`{version}` has failed half-way"),
            Self::TooMany {
                n_applied,
                n_revisions,
            } => {
                write!(
                    f,
                    "{n_applied} migrations have run, and there are {n_revisions} revisions"
                )
            }
            Self::NoLine { revision } => write!(
                f,
                "the migrations that have run are counted, and at `{revision}` the revisions are no line"
            ),
            Self::OtherSchema {
                revisions,
                differences,
            } => write!(
                f,
                "the schema is not that of {}: {}",
                quoted(revisions),
                differences.join("; ")
            ),
            Self::OtherRows { rows, lacking } => {
                let stands = match rows.as_slice() {
                    [] => "at `base`, from where it was taken".to_owned(),
                    rows => format!("at {}", quoted(rows)),
                };
                write!(
                    f,
                    "the version rows stand {stands}, without {}",
                    quoted(lacking)
                )
            }
        }
    }
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// How a tool is told that what failed is in order. Without its one row golang-migrate would begin anew.
fn finish(tool: Tool) -> String {
    match tool {
        Tool::GolangMigrate => "say with `migrate force` at which version it is".to_owned(),
        Tool::Flyway => "finish it with Flyway, or remove its row with `flyway repair`".to_owned(),
        _ => format!("finish it with {tool}, or remove its row"),
    }
}

/// How the tools are named on the command line.
fn options(tools: &[Tool]) -> String {
    let options = tools
        .iter()
        .map(|tool| format!("--from {}", tool.keyword()));
    options.collect::<Vec<_>>().join("` or `")
}
