//! What each tool's files become: the chain, the ways, the transaction; and what is refused.

mod dbmate;
mod flyway;
mod folders;
mod golang_migrate;
mod goose;
mod transactions;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use migrator_core::base::Dialect;
use migrator_core::script::Layout;

use crate::source::{Body, SqlBody};
use crate::{Options, check};

/// Writes files, reads the folder, and shows the chain or the problems.
fn shown(layout: Layout, files: &[(&str, &str)]) -> String {
    let root = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = root.path().join("m").join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }
    read(root.path(), layout)
}

/// Reads the folder `m`, and shows the chain or the problems.
fn read(root: &Path, layout: Layout) -> String {
    let options = Options {
        root: root.to_owned(),
        layout,
        ..Options::default()
    };
    let compiled = match check("m", &options) {
        Ok(compiled) => compiled,
        Err(problems) => return format!("{problems}\n"),
    };
    let mut lines = String::new();
    for migration in &compiled.migrations {
        let parents = migration.header.down_revision.as_ref().expect("parents");
        let parents: Vec<_> = parents
            .value
            .iter()
            .map(|parent| parent.value.as_str())
            .collect();
        let _ = write!(
            lines,
            "{} -> {}, {} ({}",
            parents.join(", "),
            migration.id(),
            migration.header.message,
            migration.path
        );
        if let Some(mode) = migration.header.transaction {
            let _ = write!(lines, ", {:?}", mode.value);
        }
        lines += ")\n";
        if let Body::Sql { up, down } = &migration.body {
            let _ = writeln!(lines, "  up: {}", statements(up));
            if let Some(down) = down {
                let _ = writeln!(lines, "  down: {}", statements(down));
            }
        }
    }
    lines
}

fn statements(body: &SqlBody) -> String {
    let statements = body.get(Dialect::Postgres).as_ref().expect("statements");
    let shown = |text: &crate::SqlText| format!("{}@{}", text.sql.replace('\n', "⏎"), text.line);
    statements.iter().map(shown).collect::<Vec<_>>().join(" | ")
}

