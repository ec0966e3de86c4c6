//! What counts as an edit of a released revision, against a commit.

use std::fs;

use migrator_build::guard::{Base, GitBase, human};

use crate::repository::{Repository, rust, rustfmt, sql};

/// Three released revisions: `a`, `b` on it in SQL, and `c` on that, which includes a file.
fn released() -> Repository {
    let repository = Repository::new();
    let c = rust("c", "\"b\"", "op.execute(include_str!(\"../sql/c.sql\"));");
    repository
        .write("migrations/a_x.rs", &rust("a", "", "op.execute(\"A\");"))
        .write(
            "migrations/b_x.sql",
            &sql("b", "a", "CREATE TABLE b (x);\nSELECT 1;"),
        )
        .write("migrations/c_x.rs", &c)
        .write("sql/c.sql", "CREATE TABLE c (x);\n")
        .commit();
    repository
}

/// Edits a released repository, and compares the findings.
#[track_caller]
fn check(edit: impl FnOnce(&Repository), expect: &[&str]) {
    let repository = released();
    edit(&repository);
    assert_eq!(repository.findings("main"), expect);
    // Committed it is the same, as long as the base is the released commit.
    repository.git(&["tag", "v1"]);
    repository.commit();
    assert_eq!(repository.findings("v1"), expect);
}

#[test]
fn what_is_as_it_was_passes() {
    check(|_| {}, &[]);
}

#[test]
fn new_revisions_are_free() {
    check(
        |repository| {
            repository.write(
                "migrations/d_x.rs",
                &rust("d", "\"c\"", "op.execute(\"D\");"),
            );
        },
        &[],
    );
}

#[test]
fn an_edited_body_is_found_where_it_differs() {
    check(
        |repository| {
            repository.write("migrations/a_x.rs", &rust("a", "", "op.execute(\"B\");"));
        },
        &["body-edited migrations/a_x.rs:8:16"],
    );
    check(
        |repository| {
            let b = sql("b", "a", "CREATE TABLE b (x);\n\n  SELECT 2;");
            repository.write("migrations/b_x.sql", &b);
        },
        &["body-edited migrations/b_x.sql:8:3"],
    );
}

