//! `rename`.

use insta::assert_snapshot;

use crate::package::Package;

#[test]
fn the_message_and_the_file_change() {
    let package = Package::with_three();
    assert_snapshot!(package.run("rename b2 -m 'Make the second table'"), @r"
    $ cargo migrator rename b2 -m 'Make the second table'
    migrations/b2_make_the_second_table.sql
    [stderr]
    renamed migrations/b2_make_b2.sql to migrations/b2_make_the_second_table.sql
    ");
    assert_eq!(
        package.migrations(),
        "a1_make_a1.sql\nb2_make_the_second_table.sql\nc3_make_c3.sql"
    );
    assert_snapshot!(package.read("migrations/b2_make_the_second_table.sql"), @r"
    -- Make the second table
    -- revision: b2
    -- down_revision: a1

    -- migrate:up
    CREATE TABLE b2 (id INTEGER);

    -- migrate:down
    DROP TABLE b2;
    ");
    assert_snapshot!(package.run("rename b2 -m 'Make the second table'"), @r"
    $ cargo migrator rename b2 -m 'Make the second table'
    [stderr]
    error: there is nothing to rename: `b2` is called so already
    help: give it a message with `-m TEXT`, or an id with `--rev-id ID`
    [exit 1]
    ");
}

#[test]
fn another_id_is_followed_by_all_who_name_it() {
    let package = Package::with_three().sql("d4", "b2");
    assert_snapshot!(package.run("rename b2 --rev-id 20261121_b"), @r"
    $ cargo migrator rename b2 --rev-id 20261121_b
    migrations/20261121_b_make_b2.sql
    [stderr]
    renamed migrations/b2_make_b2.sql to migrations/20261121_b_make_b2.sql
    edited migrations/c3_make_c3.sql
    edited migrations/d4_make_d4.sql
    warning: a database that has `b2` applied does not know `20261121_b`: rename only what no database has applied, or stamp those that have
    ");
    assert_snapshot!(package.migrations(), @r"
    20261121_b_make_b2.sql
    a1_make_a1.sql
    c3_make_c3.sql
    d4_make_d4.sql
    ");
    assert!(
        package
            .read("migrations/c3_make_c3.sql")
            .contains("-- down_revision: 20261121_b\n")
    );
    assert!(
        package
            .read("migrations/d4_make_d4.sql")
            .contains("-- down_revision: 20261121_b\n")
    );
}

#[test]
fn a_dry_run_shows_names_and_lines() {
    let package = Package::with_three();
    assert_snapshot!(package.run("rename b2 --rev-id b9 -m 'another' --dry-run"), @r"
    $ cargo migrator rename b2 --rev-id b9 -m 'another' --dry-run
    rename migrations/b2_make_b2.sql to migrations/b9_another.sql
    @@ -1,5 +1,5 @@
    --- make b2
    --- revision: b2
    +-- another
    +-- revision: b9
     -- down_revision: a1

     -- migrate:up

    edit migrations/c3_make_c3.sql
    @@ -1,6 +1,6 @@
     -- make c3
     -- revision: c3
    --- down_revision: b2
    +-- down_revision: b9

     -- migrate:up
     CREATE TABLE c3 (id INTEGER);
    [stderr]
    warning: a database that has `b2` applied does not know `b9`: rename only what no database has applied, or stamp those that have
    ");
    assert_eq!(
        package.migrations(),
        "a1_make_a1.sql\nb2_make_b2.sql\nc3_make_c3.sql"
    );
    assert_snapshot!(package.run("rename b2 --rev-id b9 -m 'another' --dry-run --color always -q"), @r"
    $ cargo migrator rename b2 --rev-id b9 -m 'another' --dry-run --color always -q
    [1mrename migrations/b2_make_b2.sql to migrations/b9_another.sql[0m
    [36m@@ -1,5 +1,5 @@[0m
    [31m--- make b2[0m
    [31m--- revision: b2[0m
    [32m+-- another[0m
    [32m+-- revision: b9[0m
     -- down_revision: a1

     -- migrate:up

    [1medit migrations/c3_make_c3.sql[0m
    [36m@@ -1,6 +1,6 @@[0m
     -- make c3
     -- revision: c3
    [31m--- down_revision: b2[0m
    [32m+-- down_revision: b9[0m

     -- migrate:up
     CREATE TABLE c3 (id INTEGER);
    ");
}

#[test]
fn the_answer_is_one_object() {
    assert_snapshot!(Package::with_three().run("rename head -m 'another' --json"), @r#"
    $ cargo migrator rename head -m 'another' --json
    {
      "version": 1,
      "verb": "rename",
      "dry_run": false,
      "revision": "c3",
      "files": [
        {
          "path": "migrations/c3_another.sql",
          "change": "renamed",
          "from": "migrations/c3_make_c3.sql"
        }
      ],
      "warnings": []
    }
    "#);
}

#[test]
fn what_cannot_be_renamed_is_refused() {
    let package = Package::with_three();
    assert_snapshot!(package.run("rename b2 --rev-id c3"), @r"
    $ cargo migrator rename b2 --rev-id c3
    [stderr]
    error: the revision id `c3` is already used by migrations/c3_make_c3.sql
    help: choose another id
    [exit 1]
    ");
    assert_snapshot!(package.run("rename heads b2"), @r"
    $ cargo migrator rename heads b2
    [stderr]
    error: unexpected argument 'b2' found

    Usage: cargo migrator rename [OPTIONS] <REVISION>

    For more information, try '--help'.
    [exit 2]
    ");
    assert_snapshot!(package.run("rename b4 -m x"), @r"
    $ cargo migrator rename b4 -m x
    [stderr]
    error: no revision or label is called `b4`
    help: look at `cargo migrator history`, which lists the revisions there are
    [exit 1]
    ");
    assert_snapshot!(package.run("rename b2 -m ''"), @r"
    $ cargo migrator rename b2 -m ''
    [stderr]
    error: the new message is empty or has several paragraphs
    help: give a message of one paragraph
    [exit 1]
    ");
}
