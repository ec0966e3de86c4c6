//! The quickstart as a newcomer runs it, and what it prints when a migration fails; and the program
//! that the README shows.

#[allow(dead_code, reason = "each user of it needs its own part")]
mod host;

use std::fs;
use std::process::Output;

use host::{Host, workspace};
use rusqlite::Connection;

/// A seventh migration that the data refuses.
const BROKEN: &str = r#"//! Names become unique.
use migrator::prelude::*;

pub const REVISION: &str = "77c0ffee1234";
pub const DOWN_REVISION: &[&str] = &["e9f0372c5ab8"];

pub fn upgrade(op: &mut Op) -> Result {
    op.add_column("users", Column::new("nick", text()));
    op.execute("UPDATE users SET nick = 'nobody'");
    op.create_index(Index::new("ux_users_nick").on("users", ["nick"]).unique());
    Ok(())
}
"#;

/// A copy of the example outside of the workspace.
fn quickstart() -> Host {
    let host = Host::new("quickstart");
    let example = workspace().join("examples/quickstart");
    let root = workspace().display().to_string().replace('\\', "/");
    let manifest = fs::read_to_string(example.join("Cargo.toml"))
        .unwrap()
        .replace("../..", &root)
        .replace("edition.workspace = true", "edition = \"2024\"")
        .replace("rust-version.workspace = true\n", "")
        .replace("license.workspace = true\n", "")
        .replace(
            "workspace = true, features",
            "version = \"*\", default-features = false, features",
        )
        .replace("[lints]\nworkspace = true\n", "[workspace]\n");
    host.write("Cargo.toml", manifest);
    for file in ["build.rs", "src/main.rs"] {
        host.write(file, fs::read(example.join(file)).unwrap());
    }
    for entry in fs::read_dir(example.join("migrations")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        host.write(&format!("migrations/{name}"), fs::read(&path).unwrap());
    }
    host
}

fn run(host: &Host) -> Output {
    host.cargo(".", &["run", "-q"])
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The blocks of code in the README.
fn readme_blocks() -> impl Iterator<Item = &'static str> {
    let blocks = include_str!("../README.md").split("```").skip(1).step_by(2);
    blocks.filter_map(|block| Some(block.split_once('\n')?.1))
}

/// The block of the README that holds a text.
fn readme(text: &str) -> &'static str {
    let found: Vec<&str> = readme_blocks().filter(|it| it.contains(text)).collect();
    assert_eq!(found.len(), 1, "blocks with `{text}`");
    found[0]
}

#[test]
fn the_readme_shows_a_program_that_runs() {
    let host = Host::new("readme");
    let root = workspace().display().to_string().replace('\\', "/");
    let dependencies = readme("[build-dependencies]")
        .replace(
            "migrator = { version = \"0.1\"",
            &format!("migrator = {{ path = \"{root}\""),
        )
        .replace(
            "migrator-build = \"0.1\"",
            &format!("migrator-build = {{ path = \"{root}/migrator-build\" }}"),
        );
    let package = "[package]\nname = \"readme\"\nedition = \"2024\"\n\n[workspace]\n\n";
    host.write("Cargo.toml", package.to_owned() + &dependencies);
    host.write("build.rs", readme("migrator_build::compile"));
    host.write("src/main.rs", readme("// src/main.rs"));
    let files = readme_blocks().filter_map(|block| {
        let (first, text) = block.split_once('\n')?;
        Some((first.split_once(' ')?.1, text))
    });
    // The one on the command line is another program's, and told by a test of its own.
    let is_of_it = |path: &str| workspace().join("examples/quickstart").join(path).is_file();
    let migrations: Vec<(&str, &str)> = files
        .filter(|(path, _)| path.starts_with("migrations/") && is_of_it(path))
        .collect();
    assert_eq!(migrations.len(), 2);
    for (path, text) in migrations {
        host.write(path, text);
        let example = workspace().join("examples/quickstart").join(path);
        let example = fs::read_to_string(example).unwrap();
        let mut lines = example.lines();
        for line in text.lines() {
            assert!(lines.any(|it| it == line), "not in the example: {line}");
        }
    }
    for _ in 0..2 {
        let output = run(&host);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let connection = Connection::open(host.path("app.db")).unwrap();
        let sql = "SELECT group_concat(name) || ' ' || (SELECT version_num FROM alembic_version) \
                   FROM roles";
        let found: String = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(found, "admin,guest 5d02be71c8aa");
    }
}

#[test]
fn the_second_run_has_nothing_to_do_and_a_broken_migration_reads_well() {
    let host = quickstart();
    let first = run(&host);
    assert!(first.status.success(), "{}", text(&first.stderr));
    insta::assert_snapshot!(text(&first.stdout), @r"
    quickstart.db stands on base
    upgrading, 6 steps:
      1/6 1f3a9c27d0b4 Create users and roles.
      2/6 5d02be71c8aa The first roles and users
      3/6 8c41f6e0a9d3 Create invoices.
      4/6 d2684a0bc91e Invoices fall due.
      5/6 b7e95d14f203 Split user names into first and last names.
      6/6 e9f0372c5ab8 Merge billing into the main line.
    6 migrations applied

    history, newest first:
      b7e95d14f203, d2684a0bc91e -> e9f0372c5ab8 (billing) (head) (mergepoint), Merge billing into the main line.
      5d02be71c8aa -> b7e95d14f203, Split user names into first and last names.
      8c41f6e0a9d3 -> d2684a0bc91e (billing), Invoices fall due.
      5d02be71c8aa -> 8c41f6e0a9d3 (billing), Create invoices.
      1f3a9c27d0b4 -> 5d02be71c8aa (branchpoint), The first roles and users
      <base> -> 1f3a9c27d0b4, Create users and roles.

    users and what they owe:
      Ada Lovelace: 16.49
      Grace Hopper: 0.00
      Plato: 0.80
    ");
    let second = run(&host);
    assert!(
        text(&second.stdout).starts_with("quickstart.db stands on e9f0372c5ab8\nnothing to do\n")
    );

    host.write("migrations/77c0ffee1234_unique_nicks.rs", BROKEN);
    let third = run(&host);
    assert_eq!(third.status.code(), Some(1));
    insta::assert_snapshot!(text(&third.stderr), @r#"
    Error: upgrade of revision `77c0ffee1234` (migrations/77c0ffee1234_unique_nicks.rs) failed at statement 3 of 3 (migrations/77c0ffee1234_unique_nicks.rs:10:8)
      caused by: UNIQUE constraint failed: users.nick
      statement: CREATE UNIQUE INDEX "ux_users_nick" ON "users" (`nick`)
      applied before this: nothing; nothing of `77c0ffee1234` was kept
    help: fix the data or the statement, then run it again
    "#);
    let connection = Connection::open(host.path("quickstart.db")).unwrap();
    let one = |sql: &str| {
        connection
            .query_row(sql, [], |row| row.get::<_, String>(0))
            .unwrap()
    };
    assert_eq!(
        one("SELECT version_num FROM alembic_version"),
        "e9f0372c5ab8"
    );
    assert_eq!(
        one("SELECT count(*) || '' FROM pragma_table_info('users') WHERE name = 'nick'"),
        "0"
    );
}
