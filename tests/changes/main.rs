//! One change at a time: from a declared schema to a generated revision, on both databases.
//!
//! The cases are text files in `cases`; `case.rs` says how they are written. Each is proposed by the public
//! `Autogenerate`, tried on its scratch database, and applied to another one, where the database's own catalogue
//! must say that it is what the wanted schema makes of an empty one; and after the way back, what it was.
//!
//! `random` does the same with pairs of random schemas, and `roles` with one large change of tables with rows.
//!
//! `UPDATE_CASES=1 cargo test -p migrator --test changes` writes what comes of each case into the files, for you
//! to read; `CASE=name` runs those whose name has that text in it.

mod case;
mod postgres;
mod random;
mod roles;
mod sqlite;
#[path = "../support/mod.rs"]
mod support;
mod whole;
mod written;

use migrator::__private::{Script, SqlScript, SqlStatement};
use migrator::autogenerate::{Autogenerate, Differences, Proof, Proposal, ProposedStep};
use migrator::{Declared, Dialect, Migrations, NamingConvention, Options};

use case::Case;
use written::Written;

use support::{Rev, leak, leak_str, set};

/// A kind of database, and what a case looks like on it.
trait Ground {
    /// What the cases call it.
    fn name(&self) -> &'static str;

    fn dialect(&self) -> Dialect;

