//! A database goes from Alembic's hands to ours and back: real Alembic, on PostgreSQL.
//!
//! The project is that of `tests/data/alembic`, with an `env.py` of its own.

use std::path::Path;
use std::process::Command;

use migrator::{Migrations, Options};
use tempfile::TempDir;

use crate::support::alembic::project;
use crate::support::needs;
use crate::support::postgres::{TestDatabase, column, lines};
use crate::support::{Rev, set};

const ENV: &str = r#"
from os import environ

from alembic import context
from sqlalchemy import create_engine

with create_engine(environ["URL"]).connect() as connection:
    context.configure(connection=connection, version_table_schema=environ.get("SCHEMA"))
    with context.begin_transaction():
        context.run_migrations()
"#;

/// The Alembic project on one database.
struct Alembic {
    program: String,
    folder: TempDir,
    url: String,
    schema: Option<&'static str>,
}

impl Alembic {
    fn new(database: &TestDatabase, schema: Option<&'static str>) -> Option<Self> {
        let program = needs::alembic()?;
        let folder = TempDir::new().unwrap();
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/alembic");
        let versions = folder.path().join("versions");
        std::fs::create_dir(&versions).unwrap();
        for file in std::fs::read_dir(project.join("versions")).unwrap() {
            let file = file.unwrap();
            if file.file_type().unwrap().is_file() {
                std::fs::copy(file.path(), versions.join(file.file_name())).unwrap();
            }
        }
        std::fs::copy(
            project.join("alembic.ini"),
            folder.path().join("alembic.ini"),
        )
        .unwrap();
        std::fs::write(folder.path().join("env.py"), ENV).unwrap();
        let url = database.url();
        let (_, rest) = url.split_once("://").unwrap();
        Some(Self {
            program,
            folder,
            url: format!("postgresql+psycopg://{rest}"),
            schema,
        })
    }

    fn run(&self, arguments: &[&str]) -> Vec<String> {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("URL", &self.url)
            .env("PYTHONDONTWRITEBYTECODE", "1");
        if let Some(schema) = self.schema {
            command.env("SCHEMA", schema);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        let mut lines: Vec<String> = String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(str::to_owned)
            .collect();
        lines.sort_unstable();
        lines
    }

    fn options(&self) -> Options {
        match self.schema {
            None => Options::new(),
            Some(schema) => Options::new().version_table((schema, "alembic_version")),
        }
    }
}

/// The project's revisions and one that Alembic does not have.
fn longer() -> &'static Migrations {
    let mut revisions = project("SERIAL");
    let later = Rev::sql(
        "d00000000001",
        &["c3d4e5f60718"],
        "CREATE TABLE later (x TEXT)",
    );
    revisions.push(later.down("DROP TABLE later"));
    set(revisions)
}

fn goes_back_and_forth(schema: Option<&'static str>) {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let Some(alembic) = Alembic::new(&database, schema) else {
        return;
    };
    let mut client = database.client();
    if let Some(schema) = schema {
        client
            .batch_execute(&format!("CREATE SCHEMA \"{schema}\""))
            .unwrap();
    }
    let table = format!("\"{}\".alembic_version", schema.unwrap_or("public"));
    let rows = format!("SELECT version_num FROM {table} ORDER BY 1");
    let ours = set(project("SERIAL"));

    // Alembic's, up to its merge point's parents: two rows.
    alembic.run(&["upgrade", "ae1027a6acf0"]);
    alembic.run(&["upgrade", "5b3f6c0a9d21"]);
    let report = ours
        .with(alembic.options())
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(report.before, ["5b3f6c0a9d21", "ae1027a6acf0"]);
    assert_eq!(
        report.revisions().collect::<Vec<_>>(),
        ["9f0e7d5c4b3a", "c3d4e5f60718"]
    );
    assert_eq!(alembic.run(&["current"]), ["c3d4e5f60718 (head)"]);

    // Down and up again by Alembic, and then ours find nothing to do.
    alembic.run(&["downgrade", "-1"]);
    assert_eq!(alembic.run(&["current"]), ["9f0e7d5c4b3a (mergepoint)"]);
    alembic.run(&["downgrade", "ae1027a6acf0"]);
    assert_eq!(column(&mut client, &rows), ["5b3f6c0a9d21", "ae1027a6acf0"]);
    alembic.run(&["upgrade", "head"]);
    let report = ours
        .with(alembic.options())
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(report.steps, []);

    // We go on with a revision of our own, back to base, and up.
    longer()
        .with(alembic.options())
        .upgrade(&mut client, "head")
        .unwrap();
    assert_eq!(column(&mut client, &rows), ["d00000000001"]);
    longer()
        .with(alembic.options())
        .downgrade(&mut client, "base")
        .unwrap();
    assert_eq!(alembic.run(&["current"]), [""; 0]);
    alembic.run(&["upgrade", "head"]);
    ours.with(alembic.options())
        .downgrade(&mut client, "27c6a30d7c24")
        .unwrap();
    assert_eq!(alembic.run(&["current"]), ["27c6a30d7c24 (branchpoint)"]);
    alembic.run(&["stamp", "head"]);
    assert_eq!(
        ours.with(alembic.options())
            .current(&mut client)
            .unwrap()
            .rows,
        ["c3d4e5f60718"]
    );
}

