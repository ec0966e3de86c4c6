//! `check-graph`.

use insta::assert_snapshot;

use crate::package::Package;

const EDITED: &str = "-- make b2\n-- revision: b2\n-- down_revision: a1\n\n\
                      -- migrate:up\nCREATE TABLE b3 (id INTEGER);\n\n-- migrate:down\nDROP TABLE b2;\n";

#[test]
fn without_a_base_the_folder_itself_is_checked() {
    let package = Package::with_three();
    assert_snapshot!(package.run("check-graph"), @r"
    $ cargo migrator check-graph
    3 revisions, 1 head: nothing found
    [stderr]
    nothing is known to be released: `cargo migrator check-graph --update-lock` writes it down, and `--base origin/main` compares with a branch
    ");
    assert_snapshot!(package.run("check-graph -q"), @r"
    $ cargo migrator check-graph -q
    3 revisions, 1 head: nothing found
    ");
}

#[test]
fn several_heads_are_found_at_their_lines() {
    let package = Package::with_three().sql("d4", "b2");
    assert_snapshot!(package.run("check-graph -q"), @r"
    $ cargo migrator check-graph -q
    migrations/d4_make_d4.sql:2:14: error: there are several heads: `c3` (migrations/c3_make_c3.sql), `d4` (migrations/d4_make_d4.sql)
      help: merge them with `cargo migrator merge heads`, which adds a revision with the parents `c3` and `d4`; or make one the parent of the other
    4 revisions, 2 heads: 1 error
    [exit 1]
    ");
    assert_snapshot!(package.run("check-graph -q --exit-code"), @r"
    $ cargo migrator check-graph -q --exit-code
    migrations/d4_make_d4.sql:2:14: error: there are several heads: `c3` (migrations/c3_make_c3.sql), `d4` (migrations/d4_make_d4.sql)
      help: merge them with `cargo migrator merge heads`, which adds a revision with the parents `c3` and `d4`; or make one the parent of the other
    4 revisions, 2 heads: 1 error
    [exit 4]
    ");
    assert_snapshot!(package.run("check-graph --format github -q"), @r"
    $ cargo migrator check-graph --format github -q
    ::error file=migrations/d4_make_d4.sql,line=2,col=14,title=Several heads::there are several heads: `c3` (migrations/c3_make_c3.sql), `d4` (migrations/d4_make_d4.sql)%0Ahelp: merge them with `cargo migrator merge heads`, which adds a revision with the parents `c3` and `d4`; or make one the parent of the other
    [exit 1]
    ");
    assert_snapshot!(package.set("allow-heads = true").run("check-graph -q"), @r"
    $ cargo migrator check-graph -q
    4 revisions, 2 heads: nothing found
    ");
}

#[test]
fn a_broken_folder_is_found_at_its_lines() {
    let package = Package::with_three();
    package.write(
        "migrations/d4_x.sql",
        "-- x\n-- revision: d4\n-- down_revision: b9\n\n-- migrate:up\n",
    );
    assert_snapshot!(package.run("check-graph -q"), @r"
    $ cargo migrator check-graph -q
    migrations/d4_x.sql:3:19: error: revision `d4`: its parent `b9` does not exist
    4 revisions, 0 heads: 1 error
    [exit 1]
    ");
}

#[test]
fn the_lock_file_says_what_was_released() {
    let package = Package::with_three();
    assert_snapshot!(package.run("check-graph --update-lock"), @r"
    $ cargo migrator check-graph --update-lock
    migrations/migrator.lock
    [stderr]
    released a1
    released b2
    released c3
    ");
    assert_snapshot!(package.read("migrations/migrator.lock"), @r"
    # The released revisions and what they did then. `cargo migrator check-graph --update-lock` adds new ones.
    version 1
    a1 - 1:4b9c7974e940dd245e95ef69ea47f6e81fd55c4544f717496b04bdec8e40afd4
    b2 a1 1:5d29fd3da52aa7497bf7c12c5a85d865da0936d8262aaeb0069700661c4b9925
    c3 b2 1:ea164369a95b1eece97e79228115f9c5bb6431a424e54edf11a23775529bd657
    ");
    assert_snapshot!(package.run("check-graph --update-lock"), @r"
    $ cargo migrator check-graph --update-lock
    [stderr]
    migrations/migrator.lock is up to date
    ");
    assert_snapshot!(package.run("check-graph"), @r"
    $ cargo migrator check-graph
    3 revisions, 1 head, 3 released according to the lock file: nothing found
    ");
    let package = package.sql("d4", "c3");
    assert_snapshot!(package.run("check-graph"), @r"
    $ cargo migrator check-graph
    4 revisions, 1 head, 3 released according to the lock file: nothing found
    ");
    package.write("migrations/b2_make_b2.sql", EDITED);
    assert_snapshot!(package.run("check-graph"), @r"
    $ cargo migrator check-graph
    migrations/b2_make_b2.sql:2:14: error: the revision `b2` has been edited since it was released according to the lock file
      help: put it back as it was, because databases that applied it will not run it again, and write a new revision
    4 revisions, 1 head, 3 released according to the lock file: 1 error
    [exit 1]
    ");
    assert_snapshot!(package.run("check-graph --update-lock"), @r"
    $ cargo migrator check-graph --update-lock
    migrations/b2_make_b2.sql:2:14: error: the revision `b2` has been edited since it was released according to the lock file
      help: put it back as it was, because databases that applied it will not run it again, and write a new revision
    [stderr]
    error: the lock file is left as it is
    help: mend what was found; what is meant is accepted with `--accept ID`
    [exit 1]
    ");
    assert_snapshot!(package.run("check-graph --update-lock --accept c3"), @r"
    $ cargo migrator check-graph --update-lock --accept c3
    [stderr]
    error: there is nothing to accept about the revision `c3`
    help: name one of these: b2
    [exit 1]
    ");
    assert_snapshot!(package.run("check-graph --update-lock --accept b2"), @r"
    $ cargo migrator check-graph --update-lock --accept b2
    migrations/migrator.lock
    [stderr]
    released d4
    accepted: the revision `b2` has been edited since it was released according to the lock file
    ");
    assert_snapshot!(package.run("check-graph"), @r"
    $ cargo migrator check-graph
    4 revisions, 1 head, 4 released according to the lock file: nothing found
    ");
}

#[test]
fn the_lock_file_may_be_elsewhere() {
    let package = Package::with_three().set("lock-file = 'released.lock'");
    assert_snapshot!(package.run("check-graph"), @r"
    $ cargo migrator check-graph
    [stderr]
    error: there is no lock file `<folder>/released.lock`
    help: write it with `cargo migrator check-graph --update-lock`, and commit it
    [exit 1]
    ");
    assert_snapshot!(package.run("check-graph --update-lock --dry-run"), @r"
    $ cargo migrator check-graph --update-lock --dry-run
    create released.lock
    # The released revisions and what they did then. `cargo migrator check-graph --update-lock` adds new ones.
    version 1
    a1 - 1:4b9c7974e940dd245e95ef69ea47f6e81fd55c4544f717496b04bdec8e40afd4
    b2 a1 1:5d29fd3da52aa7497bf7c12c5a85d865da0936d8262aaeb0069700661c4b9925
    c3 b2 1:ea164369a95b1eece97e79228115f9c5bb6431a424e54edf11a23775529bd657
    ");
    assert_snapshot!(package.run("check-graph --update-lock -q"), @r"
    $ cargo migrator check-graph --update-lock -q
    released.lock
    ");
    assert_snapshot!(package.run("check-graph"), @r"
    $ cargo migrator check-graph
    3 revisions, 1 head, 3 released according to the lock file: nothing found
    ");
    assert_eq!(
        package.migrations(),
        "a1_make_a1.sql\nb2_make_b2.sql\nc3_make_c3.sql"
    );
}

#[test]
fn the_answers_are_objects() {
    let package = Package::with_three();
    assert_snapshot!(package.run("check-graph --update-lock --json"), @r#"
    $ cargo migrator check-graph --update-lock --json
    {
      "version": 1,
      "verb": "check-graph",
      "is_ok": true,
      "dry_run": false,
      "lock_file": "migrations/migrator.lock",
      "added": [
        "a1",
        "b2",
        "c3"
      ],
      "accepted": [],
      "findings": []
    }
    "#);
    package.write("migrations/b2_make_b2.sql", EDITED);
    assert_snapshot!(package.run("check-graph --json"), @r#"
    $ cargo migrator check-graph --json
    {
      "version": 1,
      "verb": "check-graph",
      "is_ok": false,
      "revisions": 3,
      "heads": [
        "c3"
      ],
      "base": {
        "kind": "lock",
        "file": "migrations/migrator.lock"
      },
      "released": 3,
      "findings": [
        {
          "rule": "body-edited",
          "severity": "error",
          "revision": "b2",
          "file": "migrations/b2_make_b2.sql",
          "line": 2,
          "column": 14,
          "message": "the revision `b2` has been edited since it was released according to the lock file",
          "help": "put it back as it was, because databases that applied it will not run it again, and write a new revision"
        }
      ]
    }
    [exit 1]
    "#);
    assert_snapshot!(package.run("check-graph --format json --update-lock --exit-code"), @r#"
    $ cargo migrator check-graph --format json --update-lock --exit-code
    {
      "version": 1,
      "verb": "check-graph",
      "is_ok": false,
      "dry_run": false,
      "lock_file": null,
      "added": [],
      "accepted": [],
      "findings": [
        {
          "rule": "body-edited",
          "severity": "error",
          "revision": "b2",
          "file": "migrations/b2_make_b2.sql",
          "line": 2,
          "column": 14,
          "message": "the revision `b2` has been edited since it was released according to the lock file",
          "help": "put it back as it was, because databases that applied it will not run it again, and write a new revision"
        }
      ]
    }
    [exit 4]
    "#);
}

#[test]
fn a_branch_says_what_was_released() {
    let package = Package::with_three().repository();
    package.git("switch --quiet --create mine");
    let package = package.sql("d4", "c3");
    assert_eq!(package.run("check-graph --base main").lines().count(), 2);
    package.write("migrations/b2_make_b2.sql", EDITED);
    let seen = package.run("check-graph --base main");
    assert!(seen.contains("error: "), "{seen}");
    assert!(seen.ends_with("[exit 1]\n"), "{seen}");
    let package = package.set("base = 'main'");
    assert_eq!(
        package
            .run("check-graph")
            .replace("$ cargo migrator check-graph", ""),
        seen.replace("$ cargo migrator check-graph --base main", "")
    );
    assert_snapshot!(package.run("check-graph --base origin/main"), @r"
    $ cargo migrator check-graph --base origin/main
    [stderr]
    error: the repository has no commit `origin/main`
    help: fetch it first, with `git fetch origin main:refs/remotes/origin/main` for example
    [exit 1]
    ");
}

#[test]
fn github_is_told_the_paths_from_the_top_of_the_repository() {
    let package = Package::nothing();
    package.write(
        "crates/app/Cargo.toml",
        "[package]\nname = \"app\"\nedition = \"2024\"\n",
    );
    for (id, parent) in [("a1", ""), ("b2", "a1"), ("c3", "a1")] {
        let text =
            format!("-- x\n-- revision: {id}\n-- down_revision: {parent}\n\n-- migrate:up\n");
        package.write(&format!("crates/app/migrations/{id}_x.sql"), &text);
    }
    let package = package
        .repository()
        .variable("GITHUB_ACTIONS", "true")
        .go("crates/app/src");
    assert_snapshot!(package.run("check-graph --exit-code"), @r"
    $ cargo migrator check-graph --exit-code
    ::error file=crates/app/migrations/c3_x.sql,line=2,col=14,title=Several heads::there are several heads: `b2` (migrations/b2_x.sql), `c3` (migrations/c3_x.sql)%0Ahelp: merge them with `cargo migrator merge heads`, which adds a revision with the parents `b2` and `c3`; or make one the parent of the other
    [stderr]
    nothing is known to be released: `cargo migrator check-graph --update-lock` writes it down, and `--base origin/main` compares with a branch
    3 revisions, 2 heads: 1 error
    [exit 4]
    ");
}

#[test]
fn a_base_that_cannot_be_looked_at_is_an_error() {
    assert_snapshot!(Package::with_three().run("check-graph --base main"), @r"
    $ cargo migrator check-graph --base main
    [stderr]
    error: `<folder>` is not in a git repository that can be read
      caused by: fatal: not a git repository (or any of the parent directories): .git
    help: compare with a lock file instead of a branch: `cargo migrator check-graph --update-lock` writes it
    [exit 1]
    ");
    assert_snapshot!(Package::nothing().run("check-graph"), @r"
    $ cargo migrator check-graph
    [stderr]
    error: there is no folder `migrations` with migrations
    help: go to a package that has one, or name it with `--manifest-path`; `cargo migrator init` makes one
    [exit 1]
    ");
    assert_snapshot!(Package::new().run("check-graph --accept a1"), @r"
    $ cargo migrator check-graph --accept a1
    [stderr]
    error: the following required arguments were not provided:
      --update-lock

    Usage: cargo migrator check-graph --update-lock --accept <ID>

    For more information, try '--help'.
    [exit 2]
    ");
}
