//! `init`: what a package needs, added where it is missing.

use clap::{Args, ValueEnum};
use migrator_build::Layout;
use migrator_build::authoring::init::{Choices, Database, Package, Setup, plan};

use crate::authoring::writing::Writing;
use crate::config::value;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  {program} init --database sqlite-bundled
  {program} init --database postgres --layout sqlx
  {program} init --database postgres --dry-run")]
pub(crate) struct Arguments {
    /// Which databases it is for [default: those whose drivers are among the dependencies]
    #[arg(long, value_name = "DATABASE", value_delimiter = ',')]
    database: Vec<Kind>,
    /// Where the migrations are to be, relative to the package [default: migrations]
    #[arg(long)]
    folder: Option<String>,
    /// Whose rules the files in the folder follow, such as `diesel` [default: migrator's own]
    #[arg(long, value_parser = layout)]
    layout: Option<Layout>,
    /// What the binary of the command line is called [default: migrate]
    #[arg(long, value_name = "NAME")]
    bin: Option<String>,
    /// Show what would change and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// A kind of database.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// SQLite, installed or brought by the application's `rusqlite`
    Sqlite,
    /// SQLite, compiled in
    SqliteBundled,
    /// PostgreSQL
    Postgres,
}

impl From<Kind> for Database {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => Self::Sqlite,
            Kind::SqliteBundled => Self::SqliteBundled,
            Kind::Postgres => Self::Postgres,
        }
    }
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let config = context.config()?;
    let manifest = config.root.join("Cargo.toml");
    if !manifest.is_file() {
        return Err(Failure::new("no `Cargo.toml` is here or above")
            .help("make a package with `cargo new`, or name one with `--manifest-path`"));
    }
    let mut choices = Choices::new(arguments.database.iter().copied().map(Database::from));
    choices.folder.clone_from(&arguments.folder);
    choices.binary.clone_from(&arguments.bin);
    choices.layout = arguments.layout;
    let setup = plan(&Package::read(&manifest)?, &choices)?;
    let writing = Writing::new(context, config, "init", arguments.dry_run);
    writing.make_plain(&setup.changes)?;
    if !setup.done.is_empty() {
        writing.note("written:");
    }
    for done in &setup.done {
        writing.note(format_args!("  {done}"));
    }
    let mut changes = setup.changes.clone();
    for left in &setup.left_alone {
        changes.note(left.to_string());
    }
    writing.done(&changes, None)?;
    guide(&setup, &writing, context);
    Ok(Exit::Done)
}

fn layout(text: &str) -> Result<Layout, String> {
    value::layout(text).map_err(|mistake| match mistake.help {
        Some(help) => format!("{}; {help}", mistake.message),
        None => mistake.message,
    })
}

/// Says what comes next.
fn guide(setup: &Setup, writing: &Writing<'_>, context: &Context) {
    if setup.is_complete() && setup.left_alone.is_empty() {
        context.output.note("everything is there already");
    }
    if !setup.next.is_empty() {
        writing.note("next:");
    }
    for next in &setup.next {
        writing.note(format_args!("  {next}"));
    }
}
