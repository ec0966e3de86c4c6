//! The comparison that is asked for: what is declared, with what, and on which kind of database.

use std::env;
use std::path::{Path, PathBuf};

use migrator::Declared;
use migrator_core::autogen::Autogenerate;
use migrator_core::catalog::Schemas;
use migrator_core::declared::Hints;
use migrator_core::diff::{Change, Difference};
use migrator_core::session::Workshop;

use super::flags::Comparing;
use super::hints::Hint;
use super::typed::Said;
use super::written::of_object;
use crate::Cli;
use crate::acting::text::printable;
use crate::context::Context;
use crate::database::{self, Connection};
use crate::door::Door;
use crate::failure::Failure;

/// Where what was read of databases is kept, beside the program that cargo has built.
const CACHE: &str = "migrator-cache";

/// What cargo leaves in the folders that it builds in.
const MARKS: [&str; 2] = [".cargo-lock", "CACHEDIR.TAG"];

/// A comparison, which can be made several times with more and more answers.
pub(crate) struct Comparison {
    prepared: Autogenerate<'static>,
    connection: Connection,
    /// Whether what is declared are the models that are linked in, of which one may be missing.
    is_registered: bool,
}

impl Comparison {
    /// Prepares what was asked for; nothing is compared yet.
    pub(crate) fn new(context: &Context, comparing: &Comparing) -> Result<Self, Failure> {
        let cli = application(context)?;
        let verbs = database::verbs(context, context.options()?)?;
        let (declared, is_registered) = declared(context, cli)?;
        let mut prepared = verbs.autogenerate(declared);
        if comparing.from_database {
            prepared = prepared.from_database();
        }
        prepared = match comparing.schema.as_slice() {
            [] => prepared,
            schemas if schemas.iter().any(|it| it == "*") => prepared.schemas(Schemas::All),
            schemas => prepared.schemas(Schemas::Named(schemas.to_vec())),
        };
        if let Some(folder) = cache().filter(|_| !comparing.no_cache) {
            prepared = prepared.cache(folder);
        }
        if let Some(tune) = &cli.autogenerate {
            prepared = tune(prepared);
        }
        let connection = match comparing.from_database {
            true => Connection::open_existing(context)?,
            false => Connection::for_scratch(context)?,
        };
        Ok(Self {
            prepared,
            connection,
            is_registered,
        })
    }

    /// Warns of tables that may be gone only because their models are not linked in.
    pub(crate) fn warn_of_unlinked(&self, context: &Context, changes: &[Change]) {
        let removed = changes.iter().filter_map(|change| match change {
            Change::Table(Difference::Removed(table)) => Some(of_object(table.name())),
            _ => None,
        });
        let tables: Vec<String> = removed.map(|it| format!("`{}`", printable(&it))).collect();
        if self.is_registered && !tables.is_empty() {
            context.output.warn(format_args!(
                "no model of {} is linked in; if there is one in another crate, refer to that with `use the_crate as _;`",
                tables.join(", ")
            ));
        }
    }

    /// Returns the comparison with hints, and where it is made.
    pub(crate) fn with(
        &mut self,
        said: &Said,
    ) -> Result<(Autogenerate<'static>, Box<dyn Workshop + '_>), Failure> {
        let prepared = self.prepared.clone().hints(together(&said.kept));
        let prepared = prepared.hints(together(&said.now).for_once());
        Ok((prepared, self.connection.workshop()?))
    }
}

/// Puts hints together, of which the first is the strongest.
fn together(hints: &[Hint]) -> Hints {
    hints.iter().rev().fold(Hints::default(), |weaker, hint| {
        let mut stronger = Hints::default();
        hint.clone().join(&mut stronger);
        stronger.over(weaker)
    })
}

fn application(context: &Context) -> Result<&Cli, Failure> {
    match &context.door {
        Door::Application(cli) => Ok(cli),
        #[cfg(feature = "cargo")]
        Door::Cargo => Err(Failure::new("only the application knows what is declared")),
    }
}

/// Returns what is declared for the database that is meant, and whether that are the models that are linked in.
fn declared(context: &Context, cli: &Cli) -> Result<(Declared, bool), Failure> {
    let name = context.config()?.name.as_deref();
    let own = cli
        .declared_for
        .iter()
        .find(|(known, _)| Some(known.as_str()) == name);
    if let Some((_, declared)) = own {
        return Ok((declared.clone(), false));
    }
    if let Some(name) = name.filter(|name| context.door.databases().contains(name)) {
        let message = format!("nothing is declared for the database `{name}`");
        return Err(Failure::usage(message).help(format!(
            "declare it with `Cli::declared_for(\"{name}\", …)` in the application"
        )));
    }
    match &cli.declared {
        Some(declared) => Ok((declared.clone(), false)),
        None => Ok((registered()?, true)),
    }
}

/// Returns every model of the program. Without any it would seem that all tables are to be dropped.
fn registered() -> Result<Declared, Failure> {
    let declared = Declared::registered();
    match declared.parts().is_empty() {
        false => Ok(declared),
        true => Err(Failure::usage("the application declares no schema").help(
            "derive `migrator::Table` for its models and have the binary refer to their crate, as with `use shop as _;`, or \
             give `Cli::declared` what there is to be",
        )),
    }
}

/// Returns a folder that `cargo clean` removes; `None` for a program that lies elsewhere.
fn cache() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let folder = program.parent()?;
    // `target/debug`, or `target/x86_64-unknown-linux-gnu/debug/examples`: cargo leaves its marks above.
    let is_marked = |folder: &Path| MARKS.iter().any(|mark| folder.join(mark).is_file());
    let is_cargos = folder.ancestors().take(4).any(is_marked);
    is_cargos.then(|| folder.join(CACHE))
}