    /// Proposes a revision.
    fn propose(&mut self, autogenerate: &Autogenerate<'_>) -> migrator::Result<Proposal>;

    /// Returns what an empty database holds after this SQL, in the words of its catalogue.
    fn made_by(&mut self, sql: &str) -> Result<Vec<String>, String>;

    /// Runs SQL on an empty database, then both ways.
    fn walk(
        &mut self,
        before: &str,
        up: &[ProposedStep],
        down: &[ProposedStep],
    ) -> Result<Walk, String>;

    /// Runs SQL on an empty database, then a migration both ways, by the verbs.
    fn migrate(&mut self, before: &str, set: &Migrations) -> Result<Walk, String>;
}

/// What was seen on the way up and down: the schema, and the rows.
struct Walk {
    before: Seen,
    between: Seen,
    /// Or why the way down does not run.
    after: Result<Seen, String>,
}

#[derive(Debug, PartialEq)]
struct Seen {
    schema: Vec<String>,
    rows: Vec<String>,
}

/// A migration whose SQL need be none of another database.
fn revision(sql: &str, on: Dialect) -> Rev {
    let split = |dialect| {
        if dialect != on {
            return Err("of another database");
        }
        let pieces = migrator_core::script::split(dialect, sql)
            .unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        let statements = pieces.iter().map(|piece| SqlStatement {
            sql: leak_str(piece.sql),
            line: piece.line,
            repeatable: piece.repeatable,
        });
        Ok(&**leak(statements.collect::<Vec<_>>()))
    };
    let mut revision = Rev::sql("a1", &[], "");
    revision.migration.upgrade = Script::Sql(SqlScript::new(split));
    revision
}

/// Runs a case; returns what comes of it, as it stands in the file, and what is wrong with it.
fn run(ground: &mut dyn Ground, case: &Case) -> (Vec<String>, Vec<String>) {
    let mut faults = Vec::new();
    let set = set(vec![revision(&case.found(), ground.dialect())]);
    let declared = Declared::new().sql("schema.sql", case.wanted().as_str());
    let proposal = match ground.propose(
        &set.with(options())
            .autogenerate(declared)
            .hints(case.hints())
            .schemas(case.schemas()),
    ) {
        Ok(proposal) => proposal,
        Err(error) => {
            return (
                vec![format!("error: {}", one_line(&format!("{error:?}")))],
                faults,
            );
        }
    };
    let mut outcome = lines(&proposal.differences);
    outcome.extend(
        proposal
            .unproved()
            .into_iter()
            .map(|why| format!("? {why}")),
    );
    if proposal.upgrade.is_empty() {
        return (outcome, faults);
    }
    let before = format!("{};\n{}", case.found(), case.rows());
    match (
        ground.made_by(&case.wanted()),
        ground.walk(&before, &proposal.upgrade, &proposal.downgrade),
    ) {
        (Ok(wanted), Ok(walk)) => {
            let marks = |steps: &[ProposedStep]| steps.iter().any(|it| it.proof != Proof::Seen);
            if !marks(&proposal.upgrade) {
                faults.extend(difference(
                    "after the way up",
                    &wanted,
                    &walk.between.schema,
                ));
            }
            let is_lossy = proposal.losses().next().is_some() || case.converts();
            match &walk.after {
                Err(why) if !marks(&proposal.downgrade) => faults.push(format!("applied: {why}")),
                Ok(after) if !marks(&proposal.downgrade) => {
                    let was = &walk.before;
                    faults.extend(difference("after the way down", &was.schema, &after.schema));
                    if !is_lossy {
                        faults.extend(difference(
                            "rows after the way down",
                            &was.rows,
                            &after.rows,
                        ));
                    }
                }
                Ok(_) | Err(_) => {}
            }
            let count = |seen: &Seen| seen.rows.len();
            if !is_lossy && count(&walk.before) > count(&walk.between) {
                faults.push(format!(
                    "{} rows became {}",
                    count(&walk.before),
                    count(&walk.between)
                ));
            }
        }
        (Err(error), _) => faults.push(format!("the wanted schema: {error}")),
        (_, Err(error)) => faults.push(format!("applied: {error}")),
    }
    if let Some(name) = case.written() {
        faults.extend(written(ground, case, name, &proposal));
    }
    faults.retain(|it| !case.bears(it));
    (outcome, faults)
}

/// Holds the text of a revision against the one that is kept, and has that run.
fn written(ground: &mut dyn Ground, case: &Case, name: &str, proposal: &Proposal) -> Vec<String> {
    let mut faults = Vec::new();
    let name = format!("{}_{name}", ground.name());
    let text = written::file(&case.name, proposal);
    if written::keep(&name, &text) {
        return faults;
    }
    let Some(Written {
        upgrade, downgrade, ..
    }) = written::find(&name)
    else {
        return vec![format!("`written.rs` does not name {name}")];
    };
    let before = [
        revision(&case.found(), ground.dialect()),
        Rev::rust("a2", &["a1"], *upgrade).down_rust(*downgrade),
    ];
    faults.extend(difference(
        "the text",
        &lines_of(&written::kept(&name)),
        &lines_of(&text),
    ));
    match (
        ground.made_by(&case.wanted()),
        ground.migrate(&case.rows(), set(before.into())),
    ) {
        (Ok(wanted), Ok(walk)) => {
            faults.extend(difference(
                "after the upgrade",
                &wanted,
                &walk.between.schema,
            ));
            match walk.after {
                Ok(after) => faults.extend(difference(
                    "after the downgrade",
                    &walk.before.schema,
                    &after.schema,
                )),
                Err(error) => faults.push(format!("the downgrade: {error}")),
            }
        }
        (Err(error), _) => faults.push(format!("the wanted schema: {error}")),
        (_, Err(error)) => faults.push(format!("migrated: {error}")),
    }
    faults
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn lines(differences: &Differences) -> Vec<String> {
    differences
        .lines()
        .iter()
        .map(|line| one_line(line))
        .collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn difference(when: &str, expected: &[String], found: &[String]) -> Vec<String> {
    let missing = expected.iter().filter(|it| !found.contains(it));
    let more = found.iter().filter(|it| !expected.contains(it));
    let missing = missing.map(|it| format!("{when}: missing {it}"));
    missing
        .chain(more.map(|it| format!("{when}: unexpected {it}")))
        .collect()
}

/// Runs the cases of a file on a database.
fn check(ground: &mut dyn Ground, file: &str) {
    let path = format!(
        "{}/tests/changes/cases/{file}.txt",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap();
    let mut cases = case::read(&text);
    assert!(!cases.is_empty(), "no case in {path}");
    let only = std::env::var("CASE").ok();
    let mut failures = Vec::new();
    for case in &mut cases {
        if only
            .as_deref()
            .is_some_and(|only| !case.name.contains(only))
        {
            continue;
        }
        let (outcome, faults) = run(ground, case);
        let on = ground.name();
        if case.expected(on) != outcome {
            let (expected, outcome) = (case.expected(on).join("\n    "), outcome.join("\n    "));
            failures.push(format!(
                "{on}: {}\n  expected:\n    {expected}\n  found:\n    {outcome}",
                case.name
            ));
        }
        failures.extend(
            faults
                .into_iter()
                .map(|fault| format!("{on}: {}\n  {fault}", case.name)),
        );
        case.expect(on, outcome, file == "both");
    }
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&path, case::write(&text, &cases)).unwrap();
        // What does not come out right is no matter of what a case expects.
        failures.retain(|it| !it.contains("\n  expected:"));
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn on_sqlite() {
    check(&mut sqlite::Sqlite::new(), "sqlite");
}

#[test]
fn on_postgres() {
    let Some(mut postgres) = postgres::Postgres::new() else {
        return;
    };
    check(&mut postgres, "postgres");
}

#[test]
fn in_many_schemas() {
    let Some(mut postgres) = postgres::Postgres::with_database("public") else {
        return;
    };
    check(&mut postgres, "schemas");
}

#[test]
fn in_two_schemas_of_the_search_path() {
    let Some(mut postgres) = postgres::Postgres::with_database("app, public") else {
        return;
    };
    check(&mut postgres, "search_path");
}

#[test]
fn on_both() {
    check(&mut sqlite::Sqlite::new(), "both");
    if let Some(mut postgres) = postgres::Postgres::new() {
        check(&mut postgres, "both");
    }
}

/// Settings by which what has no name gets none.
fn options() -> Options {
    Options::new().naming(NamingConvention::none())
}
