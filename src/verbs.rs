//! The free verbs: those of the application's one embedded set.

#[cfg(feature = "adopt")]
use migrator_core::adopt::Adoption;
#[cfg(feature = "autogenerate")]
use migrator_core::autogen::Differences;
use migrator_core::base::Dialect;
#[cfg(feature = "adopt")]
use migrator_core::command::Adopt;
use migrator_core::command::{
    Current, IntoTarget, IntoTargets, LogEntry, Repair, RevisionInfo, SqlVerbs, Status, Verbs,
};
#[cfg(feature = "autogenerate")]
use migrator_core::declared::Declared;
use migrator_core::error::Result;
use migrator_core::exec::{DryRun, Options, Repaired, Report};
use migrator_core::session::Connect;
#[cfg(feature = "autogenerate")]
use migrator_core::session::Ground;

use crate::registry;

/// Returns the verbs with settings of one's own.
///
/// Nothing happens before a verb is called. Use the same settings for all verbs: where the version table is called otherwise,
/// the free [`current`] reads another one.
///
/// ```no_run
/// use std::time::Duration;
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// let options = migrator::Options::new().lock_wait(Duration::from_secs(5));
/// migrator::with(options).upgrade(&connection, "head")?;
/// # Ok(())
/// # }
/// ```
pub fn with(options: Options) -> Verbs<'static> {
    Verbs::new(registry::application(), options)
}

/// Applies every revision that the target needs and the database lacks. See [`Verbs::upgrade`].
///
/// With nothing to do it costs one query, and writes nothing. Each migration is committed together with its
/// version row. What a target may be is in [the guide](crate::guide::targets).
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// let report = migrator::upgrade(&connection, "head")?;
/// println!("{} migrations applied", report.steps.len());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`Verbs::upgrade`]; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn upgrade<'c>(connection: impl Connect<'c>, target: impl IntoTarget) -> Result<Report> {
    with(Options::new()).upgrade(connection, target)
}

/// Reverts every applied revision that stands on the target's children. See [`Verbs::downgrade`].
///
/// Nothing runs if one of them has no downgrade. The rows of dropped tables and columns are lost.
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// migrator::downgrade(&connection, "-1")?; // the newest step
/// migrator::downgrade(&connection, "c46dab3fa34a")?; // to where this is the newest
/// migrator::downgrade(&connection, "base")?; // everything
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`Verbs::downgrade`]; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn downgrade<'c>(connection: impl Connect<'c>, target: impl IntoTarget) -> Result<Report> {
    with(Options::new()).downgrade(connection, target)
}

/// Sets the version rows and runs no migration. See [`Verbs::stamp`].
///
/// How a database of another tool is taken over is in [the guide](crate::guide::adopting).
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// // The schema is there already, made by other means.
/// migrator::stamp(&connection, "head")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`Verbs::stamp`]; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn stamp<'c>(connection: impl Connect<'c>, targets: impl IntoTargets) -> Result<Report> {
    with(Options::new()).stamp(connection, targets)
}

/// Takes over a database that another tool has migrated: Alembic, dbmate, Diesel, Flyway, golang-migrate, goose, Rails,
/// refinery, `rusqlite_migration`, `SeaORM` or sqlx. See [`Verbs::adopt`], and [the guide](crate::guide::adopting).
///
/// It reads the tool's history, compares it with the migrations, and stamps the revisions that have run; where anything
/// does not fit it lists that, and writes nothing. No migration runs. A database that is ours already is left alone, so it
/// may stand before every `upgrade`:
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// match migrator::adopt(&connection) {
///     Err(error) if error.kind() == migrator::ErrorKind::NothingToAdopt => {} // a new database
///     adopted => drop(adopted?),
/// }
/// migrator::upgrade(&connection, "head")?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`Verbs::adopt`]; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
#[cfg(feature = "adopt")]
pub fn adopt<'c>(connection: impl Connect<'c>) -> Result<Adoption> {
    with(Options::new()).adopt(connection)
}

