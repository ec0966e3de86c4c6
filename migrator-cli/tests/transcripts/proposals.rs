//! `revision --autogenerate` and `check` with an application that compares, on both databases.
//!
//! In the place of cargo stands a program that becomes the example application.

use std::os::unix::fs::PermissionsExt as _;

use insta::assert_snapshot;
use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};

use crate::databases::{Scene, on_each};
use crate::package::Package;
use crate::support::{Place, example};

const MIGRATION: &str = "migrations/6f2a81c09d35_create_account.rs";

/// A package, whose application declares such models, and whose database is the scene's.
pub(crate) fn package(scene: &Scene, models: &str) -> Package {
    let package = Package::new();
    let migration = include_str!("../../examples/models/6f2a81c09d35_create_account.rs");
    package.write(MIGRATION, migration);
    package.write("src/bin/migrate.rs", "");
    let program = example("models");
    let script = format!(
        "#!/bin/sh\nwhile [ \"$1\" != -- ]; do shift; done\nshift\nexec {} \"$@\"\n",
        program.display()
    );
    package.write("cargo", &script);
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(package.path("cargo"), executable).expect("an executable");
    let [cargo, cache] = ["cargo", "cache"].map(|name| package.path(name).display().to_string());
    package
        .variable("CARGO", &cargo)
        .variable("CACHE", &cache)
        .variable("MODELS", models)
        .variable("DATABASE_URL", &scene.url_from_anywhere())
}

