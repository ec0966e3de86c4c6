//! The lock file: written, compared with, and merged.

use std::fs;

use migrator_build::guard::lock::{Accept, LockUpdate, update, update_at};
use migrator_build::guard::{Base, GuardError, human};

use crate::repository::{Repository, lines, rust, sql};

const LOCK: &str = "migrations/migrator.lock";

fn decide(folder: &Repository, accept: &Accept) -> LockUpdate {
    update("migrations", &folder.options(), accept).unwrap()
}

fn lock(folder: &Repository) -> LockUpdate {
    let update = decide(folder, &Accept::Nothing);
    update.changes.apply().unwrap();
    update
}

fn text(folder: &Repository) -> String {
    fs::read_to_string(folder.path(LOCK)).unwrap()
}

/// The lines of the lock file with short checksums.
fn shown(folder: &Repository) -> Vec<String> {
    let shorten = |line: &str| {
        let words = line.split(' ').map(|word| match word.strip_prefix("1:") {
            Some(sum) if sum.len() == 64 => "1:…",
            _ => word,
        });
        words.collect::<Vec<_>>().join(" ")
    };
    text(folder).lines().skip(1).map(shorten).collect()
}

fn found(folder: &Repository) -> Vec<String> {
    lines(&folder.check(&Base::Lock).unwrap())
}

fn released() -> Repository {
    let folder = Repository::folder();
    folder
        .write("migrations/b_x.sql", &sql("b", "", "B;"))
        .write(
            "migrations/a_x.rs",
            &rust("a", "\"b\"", "op.execute(\"A\");"),
        );
    assert_eq!(lock(&folder).added, ["a", "b"]);
    folder
}

#[test]
fn new_revisions_are_added_sorted_and_a_second_time_nothing_is_done() {
    let folder = released();
    assert_eq!(shown(&folder), ["version 1", "a b 1:…", "b - 1:…"]);
    assert!(decide(&folder, &Accept::Nothing).changes.is_empty());
    let c = "-- revision: aa\n-- down_revision: a\n-- branch_labels: x, y\n-- depends_on: b\n\
             -- transaction: none\n-- migrate:up\nC;\n";
    folder.write("migrations/aa.sql", c);
    assert_eq!(found(&folder), [""; 0]);
    assert_eq!(lock(&folder).added, ["aa"]);
    assert_eq!(
        shown(&folder),
        [
            "version 1",
            "a b 1:…",
            "aa a 1:… depends_on=b labels=x,y transaction=none",
            "b - 1:…"
        ]
    );
    assert_eq!(found(&folder), [""; 0]);
}

#[test]
fn edits_are_found_and_only_written_if_accepted() {
    let folder = released();
    let before = text(&folder);
    folder
        .write(
            "migrations/a_x.rs",
            &rust("a", "\"b\"", "op.execute(\"B\");"),
        )
        .write("migrations/c.sql", &sql("c", "a", "C;"));
    insta::assert_snapshot!(human(&folder.check(&Base::Lock).unwrap()), @r"
    migrations/a_x.rs:4:28: error: the revision `a` has been edited since it was released according to the lock file
      help: put it back as it was, because databases that applied it will not run it again, and write a new revision
    3 revisions, 1 head, 2 released according to the lock file: 1 error
    ");
    let refused = lock(&folder);
    assert_eq!(
        (refused.refused.len(), refused.changes.is_empty()),
        (1, true)
    );
    assert_eq!(text(&folder), before);
    let accepted = decide(&folder, &Accept::Revisions(vec!["a".to_owned()]));
    assert_eq!(
        (accepted.accepted.len(), accepted.added.as_slice()),
        (1, &["c".to_owned()][..])
    );
    accepted.changes.apply().unwrap();
    assert_eq!(found(&folder), [""; 0]);
    assert_eq!(
        shown(&folder),
        ["version 1", "a b 1:…", "b - 1:…", "c a 1:…"]
    );
}

#[test]
fn what_is_not_different_cannot_be_accepted() {
    let folder = released();
    let accept = Accept::Revisions(vec!["b".to_owned()]);
    let error = update("migrations", &folder.options(), &accept).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is nothing to accept about the revision `b`"
    );
}

