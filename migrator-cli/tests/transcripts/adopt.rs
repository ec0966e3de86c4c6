//! `adopt`.

use insta::assert_snapshot;

use crate::databases::{Scene, on_each};

/// SHA-384 of the files in `examples/troubles/of_sqlx`, by `sha384sum`.
const CHECKSUMS: [(&str, &str); 2] = [
    (
        "20240131120000",
        "348e1eb709b9a025951a6e8e90c22c9b4b0cbc38acc3e562d97e68be6264948cc667407c5271c908b00f9083726b794f",
    ),
    (
        "20240201093000",
        "74d2611d66e992e88362a64b2901dd951c1b55e733bd91a99ade0e9f1da6e1c6874b6415da2369b72082353a7e94c165",
    ),
];

const SCHEMA: &str = concat!(
    include_str!("../../examples/troubles/of_sqlx/20240131120000_create_account.sql"),
    include_str!("../../examples/troubles/of_sqlx/20240201093000_create_invoice.sql"),
);

/// Makes what sqlx makes.
fn made_by_sqlx(scene: &Scene) {
    let bytes = match scene.is_postgres() {
        true => "BYTEA",
        false => "BLOB",
    };
    scene.execute(SCHEMA);
    scene.execute(&format!(
        "CREATE TABLE _sqlx_migrations (
             version BIGINT PRIMARY KEY, description TEXT NOT NULL,
             installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
             success BOOLEAN NOT NULL, checksum {bytes} NOT NULL, execution_time BIGINT NOT NULL
         )"
    ));
    for (version, checksum) in CHECKSUMS {
        let checksum = match scene.is_postgres() {
            true => format!("decode('{checksum}', 'hex')"),
            false => format!("x'{checksum}'"),
        };
        scene.execute(&format!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES ({version}, 'x', (1 = 1), {checksum}, 7)"
        ));
    }
}

