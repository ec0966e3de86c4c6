//! Operations as SQL migrations: what the file says is what a run does.

use insta::assert_snapshot;
use migrator::prelude::*;
use migrator::{Dialect, NamingConvention};
use migrator_core::autogen::{AsSqlError, as_sql};
use migrator_core::backends;
use migrator_core::exec::{Options, try_out};
use migrator_core::ops::Operation;
use migrator_core::script::{Direction, SqlFile};
use migrator_core::session::{Session, Statement, always};
use migrator_core::writing::Line;

use crate::idiom::catalog;
use crate::recorded::recorded;

/// Writes what a migration asks for as a section of SQL.
fn written(
    dialect: Dialect,
    found: &[Operation],
    operations: &[Operation],
) -> Result<Vec<String>, AsSqlError> {
    let lines = operations.iter().map(|operation| Line {
        operation,
        comments: vec![format!("{} it\nmigrate:down", operation.name())],
    });
    let lines: Vec<_> = lines.collect();
    let renderer = backends::renderer(dialect);
    let scratch = Box::new(|| Ok(stands_at(found)));
    as_sql(&lines, renderer, &NamingConvention::new(), scratch)
}

fn stands_at(found: &[Operation]) -> Box<dyn Session> {
    let mut session = backends::scratch(Dialect::Sqlite).unwrap();
    session.obey_references(true).unwrap();
    apply(&mut *session, found);
    session
}

fn apply(session: &mut dyn Session, operations: &[Operation]) {
    let renderer = backends::renderer(session.dialect());
    try_out(&Options::new(), renderer, session, operations).unwrap();
}

/// Checks that the file does on SQLite what the operations do; returns its section.
fn check(found: fn(&mut Op<'_>), migration: fn(&mut Op<'_>)) -> String {
    let (found, operations) = (recorded(found), recorded(migration));
    let section = written(Dialect::Sqlite, &found, &operations)
        .unwrap()
        .concat();
    let text = format!("-- revision: a\n-- down_revision:\n-- migrate:up sqlite\n{section}");
    let (file, problems) = SqlFile::read(&text);
    assert_eq!(problems, []);
    let (statements, problems) = file.statements(Direction::Up);
    assert_eq!(problems, []);
    let mut by_file = stands_at(&found);
    by_file.begin().unwrap();
    for piece in statements.unwrap().get(Dialect::Sqlite).as_ref().unwrap() {
        let statement = Statement::new(piece.sql.to_owned());
        by_file.execute(&[statement], &mut always).unwrap();
    }
    by_file.commit().unwrap();
    let mut by_run = stands_at(&found);
    apply(&mut *by_run, &operations);
    assert!(catalog(&mut *by_file) == catalog(&mut *by_run), "{section}");
    section
}

fn users(op: &mut Op<'_>) {
    op.create_table(
        Table::new("users")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("name", text())),
    );
    op.create_index(Index::new("ix_users_name").on("users", ["name"]));
}

fn users_with_orders(op: &mut Op<'_>) {
    users(op);
    op.create_table(
        Table::new("orders").column(Column::new("user_id", integer()).references("users", "id")),
    );
}

