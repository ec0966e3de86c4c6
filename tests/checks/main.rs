//! What `checks!` finds: a package with sets of migrations that each hold one mistake, compiled and run by cargo.
//!
//! | file | |
//! |---|---|
//! | `sets` | the sets, and the package |
//! | `postgres` | what is otherwise on PostgreSQL |
//! | `walks` | walks in this process, on SQLite |
//!
//! One program holds all sets, because most of the time goes into compiling and linking one.

#[allow(dead_code, reason = "each user of it needs its own part")]
#[path = "../host/mod.rs"]
mod host;
mod postgres;
mod sets;
#[path = "../support/mod.rs"]
mod support;
mod walks;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sets::{program, run};

/// What came of a run: each test that fails with what it says, and what is told beside.
struct Ran {
    passed: Vec<String>,
    failed: BTreeMap<String, String>,
    notes: Vec<String>,
}

fn read(output: &std::process::Output) -> Ran {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let (results, rest) = stdout.split_once("\nfailures:\n").unwrap_or((&stdout, ""));
    let passed = results.lines().filter_map(|line| {
        let name = line.strip_prefix("test ")?.strip_suffix(" ... ok")?;
        Some(name.to_owned())
    });
    let (texts, _) = rest.split_once("\nfailures:\n").unwrap_or((rest, ""));
    let texts = texts.split("---- ").skip(1).map(|text| {
        let (name, text) = text.split_once(" stdout ----").unwrap();
        let lines = text.lines().filter(|line| {
            let is_of_rust = line.starts_with("thread '") || line.starts_with("note: run with");
            !is_of_rust && !line.is_empty()
        });
        (name.to_owned(), lines.collect::<Vec<_>>().join("\n"))
    });
    let notes = stderr.lines().filter(|line| line.starts_with("note: "));
    let mut notes: Vec<String> = notes.map(str::to_owned).collect();
    notes.sort();
    Ran {
        passed: passed.collect(),
        failed: texts.collect(),
        notes,
    }
}

/// Runs the tests of one set; shows those that fail.
fn found(set: &str) -> String {
    let ran = read(&run(&[&format!("{set}::")], &[]));
    assert!(!ran.passed.is_empty(), "{set} has no tests");
    let of_set = format!("{set}::checks::");
    let failed = ran.failed.iter();
    let failed = failed.map(|(name, text)| format!("{}\n{text}", name.replace(&of_set, "")));
    let lines: Vec<String> = failed.chain(ran.notes).collect();
    lines.join("\n\n")
}

