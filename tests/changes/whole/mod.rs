//! Whole schemas: the first revision is generated from each as it stands, without an edit.
//!
//! Made of nothing it must leave what the schema itself leaves, in the words of the database; the comparison must
//! find nothing more to do, neither by the migrations nor in the database; the way back must leave nothing; and a
//! second run must give the same bytes.
//!
//! The schemas are those of `migrator-core/tests/data/schemas`, and with `MIGRATOR_SCHEMAS=/a/folder` whatever is
//! there: `chinook.sqlite.sql`, `pagila.postgres.sql` and so on, each without its rows. Beside it may stand
//! `chinook.sqlite.rows.sql`, which fills it, and `chinook.sqlite.later.sql`, to which it changes with these rows.

mod place;
mod postgres;
mod sqlite;

use std::fs;
use std::path::{Path, PathBuf};

use migrator::autogenerate::{Autogenerate, Language, Proof, Proposal};
use migrator::{Declared, Migrations, NamingConvention, Options};

use self::place::{Place, Server};
use crate::support::{Rev, set};
use crate::{difference, revision};

/// A schema, and what may stand beside it.
struct Whole {
    name: String,
    schema: String,
    rows: Option<String>,
    later: Option<String>,
}

impl Whole {
    fn read(path: &Path) -> Self {
        let beside =
            |what: &str| fs::read_to_string(path.with_extension(format!("{what}.sql"))).ok();
        Self {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            schema: fs::read_to_string(path).unwrap(),
            rows: beside("rows"),
            later: beside("later"),
        }
    }

    fn declared(&self) -> Declared {
        Declared::new().sql(&self.name, self.schema.as_str())
    }
}

/// Settings by which what has no name gets none.
fn options() -> Options {
    Options::new().naming(NamingConvention::none())
}