#[test]
fn nothing_is_written_where_the_migrations_make_what_is_declared() {
    on_each(|scene| {
        let package = package(scene, "same");
        assert_snapshot!(package.run("revision --autogenerate -m x"), @r"
        $ cargo migrator revision --autogenerate -m x
        [stderr]
        Nothing has changed: the migrations make what is declared.
        ");
        assert_snapshot!(package.run("check"), @r"
        $ cargo migrator check
        [stderr]
        The migrations make what is declared.
        ");
        assert_snapshot!(package.run("check --json"), @r#"
        $ cargo migrator check --json
        {
          "version": 1,
          "verb": "check",
          "is_same": true,
          "changes": [],
          "questions": []
        }
        "#);
        assert_eq!(scene.tables(), "");
    });
}

#[test]
fn a_revision_makes_what_is_new() {
    on_each(|scene| {
        let package = package(scene, "grown");
        assert_snapshot!(package.run("check"), @r"
        $ cargo migrator check
        added table visit
        added column account.age
        added index ix_visit_day on visit
        [stderr]
        error: the migrations do not make what is declared: 3 differences
        help: write the revision with `cargo migrator revision --autogenerate -m TEXT`
        [exit 1]
        ");
        assert_snapshot!(package.run("check --exit-code --quiet"), @r"
        $ cargo migrator check --exit-code --quiet
        added table visit
        added column account.age
        added index ix_visit_day on visit
        [stderr]
        error: the migrations do not make what is declared: 3 differences
        help: write the revision with `cargo migrator revision --autogenerate -m TEXT`
        [exit 3]
        ");
        assert_snapshot!(package.run("revision --autogenerate -m 'Visits' --rev-id b2"), @r"
        $ cargo migrator revision --autogenerate -m 'Visits' --rev-id b2
        migrations/b2_visits.rs
        [stderr]
        INFO  [migrator] Detected added table visit
        INFO  [migrator] Detected added column account.age
        INFO  [migrator] Detected added index ix_visit_day on visit
        Tried on a scratch database, up and down.
        created 6f2a81c09d35 -> b2, Visits
        ");
        // The file is no migration of the application before it is compiled again.
        assert_snapshot!(package.run("revision --autogenerate -m 'Visits'"), @r"
        $ cargo migrator revision --autogenerate -m 'Visits'
        [stderr]
        error: the application was compiled without the revision `b2` of `migrations`
        help: name the folder that the application embeds with the setting `folder`, or add a `build.rs`, which notices new files
        [exit 1]
        ");
        assert_eq!(scene.tables(), "");
        assert!(package.migrations().contains("b2_visits.rs"));
    });
}

#[test]
fn a_revision_is_written_for_a_kind_of_database() {
    let written = |scene: &Scene| {
        let package = package(scene, "grown");
        package.run("revision --autogenerate -m 'Visits' --rev-id b2");
        package.read("migrations/b2_visits.rs")
    };
    assert_snapshot!(written(&Scene::sqlite()), @r#"
    //! Visits
    use migrator::prelude::*;

    pub const REVISION: &str = "b2";
    pub const DOWN_REVISION: &[&str] = &["6f2a81c09d35"];

    pub fn upgrade(op: &mut Op) -> Result {
        op.create_table(
            Table::new("visit")
                .column(Column::new("id", integer()).primary_key())
                .column(
                    Column::new("account", integer())
                        .not_null()
                        .references("account", "id"),
                )
                .column(Column::new("day", date()).not_null()),
        );
        op.add_column("account", Column::new("age", integer()));
        op.create_index(Index::new("ix_visit_day").on("visit", ["day"]));
        Ok(())
    }

    pub fn downgrade(op: &mut Op) -> Result {
        // Drops data: the rows of visit.
        op.drop_table("visit");
        // Drops data: the values of account.age.
        op.drop_column("account", "age");
        Ok(())
    }
    "#);
    if let Some(scene) = Scene::postgres() {
        assert_snapshot!(written(&scene), @r#"
        //! Visits
        use migrator::prelude::*;

        pub const REVISION: &str = "b2";
        pub const DOWN_REVISION: &[&str] = &["6f2a81c09d35"];

        pub fn upgrade(op: &mut Op) -> Result {
            op.create_table(
                Table::new("visit")
                    .column(Column::new("id", integer()).primary_key())
                    .column(
                        Column::new("account", integer())
                            .not_null()
                            .references("account", "id"),
                    )
                    .column(Column::new("day", date()).not_null()),
            );
            op.add_column("account", Column::new("age", integer()));
            op.create_index(Index::new("ix_visit_day").on("visit", ["day"]));
            Ok(())
        }

        pub fn downgrade(op: &mut Op) -> Result {
            // Drops data: the rows of visit.
            op.drop_table("visit");
            // Drops data: the values of account.age.
            op.drop_column("account", "age");
            Ok(())
        }
        "#);
    }
}

#[test]
fn what_is_lost_is_said_and_marked() {
    on_each(|scene| {
        let package = package(scene, "shrunk");
        assert_snapshot!(package.run("revision --autogenerate --rev-id b2 --dry-run"), @r#"
        $ cargo migrator revision --autogenerate --rev-id b2 --dry-run
        create migrations/b2_remove_column_account_description.rs
        //! remove column account.description
        use migrator::prelude::*;

        pub const REVISION: &str = "b2";
        pub const DOWN_REVISION: &[&str] = &["6f2a81c09d35"];

        pub fn upgrade(op: &mut Op) -> Result {
            // Drops data: the values of account.description.
            op.drop_column("account", "description");
            Ok(())
        }

        pub fn downgrade(op: &mut Op) -> Result {
            op.add_column("account", Column::new("description", text()));
            Ok(())
        }
        [stderr]
        INFO  [migrator] Detected removed column account.description
        warning: the upgrade loses:
          the values of account.description
        Tried on a scratch database, up and down.
        "#);
    });
}

#[test]
fn a_revision_may_be_sql() {
    let line = "revision --autogenerate --sql --rev-id b2 -m visits --dry-run";
    assert_snapshot!(package(&Scene::sqlite(), "grown").run(line), @r#"
    $ cargo migrator revision --autogenerate --sql --rev-id b2 -m visits --dry-run
    create migrations/b2_visits.sql
    -- visits
    -- revision: b2
    -- down_revision: 6f2a81c09d35

    -- migrate:up
    CREATE TABLE "visit" ("id" INTEGER CONSTRAINT "pk_visit" PRIMARY KEY, "account" INTEGER NOT NULL CONSTRAINT "fk_visit_account_account" REFERENCES "account" ("id"), "day" DATE NOT NULL);
    ALTER TABLE "account" ADD COLUMN "age" INTEGER;
    CREATE INDEX "ix_visit_day" ON "visit" (`day`);

    -- migrate:down
    -- Drops data: the rows of visit.
    DROP TABLE "main"."visit";
    -- Drops data: the values of account.age.
    ALTER TABLE "main"."account" DROP COLUMN "age";
    [stderr]
    INFO  [migrator] Detected added table visit
    INFO  [migrator] Detected added column account.age
    INFO  [migrator] Detected added index ix_visit_day on visit
    Tried on a scratch database, up and down.
    "#);
    if let Some(scene) = Scene::postgres() {
        assert_snapshot!(package(&scene, "grown").run(line), @r#"
        $ cargo migrator revision --autogenerate --sql --rev-id b2 -m visits --dry-run
        create migrations/b2_visits.sql
        -- visits
        -- revision: b2
        -- down_revision: 6f2a81c09d35

        -- migrate:up
        CREATE TABLE "visit" ("id" INTEGER GENERATED BY DEFAULT AS IDENTITY CONSTRAINT "pk_visit" PRIMARY KEY, "account" INTEGER NOT NULL CONSTRAINT "fk_visit_account_account" REFERENCES "account" ("id"), "day" DATE NOT NULL);
        ALTER TABLE "account" ADD COLUMN "age" INTEGER;
        CREATE INDEX "ix_visit_day" ON "visit" ("day");

        -- migrate:down
        -- Drops data: the rows of visit.
        DROP TABLE "visit";
        -- Drops data: the values of account.age.
        ALTER TABLE "account" DROP COLUMN "age";
        [stderr]
        INFO  [migrator] Detected added table visit
        INFO  [migrator] Detected added column account.age
        INFO  [migrator] Detected added index ix_visit_day on visit
        Tried on a scratch database, up and down.
        "#);
    }
}

#[test]
fn without_a_terminal_a_question_is_an_error_that_says_what_to_write() {
    on_each(|scene| {
        let package = package(scene, "renamed");
        assert_snapshot!(package.run("revision --autogenerate -m x"), @r#"
        $ cargo migrator revision --autogenerate -m x
        [stderr]
        error: 1 question is open, and nobody can be asked here
          the column `account.nick` is gone, and `account.name` is new: was it renamed?
            [[rename]]
            table = "account"
            from = "nick"
            to = "name" # or: dropped = true
        help: write the answers into `migrations/hints.toml`, or type them: `--rename account.nick=name`
        [exit 1]
        "#);
        assert_eq!(package.migrations(), "6f2a81c09d35_create_account.rs");
        assert_snapshot!(package.run("check"), @r"
        $ cargo migrator check
        added column account.name
        removed column account.nick
        the column `account.nick` is gone, and `account.name` is new: was it renamed?
        [stderr]
        error: the migrations do not make what is declared: 2 differences, 1 question
        help: write the revision with `cargo migrator revision --autogenerate -m TEXT`
        [exit 1]
        ");
        assert_snapshot!(package.run("check --json --exit-code"), @r#"
        $ cargo migrator check --json --exit-code
        {
          "version": 1,
          "verb": "check",
          "is_same": false,
          "changes": [
            {
              "change": "added",
              "kind": "column",
              "name": "account.name",
              "loses": null,
              "text": "added column account.name"
            },
            {
              "change": "removed",
              "kind": "column",
              "name": "account.nick",
              "loses": "the values of account.nick",
              "text": "removed column account.nick"
            }
          ],
          "questions": [
            {
              "text": "the column `account.nick` is gone, and `account.name` is new: was it renamed?",
              "hint": "[[rename]]\ntable = \"account\"\nfrom = \"nick\"\nto = \"name\" # or: dropped = true\n"
            }
          ]
        }
        [stderr]
        error: the migrations do not make what is declared: 2 differences, 1 question
        help: write the revision with `cargo migrator revision --autogenerate -m TEXT`
        [exit 3]
        "#);
    });
}

#[test]
fn an_answer_is_typed_or_stands_in_a_file() {
    on_each(|scene| {
        let renamed = package(scene, "renamed");
        let line = "revision --autogenerate --rev-id b2 -m x --dry-run";
        assert_snapshot!(renamed.run(&format!("{line} --rename account.nick=name")), @r#"
        $ cargo migrator revision --autogenerate --rev-id b2 -m x --dry-run --rename account.nick=name
        create migrations/b2_x.rs
        //! x
        use migrator::prelude::*;

        pub const REVISION: &str = "b2";
        pub const DOWN_REVISION: &[&str] = &["6f2a81c09d35"];

        pub fn upgrade(op: &mut Op) -> Result {
            op.rename_column("account", "nick", "name");
            Ok(())
        }

        pub fn downgrade(op: &mut Op) -> Result {
            op.rename_column("account", "name", "nick");
            Ok(())
        }
        [stderr]
        INFO  [migrator] Detected renamed column account.nick to name
        Tried on a scratch database, up and down.
        "#);
        renamed.write(
            "migrations/hints.toml",
            "[[rename]]\ntable = \"account\"\nfrom = \"nick\"\ndropped = true\n",
        );
        assert_snapshot!(renamed.run(line), @r#"
        $ cargo migrator revision --autogenerate --rev-id b2 -m x --dry-run
        [stderr]
        error: 1 question is open, and nobody can be asked here
          `account.name` may not be NULL and has no default: what do rows get that are there?
            [[backfill]]
            table = "account"
            column = "name"
            expression = "…" # or: no-rows = true
        help: write the answers into `migrations/hints.toml`, or type them: `--backfill account.name=…`
        [exit 1]
        "#);
        // What is typed is stronger.
        let typed = renamed.run(&format!("{line} --rename account.nick=name"));
        assert!(typed.contains("rename"), "{typed}");
        let required = package(scene, "required");
        assert_snapshot!(required.run(&format!("{line} --backfill account.email=\"nick || '@example.org'\"")), @r##"
        $ cargo migrator revision --autogenerate --rev-id b2 -m x --dry-run --backfill account.email="nick || '@example.org'"
        create migrations/b2_x.rs
        //! x
        use migrator::prelude::*;

        pub const REVISION: &str = "b2";
        pub const DOWN_REVISION: &[&str] = &["6f2a81c09d35"];

        pub fn upgrade(op: &mut Op) -> Result {
            op.add_column("account", Column::new("email", text()));
            op.execute(r#"UPDATE "account" SET "email" = (nick || '@example.org')"#);
            op.alter_column(
                "account",
                AlterColumn::new("email")
                    .not_null()
                    .was(Column::new("email", text())),
            );
            Ok(())
        }

        pub fn downgrade(op: &mut Op) -> Result {
            // Drops data: the values of account.email.
            op.drop_column("account", "email");
            Ok(())
        }
        [stderr]
        INFO  [migrator] Detected added column account.email
        Tried on a scratch database, up and down.
        "##);
    });
}

/// Calls `cargo migrator` on a terminal whose lines stay as they are: whether one shows for a moment that the
/// comparison is at work depends on the machine.
fn on_terminal(package: &Package, line: &str) -> PtySession {
    let mut command = package.program(line);
    command.env("TERM", "dumb");
    spawn_command(command, Some(120_000)).expect("a terminal")
}

/// Returns what is seen from here on, and how it ends.
fn end(session: &mut PtySession) -> (String, i32) {
    let seen = session.exp_eof().expect("an end").replace('\r', "");
    match session.process().wait().expect("a status") {
        WaitStatus::Exited(_, code) => (seen, code),
        status => panic!("{status:?}"),
    }
}

#[test]
fn a_question_is_answered_on_the_terminal_and_kept_if_wanted() {
    on_each(|scene| {
        let package = package(scene, "renamed");
        let line = "revision --autogenerate --rev-id b2 -m x --remember --color never";
        let mut session = on_terminal(&package, line);
        let asked = session.exp_string("Answer [1-2]: ").expect("a question");
        assert_snapshot!(asked.replace('\r', ""), @r"
        the column `account.nick` is gone, and `account.name` is new: was it renamed?
          [1] renamed to `account.name` (80 % alike)
          [2] dropped, with its values
        ");
        session.send_line("7").expect("an answer");
        session
            .exp_string("Answer [1-2]: ")
            .expect("the question again");
        session.send_line("1").expect("an answer");
        let (seen, code) = end(&mut session);
        assert_snapshot!(seen, @r"
        INFO  [migrator] Detected renamed column account.nick to name
        Tried on a scratch database, up and down.
        added 1 answer to migrations/hints.toml
        created 6f2a81c09d35 -> b2, x
        migrations/b2_x.rs
        ");
        assert_eq!(code, 0);
        assert_snapshot!(package.read("migrations/hints.toml"), @r#"
        # What `cargo migrator revision --autogenerate` cannot know: what was renamed, what rows get that are there.
        # A line may stay when its revision is written: what does not apply any more is passed over.

        [[rename]]
        table = "account"
        from = "nick"
        to = "name"
        "#);
        let text = package.read("migrations/b2_x.rs");
        assert!(
            text.contains("op.rename_column(\"account\", \"nick\", \"name\");"),
            "{text}"
        );
    });
}

#[test]
fn a_question_that_is_interrupted_says_that_nothing_was_written() {
    let package = package(&Scene::sqlite(), "renamed");
    let line = "revision --autogenerate --rev-id b2 -m x --color never";
    let mut session = on_terminal(&package, line);
    session.exp_string("Answer [1-2]: ").expect("a question");
    session.send_control('c').expect("an interruption");
    let (seen, code) = end(&mut session);
    assert!(
        seen.ends_with("\nerror: the question was not answered, and nothing was written\n"),
        "{seen}"
    );
    assert_eq!(code, 130);
}

#[test]
fn one_answer_leads_to_the_next_question() {
    let package = package(&Scene::sqlite(), "renamed");
    let mut session = on_terminal(
        &package,
        "revision --autogenerate --rev-id b2 -m x --color never",
    );
    session.exp_string("Answer [1-2]: ").expect("a question");
    session.send_line("2").expect("an answer");
    let asked = session
        .exp_string("SQL, or - if there are no rows: ")
        .expect("a question");
    assert_snapshot!(asked.replace('\r', ""), @"`account.name` may not be NULL and has no default: what do rows get that are there?");
    session.send_line("'nobody'").expect("an answer");
    let (seen, code) = end(&mut session);
    assert_snapshot!(seen, @r"
    INFO  [migrator] Detected added column account.name
    INFO  [migrator] Detected removed column account.nick
    warning: the upgrade loses:
      the values of account.nick
    warning: seen when it was tried:
      the way back leaves the columns of account in another order
    Tried on a scratch database, up and down.
    created 6f2a81c09d35 -> b2, x
    migrations/b2_x.rs
    ");
    assert_eq!(code, 0);
    assert!(!package.path("migrations/hints.toml").exists());
    let text = package.read("migrations/b2_x.rs");
    assert!(
        text.contains("'nobody'") && text.contains("drop_column"),
        "{text}"
    );
}

#[test]
fn without_an_answer_nothing_is_written() {
    let package = package(&Scene::sqlite(), "renamed");
    let mut session = on_terminal(&package, "revision --autogenerate -m x --color never");
    session.exp_string("Answer [1-2]: ").expect("a question");
    session.send_control('d').expect("the end of the input");
    let (seen, code) = end(&mut session);
    assert_snapshot!(seen.trim(), @"error: the question was not answered, and nothing was written");
    assert_eq!(code, 1);
    let mut session = on_terminal(&package, "revision --autogenerate -m x --color never");
    session.exp_string("Answer [1-2]: ").expect("a question");
    session.send_control('c').expect("an interrupt");
    assert_eq!(end(&mut session).1, 130);
    assert_eq!(package.migrations(), "6f2a81c09d35_create_account.rs");
}

#[test]
fn an_application_that_declares_nothing_has_nothing_to_compare() {
    let place = Place::new();
    assert_snapshot!(place.migrate("check"), @r"
    $ migrate check
    [stderr]
    error: the application declares no schema
    help: derive `migrator::Table` for its models and have the binary refer to their crate, as with `use shop as _;`, or give `Cli::declared` what there is to be
    [exit 2]
    ");
    let mut command = place.command(&example("two-databases"));
    command
        .env("BILLING_DATABASE_URL", "sqlite:billing.db")
        .env("MIGRATOR_PROGRAM", "migrate");
    assert_snapshot!(place.transcript("migrate", "check -n billing", command), @r#"
    $ migrate check -n billing
    [stderr]
    error: nothing is declared for the database `billing`
    help: declare it with `Cli::declared_for("billing", …)` in the application
    [exit 2]
    "#);
}

#[test]
fn the_database_itself_is_compared_with_if_it_is_at_head() {
    on_each(|scene| {
        let package = package(scene, "same");
        assert_snapshot!(package.run("revision --autogenerate --from-database -m x"), @r"
        $ cargo migrator revision --autogenerate --from-database -m x
        [stderr]
        error: the database is not at head: it stands at base, and 1 revision is not applied
        help: run `cargo migrator upgrade heads` first, or leave out `--from-database`; a database that has the tables already is stamped once, with `cargo migrator stamp REVISION`
        [exit 1]
        ");
        package.run("upgrade head");
        assert_snapshot!(package.run("check --from-database"), @r"
        $ cargo migrator check --from-database
        [stderr]
        The database has what is declared.
        ");
        scene.execute("ALTER TABLE account ADD COLUMN made_by_hand integer");
        assert_snapshot!(package.run("check --from-database"), @r"
        $ cargo migrator check --from-database
        removed column account.made_by_hand
        [stderr]
        error: the database does not have what is declared: 1 difference
        help: write the revision with `cargo migrator revision --autogenerate --from-database -m TEXT`
        [exit 1]
        ");
        assert_snapshot!(package.run("check"), @r"
        $ cargo migrator check
        [stderr]
        The migrations make what is declared.
        ");
    });
}

#[test]
fn the_application_must_have_the_revisions_of_the_folder() {
    let package = package(&Scene::sqlite(), "grown").sql("b2", "6f2a81c09d35");
    assert_snapshot!(package.run("revision --autogenerate -m x"), @r"
    $ cargo migrator revision --autogenerate -m x
    [stderr]
    error: the application was compiled without the revision `b2` of `migrations`
    help: name the folder that the application embeds with the setting `folder`, or add a `build.rs`, which notices new files
    [exit 1]
    ");
}