#[test]
fn a_removed_revision_is_found_at_its_line_and_accepted_by_removing_it() {
    let folder = released();
    folder.remove("migrations/a_x.rs");
    assert_eq!(found(&folder), ["removed migrations/migrator.lock:3:1"]);
    decide(&folder, &Accept::Everything)
        .changes
        .apply()
        .unwrap();
    assert_eq!(shown(&folder), ["version 1", "b - 1:…"]);
}

#[test]
fn other_parents_and_another_revision_under_the_id_are_told_apart() {
    let folder = released();
    folder
        .write("migrations/s.sql", &sql("s", "b", "S;"))
        .write(
            "migrations/a_x.rs",
            &rust("a", "\"s\"", "op.execute(\"A\");"),
        );
    assert_eq!(found(&folder), ["parents-changed migrations/a_x.rs:5:38"]);
    folder.write(
        "migrations/a_x.rs",
        &rust("a", "\"s\"", "op.execute(\"other\");"),
    );
    assert_eq!(found(&folder), ["id-reused migrations/a_x.rs:4:28"]);
}

#[test]
fn nothing_is_released_from_a_folder_with_mistakes() {
    let folder = released();
    folder.write("migrations/c.sql", &sql("c", "b", "C;"));
    let update = decide(&folder, &Accept::Everything);
    assert!(update.changes.is_empty());
    assert_eq!(update.refused.len(), 1);
    assert_eq!(update.refused[0].rule.name(), "several-heads");
}

#[test]
fn a_lock_file_that_is_missing_or_newer_is_not_taken_for_an_empty_one() {
    let folder = Repository::folder();
    folder.write("migrations/a.sql", &sql("a", "", "A;"));
    let error = folder.check(&Base::Lock).unwrap_err();
    assert!(matches!(error, GuardError::NoLock { .. }));
    folder.write(LOCK, "version 9\nx\n");
    assert_eq!(
        found(&folder),
        ["lock-unreadable migrations/migrator.lock:1:1"]
    );
    assert!(decide(&folder, &Accept::Everything).changes.is_empty());
}

#[test]
fn a_checksum_of_another_scheme_is_not_an_edit() {
    let folder = released();
    let other = text(&folder).replace("a b 1:", "a b 2:");
    folder.write(LOCK, &other);
    assert_eq!(
        found(&folder),
        ["incomparable migrations/migrator.lock:3:1"]
    );
    decide(&folder, &Accept::Everything)
        .changes
        .apply()
        .unwrap();
    assert_eq!(found(&folder), [""; 0]);
}

#[test]
fn git_merges_lock_files_of_two_branches_by_keeping_both() {
    let repository = Repository::new();
    repository
        .write(".gitattributes", "migrations/migrator.lock merge=union\n")
        .write("migrations/a.sql", &sql("a", "", "A;"));
    lock(&repository);
    repository.commit();
    repository.git(&["switch", "--quiet", "--create=feature"]);
    repository.write("migrations/c.sql", &sql("c", "a", "C;"));
    lock(&repository);
    repository.commit();
    repository.git(&["switch", "--quiet", "main"]);
    repository.write("migrations/b.sql", &sql("b", "a", "B;"));
    lock(&repository);
    repository.commit();
    repository.git(&["merge", "--quiet", "--no-edit", "feature"]);
    repository.write("migrations/d.sql", &sql("d", "b, c", "D;"));
    assert_eq!(found(&repository), [""; 0]);
    assert_eq!(lock(&repository).added, ["d"]);
    assert_eq!(
        shown(&repository),
        ["version 1", "a - 1:…", "b a 1:…", "c a 1:…", "d b,c 1:…"]
    );
}

#[test]
fn the_lock_file_may_lie_elsewhere() {
    let folder = Repository::folder();
    folder.write("migrations/a.sql", &sql("a", "", "A;"));
    let update = update_at(
        "released.lock",
        "migrations",
        &folder.options(),
        &Accept::Nothing,
    );
    update.unwrap().changes.apply().unwrap();
    assert!(!folder.path(LOCK).exists());
    let base = Base::LockAt("released.lock".into());
    assert!(folder.check(&base).unwrap().is_ok());
    folder.write("migrations/a.sql", &sql("b", "", "B;"));
    let checked = folder.check(&base).unwrap();
    assert!(lines(&checked).contains(&"removed released.lock:3:1".to_owned()));
}
