//! What a table, a column and a constraint can be, and what they cannot.

use super::{Database, refusal, sql};
use crate::schema::{
    Check, Column, Constraint, Deferrable, Exclude, ForeignKey, Identity, PrimaryKey, Table,
    Unique, boolean, custom, decimal, enumeration, integer, string, text, timestamp, uuid,
};

/// Checks the SQL of a table, and that SQLite takes it beside a table `u`.
fn check(table: Table, expect: &str) {
    assert_eq!(sql(|op| op.create_table(table.clone())), expect);
    let database = Database::new();
    database
        .migrate(|op| {
            op.create_table(Table::new("u").column(Column::new("id", integer()).primary_key()));
            op.create_table(table);
        })
        .unwrap();
}

fn id() -> Column {
    Column::new("id", integer()).primary_key()
}

#[test]
fn columns_have_everything_that_sqlite_has() {
    check(
        Table::new("t")
            .column(id().auto_increment())
            .column(Column::new("a", text()).not_null().collate("nocase"))
            .column(Column::new("b", integer()).generated_stored("id + 1"))
            .column(
                Column::new("c", text())
                    .generated_virtual("a || 'x'")
                    .unique(),
            )
            .column(Column::new("d", integer()).check(Check::new("d > 0").named("ck_d")))
            .column(
                Column::new("e", integer())
                    .references("u", "id")
                    .references_named("fk_e"),
            ),
        "CREATE TABLE \"t\" (\"id\" INTEGER PRIMARY KEY AUTOINCREMENT, \
         \"a\" TEXT NOT NULL COLLATE \"nocase\", \
         \"b\" INTEGER GENERATED ALWAYS AS (id + 1) STORED, \
         \"c\" TEXT UNIQUE GENERATED ALWAYS AS (a || 'x') VIRTUAL, \
         \"d\" INTEGER CONSTRAINT \"ck_d\" CHECK (d > 0), \
         \"e\" INTEGER CONSTRAINT \"fk_e\" REFERENCES \"u\" (\"id\"))",
    );
    check(
        Table::new("t").column(id().identity(Identity::by_default())),
        "CREATE TABLE \"t\" (\"id\" INTEGER PRIMARY KEY)",
    );
}

#[test]
fn a_named_key_counts_too() {
    check(
        Table::new("t")
            .column(Column::new("id", integer()).auto_increment())
            .primary_key(PrimaryKey::new(["id"]).named("pk_t")),
        "CREATE TABLE \"t\" (\"id\" INTEGER, \
         CONSTRAINT \"pk_t\" PRIMARY KEY (\"id\" AUTOINCREMENT))",
    );
}

#[test]
fn a_strict_table_has_strict_types() {
    check(
        Table::new("t")
            .column(id())
            .column(Column::new("a", string(16)))
            .column(Column::new("b", boolean()).default(true))
            .column(Column::new("c", decimal(10, 2)))
            .column(Column::new("d", timestamp()).default_expr("now()"))
            .column(Column::new("e", enumeration("mood", ["sad"])))
            .column(Column::new("f", uuid()))
            .column(Column::new("g", custom("Any")))
            .strict(),
        "CREATE TABLE \"t\" (\"id\" INTEGER PRIMARY KEY, \"a\" TEXT, \"b\" INTEGER DEFAULT 1, \
         \"c\" REAL, \"d\" TEXT DEFAULT CURRENT_TIMESTAMP, \"e\" TEXT CHECK (\"e\" IN ('sad')), \
         \"f\" ANY, \"g\" ANY) STRICT",
    );
}

#[test]
fn a_table_without_rowid_keeps_its_rows_in_the_key() {
    check(
        Table::new("t").column(id().no_generated()).without_rowid(),
        "CREATE TABLE \"t\" (\"id\" INT NOT NULL PRIMARY KEY) WITHOUT ROWID",
    );
    check(
        Table::new("t")
            .column(Column::new("a", text()).primary_key())
            .column(Column::new("b", text()).primary_key())
            .strict()
            .without_rowid(),
        "CREATE TABLE \"t\" (\"a\" TEXT NOT NULL, \"b\" TEXT NOT NULL, \
         PRIMARY KEY (\"a\", \"b\")) STRICT, WITHOUT ROWID",
    );
}

