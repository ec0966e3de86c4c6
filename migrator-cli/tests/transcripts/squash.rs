//! `squash` in cargo's door: what the application is told, and what becomes of its answer.
//!
//! A program in the place of cargo answers as an application would.

use std::os::unix::fs::PermissionsExt as _;

use insta::assert_snapshot;

use crate::package::Package;

const SQUASH: &str = r#"{
  "version": 1,
  "verb": "propose-squash",
  "dialect": "sqlite",
  "replaces": ["b1", "b2"],
  "carried": ["b2"],
  "is_proved": true,
  "irreversible": null,
  "operations_before": 7,
  "operations": 2,
  "upgrade": "    op.create_table(Table::new(\"t\").column(Column::new(\"a\", integer())));\n    // From `b2`.\n    op.execute(\"UPDATE t SET a = 1\");\n",
  "downgrade": "    op.drop_table(\"t\");\n",
  "what_a_newer_one_says": 1
}
"#;

/// `a1 <- b1 <- b2 <- c1`, whose application answers so and ends so.
fn package(answer: &str, exit: u8) -> Package {
    let package = Package::new()
        .sql("a1", "")
        .sql("b1", "a1")
        .sql("b2", "b1")
        .sql("c1", "b2");
    package.write("answer.json", answer);
    package.write("src/bin/migrate.rs", "");
    let script = format!(
        "#!/bin/sh\necho \"$@\" > {told}\ncat {answer}\necho 'the application speaks' >&2\nexit {exit}\n",
        told = package.path("told").display(),
        answer = package.path("answer.json").display(),
    );
    package.write("cargo", &script);
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(package.path("cargo"), executable).expect("an executable");
    let cargo = package.path("cargo").display().to_string();
    package.variable("CARGO", &cargo)
}

