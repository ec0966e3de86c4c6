//! `--sql`: what a verb would do, as a script on stdout; no database is asked.

use clap::{Args, ValueEnum};
use migrator::{Dialect, Error, Options, Script};
use migrator_core::command::SqlVerbs;

use super::log;
use super::screen::Screen;
use crate::context::Context;
use crate::database;
use crate::exit::Exit;
use crate::failure::Failure;

/// Whether a script is wanted, and for what.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Script")]
pub(crate) struct Scripting {
    /// Print the SQL for `sqlite3` or `psql`, and ask no database
    #[arg(long)]
    sql: bool,
    /// The kind of database that the script is for [default: as the URL says]
    #[arg(long, value_name = "DIALECT", requires = "sql")]
    dialect: Option<Shell>,
}

/// The databases whose shells can run a script.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    /// `sqlite3 -batch app.db < upgrade.sql`.
    Sqlite,
    /// `psql -X -f upgrade.sql`.
    #[value(alias = "postgresql")]
    Postgres,
}

impl Scripting {
    /// Tells whether a script is wanted instead of a run.
    pub(crate) const fn is_asked(&self) -> bool {
        self.sql
    }

    /// Prints a script; on failure nothing of it.
    pub(crate) fn write(
        &self,
        context: &Context,
        options: Options,
        script: impl FnOnce(&SqlVerbs<'static>) -> Result<Script, Error>,
    ) -> Result<Exit, Failure> {
        if context.output.is_json {
            let failure = Failure::usage("a script is SQL, and no JSON");
            return Err(
                failure.help("leave out `--json`; or see the statements as JSON with `--dry-run`")
            );
        }
        let dialect = self.dialect(context)?;
        let verbs = database::verbs(context, options)?.sql(dialect);
        let screen = Screen::lines_only(context.output);
        let script = log::while_running(context, &screen.into(), || script(&verbs))?;
        context.output.exactly(script);
        Ok(Exit::Done)
    }

    fn dialect(&self, context: &Context) -> Result<Dialect, Failure> {
        let known = match self.dialect {
            Some(Shell::Sqlite) => Some(Dialect::Sqlite),
            Some(Shell::Postgres) => Some(Dialect::Postgres),
            None => database::dialect(context)?,
        };
        known.ok_or_else(|| {
            Failure::usage("a script needs to know for which kind of database it is")
                .help("write `--dialect sqlite` or `--dialect postgres`")
        })
    }
}
