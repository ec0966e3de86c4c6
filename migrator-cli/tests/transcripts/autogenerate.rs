//! `revision --autogenerate` in cargo's door: what the application is told, and what becomes of its answer.
//!
//! A program in the place of cargo answers as an application would; what applications answer is in
//! `proposals`.

use std::os::unix::fs::PermissionsExt as _;

use insta::assert_snapshot;

use crate::package::Package;

/// A proposal to add a column and to drop another.
const PROPOSAL: &str = r#"{
  "version": 1,
  "verb": "propose",
  "dialect": "sqlite",
  "message": "add users.age",
  "changes": [
    {"change": "added", "kind": "column", "name": "users.age", "loses": null, "text": "added column users.age"},
    {"change": "removed", "kind": "column", "name": "users.nick", "loses": "the values of users.nick",
     "text": "removed column users.nick"}
  ],
  "losses": ["the values of users.nick"],
  "cautions": [],
  "is_proved": true,
  "unproved": [],
  "upgrade": "    op.add_column(\"users\", Column::new(\"age\", integer()));\n    // Drops values: those of users.nick.\n    op.drop_column(\"users\", \"nick\");\n",
  "downgrade": "    op.add_column(\"users\", Column::new(\"nick\", text()));\n    op.drop_column(\"users\", \"age\");\n",
  "answers": ["[[rename]]\ntable = \"users\"\nfrom = \"nick\"\ndropped = true\n"],
  "hints": "migrations/hints.toml",
  "what_a_newer_one_says": 1
}
"#;

/// A proposal of nothing.
const NOTHING: &str =
    r#"{"version": 1, "verb": "propose", "dialect": "sqlite", "message": "", "changes": []}"#;

