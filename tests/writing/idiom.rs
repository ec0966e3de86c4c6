//! What is said shorter means the same: the database has the same catalog.

use insta::assert_snapshot;
use migrator::NamingConvention;
use migrator::prelude::*;
use migrator::sqlite::Memory;
use migrator_core::backends;
use migrator_core::catalog::{Catalog, Scope};
use migrator_core::exec::{Options, try_out};
use migrator_core::ops::{CreateIndex, CreateTable, EnumOperation, Operation};
use migrator_core::session::{Ground, Session, Settings, Statement, Workshop, always};
use migrator_core::writing::{Line, Style, body, idiomatic};

use crate::recorded::recorded;
use crate::support::postgres::TestDatabase;

/// Runs statements on a scratch database, or operations, and reads what there is then.
fn made(
    workshop: &mut dyn Workshop,
    sql: &str,
    operations: &[Operation],
    convention: &NamingConvention,
) -> Catalog {
    let mut session = workshop.scratch().unwrap();
    let settings = Settings {
        lock_name: "writing".to_owned(),
        ..Settings::default()
    };
    session.configure(&settings).unwrap();
    for statement in sql.split(";\n").filter(|it| !it.trim().is_empty()) {
        let statement = Statement::new(statement.to_owned());
        session.execute(&[statement], &mut always).unwrap();
    }
    let renderer = backends::renderer(session.dialect());
    let options = Options::new().naming(convention.clone());
    try_out(&options, renderer, &mut *session, operations).unwrap();
    catalog(&mut *session)
}

pub(crate) fn catalog(session: &mut dyn Session) -> Catalog {
    let introspection = backends::introspection(session.dialect());
    let scope = Scope::default();
    let questions = introspection.questions(&scope);
    let answers = questions.iter().map(|it| session.read(it).unwrap());
    let answers: Vec<_> = answers.collect();
    introspection.catalog(&scope, &answers).unwrap()
}

fn source(operations: &[Operation]) -> String {
    let lines = operations.iter().map(|operation| Line {
        operation,
        comments: Vec::new(),
    });
    body(&lines.collect::<Vec<_>>()).unwrap().text
}

/// Makes tables, and makes them again as a person would; returns the source of that.
fn check(workshop: &mut dyn Workshop, sql: &str, convention: &NamingConvention) -> String {
    let unnamed = made(workshop, sql, &[], convention);
    // What has no name gets one here.
    let wanted = made(workshop, "", &canonical(&unnamed), convention);
    let style = Style {
        introspection: backends::introspection(workshop.dialect()),
        convention,
    };
    let canonical = canonical(&wanted);
    let shorter: Vec<Operation> = canonical.iter().map(|it| idiomatic(it, &style)).collect();
    for operations in [&canonical, &shorter] {
        let again = made(workshop, "", operations, convention);
        assert!(again == wanted, "{}", source(operations));
    }
    // Who says it so has nothing shorter.
    let again: Vec<Operation> = shorter.iter().map(|it| idiomatic(it, &style)).collect();
    assert!(again == shorter, "{}", source(&again));
    source(&shorter)
}

/// Puts tables behind those that they refer to.
fn in_order(tables: &[Table]) -> Vec<Table> {
    let mut made: Vec<Table> = Vec::new();
    while made.len() < tables.len() {
        let is_there = |made: &[Table], name| made.iter().any(|it| it.name() == name);
        let next = tables.iter().find(|table| {
            let mut keys = table.foreign_keys().iter();
            !is_there(&made, table.name())
                && keys.all(|it| it.target() == table.name() || is_there(&made, it.target()))
        });
        made.push(next.unwrap().clone());
    }
    made
}

fn canonical(catalog: &Catalog) -> Vec<Operation> {
    let enums = catalog.enums.iter().cloned();
    let enums = enums.map(|it| Operation::Enumeration(EnumOperation::Create(it)));
    let tables = in_order(&catalog.tables).into_iter();
    let tables = tables.map(|table| Operation::CreateTable(CreateTable { table }));
    let indexes = catalog.indexes.iter().cloned();
    let indexes = indexes.map(|index| Operation::CreateIndex(CreateIndex { index }));
    enums.chain(tables).chain(indexes).collect()
}

