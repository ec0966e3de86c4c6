//! Tables, columns, constraints and indexes.

use super::super::Database;
use super::{check_round_trip, made_again, read};
use crate::backends::sqlite::SqliteIntrospection;
use crate::catalog::{Catalog, Introspection, Scope};
use crate::ops::Op;
use crate::schema::{
    Action, Check, Column, ColumnType, Deferrable, ForeignKey, Index, IndexPart, PrimaryKey, Table,
    Unique, big_integer, blob, boolean, date, enumeration, integer, json, string, text, uuid,
};

fn only_table(sql: &str) -> Table {
    let catalog = check_round_trip(sql);
    let [table] = catalog.tables.as_slice() else {
        panic!("{:?}", catalog.tables);
    };
    table.clone()
}

fn after(migration: impl FnOnce(&mut Op<'_>)) -> Catalog {
    let database = Database::new();
    database.migrate(migration).unwrap();
    let catalog = database.catalog().unwrap();
    assert_eq!(made_again(&catalog).catalog().unwrap(), catalog);
    catalog
}

#[test]
fn every_type_that_is_written_is_read() {
    let kinds = [
        ColumnType::Char(None),
        ColumnType::Char(Some(4)),
        ColumnType::String(None),
        ColumnType::String(Some(16)),
        ColumnType::Text,
        ColumnType::Blob,
        ColumnType::TinyInteger,
        ColumnType::SmallInteger,
        ColumnType::Integer,
        ColumnType::BigInteger,
        ColumnType::TinyUnsigned,
        ColumnType::SmallUnsigned,
        ColumnType::Unsigned,
        ColumnType::BigUnsigned,
        ColumnType::Float,
        ColumnType::Double,
        ColumnType::Decimal(None),
        ColumnType::Decimal(Some((10, 2))),
        ColumnType::DateTime,
        ColumnType::Timestamp,
        ColumnType::TimestampWithTimeZone,
        ColumnType::Time,
        ColumnType::Date,
        ColumnType::Year,
        ColumnType::Binary(16),
        ColumnType::VarBinary(None),
        ColumnType::VarBinary(Some(16)),
        ColumnType::Boolean,
        ColumnType::Money(None),
        ColumnType::Money(Some((12, 2))),
        ColumnType::Json,
        ColumnType::JsonBinary,
        ColumnType::Uuid,
        ColumnType::Custom("POINT".to_owned()),
        ColumnType::Custom("NVARCHAR(160)".to_owned()),
        ColumnType::Custom("UNSIGNED BIG INT".to_owned()),
    ];
    for kind in kinds {
        let catalog =
            after(|op| op.create_table(Table::new("t").column(Column::new("a", kind.clone()))));
        assert_eq!(catalog.tables[0].columns()[0].kind(), &kind);
    }
}

#[test]
fn other_words_for_a_type_are_that_type() {
    let check = |declared: &str, kind: ColumnType| {
        let table = only_table(&format!("CREATE TABLE t (a {declared})"));
        assert_eq!(table.columns()[0].kind(), &kind, "{declared}");
    };
    check("varchar ( 16 )", ColumnType::String(Some(16)));
    check("CHARACTER VARYING(16)", ColumnType::String(Some(16)));
    check("int", ColumnType::Integer);
    check("Real", ColumnType::Double);
    check("double  precision", ColumnType::Double);
    check("numeric(10,2)", ColumnType::Decimal(Some((10, 2))));
    check("DECIMAL(10)", ColumnType::Decimal(Some((10, 0))));
    check("[varchar](9)", ColumnType::String(Some(9)));
    check("\"TEXT\"", ColumnType::Text);
    check("bool", ColumnType::Boolean);
    check(
        "timestamp with\ttime zone",
        ColumnType::TimestampWithTimeZone,
    );
    check("", ColumnType::Blob);
    check(
        "nvarchar(160)",
        ColumnType::Custom("NVARCHAR(160)".to_owned()),
    );
    check(
        "number(3,  1)",
        ColumnType::Custom("NUMBER(3, 1)".to_owned()),
    );
}

#[test]
fn a_table_with_everything_is_read_as_it_was_declared() {
    let people = || {
        Table::new("people")
            .column(Column::new("id", integer()).not_null().auto_increment())
            .column(Column::new("name", string(80)).not_null().collate("NOCASE"))
            .column(Column::new("mood", enumeration("", ["sad", "it's ok"])).default_expr("'sad'"))
            .column(Column::new("born", date()))
            .column(
                Column::new("at", text())
                    .not_null()
                    .default_expr("CURRENT_TIMESTAMP"),
            )
            .column(
                Column::new("active", boolean())
                    .not_null()
                    .default_expr("1"),
            )
            .column(Column::new("boss", integer()))
            .column(Column::new("shout", text()).generated_stored("upper(name)"))
            .column(Column::new("size", integer()).generated_virtual("length(name) + 1"))
            .column(Column::new("notes", json()))
            .column(Column::new("key", uuid()))
            .primary_key(PrimaryKey::new(["id"]).named("pk_people"))
            .unique(["key"])
            .unique(Unique::new(["name", "born"]).named("uq_people_name_born"))
            .foreign_key(
                ForeignKey::new(["boss"])
                    .references("people", ["id"])
                    .on_delete(Action::SetNull)
                    .on_update(Action::Cascade)
                    .deferrable(Deferrable::InitiallyDeferred)
                    .named("fk_people_boss"),
            )
            .check("length(name) > 0")
            .check(Check::new("born > '1800-01-01'").named("ck_people_born"))
    };
    let catalog = after(|op| {
        op.create_table(people());
        op.create_index(
            Index::new("ix_people_name")
                .on(
                    "people",
                    [
                        IndexPart::expression("lower(name)"),
                        IndexPart::column("born").desc(),
                        IndexPart::column("mood").collate("RTRIM"),
                    ],
                )
                .unique()
                .filter("boss IS NOT NULL"),
        );
    });
    assert_eq!(catalog.tables, [people()]);
    assert_eq!(catalog.indexes.len(), 1);
    assert_eq!(catalog.indexes[0].condition(), Some("boss IS NOT NULL"));
    assert_eq!(catalog.indexes[0].parts()[2].collation(), Some("RTRIM"));
}

#[test]
fn options_of_tables_are_read() {
    let table =
        only_table("CREATE TABLE t (a TEXT, b ANY, PRIMARY KEY (b, a)) WITHOUT ROWID, STRICT");
    assert!(table.is_strict() && table.is_without_rowid());
    assert_eq!(table.table_primary_key().unwrap().columns(), ["b", "a"]);
    let table = only_table("CREATE TABLE t (a BLOB)");
    assert!(!table.is_strict() && !table.is_without_rowid());
    assert_eq!(table, Table::new("t").column(Column::new("a", blob())));
}

#[test]
fn a_key_that_is_not_the_rowid_does_not_count() {
    let key = |kind: &str| {
        let table = only_table(&format!("CREATE TABLE t (id {kind})"));
        table.columns()[0].clone()
    };
    let counting = Column::new("id", integer()).not_null();
    assert_eq!(key("INTEGER PRIMARY KEY"), counting);
    assert_eq!(key("integer not null primary key asc"), counting);
    assert_eq!(
        key("INTEGER PRIMARY KEY AUTOINCREMENT"),
        counting.clone().auto_increment()
    );
    assert_eq!(key("INT PRIMARY KEY"), counting.clone().no_generated());
    assert_eq!(key("INTEGER PRIMARY KEY DESC"), counting.no_generated());
    let big = Column::new("id", big_integer()).not_null().no_generated();
    assert_eq!(key("BIGINT PRIMARY KEY"), big);
    assert_eq!(
        key("TEXT PRIMARY KEY"),
        Column::new("id", text()).not_null()
    );
    let declared = after(|op| {
        op.create_table(Table::new("t").column(Column::new("id", big_integer()).primary_key()));
    });
    assert_eq!(declared, read("CREATE TABLE t (id INTEGER PRIMARY KEY)"));
}

#[test]
fn a_foreign_key_without_columns_refers_to_the_primary_key() {
    let with = |clause: &str| {
        check_round_trip(&format!(
            "CREATE TABLE Parent (Id INTEGER PRIMARY KEY, Name TEXT UNIQUE);
             CREATE TABLE child (Parent_Id INTEGER {clause})"
        ))
    };
    let plain = with("REFERENCES Parent (Id)");
    for clause in [
        "REFERENCES parent",
        "references \"PARENT\" (\"ID\") match simple on delete no action not deferrable initially deferred",
        ", FOREIGN KEY ([parent_id]) REFERENCES `parent`",
    ] {
        assert_eq!(with(clause), plain, "{clause}");
    }
    assert_ne!(with("REFERENCES Parent (Name)"), plain);
    assert_ne!(with("REFERENCES Parent ON DELETE SET DEFAULT"), plain);
    assert_ne!(with("REFERENCES Parent ON UPDATE RESTRICT"), plain);
    assert_ne!(
        with("REFERENCES Parent DEFERRABLE INITIALLY DEFERRED"),
        plain
    );
    assert_ne!(with("CONSTRAINT fk REFERENCES Parent"), plain);
}

#[test]
fn clauses_that_no_operation_has_are_noted() {
    let database = Database::new();
    let sql =
        "CREATE TABLE t (a TEXT NOT NULL ON CONFLICT IGNORE, b TEXT UNIQUE ON CONFLICT REPLACE,
        c TEXT, UNIQUE (b, c COLLATE NOCASE), UNIQUE (c) ON CONFLICT ABORT)";
    database.connection.execute_batch(sql).unwrap();
    let beyond = database.catalog().unwrap().beyond;
    let beyond: Vec<_> = beyond
        .iter()
        .map(|it| format!("{}: {}", it.object, it.what))
        .collect();
    assert_eq!(
        beyond,
        [
            "t.a: the clause `ON CONFLICT IGNORE`",
            "t.unique constraint (b): the clause `ON CONFLICT REPLACE`",
            "t.unique constraint (b, c): the collation `NOCASE` of `c` in a key",
        ]
    );
}

#[test]
fn tables_to_leave_out_are_not_read() {
    let database = Database::new();
    let sql =
        "CREATE TABLE Versions (v TEXT); CREATE INDEX iv ON Versions (v); CREATE TABLE t (a TEXT);
        CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT); ANALYZE;";
    database.connection.execute_batch(sql).unwrap();
    let scope = Scope {
        leave_out: vec!["versions".into()],
        ..Scope::default()
    };
    let answers: Vec<_> = SqliteIntrospection
        .questions(&scope)
        .iter()
        .map(|it| database.answer(it))
        .collect();
    let catalog = SqliteIntrospection.catalog(&scope, &answers).unwrap();
    let names: Vec<_> = catalog.tables.iter().map(|it| it.name().name()).collect();
    assert_eq!(names, ["counted", "t"]);
    assert!(catalog.indexes.is_empty());
}