/// A package with one revision, whose application answers so and ends so.
fn package(answer: &str, exit: u8) -> Package {
    let package = Package::new().sql("a1", "");
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
fn the_bodies_stand_in_the_file_and_what_was_found_is_said() {
    let package = package(PROPOSAL, 0);
    assert_snapshot!(package.run("revision --autogenerate -m 'Ages' --rev-id b2"), @r"
    $ cargo migrator revision --autogenerate -m 'Ages' --rev-id b2
    migrations/b2_ages.rs
    [stderr]
    the application speaks
    INFO  [migrator] Detected added column users.age
    INFO  [migrator] Detected removed column users.nick
    warning: the upgrade loses:
      the values of users.nick
    Tried on a scratch database, up and down.
    created a1 -> b2, Ages
    ");
    assert_snapshot!(package.read("migrations/b2_ages.rs"), @r#"
    //! Ages
    use migrator::prelude::*;

    pub const REVISION: &str = "b2";
    pub const DOWN_REVISION: &[&str] = &["a1"];

    pub fn upgrade(op: &mut Op) -> Result {
        op.add_column("users", Column::new("age", integer()));
        // Drops values: those of users.nick.
        op.drop_column("users", "nick");
        Ok(())
    }

    pub fn downgrade(op: &mut Op) -> Result {
        op.add_column("users", Column::new("nick", text()));
        op.drop_column("users", "age");
        Ok(())
    }
    "#);
    assert_snapshot!(package.read("told"), @"run --quiet --bin migrate -- --color=auto propose --knows a1");
}

#[test]
fn all_that_is_said_about_the_comparison_reaches_the_application() {
    let package = package(NOTHING, 0);
    package.run(
        "--url sqlite:x.db revision --autogenerate --sql --no-proof --from-database --schema app --rename users.nick=name \
         --rename-table persons=people --backfill 'users.age=- 1' --rename-value mood.sad= --using a.b=c --no-cache -q",
    );
    assert_snapshot!(package.read("told"), @"run --quiet --bin migrate -- --url=sqlite:x.db --quiet --color=auto propose --sql --no-proof --knows a1 --from-database --no-cache --schema=app --rename=users.nick=name --rename-table=persons=people --backfill=users.age=- 1 --rename-value=mood.sad= --using=a.b=c");
}

#[test]
fn nothing_is_written_where_nothing_has_changed() {
    let package = package(NOTHING, 0);
    assert_snapshot!(package.run("revision --autogenerate -m x --rev-id b2"), @r"
    $ cargo migrator revision --autogenerate -m x --rev-id b2
    [stderr]
    the application speaks
    Nothing has changed: the migrations make what is declared.
    ");
    assert_snapshot!(package.run("revision --autogenerate -m x --rev-id b2 --json"), @r#"
    $ cargo migrator revision --autogenerate -m x --rev-id b2 --json
    {
      "version": 1,
      "verb": "revision",
      "dry_run": false,
      "revision": null,
      "files": [],
      "warnings": [],
      "dialect": "sqlite",
      "changes": [],
      "losses": [],
      "cautions": [],
      "is_proved": false,
      "unproved": [],
      "notes": []
    }
    [stderr]
    the application speaks
    "#);
    assert_eq!(package.migrations(), "a1_make_a1.sql");
    assert_snapshot!(package.run("revision --autogenerate -m x --rev-id b2 --allow-empty"), @r"
    $ cargo migrator revision --autogenerate -m x --rev-id b2 --allow-empty
    migrations/b2_x.rs
    [stderr]
    the application speaks
    created a1 -> b2, x
    ");
    assert_snapshot!(package.read("migrations/b2_x.rs"), @r#"
    //! x
    use migrator::prelude::*;

    pub const REVISION: &str = "b2";
    pub const DOWN_REVISION: &[&str] = &["a1"];

    pub fn upgrade(op: &mut Op) -> Result {
        let _ = op;
        Ok(())
    }

    pub fn downgrade(op: &mut Op) -> Result {
        let _ = op;
        Ok(())
    }
    "#);
}

#[test]
fn a_revision_without_a_message_is_called_by_what_it_does() {
    let package = package(PROPOSAL, 0);
    assert_eq!(
        package.result("revision --autogenerate --rev-id b2 --quiet"),
        "migrations/b2_add_users_age.rs\n"
    );
}

#[test]
fn a_dry_run_shows_the_file_and_keeps_nothing() {
    let package = package(PROPOSAL, 0);
    assert_snapshot!(package.run("revision --autogenerate --rev-id b2 --dry-run"), @r#"
    $ cargo migrator revision --autogenerate --rev-id b2 --dry-run
    create migrations/b2_add_users_age.rs
    //! add users.age
    use migrator::prelude::*;

    pub const REVISION: &str = "b2";
    pub const DOWN_REVISION: &[&str] = &["a1"];

    pub fn upgrade(op: &mut Op) -> Result {
        op.add_column("users", Column::new("age", integer()));
        // Drops values: those of users.nick.
        op.drop_column("users", "nick");
        Ok(())
    }

    pub fn downgrade(op: &mut Op) -> Result {
        op.add_column("users", Column::new("nick", text()));
        op.drop_column("users", "age");
        Ok(())
    }
    [stderr]
    the application speaks
    INFO  [migrator] Detected added column users.age
    INFO  [migrator] Detected removed column users.nick
    warning: the upgrade loses:
      the values of users.nick
    Tried on a scratch database, up and down.
    "#);
    assert_snapshot!(package.run("revision --autogenerate --rev-id b2 --dry-run --json"), @r#"
    $ cargo migrator revision --autogenerate --rev-id b2 --dry-run --json
    {
      "version": 1,
      "verb": "revision",
      "dry_run": true,
      "revision": "b2",
      "files": [
        {
          "path": "migrations/b2_add_users_age.rs",
          "change": "created",
          "from": null,
          "text": "//! add users.age\nuse migrator::prelude::*;\n\npub const REVISION: &str = \"b2\";\npub const DOWN_REVISION: &[&str] = &[\"a1\"];\n\npub fn upgrade(op: &mut Op) -> Result {\n    op.add_column(\"users\", Column::new(\"age\", integer()));\n    // Drops values: those of users.nick.\n    op.drop_column(\"users\", \"nick\");\n    Ok(())\n}\n\npub fn downgrade(op: &mut Op) -> Result {\n    op.add_column(\"users\", Column::new(\"nick\", text()));\n    op.drop_column(\"users\", \"age\");\n    Ok(())\n}\n"
        }
      ],
      "warnings": [],
      "dialect": "sqlite",
      "changes": [
        {
          "change": "added",
          "kind": "column",
          "name": "users.age",
          "loses": null,
          "text": "added column users.age"
        },
        {
          "change": "removed",
          "kind": "column",
          "name": "users.nick",
          "loses": "the values of users.nick",
          "text": "removed column users.nick"
        }
      ],
      "losses": [
        "the values of users.nick"
      ],
      "cautions": [],
      "is_proved": true,
      "unproved": [],
      "notes": []
    }
    [stderr]
    the application speaks
    "#);
    assert_eq!(package.migrations(), "a1_make_a1.sql");
}

#[test]
fn the_answer_is_one_object_with_what_was_found() {
    let package = package(PROPOSAL, 0);
    assert_snapshot!(package.run("revision --autogenerate --rev-id b2 --json"), @r#"
    $ cargo migrator revision --autogenerate --rev-id b2 --json
    {
      "version": 1,
      "verb": "revision",
      "dry_run": false,
      "revision": "b2",
      "files": [
        {
          "path": "migrations/b2_add_users_age.rs",
          "change": "created",
          "from": null
        }
      ],
      "warnings": [],
      "dialect": "sqlite",
      "changes": [
        {
          "change": "added",
          "kind": "column",
          "name": "users.age",
          "loses": null,
          "text": "added column users.age"
        },
        {
          "change": "removed",
          "kind": "column",
          "name": "users.nick",
          "loses": "the values of users.nick",
          "text": "removed column users.nick"
        }
      ],
      "losses": [
        "the values of users.nick"
      ],
      "cautions": [],
      "is_proved": true,
      "unproved": [],
      "notes": []
    }
    [stderr]
    the application speaks
    "#);
}

#[test]
fn answers_are_kept_for_others_if_wanted() {
    let package = package(PROPOSAL, 0);
    package.run("revision --autogenerate --rev-id b2");
    assert!(!package.path("migrations/hints.toml").exists());
    assert_snapshot!(package.run("revision --autogenerate --rev-id c3 --head b2 --remember"), @r"
    $ cargo migrator revision --autogenerate --rev-id c3 --head b2 --remember
    migrations/c3_add_users_age.rs
    [stderr]
    the application speaks
    INFO  [migrator] Detected added column users.age
    INFO  [migrator] Detected removed column users.nick
    warning: the upgrade loses:
      the values of users.nick
    Tried on a scratch database, up and down.
    added 1 answer to migrations/hints.toml
    created b2 -> c3, add users.age
    ");
    assert_snapshot!(package.read("migrations/hints.toml"), @r#"
    # What `cargo migrator revision --autogenerate` cannot know: what was renamed, what rows get that are there.
    # A line may stay when its revision is written: what does not apply any more is passed over.

    [[rename]]
    table = "users"
    from = "nick"
    dropped = true
    "#);
}

#[test]
fn an_application_that_fails_has_said_why() {
    for (exit, expected) in [
        (1, "[exit 1]"),
        (2, "[exit 2]"),
        (4, "[exit 4]"),
        (101, "[exit 101]"),
    ] {
        let package = package("", exit);
        let seen = package.run("revision --autogenerate -m x --rev-id b2");
        assert!(
            seen.ends_with(&format!("[stderr]\nthe application speaks\n{expected}\n")),
            "{seen}"
        );
        assert_eq!(package.migrations(), "a1_make_a1.sql");
    }
}

#[test]
fn an_answer_that_is_none_is_not_written_down() {
    let package = package("Hello, world!", 0);
    assert_snapshot!(package.run("revision --autogenerate -m x --rev-id b2"), @r"
    $ cargo migrator revision --autogenerate -m x --rev-id b2
    [stderr]
    the application speaks
    error: the application's answer is not understood
      caused by: expected value at line 1 column 1
    help: let the application have the version of `migrator-cli` that `cargo migrator --version` prints
    [exit 1]
    ");
    assert_eq!(package.migrations(), "a1_make_a1.sql");
}

#[test]
fn what_no_revision_could_be_is_refused_before_anything_is_compiled() {
    let package = package(PROPOSAL, 0).sql("b2", "a1").sql("c3", "a1");
    assert_snapshot!(package.run("revision --autogenerate -m x"), @r"
    $ cargo migrator revision --autogenerate -m x
    [stderr]
    error: there are several heads: `b2` (make b2), `c3` (make c3)
    help: name one, with `--head b2` or `--head c3`, or merge them with `cargo migrator merge`
    [exit 1]
    ");
    assert_snapshot!(package.run("revision --autogenerate -m x --head b2 --rev-id c3"), @r"
    $ cargo migrator revision --autogenerate -m x --head b2 --rev-id c3
    [stderr]
    error: the revision id `c3` is already used by migrations/c3_make_c3.sql
    help: choose another id
    [exit 1]
    ");
    package.write("migrations/hints.toml", "[[rename]]\nfrom = 'a'\n");
    assert_snapshot!(package.run("revision --autogenerate -m x --head b2"), @r"
    $ cargo migrator revision --autogenerate -m x --head b2
    [stderr]
    error: the hints are not understood (migrations/hints.toml:1:1)
      caused by: neither `to` nor `dropped = true` is said
    help: say one of the two
    [exit 2]
    ");
    assert!(!package.path("told").exists());
}

#[test]
fn a_comparison_is_nothing_for_a_revision_that_is_written_by_hand() {
    let package = package(PROPOSAL, 0);
    assert_snapshot!(package.run("revision -m x --rename users.nick=name"), @r"
    $ cargo migrator revision -m x --rename users.nick=name
    [stderr]
    error: there is nothing to compare for a revision that you write
    help: add `--autogenerate`
    [exit 2]
    ");
    assert_snapshot!(package.run("revision -m x --no-proof"), @r"
    $ cargo migrator revision -m x --no-proof
    [stderr]
    error: the following required arguments were not provided:
      --autogenerate

    Usage: cargo migrator revision --autogenerate --message <TEXT> --no-proof

    For more information, try '--help'.
    [exit 2]
    ");
    assert!(!package.path("told").exists());
}

#[test]
fn hooks_and_templates_are_for_these_revisions_too() {
    let package = package(PROPOSAL, 0)
        .set("template = 'template.rs'")
        .set("[[post-write-hooks]]\ncommand = 'sed -i s/Drops/Loses/'");
    package.write(
        "template.rs",
        "${doc}\nuse migrator::prelude::*;\n${header}\n\n/// Up.\npub fn upgrade(op: &mut Op) -> Result {\n\
         ${upgrades}\n    Ok(())\n}\n\npub fn downgrade(op: &mut Op) -> Result {\n${downgrades}\n    Ok(())\n}\n",
    );
    package.run("revision --autogenerate --rev-id b2");
    assert_snapshot!(package.read("migrations/b2_add_users_age.rs"), @r#"
    //! add users.age
    use migrator::prelude::*;
    pub const REVISION: &str = "b2";
    pub const DOWN_REVISION: &[&str] = &["a1"];

    /// Up.
    pub fn upgrade(op: &mut Op) -> Result {
        op.add_column("users", Column::new("age", integer()));
        // Loses values: those of users.nick.
        op.drop_column("users", "nick");
        Ok(())
    }

    pub fn downgrade(op: &mut Op) -> Result {
        op.add_column("users", Column::new("nick", text()));
        op.drop_column("users", "age");
        Ok(())
    }
    "#);
}