/// The same as [`adopt`], with what is known of the database. See [`Verbs::adopt_with`].
///
/// ```no_run
/// use migrator::{Adopt, Tool};
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// let known = Adopt::new().from(Tool::SeaOrm).map("m20220101_000001_create_table", "c46dab3fa34a");
/// migrator::adopt_with(&connection, known)?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`Verbs::adopt_with`]; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
#[cfg(feature = "adopt")]
pub fn adopt_with<'c>(connection: impl Connect<'c>, adopt: Adopt) -> Result<Adoption> {
    with(Options::new()).adopt_with(connection, adopt)
}

/// Tells what [`adopt_with`] would do, and does nothing of it. See [`Verbs::plan_adopt`].
///
/// # Errors
/// Those of [`Verbs::plan_adopt`]; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
#[cfg(feature = "adopt")]
pub fn plan_adopt<'c>(connection: impl Connect<'c>, adopt: Adopt) -> Result<Adoption> {
    with(Options::new()).plan_adopt(connection, adopt)
}

/// Tells what [`upgrade`] would do, and does nothing of it. See [`Verbs::plan_upgrade`].
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// for step in migrator::plan_upgrade(&connection, "head")?.steps {
///     println!("{} {}\n{}", step.direction, step.revision, step.statements.join(";\n"));
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`Verbs::plan_upgrade`]; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn plan_upgrade<'c>(connection: impl Connect<'c>, target: impl IntoTarget) -> Result<DryRun> {
    with(Options::new()).plan_upgrade(connection, target)
}

/// Tells what [`downgrade`] would do, and which data would be lost. See [`Verbs::plan_downgrade`].
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// let plan = migrator::plan_downgrade(&connection, "-1")?;
/// if plan.losses().next().is_none() {
///     migrator::downgrade(&connection, "-1")?;
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`Verbs::plan_downgrade`]; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn plan_downgrade<'c>(connection: impl Connect<'c>, target: impl IntoTarget) -> Result<DryRun> {
    with(Options::new()).plan_downgrade(connection, target)
}

/// Tells which version rows [`stamp`] would leave. See [`Verbs::plan_stamp`].
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// let plan = migrator::plan_stamp(&connection, "head")?;
/// println!("{} -> {}", plan.before.join(", "), plan.after.join(", "));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`Verbs::plan_stamp`]; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn plan_stamp<'c>(connection: impl Connect<'c>, targets: impl IntoTargets) -> Result<DryRun> {
    with(Options::new()).plan_stamp(connection, targets)
}

/// Returns the verbs that write SQL scripts instead of reaching a database. See [`Verbs::sql`], and
/// [the guide](crate::guide::offline).
///
/// ```no_run
/// use migrator::Dialect;
/// # fn main() -> migrator::Result {
/// let script = migrator::sql(Dialect::Postgres).upgrade("c46dab3fa34a:head")?;
/// println!("{script}"); // psql -X -d DATABASE -f SCRIPT
/// # Ok(())
/// # }
/// ```
pub fn sql(dialect: Dialect) -> SqlVerbs<'static> {
    with(Options::new()).sql(dialect)
}

/// Tells where a database stands; changes nothing. See [`Verbs::current`].
///
/// It works on a standby, with a role that may only read, and where there is no version table yet.
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// let current = migrator::current(&connection)?;
/// if !current.is_up_to_date {
///     println!("stands on {}, please upgrade", current.rows.join(", "));
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If the database cannot be read; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn current<'c>(connection: impl Connect<'c>) -> Result<Current> {
    with(Options::new()).current(connection)
}

/// Tells how every revision stands in a database; changes nothing. See [`Verbs::status`].
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// let status = migrator::status(&connection)?;
/// for it in &status.revisions {
///     println!("{} {}", it.revision.id, it.state);
/// }
/// println!("to be run: {}", status.pending.join(", "));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If the database cannot be read; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn status<'c>(connection: impl Connect<'c>) -> Result<Status> {
    with(Options::new()).status(connection)
}

/// Returns what has been done to a database, newest first; changes nothing. See [`Verbs::log`].
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// for entry in migrator::log(&connection)? {
///     println!("{} {} by {}", entry.action, entry.revisions.join(", "), entry.application);
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If the database cannot be read; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn log<'c>(connection: impl Connect<'c>) -> Result<Vec<LogEntry>> {
    with(Options::new()).log(connection)
}

