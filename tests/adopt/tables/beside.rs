//! Alembic that goes on beside us: its autogenerate proposes to drop our history, unless it is told not to.
//!
//! The line that tells it is taken from the guide.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::database::{Database, each};
use crate::support::alembic::project;
use crate::support::{needs, set};

/// What stands in the guide, with `include_name` or without.
fn env(with_include_name: bool) -> String {
    let guide = include_str!("../../../docs/guide/adopting.md");
    let (_, block) = guide.split_once("```python\n# env.py\n").unwrap();
    let (call, _) = block.split_once("```").unwrap();
    assert_eq!(call.matches("include_name").count(), 1);
    let lines = call
        .lines()
        .filter(|line| with_include_name || !line.contains("include_name"));
    let call: String = lines.map(|line| format!("    {line}\n")).collect();
    format!(
        r#"
from os import environ

from alembic import context
from sqlalchemy import MetaData, create_engine

with create_engine(environ["URL"]).connect() as connection:
    target_metadata = MetaData()
    target_metadata.reflect(connection, only=["accounts", "invoices"])
{call}
    with context.begin_transaction():
        context.run_migrations()
"#
    )
}

/// Runs `alembic check`, which fails if there is something to do, and returns what it says.
fn check(program: &str, url: &str, env: &str) -> (bool, String) {
    let folder = TempDir::new().unwrap();
    let alembic = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/alembic");
    std::fs::create_dir(folder.path().join("versions")).unwrap();
    for file in std::fs::read_dir(alembic.join("versions")).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            let copy = folder.path().join("versions").join(file.file_name());
            std::fs::copy(file.path(), copy).unwrap();
        }
    }
    std::fs::copy(
        alembic.join("alembic.ini"),
        folder.path().join("alembic.ini"),
    )
    .unwrap();
    std::fs::write(folder.path().join("env.py"), env).unwrap();
    let output = Command::new(program)
        .arg("check")
        .current_dir(folder.path())
        .env("URL", url)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

#[test]
fn alembics_autogenerate_leaves_our_history_alone_if_it_is_told_to() {
    let Some(program) = needs::alembic() else {
        return;
    };
    let folder = TempDir::new().unwrap();
    for database in each() {
        let key = match database.is_sqlite() {
            true => "INTEGER",
            false => "SERIAL",
        };
        database.upgrade(set(project(key))).unwrap();
        let url = match &database {
            Database::Sqlite(connection) => {
                let file = folder.path().join("app.db").display().to_string();
                connection.execute("VACUUM INTO ?1", [&file]).unwrap();
                format!("sqlite:///{file}")
            }
            Database::Postgres(server) => {
                let url = server.url();
                let (_, rest) = url.split_once("://").unwrap();
                format!("postgresql+psycopg://{rest}")
            }
        };
        let (is_clean, said) = check(&program, &url, &env(false));
        assert!(!is_clean);
        assert!(
            said.contains("remove_table") && said.contains("migrator_history"),
            "{said}"
        );
        let (is_clean, said) = check(&program, &url, &env(true));
        assert!(is_clean, "{said}");
    }
}