#[test]
fn a_table_may_end_with_the_connection() {
    let table = |name: Table| name.column(id()).temporary();
    check(
        table(Table::new("t")).if_not_exists(),
        "CREATE TEMPORARY TABLE IF NOT EXISTS \"t\" (\"id\" INTEGER PRIMARY KEY)",
    );
    check(
        table(Table::new(("temp", "t"))),
        "CREATE TEMPORARY TABLE \"temp\".\"t\" (\"id\" INTEGER PRIMARY KEY)",
    );
}

#[test]
fn a_foreign_key_can_be_checked_at_the_end() {
    let key = || ForeignKey::new(["a"]).references("u", ["id"]);
    let start = "CREATE TABLE \"t\" (\"a\" INTEGER, FOREIGN KEY (\"a\") REFERENCES \"u\" (\"id\")";
    let with = |key: ForeignKey, expect: &str| {
        let table = Table::new("t").column(Column::new("a", integer()));
        check(table.foreign_key(key), &format!("{start}{expect})"));
    };
    with(
        key().deferrable(Deferrable::InitiallyDeferred),
        " DEFERRABLE INITIALLY DEFERRED",
    );
    with(
        key().deferrable(Deferrable::InitiallyImmediate),
        " DEFERRABLE INITIALLY IMMEDIATE",
    );
    with(key().match_full(), "");
}

#[test]
fn what_a_table_cannot_be_is_refused() {
    let refused = |table: Table, expect: &str| {
        let expect = format!("SQLite cannot do create_table `{}`: {expect}", table.name());
        assert_eq!(refusal(|op| op.create_table(table)), expect);
    };
    let table = || Table::new("t").column(id());
    refused(
        table().comment("who"),
        "there are no comments in the schema\nhelp: leave `.comment(…)` out",
    );
    refused(
        Table::new(("main", "t")).column(id()).temporary(),
        "a temporary table has no other schema than `temp`\nhelp: leave the schema out",
    );
    refused(
        Table::new("t")
            .column(Column::new("a", text()))
            .without_rowid(),
        "a table `WITHOUT ROWID` needs a primary key\n\
         help: add `.primary_key(…)`, or leave `.without_rowid()` out",
    );
    refused(
        table().without_rowid(),
        "column `id`: a key `WITHOUT ROWID` does not count by itself\n\
         help: say `.no_generated()`, or leave `.without_rowid()` out",
    );
    refused(
        Table::new("t")
            .column(Column::new("a", custom("citext")))
            .strict(),
        "column `a`: a `STRICT` table has no type `citext`\n\
         help: choose `INT`, `INTEGER`, `REAL`, `TEXT`, `BLOB` or `ANY`",
    );
}

#[test]
fn what_a_column_cannot_be_is_refused() {
    let refused = |column: Column, expect: &str| {
        let expect = format!("SQLite cannot do create_table `t`: column `a`: {expect}");
        let table = Table::new("t").column(column);
        assert_eq!(refusal(|op| op.create_table(table)), expect);
    };
    let a = || Column::new("a", integer());
    refused(
        a().comment("what"),
        "there are no comments in the schema\nhelp: leave `.comment(…)` out",
    );
    refused(
        a().identity(Identity::by_default()),
        "only the single integer key of a table counts by itself\n\
         help: make the column the primary key, or leave `.identity(…)` out",
    );
    refused(
        a().primary_key().identity(Identity::always()),
        "a column counts by one and from one, where an insert gives no value\n\
         help: use `Identity::by_default()` without options",
    );
    refused(
        a().primary_key().generated_stored("1"),
        "a computed column cannot be in the primary key\nhelp: make it unique",
    );
}