fn compared(set: &'static Migrations, declared: Declared) -> Autogenerate<'static> {
    set.with(options()).autogenerate(declared)
}

/// Proposes twice, and says what is wrong with what is proposed.
fn proposed(
    server: &dyn Server,
    compared: &Autogenerate<'_>,
    faults: &mut Vec<String>,
) -> Option<Proposal> {
    let propose = || {
        server
            .propose(compared)
            .map_err(|error| format!("proposed: {error:?}"))
    };
    let (proposal, again) = match (propose(), propose()) {
        (Ok(one), Ok(other)) => (one, other),
        (Err(error), _) | (_, Err(error)) => {
            faults.push(error);
            return None;
        }
    };
    if proposal != again {
        faults.push("another proposal the second time".to_owned());
    }
    let steps = proposal.upgrade.iter().chain(&proposal.downgrade);
    let unproved = steps.filter(|step| step.proof != Proof::Seen);
    faults
        .extend(unproved.map(|step| format!("not proved: {:?}: {:?}", step.operation, step.proof)));
    let questions = proposal.differences.questions.iter();
    faults.extend(questions.map(|it| format!("a question: {it:?}")));
    Some(proposal)
}

/// Returns the proposal as a revision in SQL.
fn in_sql(server: &dyn Server, id: &str, parents: &[&str], proposal: &Proposal) -> Rev {
    let mut made = revision(&proposal.upgrade_text, server.dialect());
    let back = revision(&proposal.downgrade_text, server.dialect());
    made.migration.downgrade = Some(back.migration.upgrade);
    let mut named = Rev::sql(id, parents, "");
    named.migration.upgrade = made.migration.upgrade;
    named.migration.downgrade = made.migration.downgrade;
    named
}

/// Runs the first revision in Rust, as its operations.
fn by_operations(server: &dyn Server, whole: &Whole, wanted: &[String], faults: &mut Vec<String>) {
    let compared = compared(set(Vec::new()), whole.declared());
    let Some(proposal) = proposed(server, &compared, faults) else {
        return;
    };
    let mut place = server.place();
    let nothing = place.schema();
    match place.run(&proposal.upgrade) {
        Ok(()) => faults.extend(difference("operations", wanted, &place.schema())),
        Err(error) => return faults.push(format!("operations: {error}")),
    }
    match place.run(&proposal.downgrade) {
        Ok(()) => faults.extend(difference("operations back", &nothing, &place.schema())),
        Err(error) => faults.push(format!("operations back: {error}")),
    }
}

/// Runs the first revision in SQL, by the verbs, and compares again; then a later change with rows in place.
fn by_verbs(server: &dyn Server, whole: &Whole, wanted: &[String], faults: &mut Vec<String>) {
    let first = compared(set(Vec::new()), whole.declared());
    let first = match server.propose(&first.clone().language(Language::Sql)) {
        // Not everything can be said in SQL.
        Err(error) if error.help().is_some_and(|it| it.contains("in Rust")) => None,
        _ => proposed(server, &first.language(Language::Sql), faults),
    };
    let revision = match &first {
        Some(proposal) => in_sql(server, "a1", &[], proposal),
        None => by_hand(server, whole),
    };
    let made = set(vec![revision]);
    let migrated = made.with(options());
    let mut place = server.place();
    let nothing = place.schema();
    if let Err(error) = place.upgrade(&migrated) {
        return faults.push(format!("upgraded: {error:?}"));
    }
    faults.extend(difference("upgraded", wanted, &place.schema()));
    check(&*place, made, whole, faults);
    if let Some(rows) = &whole.rows {
        place.fill(rows);
    }
    if let Some(later) = &whole.later {
        let declared = Declared::new().sql(&whole.name, later.as_str());
        if let Some(proposal) = proposed(server, &compared(made, declared), faults) {
            change(server, &mut *place, later, &proposal, faults);
        }
    }
    if first.is_some() {
        match place.downgrade(&migrated) {
            Ok(()) => faults.extend(difference("downgraded", &nothing, &place.schema())),
            Err(error) => faults.push(format!("downgraded: {error:?}")),
        }
    }
    // The schema itself, as somebody has made it by hand.
    let mut place = server.place();
    place.fill(&whole.schema);
    match place.stamp(&migrated) {
        Ok(()) => check(&*place, made, whole, faults),
        Err(error) => faults.push(format!("stamped: {error:?}")),
    }
}

/// The schema as a revision.
fn by_hand(server: &dyn Server, whole: &Whole) -> Rev {
    let made = revision(&whole.schema, server.dialect());
    let mut named = Rev::sql("a1", &[], "");
    named.migration.upgrade = made.migration.upgrade;
    named
}

/// Finds nothing to do, neither after the migrations nor in the database.
fn check(place: &dyn Place, made: &'static Migrations, whole: &Whole, faults: &mut Vec<String>) {
    let compared = compared(made, whole.declared());
    for compared in [compared.clone(), compared.from_database()] {
        match place.check(&compared) {
            Ok(found) => {
                faults.extend(found.lines().iter().map(|it| format!("for ever: {it}")));
            }
            Err(error) => faults.push(format!("compared: {error:?}")),
        }
    }
}

/// Changes a schema with its rows to the later one, and back.
fn change(
    server: &dyn Server,
    place: &mut dyn Place,
    later: &str,
    proposal: &Proposal,
    faults: &mut Vec<String>,
) {
    let mut wanted = server.place();
    wanted.fill(later);
    let (schema, rows) = (place.schema(), place.rows());
    match place.run(&proposal.upgrade) {
        Ok(()) => faults.extend(difference("later", &wanted.schema(), &place.schema())),
        Err(error) => return faults.push(format!("later: {error}")),
    }
    match place.run(&proposal.downgrade) {
        Ok(()) => {
            faults.extend(difference("later and back", &schema, &place.schema()));
            // There may be many.
            if proposal.losses().next().is_none() && rows != place.rows() {
                faults.push("later and back: other rows".to_owned());
            }
        }
        Err(error) => faults.push(format!("later and back: {error}")),
    }
}

fn faults(server: &dyn Server, whole: &Whole) -> Vec<String> {
    let mut made = server.place();
    made.fill(&whole.schema);
    let wanted = made.schema();
    let mut faults = Vec::new();
    by_operations(server, whole, &wanted, &mut faults);
    by_verbs(server, whole, &wanted, &mut faults);
    faults
}

/// Goes through the schemas of a folder that are for this kind of database.
fn check_all(server: &dyn Server, folder: &Path) {
    let ending = format!(".{}.sql", server.name());
    let paths = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|it| it.to_string_lossy().ends_with(&ending))
        .collect();
    paths.sort_unstable();
    let mut failures = Vec::new();
    for path in paths {
        let whole = Whole::read(&path);
        let faults = faults(server, &whole);
        println!("{}: {} faults", whole.name, faults.len());
        failures.extend(
            faults
                .into_iter()
                .map(|fault| format!("{}: {fault}", whole.name)),
        );
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn own() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrator-core/tests/data/schemas")
}

fn given() -> Option<PathBuf> {
    std::env::var_os("MIGRATOR_SCHEMAS").map(PathBuf::from)
}

#[test]
fn whole_schemas_on_sqlite() {
    check_all(&sqlite::Memory, &own());
}

#[test]
fn whole_schemas_on_postgres() {
    if let Some(server) = postgres::Cluster::find() {
        check_all(&server, &own());
    }
}

#[test]
fn given_schemas_on_sqlite() {
    if let Some(folder) = given() {
        check_all(&sqlite::Memory, &folder);
    }
}

#[test]
fn given_schemas_on_postgres() {
    if let (Some(folder), Some(server)) = (given(), postgres::Cluster::find()) {
        check_all(&server, &folder);
    }
}
