//! `upgrade`.

use insta::assert_snapshot;

use crate::databases::{Scene, on_each};
use crate::support::Place;

#[test]
fn an_unknown_target_is_named() {
    on_each(|scene| {
        assert_snapshot!(scene.migrate("upgrade nowhere"), @r#"
        $ migrate upgrade nowhere
        [stderr]
        error: no revision or label is called `nowhere`
        help: look at `migrate history`, which lists the revisions there are
        [exit 1]
        "#);
    });
}

#[test]
fn each_revision_is_a_line_in_alembics_words() {
    on_each(|scene| {
        assert_snapshot!(scene.migrate("upgrade 1975"), @r"
        $ migrate upgrade 1975
        [stderr]
        INFO  [migrator] Running upgrade  -> 1975ea83b712, create account table
        Applied 1 revision in <time>; the database is now at 1975ea83b712.
        ");
        assert_eq!(scene.rows(), "1975ea83b712");
        assert_snapshot!(scene.migrate("upgrade head"), @r"
        $ migrate upgrade head
        [stderr]
        INFO  [migrator] Running upgrade 1975ea83b712 -> 27c6a30d7c24, add shopping cart table
        INFO  [migrator] Running upgrade 1975ea83b712 -> ae1027a6acf0, add a column
        INFO  [migrator] Running upgrade ae1027a6acf0, 27c6a30d7c24 -> 53fffde5ad50, merge ae1 and 27c
        Applied 3 revisions in <time>; the database is now at 53fffde5ad50.
        ");
        assert_eq!(scene.rows(), "53fffde5ad50");
        assert_eq!(
            scene.tables(),
            "account alembic_version migrator_history shopping_cart"
        );
        assert_snapshot!(scene.migrate("upgrade head"), @r"
        $ migrate upgrade head
        [stderr]
        Nothing to do: the database is at 53fffde5ad50.
        ");
    });
}

#[test]
fn relative_steps_and_branches_are_understood() {
    on_each(|scene| {
        assert_snapshot!(scene.migrate("upgrade +1 --quiet"), @"$ migrate upgrade +1 --quiet");
        assert_snapshot!(scene.migrate("upgrade shoppingcart@27c6 --quiet"), @"$ migrate upgrade shoppingcart@27c6 --quiet");
        assert_eq!(scene.rows(), "27c6a30d7c24");
        assert_eq!(
            scene.tables(),
            "account alembic_version migrator_history shopping_cart"
        );
    });
}

#[test]
fn statements_are_shown_when_asked_for() {
    let scene = Scene::sqlite();
    assert_snapshot!(scene.migrate("upgrade ae10 -v"), @r#"
    $ migrate upgrade ae10 -v
    [stderr]
    DEBUG [migrator] 2 revisions to run
    INFO  [migrator] Running upgrade  -> 1975ea83b712, create account table
    DEBUG [migrator] CREATE TABLE "account" ("id" INTEGER CONSTRAINT "pk_account" PRIMARY KEY, "name" VARCHAR(50) NOT NULL, "description" VARCHAR(200))
    DEBUG [migrator] 1975ea83b712 took <time>
    INFO  [migrator] Running upgrade 1975ea83b712 -> ae1027a6acf0, add a column
    DEBUG [migrator] ALTER TABLE account ADD COLUMN last_transaction_date TIMESTAMP
    DEBUG [migrator] ae1027a6acf0 took <time>
    Applied 2 revisions in <time>; the database is now at ae1027a6acf0.
    "#);
}

#[test]
fn the_report_is_one_object() {
    on_each(|scene| {
        assert_snapshot!(scene.migrate("upgrade ae10 --json --quiet"), @r#"
        $ migrate upgrade ae10 --json --quiet
        {
          "version": 1,
          "verb": "upgrade",
          "steps": [
            {
              "revision": "1975ea83b712",
              "message": "create account table",
              "direction": "upgrade",
              "n_statements": 1,
              "duration_ms": 0
            },
            {
              "revision": "ae1027a6acf0",
              "message": "add a column",
              "direction": "upgrade",
              "n_statements": 1,
              "duration_ms": 0
            }
          ],
          "before": [],
          "after": [
            "ae1027a6acf0"
          ],
          "duration_ms": 0,
          "waited_ms": 0,
          "warnings": []
        }
        "#);
        assert_snapshot!(scene.migrate("upgrade ae10 --json"), @r#"
        $ migrate upgrade ae10 --json
        {
          "version": 1,
          "verb": "upgrade",
          "steps": [],
          "before": [
            "ae1027a6acf0"
          ],
          "after": [
            "ae1027a6acf0"
          ],
          "duration_ms": 0,
          "waited_ms": 0,
          "warnings": []
        }
        "#);
    });
}

#[test]
fn a_failed_migration_is_rolled_back_and_those_before_it_stay() {
    let scene = Scene::sqlite();
    assert_snapshot!(scene.trouble("failing", "upgrade head"), @r"
    $ migrate upgrade head
    [stderr]
    INFO  [migrator] Running upgrade  -> 0f21c6a3d9e8, create account
    INFO  [migrator] Running upgrade 0f21c6a3d9e8 -> e85b6d20c417, fill what is not there
    error: upgrade of revision `e85b6d20c417` (examples/troubles/failing/e85b6d20c417_fill_what_is_not_there.sql) failed at statement 2 of 2 (examples/troubles/failing/e85b6d20c417_fill_what_is_not_there.sql:7)
      caused by: no such table: missing
      statement: INSERT INTO missing (id) VALUES (1)
      applied before this: `0f21c6a3d9e8`; nothing of `e85b6d20c417` was kept
    help: fix the data or the statement, then run it again
    [exit 1]
    ");
    assert_eq!(scene.tables(), "account alembic_version migrator_history");
    assert_eq!(scene.rows(), "0f21c6a3d9e8");
    let Some(scene) = Scene::postgres() else {
        return;
    };
    assert_snapshot!(scene.trouble("failing", "upgrade head"), @r#"
    $ migrate upgrade head
    [stderr]
    INFO  [migrator] Running upgrade  -> 0f21c6a3d9e8, create account
    INFO  [migrator] Running upgrade 0f21c6a3d9e8 -> e85b6d20c417, fill what is not there
    error: upgrade of revision `e85b6d20c417` (examples/troubles/failing/e85b6d20c417_fill_what_is_not_there.sql) failed at statement 2 of 2 (examples/troubles/failing/e85b6d20c417_fill_what_is_not_there.sql:7)
      caused by: relation "missing" does not exist
      statement: INSERT INTO missing (id) VALUES (1)
      applied before this: `0f21c6a3d9e8`; nothing of `e85b6d20c417` was kept
    help: fix the data or the statement, then run it again
    [exit 1]
    "#);
    assert_eq!(scene.tables(), "account alembic_version migrator_history");
    assert_eq!(scene.rows(), "0f21c6a3d9e8");
}

#[test]
fn all_or_nothing_is_kept_on_request() {
    on_each(|scene| {
        let transcript = scene.trouble("failing", "upgrade head --transaction whole-run");
        assert!(transcript.contains("nothing"), "{transcript}");
        assert!(transcript.ends_with("[exit 1]\n"), "{transcript}");
        assert_eq!(scene.tables(), "");
    });
}

#[test]
fn changed_migrations_stop_it_unless_accepted_for_once() {
    on_each(|scene| {
        scene.trouble("released", "upgrade head");
        assert_snapshot!(scene.trouble("edited", "upgrade head"), @r"
        $ migrate upgrade head
        [stderr]
        error: changed after being applied to this database: `0f21c6a3d9e8`
        help: restore the files as they were and put the change into a new revision; or accept them for good with `migrate repair --accept-changed`, or for one run with `--accept-changed`
        [exit 1]
        ");
        assert_eq!(scene.rows(), "b4d81e5f7a02");
        assert_snapshot!(scene.trouble("edited", "upgrade head --exit-code"), @r"
        $ migrate upgrade head --exit-code
        [stderr]
        error: changed after being applied to this database: `0f21c6a3d9e8`
        help: restore the files as they were and put the change into a new revision; or accept them for good with `migrate repair --accept-changed`, or for one run with `--accept-changed`
        [exit 4]
        ");
        assert_snapshot!(scene.trouble("edited", "upgrade head --accept-changed"), @r"
        $ migrate upgrade head --accept-changed
        [stderr]
        WARN  [migrator] changed since applied: 0f21c6a3d9e8
        INFO  [migrator] Running upgrade b4d81e5f7a02 -> c93e07d5b164, create invoice
        Applied 1 revision in <time>; the database is now at c93e07d5b164.
        ");
        assert_eq!(scene.rows(), "c93e07d5b164");
    });
}

#[test]
fn revisions_below_the_applied_ones_are_applied_or_ignored_on_request() {
    on_each(|scene| {
        scene.trouble("released", "upgrade head");
        assert_snapshot!(scene.trouble("spliced", "upgrade head"), @r"
        $ migrate upgrade head
        [stderr]
        error: below what is applied, and never ran on this database: `75a0b3c2e6f1`
        help: apply them now with `--out-of-order apply`, or rebase them onto the head
        [exit 1]
        ");
        assert_snapshot!(scene.trouble("spliced", "upgrade head --out-of-order ignore"), @r"
        $ migrate upgrade head --out-of-order ignore
        [stderr]
        WARN  [migrator] never ran on this database, and taken for applied: 75a0b3c2e6f1
        Nothing to do: the database is at b4d81e5f7a02.
        ");
        assert_eq!(scene.tables(), "account alembic_version migrator_history");
        assert_snapshot!(scene.trouble("spliced", "upgrade head --out-of-order apply"), @r"
        $ migrate upgrade head --out-of-order apply
        [stderr]
        INFO  [migrator] Running upgrade 0f21c6a3d9e8 -> 75a0b3c2e6f1, create country
        Applied 1 revision in <time>; the database is now at b4d81e5f7a02.
        ");
        assert_eq!(
            scene.tables(),
            "account alembic_version country migrator_history"
        );
    });
}

#[test]
fn what_is_not_this_programs_is_left_alone_on_request() {
    on_each(|scene| {
        scene.trouble("edited", "upgrade head");
        assert_snapshot!(scene.trouble("released", "upgrade head"), @r"
        $ migrate upgrade head
        [stderr]
        error: the database is newer than this program: it stands on `c93e07d5b164`, above every revision the program has
        help: start the newer version of the program; or leave the database as it is with `--newer leave`
        [exit 1]
        ");
        assert_snapshot!(scene.trouble("released", "upgrade head --newer leave"), @r"
        $ migrate upgrade head --newer leave
        [stderr]
        WARN  [migrator] left alone, being newer than this program: c93e07d5b164
        Nothing to do: the database is at c93e07d5b164.
        ");
        scene.migrate("stamp --purge head");
        assert_snapshot!(scene.trouble("released", "upgrade head"), @r"
        $ migrate upgrade head
        [stderr]
        error: the database stands on `53fffde5ad50`, which this program does not have
        help: run a version of the program that has the revision; if its file is gone for good, name a revision whose schema the database has: `migrate stamp --purge REVISION`
        [exit 1]
        ");
        assert_snapshot!(scene.trouble("released", "upgrade head --unknown leave"), @r"
        $ migrate upgrade head --unknown leave
        [stderr]
        WARN  [migrator] left alone, being unknown to this program: 53fffde5ad50
        Nothing to do: the database is at 53fffde5ad50.
        ");
        assert_eq!(scene.rows(), "53fffde5ad50");
    });
}

#[test]
fn a_program_that_listens_itself_hears_everything() {
    let scene = Scene::sqlite();
    let variables = [("SET", "released"), ("SUBSCRIBER", "1")];
    assert_snapshot!(scene.transcript("troubles", "upgrade head", &variables), @r"
    $ migrate upgrade head
    [stderr]
    the application heard: Running upgrade  -> 0f21c6a3d9e8, create account
    the application heard: Running upgrade 0f21c6a3d9e8 -> b4d81e5f7a02, add email
    Applied 2 revisions in <time>; the database is now at b4d81e5f7a02.
    ");
}

#[test]
fn the_history_says_who_ran_it() {
    on_each(|scene| {
        scene.migrate("upgrade 1975");
        let application = scene.ask("SELECT application FROM migrator_history");
        let (program, person) = application.split_once(", by ").unwrap();
        assert_eq!(program, concat!("migrator-cli ", env!("CARGO_PKG_VERSION")));
        let host = gethostname::gethostname();
        assert_eq!(person, format!("alice@{}", host.to_string_lossy()));
    });
}

#[test]
fn durations_have_units() {
    assert_snapshot!(Place::new().migrate("upgrade head --lock-wait 5"), @r"
    $ migrate upgrade head --lock-wait 5
    [stderr]
    error: invalid value '5' for '--lock-wait <DURATION>': time unit needed, for example 5sec or 5ms

    For more information, try '--help'.
    [exit 2]
    ");
    assert_snapshot!(Place::new().migrate("upgrade head --lock-wait 5s --lock-timeout none --statement-timeout 2min --quiet"), @"$ migrate upgrade head --lock-wait 5s --lock-timeout none --statement-timeout 2min --quiet");
}

#[test]
fn migrations_find_what_was_said_to_them() {
    on_each(|scene| {
        scene.trouble("said", "upgrade head --tag blue -x tenant=north -x empty");
        assert_eq!(
            scene.ask("SELECT tag, tenant, empty FROM said"),
            "blue | north | "
        );
        let script = scene.trouble("said", "upgrade head --sql --tag blue -x tenant=south");
        assert!(script.contains("south"), "{script}");
    });
    assert_snapshot!(Place::new().migrate("upgrade head -x =north"), @r"
    $ migrate upgrade head -x =north
    [stderr]
    error: invalid value '=north' for '-x <KEY=VALUE>': a key is missing before `=`

    For more information, try '--help'.
    [exit 2]
    ");
}

#[test]
fn a_locked_file_is_waited_for_as_long_as_was_said() {
    let scene = Scene::sqlite();
    let other = rusqlite::Connection::open(scene.place.path("app.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut command = scene.command("migrate");
    command.args(["upgrade", "head", "--lock-wait", "100ms"]);
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    // SQLite by itself would wait for five seconds.
    let is_short = ["0.1 s", "0.2 s", "0.3 s", "0.4 s"]
        .iter()
        .any(|time| said.contains(&format!("the database was busy for {time}")));
    assert!(is_short, "{said}");
    assert_eq!(output.status.code(), Some(1));
}