#[test]
fn tables_of_sqlite_mean_the_same() {
    assert_snapshot!(check(&mut *Memory.workshop(), SQLITE, &NamingConvention::none()), @r##"
    op.create_table(
        Table::new(r#"odd "name"#)
            .column(Column::new(r#"the "key"#, text()).primary_key_named(r#"pk "x"#))
            .column(Column::new("größe", integer()).check("größe > 0")),
    );
    op.create_table(
        Table::new("roles")
            .column(Column::new("name", text()).primary_key())
            .column(
                Column::new("rank", integer())
                    .not_null()
                    .default(5)
                    .check("rank > 0"),
            )
            .without_rowid(),
    );
    op.create_table(
        Table::new("strict_one")
            .column(Column::new("id", integer()).primary_key().no_generated())
            .column(Column::new("note", text()))
            .strict(),
    );
    op.create_table(
        Table::new("users")
            .column(Column::new("id", integer()).primary_key().auto_increment())
            .column(
                Column::new("name", text())
                    .not_null()
                    .unique()
                    .default("it's")
                    .collate("NOCASE")
                    .check(Check::new("length(name) > 0").named("ck_name")),
            )
            .column(Column::new("email", string(80)).unique_named("uq_users_email"))
            .column(
                Column::new("role", text())
                    .references("roles", "name")
                    .on_delete(Action::Cascade)
                    .on_update(Action::SetNull),
            )
            .column(Column::new("boss", integer()))
            .column(Column::new("active", boolean()).not_null().default(true))
            .column(Column::new("score", double()).default(-1.5))
            .column(
                Column::new("big", big_integer())
                    .default(-5_000_000_000_i64)
                    .check("big IS NULL OR big < 10"),
            )
            .column(Column::new("made", text()).default_expr("CURRENT_TIMESTAMP"))
            .column(Column::new("size", integer()).default_expr("1 + 2"))
            .column(Column::new("total", integer()).generated_stored("size * 2"))
            .column(Column::new("mood", enumeration("mood", ["sad", "ok"])))
            .unique(["name", "role"])
            .foreign_key(
                ForeignKey::new(["boss"])
                    .references("users", ["id"])
                    .named("fk_boss")
                    .deferrable(Deferrable::InitiallyDeferred),
            )
            .check(Check::new("size < total").named("ck_sizes")),
    );
    op.create_table(
        Table::new("members")
            .column(Column::new("team", text()).references("roles", "name"))
            .column(Column::new("person", integer()).references("users", "id"))
            .column(Column::new("since", date()))
            .primary_key(PrimaryKey::new(["team", "person"]).named("pk_members"))
            .foreign_key(
                ForeignKey::new(["team", "person"]).references("members", ["team", "person"]),
            ),
    );
    op.create_index(
        Index::new("ix_users_name")
            .on(
                "users",
                [
                    IndexPart::column("name").desc(),
                    IndexPart::expression("lower(email)"),
                ],
            )
            .filter("active"),
    );
    op.create_index(Index::new("ix_users_role").on("users", ["role"]).unique());
    "##);
}

#[test]
fn names_that_the_convention_gives_are_left_out() {
    assert_snapshot!(check(&mut *Memory.workshop(), SQLITE, &NamingConvention::new()), @r##"
    op.create_table(
        Table::new(r#"odd "name"#)
            .column(Column::new(r#"the "key"#, text()).primary_key_named(r#"pk "x"#))
            .column(Column::new("größe", integer()))
            .check("größe > 0"),
    );
    op.create_table(
        Table::new("roles")
            .column(Column::new("name", text()).primary_key())
            .column(Column::new("rank", integer()).not_null().default(5))
            .check("rank > 0")
            .without_rowid(),
    );
    op.create_table(
        Table::new("strict_one")
            .column(Column::new("id", integer()).primary_key().no_generated())
            .column(Column::new("note", text()))
            .strict(),
    );
    op.create_table(
        Table::new("users")
            .column(Column::new("id", integer()).primary_key().auto_increment())
            .column(
                Column::new("name", text())
                    .not_null()
                    .unique()
                    .default("it's")
                    .collate("NOCASE")
                    .check(Check::new("length(name) > 0").named("ck_name")),
            )
            .column(Column::new("email", string(80)).unique())
            .column(
                Column::new("role", text())
                    .references("roles", "name")
                    .on_delete(Action::Cascade)
                    .on_update(Action::SetNull),
            )
            .column(Column::new("boss", integer()))
            .column(Column::new("active", boolean()).not_null().default(true))
            .column(Column::new("score", double()).default(-1.5))
            .column(Column::new("big", big_integer()).default(-5_000_000_000_i64))
            .column(Column::new("made", text()).default_expr("CURRENT_TIMESTAMP"))
            .column(Column::new("size", integer()).default_expr("1 + 2"))
            .column(Column::new("total", integer()).generated_stored("size * 2"))
            .column(Column::new("mood", enumeration("mood", ["sad", "ok"])))
            .unique(["name", "role"])
            .foreign_key(
                ForeignKey::new(["boss"])
                    .references("users", ["id"])
                    .named("fk_boss")
                    .deferrable(Deferrable::InitiallyDeferred),
            )
            .check(Check::new("size < total").named("ck_sizes"))
            .check("big IS NULL OR big < 10"),
    );
    op.create_table(
        Table::new("members")
            .column(Column::new("team", text()).references("roles", "name"))
            .column(Column::new("person", integer()).references("users", "id"))
            .column(Column::new("since", date()))
            .primary_key(["team", "person"])
            .foreign_key(
                ForeignKey::new(["team", "person"]).references("members", ["team", "person"]),
            ),
    );
    op.create_index(
        Index::new("ix_users_name")
            .on(
                "users",
                [
                    IndexPart::column("name").desc(),
                    IndexPart::expression("lower(email)"),
                ],
            )
            .filter("active"),
    );
    op.create_index(Index::new("ix_users_role").on("users", ["role"]).unique());
    "##);
}

#[test]
fn tables_of_postgres_mean_the_same() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let config: postgres::Config = database.url().parse().unwrap();
    let check = |convention| check(&mut *(&config).workshop(), POSTGRES, &convention);
    assert_snapshot!(check(NamingConvention::none()), @r##"
    op.create_enum(Enumeration::new("mood", ["sad", "ok"]));
    op.create_table(
        Table::new(r#"odd "name"#)
            .column(Column::new(r#"the "key"#, text()).primary_key_named(r#"pk "x"#))
            .column(Column::new("größe", integer()).check(r#""größe" > 0"#)),
    );
    op.create_table(
        Table::new("plain")
            .column(
                Column::new("id", big_integer())
                    .primary_key()
                    .no_generated(),
            )
            .column(Column::new("note", text())),
    );
    op.create_table(
        Table::new("roles")
            .column(Column::new("name", string(16)).primary_key())
            .column(
                Column::new("rank", small_integer())
                    .not_null()
                    .default(-5)
                    .check("rank < 10"),
            ),
    );
    op.create_table(
        Table::new("users")
            .column(Column::new("id", integer()).primary_key())
            .column(
                Column::new("other", big_integer())
                    .identity(Identity::always().start(5).increment(2)),
            )
            .column(
                Column::new("name", text())
                    .not_null()
                    .default("it's")
                    .collate("C")
                    .check(Check::new("length(name) > 0").named("ck_name")),
            )
            .column(Column::new("email", string(80)).unique_named("uq_users_email"))
            .column(
                Column::new("role", string(16))
                    .references("roles", "name")
                    .on_delete(Action::Cascade)
                    .on_update(Action::SetNull),
            )
            .column(Column::new("boss", integer()))
            .column(Column::new("active", boolean()).not_null().default(true))
            .column(Column::new("score", double()).default(-1.5))
            .column(Column::new("price", decimal(10, 2)).default_expr("0.50"))
            .column(Column::new("half", decimal(10, 2)).default(0.5))
            .column(
                Column::new("big", big_integer())
                    .default(5_000_000_000_i64)
                    .check("big > 0")
                    .check(Check::new("big < '9000000000000'::bigint").named("users_big_check1")),
            )
            .column(Column::new("made", timestamp_with_time_zone()).default_expr("now()"))
            .column(Column::new("doc", json_binary()).default("{}"))
            .column(Column::new("tags", array(text())).default("{}"))
            .column(Column::new("day", date()).default("2020-01-01"))
            .column(Column::new("key", uuid()).default("00000000-0000-0000-0000-000000000001"))
            .column(
                Column::new("state", enumeration("mood", ["sad", "ok"]).existing()).default("ok"),
            )
            .column(Column::new("path", text()).default_expr(r"'a\b'::text"))
            .column(Column::new("code", char(3)).default("abc"))
            .column(Column::new("total", integer()).generated_stored("length(name) * 2"))
            .unique(Unique::new(["name"]).include(["email"]))
            .unique(["name", "role"])
            .foreign_key(
                ForeignKey::new(["boss"])
                    .references("users", ["id"])
                    .named("fk_boss")
                    .deferrable(Deferrable::InitiallyDeferred),
            )
            .check(Check::new("score < (total)::double precision").named("ck_sizes"))
            .exclude(Exclude::using("btree").column("day", "=")),
    );
    op.create_table(
        Table::new("members")
            .column(Column::new("team", string(16)))
            .column(Column::new("person", integer()).references("users", "id"))
            .primary_key(PrimaryKey::new(["team", "person"]).named("the_key"))
            .foreign_key(
                ForeignKey::new(["team"])
                    .references("roles", ["name"])
                    .match_full(),
            ),
    );
    op.create_index(
        Index::new("ix_users_name")
            .on(
                "users",
                [
                    IndexPart::column("name").desc(),
                    IndexPart::expression("lower((email)::text)"),
                ],
            )
            .include(["id"])
            .filter("active"),
    );
    "##);
    assert_snapshot!(check(NamingConvention::new()), @r##"
    op.create_enum(Enumeration::new("mood", ["sad", "ok"]));
    op.create_table(
        Table::new(r#"odd "name"#)
            .column(Column::new(r#"the "key"#, text()).primary_key_named(r#"pk "x"#))
            .column(
                Column::new("größe", integer())
                    .check(Check::new(r#""größe" > 0"#).named(r#"odd "name_größe_check"#)),
            ),
    );
    op.create_table(
        Table::new("plain")
            .column(
                Column::new("id", big_integer())
                    .primary_key_named("plain_pkey")
                    .no_generated(),
            )
            .column(Column::new("note", text())),
    );
    op.create_table(
        Table::new("roles")
            .column(Column::new("name", string(16)).primary_key_named("roles_pkey"))
            .column(
                Column::new("rank", small_integer())
                    .not_null()
                    .default(-5)
                    .check(Check::new("rank < 10").named("roles_rank_check")),
            ),
    );
    op.create_table(
        Table::new("users")
            .column(Column::new("id", integer()).primary_key_named("users_pkey"))
            .column(
                Column::new("other", big_integer())
                    .identity(Identity::always().start(5).increment(2)),
            )
            .column(
                Column::new("name", text())
                    .not_null()
                    .default("it's")
                    .collate("C")
                    .check(Check::new("length(name) > 0").named("ck_name")),
            )
            .column(Column::new("email", string(80)).unique())
            .column(
                Column::new("role", string(16))
                    .references("roles", "name")
                    .references_named("users_role_fkey")
                    .on_delete(Action::Cascade)
                    .on_update(Action::SetNull),
            )
            .column(Column::new("boss", integer()))
            .column(Column::new("active", boolean()).not_null().default(true))
            .column(Column::new("score", double()).default(-1.5))
            .column(Column::new("price", decimal(10, 2)).default_expr("0.50"))
            .column(Column::new("half", decimal(10, 2)).default(0.5))
            .column(
                Column::new("big", big_integer())
                    .default(5_000_000_000_i64)
                    .check(Check::new("big > 0").named("users_big_check"))
                    .check(Check::new("big < '9000000000000'::bigint").named("users_big_check1")),
            )
            .column(Column::new("made", timestamp_with_time_zone()).default_expr("now()"))
            .column(Column::new("doc", json_binary()).default("{}"))
            .column(Column::new("tags", array(text())).default("{}"))
            .column(Column::new("day", date()).default("2020-01-01"))
            .column(Column::new("key", uuid()).default("00000000-0000-0000-0000-000000000001"))
            .column(
                Column::new("state", enumeration("mood", ["sad", "ok"]).existing()).default("ok"),
            )
            .column(Column::new("path", text()).default_expr(r"'a\b'::text"))
            .column(Column::new("code", char(3)).default("abc"))
            .column(Column::new("total", integer()).generated_stored("length(name) * 2"))
            .unique(
                Unique::new(["name"])
                    .named("users_name_email_key")
                    .include(["email"]),
            )
            .unique(Unique::new(["name", "role"]).named("users_name_role_key"))
            .foreign_key(
                ForeignKey::new(["boss"])
                    .references("users", ["id"])
                    .named("fk_boss")
                    .deferrable(Deferrable::InitiallyDeferred),
            )
            .check(Check::new("score < (total)::double precision").named("ck_sizes"))
            .exclude(
                Exclude::using("btree")
                    .column("day", "=")
                    .named("users_day_excl"),
            ),
    );
    op.create_table(
        Table::new("members")
            .column(Column::new("team", string(16)))
            .column(
                Column::new("person", integer())
                    .references("users", "id")
                    .references_named("members_person_fkey"),
            )
            .primary_key(PrimaryKey::new(["team", "person"]).named("the_key"))
            .foreign_key(
                ForeignKey::new(["team"])
                    .references("roles", ["name"])
                    .named("members_team_fkey")
                    .match_full(),
            ),
    );
    op.create_index(
        Index::new("ix_users_name")
            .on(
                "users",
                [
                    IndexPart::column("name").desc(),
                    IndexPart::expression("lower((email)::text)"),
                ],
            )
            .include(["id"])
            .filter("active"),
    );
    "##);
}

/// Changes a database in the words of a catalog, and as a person would; returns the source of that.
fn check_changes(workshop: &mut dyn Workshop, sql: &str, changes: fn(&mut Op<'_>)) -> String {
    let (convention, operations) = (NamingConvention::new(), recorded(changes));
    let style = Style {
        introspection: backends::introspection(workshop.dialect()),
        convention: &convention,
    };
    let shorter: Vec<Operation> = operations.iter().map(|it| idiomatic(it, &style)).collect();
    let wanted = made(workshop, sql, &operations, &convention);
    let found = made(workshop, sql, &shorter, &convention);
    assert!(found == wanted, "{}", source(&shorter));
    source(&shorter)
}

const USERS: &str = "CREATE TABLE roles (name TEXT CONSTRAINT pk_roles PRIMARY KEY);
CREATE TABLE users (id INTEGER CONSTRAINT pk_users PRIMARY KEY, name TEXT, age INTEGER, role TEXT,
    CONSTRAINT uq_users_name UNIQUE (name));
CREATE VIEW names AS SELECT name FROM users;
CREATE INDEX ix_users_age ON users (age);
CREATE TABLE others (id INTEGER)";

fn changes(op: &mut Op<'_>) {
    op.drop_view(View::new("names").as_("SELECT name FROM users"));
    op.drop_index(Index::new("ix_users_age").on("users", ["age"]));
    op.drop_table(Table::new("others").column(Column::new("id", integer())));
    op.alter_table("users", |users| {
        users.add_column(Column::new("second", text()));
        users.add_column(Column::new("code", text()).not_null().default_expr("'a'"));
        users.add_constraint(
            ForeignKey::new(["second"])
                .references("roles", ["name"])
                .named("fk_users_second_roles"),
        );
        users.add_constraint(Unique::new(["code"]).named("uq_code"));
        users.add_constraint(Unique::new(["code", "second"]).named("uq_users_code_second"));
        users.add_constraint(Check::new("length(code) > 0").named("ck_code"));
    });
    op.alter_table("users", |users| {
        users.drop_constraint(Unique::new(["name"]).named("uq_users_name"));
    });
    op.alter_table("users", |users| {
        let age = Column::new("age", integer());
        users.alter_column(
            AlterColumn::new("age")
                .not_null()
                .default_expr("5")
                .was(age),
        );
    });
    op.alter_table("users", |users| {
        users.drop_column(Column::new("role", text()));
    });
}

#[test]
fn changes_mean_the_same_on_sqlite() {
    let source = check_changes(&mut *Memory.workshop(), USERS, changes);
    assert_snapshot!(source, @r#"
    op.drop_view("names");
    op.drop_index("ix_users_age");
    op.drop_table("others");
    op.alter_table("users", |table| {
        table.add_column(Column::new("second", text()).references("roles", "name"));
        table.add_column(
            Column::new("code", text())
                .not_null()
                .unique_named("uq_code")
                .default("a"),
        );
        table.add_constraint(Unique::new(["code", "second"]));
        table.add_constraint(Check::new("length(code) > 0").named("ck_code"));
    });
    op.drop_constraint("users", "uq_users_name");
    op.alter_column(
        "users",
        AlterColumn::new("age")
            .not_null()
            .default(5)
            .was(Column::new("age", integer())),
    );
    op.drop_column("users", "role");
    "#);
}

#[test]
fn changes_mean_the_same_on_postgres() {
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let config: postgres::Config = database.url().parse().unwrap();
    check_changes(&mut *(&config).workshop(), USERS, changes);
}

const POSTGRES: &str = "
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE roles (name varchar(16) PRIMARY KEY, rank smallint NOT NULL DEFAULT -5 CHECK (rank < 10));
CREATE TABLE users (
    id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    other bigint GENERATED ALWAYS AS IDENTITY (START 5 INCREMENT 2),
    name text NOT NULL DEFAULT 'it''s' COLLATE \"C\",
    email varchar(80) CONSTRAINT uq_users_email UNIQUE,
    role varchar(16) REFERENCES roles (name) ON DELETE CASCADE ON UPDATE SET NULL,
    boss integer CONSTRAINT fk_boss REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    active boolean NOT NULL DEFAULT true,
    score double precision DEFAULT -1.5,
    price numeric(10, 2) DEFAULT 0.50,
    half numeric(10, 2) DEFAULT 0.5,
    big bigint DEFAULT 5000000000 CHECK (big > 0) CHECK (big < 9000000000000),
    made timestamp with time zone DEFAULT now(),
    doc jsonb DEFAULT '{}',
    tags text[] DEFAULT '{}',
    day date DEFAULT '2020-01-01',
    key uuid DEFAULT '00000000-0000-0000-0000-000000000001',
    state mood DEFAULT 'ok',
    path text DEFAULT 'a\\b',
    code char(3) DEFAULT 'abc',
    total integer GENERATED ALWAYS AS (length(name) * 2) STORED,
    CONSTRAINT ck_sizes CHECK (score < total),
    CONSTRAINT ck_name CHECK (length(name) > 0),
    UNIQUE (name, role),
    UNIQUE (name) INCLUDE (email),
    EXCLUDE USING btree (day WITH =)
);
CREATE TABLE plain (id bigint PRIMARY KEY, note text);
CREATE TABLE members (
    team varchar(16),
    person integer REFERENCES users (id),
    CONSTRAINT the_key PRIMARY KEY (team, person),
    FOREIGN KEY (team) REFERENCES roles (name) MATCH FULL
);
CREATE TABLE \"odd \"\"name\" (\"the \"\"key\" text CONSTRAINT \"pk \"\"x\" PRIMARY KEY, \"größe\" integer CHECK (\"größe\" > 0));
CREATE INDEX ix_users_name ON users USING btree (name DESC, lower(email)) INCLUDE (id) WHERE active
";

const SQLITE: &str = "
CREATE TABLE roles (name TEXT PRIMARY KEY, rank INTEGER NOT NULL DEFAULT 5 CHECK (rank > 0)) WITHOUT ROWID;
CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL DEFAULT 'it''s' COLLATE NOCASE,
    email VARCHAR(80) CONSTRAINT uq_users_email UNIQUE,
    role TEXT REFERENCES roles (name) ON DELETE CASCADE ON UPDATE SET NULL,
    boss INTEGER CONSTRAINT fk_boss REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    active BOOLEAN NOT NULL DEFAULT 1,
    score REAL DEFAULT -1.5,
    big BIGINT DEFAULT -5000000000,
    made TEXT DEFAULT CURRENT_TIMESTAMP,
    size INTEGER DEFAULT (1 + 2),
    total INTEGER GENERATED ALWAYS AS (size * 2) STORED,
    mood ENUM_TEXT CHECK (mood IN ('sad', 'ok')),
    CONSTRAINT ck_sizes CHECK (size < total),
    CONSTRAINT ck_name CHECK (length(name) > 0),
    CHECK (big IS NULL OR big < 10),
    UNIQUE (name, role),
    UNIQUE (name)
);
CREATE TABLE members (
    team TEXT,
    person INTEGER REFERENCES users (id),
    since DATE,
    CONSTRAINT pk_members PRIMARY KEY (team, person),
    FOREIGN KEY (team) REFERENCES roles (name),
    FOREIGN KEY (team, person) REFERENCES members (team, person)
);
CREATE TABLE strict_one (id INT PRIMARY KEY, note TEXT) STRICT;
CREATE TABLE \"odd \"\"name\" (\"the \"\"key\" TEXT CONSTRAINT \"pk \"\"x\" PRIMARY KEY, \"größe\" INTEGER CHECK (\"größe\" > 0));
CREATE INDEX ix_users_name ON users (name DESC, lower(email)) WHERE active;
CREATE UNIQUE INDEX ix_users_role ON users (role)
";