#[test]
fn the_file_says_what_it_stands_for_and_nothing_else_changes() {
    let package = package(SQUASH, 0);
    assert_snapshot!(package.run("squash b1:b2 --rev-id s1"), @"
    $ cargo migrator squash b1:b2 --rev-id s1
    migrations/s1_squash_b1_to_b2.rs
    [stderr]
    the application speaks
    7 operations of 2 revisions make 2 operations of the squash.
    Carried over as they are, because they do more than the catalogue shows: b2.
    Tried on scratch databases: it leaves the same schema and the same rows, and its downgrade leads back.
    created b2 -> s1, squash b1 to b2
    it stands for 2 revisions: keep their files until every database has met a release that has `s1`, then delete all of them at once
    ");
    assert_snapshot!(package.read("migrations/s1_squash_b1_to_b2.rs"), @r#"
    //! squash b1 to b2
    use migrator::prelude::*;

    pub const REVISION: &str = "s1";
    pub const DOWN_REVISION: &[&str] = &["a1"];
    pub const REPLACES: &[&str] = &["b1", "b2"];

    pub fn upgrade(op: &mut Op) -> Result {
        op.create_table(Table::new("t").column(Column::new("a", integer())));
        // From `b2`.
        op.execute("UPDATE t SET a = 1");
        Ok(())
    }

    pub fn downgrade(op: &mut Op) -> Result {
        op.drop_table("t");
        Ok(())
    }
    "#);
    assert_snapshot!(package.read("told"), @"
    run --quiet --bin migrate -- --color=auto propose-squash --knows c1 b1:b2
    ");
    // The folder is sound, and lists know the squash.
    assert_snapshot!(package.run("check-graph"), @"
    $ cargo migrator check-graph
    5 revisions, 1 head: nothing found
    [stderr]
    nothing is known to be released: `cargo migrator check-graph --update-lock` writes it down, and `--base origin/main` compares with a branch
    ");
    assert_snapshot!(package.run("history"), @"
    $ cargo migrator history
    s1 -> c1 (head), make c1
    b2 -> s1, squash b1 to b2
    b1 -> b2, make b2
    a1 -> b1, make b1
    <base> -> a1, make a1
    ");
    assert_snapshot!(package.run("heads"), @"
    $ cargo migrator heads
    c1 (head)
    ");
}

#[test]
fn without_a_way_back_the_file_has_none() {
    let answer = SQUASH.replace("null", "\"`b2` has no downgrade\"");
    let package = package(&answer, 0);
    assert_snapshot!(package.run("squash b1:b2 --rev-id s1 --dry-run -m 'All of b'"), @r#"
    $ cargo migrator squash b1:b2 --rev-id s1 --dry-run -m 'All of b'
    create migrations/s1_all_of_b.rs
    //! All of b
    use migrator::prelude::*;

    pub const REVISION: &str = "s1";
    pub const DOWN_REVISION: &[&str] = &["a1"];
    pub const REPLACES: &[&str] = &["b1", "b2"];

    pub fn upgrade(op: &mut Op) -> Result {
        op.create_table(Table::new("t").column(Column::new("a", integer())));
        // From `b2`.
        op.execute("UPDATE t SET a = 1");
        Ok(())
    }
    [stderr]
    the application speaks
    7 operations of 2 revisions make 2 operations of the squash.
    Carried over as they are, because they do more than the catalogue shows: b2.
    warning: the squash has no downgrade: `b2` has no downgrade
    Tried on scratch databases: it leaves the same schema and the same rows.
    "#);
}

#[test]
fn an_object_says_what_was_carried_over() {
    let package = package(SQUASH, 0);
    assert_snapshot!(package.run("squash b1:b2 --rev-id s1 --json"), @r#"
    $ cargo migrator squash b1:b2 --rev-id s1 --json
    {
      "version": 1,
      "verb": "squash",
      "dry_run": false,
      "revision": "s1",
      "files": [
        {
          "path": "migrations/s1_squash_b1_to_b2.rs",
          "change": "created",
          "from": null
        }
      ],
      "warnings": [],
      "dialect": "sqlite",
      "replaces": [
        "b1",
        "b2"
      ],
      "carried": [
        "b2"
      ],
      "is_proved": true,
      "irreversible": null,
      "operations_before": 7,
      "operations": 2
    }
    [stderr]
    the application speaks
    "#);
}

#[test]
fn what_cannot_be_squashed_is_refused_before_anything_is_compiled() {
    let package = package("", 7).sql("d1", "b1");
    assert_snapshot!(package.run("squash b1:b2 --rev-id s1"), @"
    $ cargo migrator squash b1:b2 --rev-id s1
    [stderr]
    error: the folder could not be compiled then: revision `d1` needs `b1`, which `s1` replaces together with what follows
    help: let it need `b2`, or have the squash end or begin elsewhere
    [exit 1]
    ");
    assert_snapshot!(package.run("squash b1:x --rev-id s1"), @"
    $ cargo migrator squash b1:x --rev-id s1
    [stderr]
    error: no revision or label is called `x`
    help: look at `cargo migrator history`, which lists the revisions there are
    [exit 1]
    ");
    assert_snapshot!(package.run("squash b2:b1 --rev-id s1"), @"
    $ cargo migrator squash b2:b1 --rev-id s1
    [stderr]
    error: the range `b2:b1` is empty: `b2` is not an ancestor of its end
    help: write the older revision first
    [exit 1]
    ");
    assert!(!package.path("told").exists());
}

#[test]
fn what_an_inner_squash_replaced_stays_gone_beside_an_outer_one() {
    let package = package(SQUASH, 0);
    package.run("squash b1:b2 --rev-id s1");
    package.run("check-graph --update-lock");
    for file in ["b1", "b2"] {
        std::fs::remove_file(package.path(&format!("migrations/{file}_make_{file}.sql")))
            .expect("a file");
    }
    // In the order of names before the one that was released.
    package.write(
        "migrations/a0_all.sql",
        "-- All.\n-- revision: a0\n-- down_revision: a1\n-- replaces: b1, b2, s1, c1\n-- migrate:up\nSELECT 1;\n",
    );
    assert_snapshot!(package.run("check-graph"), @"
    $ cargo migrator check-graph
    4 revisions, 1 head, 5 released according to the lock file: nothing found
    ");
}

#[test]
fn the_files_can_go_when_a_release_has_had_both() {
    let package = package(SQUASH, 0);
    package.run("check-graph --update-lock");
    package.run("squash b1:b2 --rev-id s1");
    let lost = |package: &Package| {
        for file in ["b1", "b2"] {
            std::fs::remove_file(package.path(&format!("migrations/{file}_make_{file}.sql")))
                .expect("a file");
        }
    };
    let before = ["b1", "b2"].map(|id| package.read(&format!("migrations/{id}_make_{id}.sql")));
    lost(&package);
    assert_snapshot!(package.run("check-graph"), @"
    $ cargo migrator check-graph
    migrations/s1_squash_b1_to_b2.rs:4:28: error: the revision `b1`, released according to the lock file, is gone, and `s1`, which replaces it, was not released before
      help: put its file back until a release has had `s1` beside it: databases that stand inside of what `s1` replaces need that release
    migrations/s1_squash_b1_to_b2.rs:4:28: error: the revision `b2`, released according to the lock file, is gone, and `s1`, which replaces it, was not released before
      help: put its file back until a release has had `s1` beside it: databases that stand inside of what `s1` replaces need that release
    3 revisions, 1 head, 4 released according to the lock file: 2 errors
    [exit 1]
    ");
    for (id, text) in ["b1", "b2"].iter().zip(before) {
        package.write(&format!("migrations/{id}_make_{id}.sql"), &text);
    }
    package.run("check-graph --update-lock");
    lost(&package);
    assert_snapshot!(package.run("check-graph"), @"
    $ cargo migrator check-graph
    3 revisions, 1 head, 5 released according to the lock file: nothing found
    ");
    // The last one is another name of the squash.
    let file = "migrations/s1_squash_b1_to_b2.rs";
    let text = package.read(file);
    package.write(file, &text.replace("\"b1\", \"b2\"", "\"b2\", \"b1\""));
    assert_snapshot!(package.run("check-graph"), @"
    $ cargo migrator check-graph
    migrations/c1_make_c1.sql:3:19: error: revision `c1` needs `b2`, which `s1` replaces together with what follows
      help: let it need `b1`, or have the squash end or begin elsewhere
    migrations/s1_squash_b1_to_b2.rs:6:31: error: the header of `s1` has been edited since it was released according to the lock file; replaced revisions: `b1`, `b2` then, `b2`, `b1` now
      help: put the header back as it was
    3 revisions, 0 heads, 5 released according to the lock file: 2 errors
    [exit 1]
    ");
    package.write(file, &text);
    assert_snapshot!(package.run("show b2"), @"
    $ cargo migrator show b2
    Rev: s1
    Parent: a1
    Replaces: b1, b2
    Path: migrations/s1_squash_b1_to_b2.rs

        squash b1 to b2
    ");
    assert_snapshot!(package.run("show b1"), @"
    $ cargo migrator show b1
    [stderr]
    error: revision `b1` is gone: `s1` replaces it together with what follows
    help: write `s1`
    [exit 1]
    ");
}