#[test]
fn refinery_goes_by_numbers() {
    let files = [
        ("V10__ten.sql", "j"),
        ("V2__two_things.sql", "-- why\nb;\nc"),
        ("more/V1__init.sql", "\u{feff}a;\r\n"),
        ("U3__late.sql", "d"),
        ("notes.txt", ""),
    ];
    insta::assert_snapshot!(shown(Layout::Refinery, &files), @r"
     -> 1, init (m/more/V1__init.sql)
      up: a@1
    1 -> 2, two things (m/V2__two_things.sql)
      up: b@2 | c@3
    2 -> 3, late (m/U3__late.sql)
      up: d@1
    3 -> 10, ten (m/V10__ten.sql)
      up: j@1
    ");
}

#[test]
fn what_refinery_would_skip_is_refused() {
    let files = [
        (
            "V1__init.rs",
            "pub fn migration() -> String { String::new() }",
        ),
        ("V3__add-foo.sql", "a"),
        ("V4_one_underscore.sql", "a"),
        ("V5__five.sql", "COMMIT"),
        ("more/V5__again.sql", "a"),
    ];
    insta::assert_snapshot!(shown(Layout::Refinery, &files), @"
    m/V1__init.rs: a migration of refinery that is written in Rust cannot be embedded
      help: write the SQL that it returns into a file of the same name that ends in `.sql`
    m/V3__add-foo.sql: the file's name is none of a migration of refinery
      help: name it as refinery does, `V<number>__<name>.sql`, move it to another folder, or give it a header of migrator's own
    m/V4_one_underscore.sql: the file's name is none of a migration of refinery
      help: name it as refinery does, `V<number>__<name>.sql`, move it to another folder, or give it a header of migrator's own
    m/V5__five.sql:1:1: `COMMIT` controls the transaction, which belongs to migrator
      help: remove it: the migration runs in a transaction of its own
    m/more/V5__again.sql: the version 5 is already used by m/V5__five.sql
      help: give each migration a version of its own
    ");
}

#[test]
fn diesel_has_a_folder_for_each() {
    let files = [
        ("00000000000000_diesel_initial_setup/up.sql", "a"),
        ("00000000000000_diesel_initial_setup/down.sql", "b"),
        (
            "2024-01-31-120000_create_users/up.sql",
            "BEGIN;\nc;\nCOMMIT;\n",
        ),
        (
            "2024-01-31-120000_create_users/metadata.toml",
            "# why\nrun_in_transaction = true\n",
        ),
        ("2024-02-01-120000_index/up.sql", "d"),
        (
            "2024-02-01-120000_index/metadata.toml",
            "run_in_transaction = false # concurrently",
        ),
        ("2024-02-02-120000_forgotten/up.sql", ""),
        ("2024-02-02-120000_forgotten/metadata.toml", ""),
        (".diesel_lock", ""),
        ("backfill_users.sql", "run by hand"),
    ];
    insta::assert_snapshot!(shown(Layout::Diesel, &files), @"
     -> 00000000000000, diesel initial setup (m/00000000000000_diesel_initial_setup/up.sql)
      up: a@1
      down: b@1
    00000000000000 -> 20240131120000, create users (m/2024-01-31-120000_create_users/up.sql)
      up: c@2
    20240131120000 -> 20240201120000, index (m/2024-02-01-120000_index/up.sql, None)
      up: d@1
    20240201120000 -> 20240202120000, forgotten (m/2024-02-02-120000_forgotten/up.sql, None)
      up:
    ");
    let files = [
        ("2024-01-31_a/down.sql", ""),
        ("2024-02-31_b/up.sql", ""),
        ("2024-02-31_b/other.sql", ""),
        ("2024-02-31_b/metadata.toml", "run_in_transaction: false"),
        ("2024-02-03_stray.sql", "a"),
    ];
    insta::assert_snapshot!(shown(Layout::Diesel, &files), @"
    m/2024-01-31_a/down.sql: the migration has no `up.sql`
      help: add the file, which may be empty
    m/2024-02-03_stray.sql: the file lies beside the migrations of diesel
      help: move it into a folder of its own as `up.sql`, or give it a header of migrator's own
    m/2024-02-31_b/metadata.toml:1:1: the line says nothing that diesel knows
      help: write `run_in_transaction = true` or `= false`
    m/2024-02-31_b/other.sql: diesel runs `up.sql` and `down.sql` only
      help: put its statements into one of them, or move it to another folder
    ");
}

#[test]
fn sqlx_has_one_file_or_two() {
    let files = [
        ("0001_init.sql", "a"),
        ("20240131120000_users.up.sql", "b"),
        ("20240131120000_users.down.sql", "c"),
        ("20240201120000_index.sql", "-- no-transaction\nd"),
    ];
    insta::assert_snapshot!(shown(Layout::Sqlx, &files), @"
     -> 1, init (m/0001_init.sql)
      up: a@1
    1 -> 20240131120000, users (m/20240131120000_users.up.sql)
      up: b@1
      down: c@1
    20240131120000 -> 20240201120000, index (m/20240201120000_index.sql, None)
      up: d@2
    ");
    let files = [("1_a.down.sql", ""), ("x_b.sql", ""), ("3.sql", "")];
    insta::assert_snapshot!(shown(Layout::Sqlx, &files), @"
    m/1_a.down.sql: a way down without a way up
      help: add the file with the way up, or take this one away
    m/3.sql: the file's name is none of a migration of sqlx
      help: name it as sqlx does, `<number>_<name>.sql`, move it to another folder, or give it a header of migrator's own
    m/x_b.sql: the file's name is none of a migration of sqlx
      help: name it as sqlx does, `<number>_<name>.sql`, move it to another folder, or give it a header of migrator's own
    ");
}

#[test]
fn golang_migrate_has_two_files() {
    let files = [
        (
            "000001_init.up.sql",
            "-- first\nBEGIN;\n\na;\n\nCOMMIT;\n-- last\n",
        ),
        ("000001_init.down.sql", "b"),
        ("000002_more.up.sql", "c"),
    ];
    insta::assert_snapshot!(shown(Layout::GolangMigrate, &files), @"
     -> 1, init (m/000001_init.up.sql)
      up: a@4
      down: b@1
    1 -> 2, more (m/000002_more.up.sql)
      up: c@1
    ");
    let files = [("1_a.sql", ""), ("2_b.up.sql", "BEGIN; a; COMMIT; b;")];
    insta::assert_snapshot!(shown(Layout::GolangMigrate, &files), @"
    m/1_a.sql: the file's name is none of a migration of golang-migrate
      help: name it as golang-migrate does, `<number>_<name>.up.sql`, move it to another folder, or give it a header of migrator's own
    m/2_b.up.sql:1:1: `BEGIN` controls the transaction, which belongs to migrator
      help: remove it: the migration runs in a transaction of its own
    m/2_b.up.sql:1:11: `COMMIT` controls the transaction, which belongs to migrator
      help: remove it: the migration runs in a transaction of its own
    ");
}

#[test]
fn goose_has_annotations() {
    let files = [
        (
            "00001_init.sql",
            "-- +goose Up\n-- +goose StatementBegin\nCREATE FUNCTION f() RETURNS int AS $$ a; b $$;\n\
             -- +goose StatementEnd\nc;\n\n-- +goose Down\nd;\n",
        ),
        (
            "20240131120000_x.sql",
            "-- +goose NO TRANSACTION\n-- +goose Up\ne;\n",
        ),
    ];
    insta::assert_snapshot!(shown(Layout::Goose, &files), @"
     -> 1, init (m/00001_init.sql)
      up: CREATE FUNCTION f() RETURNS int AS $$ a; b $$@3 | c@5
      down: d@8
    1 -> 20240131120000, x (m/20240131120000_x.sql, None)
      up: e@3
    ");
    let files = [
        ("1_a.go", "package main"),
        ("2_b.sql", "a"),
        (
            "3_c.sql",
            "-- +goose Up\n-- +goose ENVSUB ON\n-- +goose Upp\na",
        ),
    ];
    insta::assert_snapshot!(shown(Layout::Goose, &files), @"
    m/1_a.go: a migration of goose that is written in Go cannot be embedded
      help: write what it does as a migration in Rust, with the same version as its id
    m/2_b.sql: there is no `-- +goose Up`
      help: write `-- +goose Up` before the statements
    m/3_c.sql:2:1: variables of the environment are not filled in
      help: write the values into the file
    m/3_c.sql:3:1: goose has no annotation `Upp`
      help: write `Up`, `Down`, `StatementBegin`, `StatementEnd` or `NO TRANSACTION`
    ");
}

#[test]
fn dbmate_has_markers() {
    let files = [
        (
            "20240131120000_init.sql",
            "-- migrate:up\na;\n\n-- migrate:down\nb;\n",
        ),
        (
            "20240131120001_x.sql",
            "-- migrate:up transaction:false\nc;\n",
        ),
    ];
    insta::assert_snapshot!(shown(Layout::Dbmate, &files), @"
     -> 20240131120000, init (m/20240131120000_init.sql)
      up: a@2
      down: b@5
    20240131120000 -> 20240131120001, x (m/20240131120001_x.sql, None)
      up: c@2
    ");
    let files = [
        ("1_a.sql", "a"),
        ("2_b.sql", "-- migrate:up tx:false\na"),
        ("x.sql", ""),
    ];
    insta::assert_snapshot!(shown(Layout::Dbmate, &files), @"
    m/1_a.sql: there is no `-- migrate:up`
      help: write `-- migrate:up` before the statements
    m/2_b.sql:1:1: dbmate has no option `tx:false`
      help: write `transaction:false`, or nothing
    m/x.sql: the file's name is none of a migration of dbmate
      help: name it as dbmate does, `<digits>_<name>.sql`, move it to another folder, or give it a header of migrator's own
    ");
}

#[test]
fn flyway_has_dots() {
    let files = [
        ("V1__init.sql", "a"),
        ("V1.10__ten.sql", "b"),
        ("V1_2__two.sql", "c"),
        ("U1_2__two.sql", "d"),
        ("sub/V2.0__x.sql", "e"),
        ("sub/V2.0__x.sql.conf", "executeInTransaction=false"),
    ];
    insta::assert_snapshot!(shown(Layout::Flyway, &files), @"
     -> 1, init (m/V1__init.sql)
      up: a@1
    1 -> 1.2, two (m/V1_2__two.sql)
      up: c@1
      down: d@1
    1.2 -> 1.10, ten (m/V1.10__ten.sql)
      up: b@1
    1.10 -> 2.0, x (m/sub/V2.0__x.sql, None)
      up: e@1
    ");
    let files = [
        ("V1__a.sql", "a"),
        ("V1.0__b.sql", "a"),
        ("R__view.sql", "a"),
        ("B3__base.sql", "a"),
        ("V4__d.sql", "\nSELECT '${schema}'"),
        ("beforeMigrate.sql", "a"),
    ];
    insta::assert_snapshot!(shown(Layout::Flyway, &files), @"
    m/B3__base.sql: a baseline is no step of a chain
      help: take the file away; the migrations it stands for are run one by one
    m/R__view.sql: a migration that is repeated whenever it changes is no step of a chain
      help: write each change of it as a revision: `op.replace_view` and its like
    m/V1__a.sql: the version 1.0 is already used by m/V1.0__b.sql
      help: give each migration a version of its own
    m/V4__d.sql:2:9: Flyway fills in `${schema}` when it runs
      help: write the value into the file, or `placeholderReplacement=false` into its `.conf`
    m/beforeMigrate.sql: a callback of Flyway is no step of a chain
      help: do what it does in the application or in a revision, and move the file to another folder
    ");
}

#[test]
fn revisions_of_our_own_go_on_from_the_last() {
    let own =
        "-- Add a column.\n-- revision: c46dab3fa34a\n-- down_revision: 2\n-- migrate:up\nx\n";
    let files = [
        ("1_a.sql", "a"),
        ("2_b.sql", "b"),
        ("c46dab3fa34a_x.sql", own),
    ];
    insta::assert_snapshot!(shown(Layout::Sqlx, &files), @"
     -> 1, a (m/1_a.sql)
      up: a@1
    1 -> 2, b (m/2_b.sql)
      up: b@1
    2 -> c46dab3fa34a, Add a column. (m/c46dab3fa34a_x.sql)
      up: x@5
    ");
}

#[test]
fn a_folder_read_as_ours_is_told_whose_it_looks_like() {
    let diesel = [("1_a/up.sql", "a"), ("1_a/down.sql", "b"), ("mod.rs", "")];
    insta::assert_snapshot!(shown(Layout::Migrator, &diesel), @r#"
    m: these files look like diesel's
      help: say so with `layout = diesel` in `embed_migrations!`, `.layout(Layout::Diesel)` in `build.rs` and `layout = "diesel"` in `migrator.toml`
    "#);
    let reversible = [("1_a.up.sql", "a"), ("1_a.down.sql", "b")];
    insta::assert_snapshot!(shown(Layout::Migrator, &reversible), @r#"
    m: these files look like sqlx's or golang-migrate's
      help: say whose they are, as with `layout = sqlx` in `embed_migrations!`, `.layout(Layout::Sqlx)` in `build.rs` and `layout = "sqlx"` in `migrator.toml`
    "#);
    // Ours on top of them: what is wrong with it is said, too.
    let own = "-- revision: b1\n-- down_revision: 1\n-- migrate:up\n";
    let mixed = [("1_a/up.sql", "a"), ("b1.sql", own)];
    insta::assert_snapshot!(shown(Layout::Migrator, &mixed), @r#"
    m: these files look like diesel's
      help: say so with `layout = diesel` in `embed_migrations!`, `.layout(Layout::Diesel)` in `build.rs` and `layout = "diesel"` in `migrator.toml`
    m/b1.sql:2:19: revision `b1`: its parent `1` does not exist
    "#);
    // More that fits no layout than that fits one.
    let others = [("1_a.sql", "a"), ("b.sql", "b"), ("c.sql", "c")];
    assert!(!shown(Layout::Migrator, &others).contains("look like"));
    let own = "-- revision: b1\n-- down_revision:\n-- migrate:up\n";
    insta::assert_snapshot!(shown(Layout::Migrator, &[("b1.sql", own)]), @"
    -> b1,  (m/b1.sql)
     up:
    ");
}