#[test]
fn an_edited_include_is_found_at_the_revision_that_includes_it() {
    let repository = released();
    repository.write("sql/c.sql", "CREATE TABLE c (y);\n");
    let checked = repository
        .check(&Base::Git(GitBase::new("main").exact()))
        .unwrap();
    let commit = repository.git(&["rev-parse", "--short=10", "HEAD"]);
    insta::assert_snapshot!(human(&checked).replace(&commit, "HASH"), @r"
    migrations/c_x.rs:4:28: error: a file that the revision `c` includes has been edited since it was released in main (HASH)
      help: put it back as it was, because databases that applied it will not run it again, and write a new revision
    3 revisions, 1 head, 3 released in main (HASH): 1 error
    ");
}

#[test]
fn layout_comments_and_line_endings_are_no_edit() {
    check(
        |repository| {
            let text = fs::read_to_string(repository.path("migrations/a_x.rs")).unwrap();
            let text = text
                .replace("//! Do a.", "//! Do a, in other words.")
                .replace("op.execute(\"A\");", "// Why.\nop . execute ( \"A\" , ) ;");
            repository.write("migrations/a_x.rs", &text);
            for file in ["migrations/b_x.sql", "migrations/c_x.rs", "sql/c.sql"] {
                let text = fs::read_to_string(repository.path(file)).unwrap();
                repository.write(file, &text.replace('\n', "\r\n"));
            }
        },
        &[],
    );
}

#[test]
fn what_rustfmt_does_is_no_edit() {
    let repository = Repository::new();
    let body = "if true { op.execute( \"A\" ) } ; op.create_table(Table::new(\"t\").column(Column::new(\"a_rather_long_name\", text()).not_null()).column(Column::new(\"b\", text())));";
    repository
        .write("migrations/a_x.rs", &rust("a", "", body))
        .commit();
    let before = fs::read_to_string(repository.path("migrations/a_x.rs")).unwrap();
    rustfmt(&repository.path("migrations/a_x.rs"));
    let after = fs::read_to_string(repository.path("migrations/a_x.rs")).unwrap();
    assert_ne!(before, after);
    assert_eq!(repository.findings("main"), [""; 0]);
}

#[test]
fn a_renamed_file_is_no_edit() {
    check(
        |repository| {
            repository.git(&["mv", "migrations/a_x.rs", "migrations/a_create_things.rs"]);
        },
        &[],
    );
}

#[test]
fn a_removed_file_is_found() {
    let repository = released();
    repository.remove("migrations/c_x.rs");
    let checked = repository.check(&Base::Git(GitBase::new("main"))).unwrap();
    let commit = repository.git(&["rev-parse", "--short=10", "HEAD"]);
    insta::assert_snapshot!(human(&checked).replace(&commit, "HASH"), @r"
    migrations/c_x.rs: error: the revision `c`, released in main (HASH), is gone
      help: put its file back: databases that stand on it could neither go up nor down any more
    2 revisions, 1 head, 3 released in main (HASH): 1 error
    ");
}

#[test]
fn another_id_for_a_released_revision_is_found_at_the_id() {
    check(
        |repository| {
            let d = rust("d", "\"b\"", "op.execute(include_str!(\"../sql/c.sql\"));");
            repository
                .remove("migrations/c_x.rs")
                .write("migrations/d_x.rs", &d);
        },
        &["removed migrations/d_x.rs:4:28"],
    );
}

#[test]
fn an_id_that_is_used_again_is_found() {
    check(
        |repository| {
            let c = rust("c", "\"a\"", "op.execute(\"other\");");
            repository
                .remove("migrations/c_x.rs")
                .write("migrations/c_other.rs", &c);
            let b = sql("b", "c", "CREATE TABLE b (x);\nSELECT 1;");
            repository.write("migrations/b_x.sql", &b);
        },
        &[
            "parents-changed migrations/b_x.sql:3:19",
            "id-reused migrations/c_other.rs:4:28",
        ],
    );
}

#[test]
fn a_splice_below_a_released_revision_is_found() {
    let repository = released();
    repository.write("migrations/s_x.sql", &sql("s", "a", "S;"));
    let b = sql("b", "s", "CREATE TABLE b (x);\nSELECT 1;");
    repository.write("migrations/b_x.sql", &b);
    let checked = repository.check(&Base::Git(GitBase::new("main"))).unwrap();
    let commit = repository.git(&["rev-parse", "--short=10", "HEAD"]);
    insta::assert_snapshot!(human(&checked).replace(&commit, "HASH"), @r"
    migrations/b_x.sql:3:19: error: the revision `b` was released in main (HASH) with the parent `a` and has the parent `s` now
      help: give it the parent `a` back, and put `s` behind a head: databases that stand on `b` would take what is below it for applied
    4 revisions, 1 head, 3 released in main (HASH): 1 error
    ");
}

#[test]
fn the_rest_of_the_header_counts_too() {
    let repository = released();
    let a = rust("a", "", "op.execute(\"A\");").replace(
        "&[];\n",
        "&[];\npub const BRANCH_LABELS: &[&str] = &[\"core\"];\npub const TRANSACTION: Transaction = Transaction::None;\n",
    );
    repository.write("migrations/a_x.rs", &a);
    let checked = repository.check(&Base::Git(GitBase::new("main"))).unwrap();
    let commit = repository.git(&["rev-parse", "--short=10", "HEAD"]);
    insta::assert_snapshot!(human(&checked).replace(&commit, "HASH"), @r"
    migrations/a_x.rs:6:38: error: the header of `a` has been edited since it was released in main (HASH); branch labels: none then, `core` now
      help: put the header back as it was
    migrations/a_x.rs:7:38: error: the header of `a` has been edited since it was released in main (HASH); transaction mode: `per-migration` then, `none` now
      help: put the header back as it was
    3 revisions, 1 head, 3 released in main (HASH): 2 errors
    ");
}

#[test]
fn two_branches_off_one_head_and_an_edit_are_both_found() {
    let repository = released();
    repository.git(&["switch", "--quiet", "--create=feature"]);
    repository
        .write("migrations/d_x.rs", &rust("d", "\"c\"", ""))
        .commit();
    repository.git(&["switch", "--quiet", "main"]);
    repository
        .write("migrations/e_x.rs", &rust("e", "\"c\"", ""))
        .commit();
    repository.git(&["tag", "released"]);
    repository.git(&["merge", "--quiet", "--no-edit", "feature"]);
    assert_eq!(
        repository.findings("released"),
        ["several-heads migrations/e_x.rs:4:28"]
    );
    repository.write("migrations/a_x.rs", &rust("a", "", ""));
    assert_eq!(
        repository.findings("released"),
        [
            "body-edited migrations/a_x.rs:9:5",
            "several-heads migrations/e_x.rs:4:28"
        ]
    );
}

#[test]
fn a_file_that_was_broken_then_is_not_compared() {
    let repository = Repository::new();
    repository
        .write("migrations/a_x.rs", "nothing yet")
        .commit();
    repository.write("migrations/a_x.rs", &rust("a", "", ""));
    assert_eq!(
        repository.findings("main"),
        ["base-unreadable migrations/a_x.rs:0:0"]
    );
    assert!(
        repository
            .check(&Base::Git(GitBase::new("main")))
            .unwrap()
            .is_ok()
    );
}

#[test]
fn a_file_that_is_broken_now_is_only_that() {
    check(
        |repository| {
            let text = fs::read_to_string(repository.path("migrations/a_x.rs")).unwrap();
            repository.write("migrations/a_x.rs", &text.replace("{\n", "{{{\n"));
        },
        &["invalid migrations/a_x.rs:10:2"],
    );
}

#[test]
fn an_id_that_the_base_gave_meanwhile_is_found_before_the_merge() {
    let repository = released();
    repository.git(&["switch", "--quiet", "--create=feature"]);
    repository
        .write(
            "migrations/d_mine.rs",
            &rust("d", "\"c\"", "op.execute(\"mine\");"),
        )
        .write("migrations/e_same.sql", &sql("e", "d", "E;"))
        .write("migrations/f_ours.sql", &sql("f", "e", "F;"))
        .commit();
    repository.git(&["switch", "--quiet", "main"]);
    repository
        .write("migrations/d_theirs.sql", &sql("d", "c", "D;"))
        .write(
            "migrations/e_same.sql",
            &sql("e", "d", "E;").replace("Do e", "Other words"),
        )
        .write("migrations/f_ours.sql", &sql("f", "e", "F2;"))
        .commit();
    repository.git(&["switch", "--quiet", "feature"]);
    let checked = repository.check(&Base::Git(GitBase::new("main"))).unwrap();
    let commit = repository.git(&["rev-parse", "--short=10", "main~"]);
    insta::assert_snapshot!(human(&checked).replace(&commit, "HASH"), @r"
    migrations/d_mine.rs:4:28: error: the id `d` is that of migrations/d_theirs.sql in main, too
      help: give this revision an id of its own
    migrations/f_ours.sql:2:14: error: the revision `f` is in main, too, and not the same there
      help: merge main, and keep the revision as it is there
    6 revisions, 1 head, 3 released in main (HASH): 2 errors
    ");
}