#[test]
fn what_needs_no_look_is_written_as_it_is_sent() {
    let migration = |op: &mut Op<'_>| {
        users_with_orders(op);
        op.add_column(
            "users",
            Column::new("active", boolean()).not_null().default(true),
        );
        op.create_view(View::new("names").as_("SELECT name -- only\nFROM users -- and no more"));
        op.create_trigger(Trigger::new(
            "touch",
            "users",
            "AFTER UPDATE ON users BEGIN UPDATE users SET name = ';'; END",
        ));
        op.bulk_insert(
            "users",
            ["id", "name"],
            [(1, "it's"), (2, "a;\n-- migrate:down\n")],
        );
    };
    assert_snapshot!(check(|_| {}, migration), @r#"
    -- create_table it
    -- continued: migrate:down
    CREATE TABLE "users" ("id" INTEGER CONSTRAINT "pk_users" PRIMARY KEY, "name" TEXT);
    -- create_index it
    -- continued: migrate:down
    CREATE INDEX "ix_users_name" ON "users" (`name`);
    -- create_table it
    -- continued: migrate:down
    CREATE TABLE "orders" ("user_id" INTEGER CONSTRAINT "fk_orders_user_id_users" REFERENCES "users" ("id"));
    -- add_column it
    -- continued: migrate:down
    ALTER TABLE "main"."users" ADD COLUMN "active" BOOLEAN NOT NULL DEFAULT 1;
    -- create_view it
    -- continued: migrate:down
    CREATE VIEW "names" AS SELECT name -- only
    FROM users;
    -- create_trigger it
    -- continued: migrate:down
    CREATE TRIGGER "touch" AFTER UPDATE ON users BEGIN UPDATE users SET name = ';'; END;
    -- bulk_insert it
    -- continued: migrate:down
    INSERT INTO "users" ("id", "name") VALUES (1, 'it''s'), (2, 'a;
    -- migrate:down
    ');
    "#);
}

#[test]
fn a_table_is_built_anew_from_what_is_there() {
    let migration = |op: &mut Op<'_>| {
        op.alter_column(
            "users",
            AlterColumn::new("name").kind(string(80)).not_null(),
        );
        op.add_constraint("users", Unique::new(["name"]));
    };
    assert_snapshot!(check(users, migration), @r#"
    -- alter_column it
    -- continued: migrate:down
    CREATE TABLE "main"."users (new)" ("id" INTEGER CONSTRAINT "pk_users" PRIMARY KEY, "name" VARCHAR(80) NOT NULL);
    INSERT OR ABORT INTO "main"."users (new)" SELECT * FROM "main"."users";
    DROP TABLE "main"."users";
    ALTER TABLE "main"."users (new)" RENAME TO "users";
    CREATE INDEX "main"."ix_users_name" ON "users" (`name`);
    -- add_constraint it
    -- continued: migrate:down
    CREATE TABLE "main"."users (new)" ("id" INTEGER CONSTRAINT "pk_users" PRIMARY KEY, "name" VARCHAR(80) NOT NULL, CONSTRAINT "uq_users_name" UNIQUE ("name"));
    INSERT OR ABORT INTO "main"."users (new)" SELECT * FROM "main"."users";
    DROP TABLE "main"."users";
    ALTER TABLE "main"."users (new)" RENAME TO "users";
    CREATE INDEX "main"."ix_users_name" ON "users" (`name`);
    "#);
}

#[test]
fn what_was_written_before_is_seen() {
    let section = check(
        |_| {},
        |op| {
            users(op);
            op.alter_column("users", AlterColumn::new("name").not_null());
        },
    );
    assert!(section.contains("(new)"), "{section}");
}

fn refused(dialect: Dialect, found: fn(&mut Op<'_>), migration: fn(&mut Op<'_>)) -> String {
    let error = written(dialect, &recorded(found), &recorded(migration)).unwrap_err();
    format!("{error}\nhelp: {}", error.help().unwrap_or_default())
}

#[test]
fn what_a_file_cannot_do_is_refused() {
    let anew = |op: &mut Op<'_>| op.alter_column("users", AlterColumn::new("name").not_null());
    assert_snapshot!(refused(Dialect::Sqlite, users_with_orders, anew), @r"
    `alter_column` builds `users` anew, and foreign keys refer to it: an SQL migration cannot switch them off meanwhile
    help: write the revision in Rust
    ");
    let index = |op: &mut Op<'_>| {
        op.create_index(Index::new("ix").on("users", ["name"]).concurrently());
    };
    assert_snapshot!(refused(Dialect::Postgres, |_| {}, index), @r"
    `create_index` of `ix` does not run inside a transaction
    help: write the revision in Rust
    ");
    let comment = |op: &mut Op<'_>| op.create_table_comment("users", "people");
    assert_snapshot!(refused(Dialect::Sqlite, |_| {}, comment), @r"
    SQLite cannot do create_table_comment `users`: there are no comments in the schema
    help: ask for it on other databases only, with `if op.dialect() != Dialect::Sqlite`
    ");
    let control = |op: &mut Op<'_>| op.execute("COMMIT");
    assert_snapshot!(refused(Dialect::Sqlite, |_| {}, control), @r"
    the SQL is refused: `COMMIT` controls the transaction, which belongs to migrator (line 1, column 1)
    help: remove the statement: each migration already runs in a transaction of its own; `Transaction::None` (in an SQL file `-- transaction: none`) runs it outside one
    ");
}

#[test]
fn postgres_is_written_without_a_database() {
    let operations = recorded(|op| {
        op.create_table(
            Table::new(("app", "users"))
                .column(Column::new("id", integer()).primary_key())
                .column(Column::new("mood", enumeration("mood", ["sad", "ok"])).comment("it's")),
        );
        op.create_function(Function::new(
            "f()",
            "RETURNS int LANGUAGE sql AS $$ SELECT 1; $$",
        ));
        op.drop_table(("app", "others"));
    });
    let texts = written(Dialect::Postgres, &[], &operations).unwrap();
    assert_eq!(texts.len(), operations.len());
    assert_snapshot!(texts.concat(), @r#"
    -- create_table it
    -- continued: migrate:down
    DO $$
    DECLARE
      existing pg_catalog.oid;
      labels text[];
      wanted text[] := ARRAY['sad', 'ok'];
    BEGIN
      SELECT t.oid INTO existing FROM pg_catalog.pg_type AS t
        JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
        WHERE t.typname = 'mood' AND n.nspname = 'app' AND t.typtype = 'e';
      IF existing IS NULL THEN
        CREATE TYPE "app"."mood" AS ENUM ('sad', 'ok');
        RETURN;
      END IF;
      labels := ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum AS e
        WHERE e.enumtypid = existing ORDER BY e.enumsortorder);
      IF labels <> wanted THEN
        RAISE EXCEPTION 'the type % exists with the values %, and not with %',
          existing::pg_catalog.regtype, labels, wanted USING ERRCODE = 'duplicate_object',
          HINT = 'Change its values with `op.replace_enum`, or drop it with `op.drop_enum`.';
      END IF;
    END
    $$;
    CREATE TABLE "app"."users" ("id" INTEGER GENERATED BY DEFAULT AS IDENTITY CONSTRAINT "pk_users" PRIMARY KEY, "mood" "app"."mood");
    COMMENT ON COLUMN "app"."users"."mood" IS 'it''s';
    -- create_function it
    -- continued: migrate:down
    CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;
    -- drop_table it
    -- continued: migrate:down
    DROP TABLE "app"."others";
    "#);
}