#[test]
fn columns_that_contradict_themselves() {
    let invalid = |column: Column, expect: &str| {
        let expect = format!("create_table `t` makes no sense: column `a`: {expect}");
        let table = Table::new("t").column(column);
        assert_eq!(refusal(|op| op.create_table(table)), expect);
    };
    let a = || Column::new("a", integer());
    let two_sources = "it is computed, and has another source of values too\n\
                       help: leave `.default(…)`, `.identity(…)` and `.auto_increment()` out";
    invalid(a().generated_stored("1").default(1), two_sources);
    invalid(a().generated_virtual("1").auto_increment(), two_sources);
    invalid(
        a().identity(Identity::by_default()).default(1),
        "it counts by itself and has a default too\nhelp: leave one of the two out",
    );
    invalid(
        a().primary_key().auto_increment().no_generated(),
        "it counts by itself and is told not to\nhelp: leave `.no_generated()` out",
    );
    invalid(
        a().auto_increment(),
        "`auto_increment` is for the only key column of a table, an integer",
    );
}

#[test]
fn what_a_constraint_cannot_be_is_refused() {
    let refused = |constraint: Constraint, expect: &str| {
        let table = Table::new("t")
            .column(Column::new("a", integer()))
            .column(Column::new("b", integer()));
        let table = match constraint {
            Constraint::PrimaryKey(key) => table.primary_key(key),
            Constraint::Unique(unique) => table.unique(unique),
            Constraint::Check(check) => table.check(check),
            Constraint::ForeignKey(key) => table.foreign_key(key),
            Constraint::Exclude(exclude) => table.exclude(exclude),
        };
        let expect = format!("SQLite cannot do create_table `t`: {expect}");
        assert_eq!(refusal(|op| op.create_table(table)), expect);
    };
    let later = Deferrable::InitiallyDeferred;
    let key = || ForeignKey::new(["a", "b"]).references("u", ["a", "b"]);
    refused(
        PrimaryKey::new(["a"]).include(["b"]).into(),
        "a primary key carries no more columns than it has\nhelp: leave `.include(…)` out",
    );
    refused(
        PrimaryKey::new(["a"]).deferrable(later).into(),
        "a primary key is never checked later than at once\nhelp: leave `.deferrable(…)` out",
    );
    refused(
        Unique::new(["a"]).include(["b"]).into(),
        "a unique constraint carries no more columns than it has\nhelp: leave `.include(…)` out",
    );
    refused(
        Unique::new(["a"]).deferrable(later).into(),
        "a unique constraint is never checked later than at once\n\
         help: leave `.deferrable(…)` out",
    );
    refused(
        Unique::new(["a"]).nulls_not_distinct().into(),
        "two `NULL`s are always distinct\n\
         help: create a unique index on expressions such as `coalesce(name, '')`",
    );
    refused(
        Check::new("a > 0").not_valid().into(),
        "a check is always valid\n\
         help: leave `.not_valid()` and the call of `validate_constraint` out",
    );
    refused(
        Check::new("a > 0").no_inherit().into(),
        "no table inherits from another\nhelp: leave `.no_inherit()` out",
    );
    refused(
        key().not_valid().into(),
        "a foreign key is always valid\n\
         help: leave `.not_valid()` and the call of `validate_constraint` out",
    );
    refused(
        key().match_full().into(),
        "a foreign key is not checked while a part of it is `NULL`\n\
         help: leave `.match_full()` out, and add a check such as `(a IS NULL) = (b IS NULL)`",
    );
    refused(
        key().on_delete_columns(["a"]).into(),
        "an action on delete sets all columns of the key\n\
         help: leave `.on_delete_columns(…)` out, and write a trigger",
    );
    refused(
        Exclude::using("gist").column("a", "=").into(),
        "there are no exclusion constraints\n\
         help: use a unique constraint, or a trigger that looks for other rows",
    );
}