#[test]
fn a_test_is_named_after_its_check_and_its_revision() {
    let mut ran = read(&run(&["sound::"], &[]));
    ran.passed.sort();
    assert_eq!(ran.failed, BTreeMap::new());
    insta::assert_snapshot!(ran.passed.join("\n"), @"
    sound::checks::released::none_is_gone
    sound::checks::single_head
    sound::checks::sqlite::revision_a1::downgrade
    sound::checks::sqlite::revision_a1::offline
    sound::checks::sqlite::revision_a1::round_trip
    sound::checks::sqlite::revision_a1::rows_survive
    sound::checks::sqlite::revision_b2::downgrade
    sound::checks::sqlite::revision_b2::offline
    sound::checks::sqlite::revision_b2::round_trip
    sound::checks::sqlite::revision_b2::rows_survive
    sound::checks::sqlite::revision_c3::downgrade
    sound::checks::sqlite::revision_c3::offline
    sound::checks::sqlite::revision_c3::round_trip
    sound::checks::sqlite::revision_c3::rows_survive
    sound::checks::sqlite::revision_d4::downgrade
    sound::checks::sqlite::revision_d4::offline
    sound::checks::sqlite::revision_d4::round_trip
    sound::checks::sqlite::revision_d4::rows_survive
    sound::checks::sqlite::up_from_empty
    sound::checks::waivers_are_needed
    sound::set_migrations_are_current
    ");
}

#[test]
fn an_empty_downgrade_is_found() {
    insta::assert_snapshot!(found("empty_down"), @"
    sqlite::revision_b2::downgrade
    the check `downgrade` of `b2` (sets/empty_down/b2_notes.sql) fails on sqlite
      the downgrade does nothing, and the upgrade ran 1 statement
    help: write a downgrade, or say in the file why that cannot be: `-- waives: downgrade: why`
    ");
}

#[test]
fn a_missing_downgrade_is_found() {
    insta::assert_snapshot!(found("no_down"), @"
    sqlite::revision_b2::downgrade
    the check `downgrade` of `b2` (sets/no_down/b2_notes.sql) fails on sqlite
      there is no downgrade
    help: write a downgrade, or say in the file why that cannot be: `-- waives: downgrade: why`
    ");
}

#[test]
fn a_wrong_downgrade_is_found() {
    insta::assert_snapshot!(found("wrong_down"), @"
    sqlite::revision_b2::round_trip
    the check `round_trip` of `b2` (sets/wrong_down/b2_nicks.sql) fails on sqlite
      after up and down, the schema is not as it was before:
        added index ix_users_city on users
      after up and down the upgrade fails: upgrade of revision `b2` (sets/wrong_down/b2_nicks.sql) failed at statement 2 of 2 (sets/wrong_down/b2_nicks.sql:5)
        caused by: index ix_users_city already exists
    help: mend the way that is wrong, or say in the file why that cannot be: `-- waives: round_trip: why`
    ");
}

#[test]
fn a_downgrade_that_fails_is_found() {
    insta::assert_snapshot!(found("failing_down"), @"
    sqlite::revision_b2::round_trip
    the check `round_trip` of `b2` (sets/failing_down/b2_notes.sql) fails on sqlite
      the downgrade fails: downgrade of revision `b2` (sets/failing_down/b2_notes.sql) failed at statement 1 of 1 (sets/failing_down/b2_notes.sql:6)
        caused by: no such table: note
    help: mend the way that is wrong, or say in the file why that cannot be: `-- waives: round_trip: why`
    ");
}

#[test]
fn a_lost_row_is_found() {
    insta::assert_snapshot!(found("lost_row"), @"
    sqlite::revision_b2::rows_survive
    the check `rows_survive` of `b2` (sets/lost_row/b2_nick.sql) fails on sqlite
      the upgrade loses rows or values that were there:
        users: of 3 rows 2 are left
    help: keep the rows, or say in the file why that cannot be: `-- waives: rows_survive: why`
    ");
}

#[test]
fn a_lost_value_is_found() {
    insta::assert_snapshot!(found("lost_value"), @r#"
    sqlite::revision_b2::rows_survive
    the check `rows_survive` of `b2` (sets/lost_value/b2_swap.sql) fails on sqlite
      the upgrade loses rows or values that were there:
        users: email was 'c''é"' and is 'd', city was 'd' and is 'c''é"'
    help: keep the rows, or say in the file why that cannot be: `-- waives: rows_survive: why`
    "#);
}

#[test]
fn a_lost_index_is_found() {
    insta::assert_snapshot!(found("lost_index"), @"
    sqlite::revision_b2::round_trip
    the check `round_trip` of `b2` (sets/lost_index/b2_nick.sql) fails on sqlite
      after up and down, the schema is not as it was before:
        removed index ix_users_name on users
      after up, down and up again, the schema is not as after the first time:
        removed index ix_users_name on users
    help: mend the way that is wrong, or say in the file why that cannot be: `-- waives: round_trip: why`
    ");
}

#[test]
fn an_edited_file_is_found() {
    insta::assert_snapshot!(found("edited"), @"
    released::none_is_gone
    released revisions are gone: `z9`
    help: put them back; databases stand on them

    released::revision_a1
    the check `released` of `a1` (sets/edited/a1_users.sql) fails
      it is not as it was released: what it does was edited
    help: put it back as it was released, and make the change in a revision of its own, or say in the file why that cannot be: `-- waives: released: why`
    ");
}

#[test]
fn two_heads_are_found() {
    insta::assert_snapshot!(found("two_heads"), @"
    single_head
    there are several heads that no label tells apart: `b2`, `c3`
    help: join them with `cargo migrator merge`, or say `allow_heads` if that is meant
    ");
}

#[test]
fn models_that_say_something_else_are_found() {
    insta::assert_snapshot!(found("drift"), @"
    sqlite::models
    the migrations do not make what the models declare:
      added column users.age
      removed column users.city
    help: write the revision with `cargo migrator revision --autogenerate`
    ");
}

#[test]
fn a_script_that_does_something_else_is_found() {
    insta::assert_snapshot!(found("offline"), @r#"
    sqlite::revision_b2::offline
    the check `offline` of `b2` (sets/offline/b2_index.rs) fails on sqlite
      the script leaves another schema than the run:
        removed index ix_users_city on users
    help: have the script and the run do the same, or say in the file why that cannot be: `pub const WAIVES: &[(&str, &str)] = &[("offline", "why")];`

    sqlite::revision_c3::offline
    the check `offline` of `c3` (sets/offline/c3_reads.rs) fails on sqlite
      the script cannot be written: upgrade of revision `c3` (sets/offline/c3_reads.rs) reads from the database, which a script cannot (sets/offline/c3_reads.rs:5:8)
    help: have the script and the run do the same, or say in the file why that cannot be: `pub const WAIVES: &[(&str, &str)] = &[("offline", "why")];`
    "#);
}

#[test]
fn another_order_of_columns_is_told_and_no_mistake() {
    insta::assert_snapshot!(found("order"), @"note: sqlite, round_trip of `b2`: only the order of columns is another: users (id, name, email, city) is now (id, name, city, email)");
}

#[test]
fn an_upgrade_that_fails_with_rows_is_found() {
    insta::assert_snapshot!(found("needs_no_rows"), @"
    sqlite::revision_b2::rows_survive
    the check `rows_survive` of `b2` (sets/needs_no_rows/b2_strict.sql) fails on sqlite
      the upgrade fails where there are rows in the tables: upgrade of revision `b2` (sets/needs_no_rows/b2_strict.sql) failed at statement 1 of 1 (sets/needs_no_rows/b2_strict.sql:4)
        caused by: CHECK constraint failed
    help: keep the rows, or say in the file why that cannot be: `-- waives: rows_survive: why`
    ");
}

#[test]
fn an_upgrade_that_fails_is_found_and_nothing_above_it_passes() {
    insta::assert_snapshot!(found("failing_up"), @r#"
    sqlite::revision_b2::round_trip
    the check `round_trip` of `b2` (sets/failing_up/b2_nothing.sql) fails on sqlite
      the upgrade fails: upgrade of revision `b2` (sets/failing_up/b2_nothing.sql) failed at statement 1 of 1 (sets/failing_up/b2_nothing.sql:4)
        caused by: near "nothing": syntax error
    help: mend the way that is wrong, or say in the file why that cannot be: `-- waives: round_trip: why`

    sqlite::revision_c3::downgrade
    the check `downgrade` of `c3` (sets/failing_up/c3_notes.sql) could not be made on sqlite: it needs `b2`, whose upgrade fails

    sqlite::revision_c3::offline
    the check `offline` of `c3` (sets/failing_up/c3_notes.sql) could not be made on sqlite: it needs `b2`, whose upgrade fails

    sqlite::revision_c3::round_trip
    the check `round_trip` of `c3` (sets/failing_up/c3_notes.sql) could not be made on sqlite: it needs `b2`, whose upgrade fails

    sqlite::revision_c3::rows_survive
    the check `rows_survive` of `c3` (sets/failing_up/c3_notes.sql) could not be made on sqlite: it needs `b2`, whose upgrade fails

    sqlite::up_from_empty
    the migrations do not run on an empty database on sqlite
    the upgrade of `b2` fails: upgrade of revision `b2` (sets/failing_up/b2_nothing.sql) failed at statement 1 of 1 (sets/failing_up/b2_nothing.sql:4)
      caused by: near "nothing": syntax error
    "#);
}

#[test]
fn what_is_waived_passes_and_a_waiver_that_is_not_needed_does_not() {
    insta::assert_snapshot!(found("waived"), @"
    waivers_are_needed
    checks are waived that nothing speaks against:
      `offline` of `c3` (sets/waived/c3_lower.rs)
    help: remove the waivers, so that a mistake is found when there is one
    ");
}

#[test]
fn what_another_tool_has_is_waived_in_the_test_and_what_comes_on_top_is_not() {
    insta::assert_snapshot!(found("foreign"), @r#"
    sqlite::revision_20240103::round_trip
    the check `round_trip` of `20240103` (sets/foreign/20240103_notes/up.sql) fails on sqlite
      after up and down, the schema is not as it was before:
        removed table users
      after up, down and up again, the schema is not as after the first time:
        removed table users
    help: mend the way that is wrong, or say in `checks!` why that cannot be: `waive(round_trip, revision = "20240103", reason = "why")`

    sqlite::revision_d4::downgrade
    the check `downgrade` of `d4` (sets/foreign/d4_own.sql) fails on sqlite
      there is no downgrade
    help: write a downgrade, or say in the file why that cannot be: `-- waives: downgrade: why`

    waivers_are_needed
    checks are waived that nothing speaks against:
      `offline` of `20240101`, in `checks!`
    help: remove the waivers, so that a mistake is found when there is one
    "#);
}

#[test]
fn a_server_is_named_by_the_environment_and_the_tests_fail_without_one() {
    let ran = read(&run(&["server::"], &[]));
    insta::assert_snapshot!(ran.failed["server::checks::postgres::up_from_empty"], @"
    the migrations cannot be checked
    there is no PostgreSQL server to test on: neither `MIGRATOR_TEST_DATABASE_URL` nor `DATABASE_URL` is set
    help: set `MIGRATOR_TEST_DATABASE_URL` to the URL of a server on which databases may be created, for example `postgres://postgres@localhost/postgres`
    ");
    let Some(database) = support::postgres::TestDatabase::new() else {
        return;
    };
    let url = database.url();
    let ran = read(&run(
        &["server::"],
        &[("MIGRATOR_TEST_DATABASE_URL", url.as_str())],
    ));
    assert_eq!(ran.failed, BTreeMap::new());
    let name = "server::checks::postgres::revision_a1::round_trip";
    assert!(ran.passed.iter().any(|it| it == name), "{:?}", ran.passed);
}

/// How often an upgrade ran in one walk.
const ONCE: usize = 4;

/// Runs tests, each in a process of its own, as nextest does; returns how often the upgrade ran.
fn upgrades(folder: &Path, of_run: Option<&str>) -> usize {
    let count = folder.join("count");
    fs::write(&count, "").unwrap();
    let checks = ["round_trip", "rows_survive", "downgrade", "offline"];
    let start = |check: &&str| {
        let mut command = Command::new(program());
        let test = format!("counted::checks::sqlite::revision_a1::{check}");
        command.args(["--exact", &test]).env("COUNT", &count);
        command.env_remove("NEXTEST_RUN_ID");
        command.envs(of_run.map(|run| ("NEXTEST_RUN_ID", run)));
        command
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap()
    };
    let children: Vec<_> = checks.iter().map(start).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert!(stdout.contains("1 passed"), "{stdout}");
    }
    fs::read_to_string(count).unwrap().lines().count()
}

fn shared() -> PathBuf {
    program().parent().unwrap().join("migrator-checks")
}

#[test]
fn processes_of_one_run_share_one_walk_and_those_of_another_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let run = format!("run {}", folder.path().display());
    assert_eq!(upgrades(folder.path(), Some(&run)), ONCE);
    assert_eq!(upgrades(folder.path(), Some(&run)), 0);
    assert_eq!(
        upgrades(folder.path(), Some(&format!("{run}, another"))),
        ONCE
    );
    assert_eq!(upgrades(folder.path(), None), 4 * ONCE);
    // Whatever lies there that is not whole is made again.
    for entry in fs::read_dir(shared()).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        if text.contains(&format!("{run:?}")) {
            fs::write(&path, &text[..text.len() - 1]).unwrap();
        }
    }
    assert_eq!(upgrades(folder.path(), Some(&run)), ONCE);
    assert_eq!(upgrades(folder.path(), Some(&run)), 0);
}