#[test]
fn a_database_goes_back_and_forth_between_alembic_and_us() {
    goes_back_and_forth(None);
}

#[test]
fn with_the_version_table_in_a_schema_of_choice_too() {
    goes_back_and_forth(Some("Versions"));
}

/// What a version table looks like to the catalogue.
fn described(database: &TestDatabase) -> Vec<String> {
    let mut client = database.client();
    let mut described = lines(
        &mut client,
        "SELECT column_name, data_type, character_maximum_length, is_nullable, column_default \
         FROM information_schema.columns WHERE table_name = 'alembic_version'",
    );
    described.extend(lines(
        &mut client,
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint \
         WHERE conrelid = 'alembic_version'::regclass ORDER BY 1",
    ));
    described
}

#[test]
fn our_version_table_is_alembics() {
    let (Some(theirs), Some(ours)) = (TestDatabase::new(), TestDatabase::new()) else {
        return;
    };
    let Some(alembic) = Alembic::new(&theirs, None) else {
        return;
    };
    alembic.run(&["upgrade", "head"]);
    set(project("SERIAL"))
        .upgrade(&mut ours.client(), "head")
        .unwrap();
    assert_eq!(described(&ours), described(&theirs));
    // The rest of the schema too: the SQL here is what Alembic writes.
    let without_history = |schema: Vec<String>| {
        let text = schema.join("\n");
        let statements = text.split(";\n").map(str::to_owned);
        let of_history = |it: &String| it.contains("migrator_history");
        let mut rest: Vec<String> = statements.filter(|it| !of_history(it)).collect();
        rest.sort_unstable();
        rest
    };
    assert_eq!(
        without_history(ours.schema()),
        without_history(theirs.schema())
    );
}

#[test]
fn what_we_made_can_be_handed_to_alembic() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let Some(alembic) = Alembic::new(&database, None) else {
        return;
    };
    let mut client = database.client();
    let ours = set(project("SERIAL"));
    ours.upgrade(&mut client, "ae1027a6acf0").unwrap();
    assert_eq!(alembic.run(&["current"]), ["ae1027a6acf0"]);
    alembic.run(&["upgrade", "head"]);
    // What Alembic did in between is found and is nothing to worry about.
    assert_eq!(ours.upgrade(&mut client, "head").unwrap().steps, []);
    longer().upgrade(&mut client, "head").unwrap();
    let directions = "SELECT direction FROM migrator_history ORDER BY id DESC LIMIT 2";
    assert_eq!(column(&mut client, directions), ["upgrade", "found"]);
    ours.stamp(&mut client, "base").unwrap_err();
    longer().stamp(&mut client, "c3d4e5f60718").unwrap();
    alembic.run(&["downgrade", "base"]);
    assert_eq!(alembic.run(&["current"]), [""; 0]);
}