#[test]
fn a_database_of_sqlx_is_taken_over() {
    on_each(|scene| {
        made_by_sqlx(scene);
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --dry-run --exit-code"), @"
    $ migrate adopt --dry-run --exit-code
    [stderr]
    2 revisions of sqlx (`_sqlx_migrations`) would be taken over, all checksums proved; the database would be at 20240201093000.
    [exit 3]
    ");
        assert_eq!(scene.tables(), "_sqlx_migrations account invoice");
        assert_snapshot!(scene.trouble("of_sqlx", "adopt"), @"
    $ migrate adopt
    [stderr]
    INFO  [migrator] Running stamp_revision  -> 20240201093000
    Took over 2 revisions of sqlx (`_sqlx_migrations`), all checksums proved; the database is now at 20240201093000.
    ");
        assert_eq!(scene.rows(), "20240201093000");
        assert_eq!(scene.ask("SELECT count(*) FROM _sqlx_migrations"), "2");
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --dry-run --exit-code"), @"
    $ migrate adopt --dry-run --exit-code
    [stderr]
    Nothing to do: the database is taken over, and at 20240201093000.
    ");
        assert_snapshot!(scene.trouble("of_sqlx", "upgrade head"), @"
    $ migrate upgrade head
    [stderr]
    INFO  [migrator] Running upgrade 20240201093000 -> 20240202000000, add email
    Applied 1 revision in <time>; the database is now at 20240202000000.
    ");
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --json"), @r#"
    $ migrate adopt --json
    {
      "version": 1,
      "verb": "adopt",
      "dry_run": false,
      "tool": "sqlx",
      "table": "_sqlx_migrations",
      "applied": [
        "20240131120000",
        "20240201093000"
      ],
      "proved": [
        "20240131120000",
        "20240201093000"
      ],
      "was_adopted": true,
      "before": [
        "20240202000000"
      ],
      "after": [
        "20240202000000"
      ],
      "warnings": [],
      "divergences": []
    }
    "#);
    });
}

#[test]
fn what_does_not_fit_is_listed() {
    on_each(|scene| {
        made_by_sqlx(scene);
        scene.execute(
            "UPDATE _sqlx_migrations SET version = 20240202000000 WHERE version = 20240131120000",
        );
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --exit-code"), @"
    $ migrate adopt --exit-code
    [stderr]
    error: the database cannot be taken over as it is
      `20240202000000` is not what ran: examples/troubles/of_sqlx/20240202000000_add_email.sql has another checksum
        restore the file as it ran, and put the change into a new revision
      `20240131120000` has not run, and `20240201093000` above it has
        run it with sqlx first; or do what is left of it by hand, and tell with `stamp` where the database stands
    [exit 4]
    ");
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --json --dry-run"), @r#"
    $ migrate adopt --json --dry-run
    {
      "version": 1,
      "verb": "adopt",
      "dry_run": true,
      "tool": null,
      "table": null,
      "applied": [],
      "proved": [],
      "was_adopted": false,
      "before": [],
      "after": [],
      "warnings": [],
      "divergences": [
        {
          "text": "`20240202000000` is not what ran: examples/troubles/of_sqlx/20240202000000_add_email.sql has another checksum",
          "help": "restore the file as it ran, and put the change into a new revision"
        },
        {
          "text": "`20240131120000` has not run, and `20240201093000` above it has",
          "help": "run it with sqlx first; or do what is left of it by hand, and tell with `stamp` where the database stands"
        }
      ]
    }
    [stderr]
    error: the database cannot be taken over as it is
      `20240202000000` is not what ran: examples/troubles/of_sqlx/20240202000000_add_email.sql has another checksum
        restore the file as it ran, and put the change into a new revision
      `20240131120000` has not run, and `20240201093000` above it has
        run it with sqlx first; or do what is left of it by hand, and tell with `stamp` where the database stands
    [exit 1]
    "#);
        assert_eq!(scene.tables(), "_sqlx_migrations account invoice");
    });
}

#[test]
fn the_revision_with_the_same_schema_is_offered() {
    on_each(|scene| {
        assert_snapshot!(scene.trouble("of_sqlx", "adopt"), @"
    $ migrate adopt
    [stderr]
    error: no tool has left a history in this database, and there is nothing else in it
    help: run `upgrade`
    [exit 1]
    ");
        scene.execute(SCHEMA);
        assert_snapshot!(scene.trouble("of_sqlx", "adopt"), @r#"
    $ migrate adopt
    [stderr]
    error: no tool has left a history in this database; its schema is that of `20240201093000`
    help: if that is where it stands, say so: `.at(["20240201093000"])`, `--at 20240201093000`
    [exit 1]
    "#);
        assert_eq!(scene.tables(), "account invoice");
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --at head"), @"
    $ migrate adopt --at head
    [stderr]
    error: the database cannot be taken over as it is: the schema is not that of `20240202000000`: removed column account.email
    help: bring the database to that schema, or name another revision; or tell with `stamp` where it stands nevertheless
    [exit 1]
    ");
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --at 20240201093000"), @"
    $ migrate adopt --at 20240201093000
    [stderr]
    INFO  [migrator] Running stamp_revision  -> 20240201093000
    Took over 2 revisions; the database is now at 20240201093000.
    ");
        assert_eq!(scene.rows(), "20240201093000");
    });
}

#[test]
fn what_is_typed_wrong() {
    on_each(|scene| {
        made_by_sqlx(scene);
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --from sqlxx"), @"
    $ migrate adopt --from sqlxx
    [stderr]
    error: invalid value 'sqlxx' for '--from <TOOL>'
      [possible values: alembic, dbmate, diesel, flyway, golang_migrate, goose, refinery, rusqlite_migration, sea_orm, sqlx, rails]

      tip: a similar value exists: 'sqlx'

    For more information, try '--help'.
    [exit 2]
    ");
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --table app.versions"), @"
    $ migrate adopt --table app.versions
    [stderr]
    error: the following required arguments were not provided:
      --from <TOOL>

    Usage: migrate adopt --from <TOOL> --table <TABLE>

    For more information, try '--help'.
    [exit 2]
    ");
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --map 20240131120000"), @"
    $ migrate adopt --map 20240131120000
    [stderr]
    error: invalid value '20240131120000' for '--map <VERSION=REVISION>': write `VERSION=REVISION`

    For more information, try '--help'.
    [exit 2]
    ");
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --map 20240131120000=2024013112000x"), @"
    $ migrate adopt --map 20240131120000=2024013112000x
    [stderr]
    error: the database cannot be taken over as it is: `20240131120000` is said to be `2024013112000x`, and no revision is called so
    help: did you mean `20240131120000`, `20240201093000`, `20240202000000`?
    [exit 1]
    ");
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --from sqlx --table app.\"a"), @r#"
    $ migrate adopt --from sqlx --table app."a
    [stderr]
    error: `app."a` has a quote that is not closed
    [exit 2]
    "#);
        assert_snapshot!(scene.trouble("of_sqlx", "adopt --from goose"), @"
    $ migrate adopt --from goose
    [stderr]
    error: there is no table `goose_db_version`
    help: run `upgrade` if the database is new; else name the table as the database has it
    [exit 1]
    ");
    });
}