/// Puts the history of a database right: a changed migration is accepted for good, a half-done one is
/// given up. See [`Verbs::repair`].
///
/// ```no_run
/// use migrator::Repair;
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// migrator::repair(&connection, Repair::new().accept_changed("c46dab3fa34a"))?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`Verbs::repair`]; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn repair<'c>(connection: impl Connect<'c>, repair: Repair) -> Result<Repaired> {
    with(Options::new()).repair(connection, repair)
}

/// Creates the version table and the history where they are missing, and nothing else. See
/// [`Verbs::ensure_version`].
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// if migrator::ensure_version(&connection)? {
///     println!("created");
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`Verbs::ensure_version`]; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn ensure_version<'c>(connection: impl Connect<'c>) -> Result<bool> {
    with(Options::new()).ensure_version(connection)
}

/// Lists revisions, newest first, without a database. See [`Verbs::history`].
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// for revision in migrator::history("c46dab3fa34a:head")? {
///     println!("{revision}"); // a line as `alembic history` prints it
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Of kind [`Target`](crate::ErrorKind::Target) if the range means nothing in the graph, leads down, or counts from
/// where a database stands; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn history(range: &str) -> Result<Vec<RevisionInfo>> {
    with(Options::new()).history(range)
}

/// Lists revisions, newest first, for a database. See [`Verbs::history_of`].
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// # let connection = rusqlite::Connection::open_in_memory().unwrap();
/// for revision in migrator::history_of(&connection, "current:")? {
///     println!("{revision}"); // those applied now say `(current)`
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If the database cannot be read; of kind [`Target`](crate::ErrorKind::Target) if the range means nothing there;
/// of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn history_of<'c>(connection: impl Connect<'c>, range: &str) -> Result<Vec<RevisionInfo>> {
    with(Options::new()).history_of(connection, range)
}

/// Lists the heads. See [`Verbs::heads`].
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// let heads = migrator::heads()?;
/// assert_eq!(heads.len(), 1, "two branches wait to be merged");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Only of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn heads() -> Result<Vec<RevisionInfo>> {
    with(Options::new()).heads()
}

/// Lists the branch points. See [`Verbs::branches`].
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// for revision in migrator::branches()? {
///     println!("{} branches into {}", revision.id, revision.children.join(", "));
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Only of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn branches() -> Result<Vec<RevisionInfo>> {
    with(Options::new()).branches()
}

/// Shows the revisions a target names. See [`Verbs::show`].
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// for revision in migrator::show("billing@head")? {
///     println!("{}: {} ({})", revision.id, revision.message, revision.file);
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Of kind [`Target`](crate::ErrorKind::Target) if the target means nothing in the graph, or counts up from where a
/// database stands; of kind [`Set`](crate::ErrorKind::Set) if the program embeds no
/// migrations, or two sets.
pub fn show(target: impl IntoTarget) -> Result<Vec<RevisionInfo>> {
    with(Options::new()).show(target)
}

/// Tells what is different between what the models declare and what the migrations make. See
/// [`Autogenerate::check`](crate::autogenerate::Autogenerate::check), and
/// [`testing::assert_schema_matches`](crate::testing::assert_schema_matches) for a test.
///
/// The models are those that are linked into the program. Another schema, a live database, a cache and so on are
/// settings of `migrator::with(options).autogenerate(declared)`.
///
/// ```no_run
/// # fn main() -> migrator::Result {
/// let differences = migrator::check(migrator::sqlite::Memory)?;
/// assert!(differences.is_empty(), "{differences}");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Those of [`Autogenerate::check`](crate::autogenerate::Autogenerate::check); of kind
/// [`Set`](crate::ErrorKind::Set) if the program embeds no migrations, or two sets.
#[cfg(feature = "autogenerate")]
pub fn check<'g>(ground: impl Ground<'g>) -> Result<Differences> {
    with(Options::new())
        .autogenerate(Declared::registered())
        .check(ground)
}
