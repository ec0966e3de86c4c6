//! What SQLite's own catalogue says about the tables that were created.

use super::Database;
use crate::schema::{
    Action, Column, ForeignKey, Index, IndexPart, PrimaryKey, Table, Unique, big_integer, boolean,
    integer, small_integer, string, text,
};

/// The names nobody should use, and somebody does.
const HOSTILE: [&str; 12] = [
    "select",
    "my table",
    "quo\"te",
    "it's",
    "back`tick",
    "[bracket]",
    "semi;colon",
    "-- comment",
    "größe 🦀",
    "ROWID",
    "a.b",
    "new\nline",
];

#[test]
fn columns_keys_and_indexes_are_as_declared() {
    let database = Database::new();
    database
        .migrate(|op| {
            op.create_table(
                Table::new("roles")
                    .column(Column::new("name", string(16)).primary_key())
                    .column(
                        Column::new("rank", integer())
                            .not_null()
                            .unique()
                            .default(7),
                    ),
            );
            op.create_table(
                Table::new("users")
                    .column(Column::new("id", integer()).primary_key())
                    .column(
                        Column::new("role", string(16))
                            .references("roles", "name")
                            .on_delete(Action::Cascade)
                            .on_update(Action::SetDefault),
                    )
                    .column(Column::new("active", boolean()).not_null().default(true)),
            );
            op.create_index(
                Index::new("ix_users")
                    .on(
                        "users",
                        [
                            IndexPart::column("role").desc(),
                            IndexPart::expression("id + 1"),
                        ],
                    )
                    .unique()
                    .filter("active"),
            );
        })
        .unwrap();
    // cid | name | type | notnull | default | pk | hidden
    assert_eq!(
        database.rows("SELECT * FROM pragma_table_xinfo('roles')"),
        ["0|name|VARCHAR(16)|1|NULL|1|0", "1|rank|INTEGER|1|7|0|0"]
    );
    assert_eq!(
        database.rows("SELECT * FROM pragma_table_xinfo('users')"),
        [
            "0|id|INTEGER|0|NULL|1|0",
            "1|role|VARCHAR(16)|0|NULL|0|0",
            "2|active|BOOLEAN|1|1|0|0"
        ]
    );
    // id | seq | table | from | to | on_update | on_delete | match
    assert_eq!(
        database.rows("SELECT * FROM pragma_foreign_key_list('users')"),
        ["0|0|roles|role|name|SET DEFAULT|CASCADE|NONE"]
    );
    // name | unique | origin | partial
    assert_eq!(
        database.rows("SELECT name, \"unique\", origin, partial FROM pragma_index_list('users')"),
        ["ix_users|1|c|1"]
    );
    assert_eq!(
        database.rows("SELECT name, \"desc\" FROM pragma_index_xinfo('ix_users') WHERE key"),
        ["role|1", "NULL|0"]
    );
}

#[test]
fn a_single_integer_key_is_the_rowid_and_fills_itself() {
    let check = |table: Table| {
        let database = Database::new();
        database.migrate(|op| op.create_table(table)).unwrap();
        database
            .migrate(|op| op.bulk_insert("t", ["x"], [["a"], ["b"]]))
            .unwrap();
        assert_eq!(database.rows("SELECT id, rowid FROM t"), ["1|1", "2|2"]);
    };
    let x = || Column::new("x", text());
    check(
        Table::new("t")
            .column(Column::new("id", integer()).primary_key())
            .column(x()),
    );
    check(
        Table::new("t")
            .column(Column::new("id", big_integer()).primary_key())
            .column(x()),
    );
    check(
        Table::new("t")
            .column(Column::new("id", small_integer()).primary_key())
            .column(x()),
    );
    check(
        Table::new("t")
            .column(Column::new("id", integer()))
            .column(x())
            .primary_key(["id"]),
    );
}

#[test]
fn a_key_without_generated_values_must_be_filled() {
    let database = Database::new();
    database
        .migrate(|op| {
            op.create_table(
                Table::new("t")
                    .column(Column::new("id", integer()).primary_key().no_generated())
                    .column(Column::new("x", text())),
            );
        })
        .unwrap();
    let inserted = database.migrate(|op| op.bulk_insert("t", ["x"], [["a"]]));
    assert!(
        inserted
            .unwrap_err()
            .starts_with("NOT NULL constraint failed: t.id")
    );
}

#[test]
fn key_columns_are_never_null() {
    let database = Database::new();
    database
        .migrate(|op| {
            op.create_table(
                Table::new("t")
                    .column(Column::new("a", text()))
                    .column(Column::new("b", text()))
                    .primary_key(["a", "b"]),
            );
        })
        .unwrap();
    let inserted = database.migrate(|op| op.bulk_insert("t", ["a"], [["x"]]));
    assert!(
        inserted
            .unwrap_err()
            .starts_with("NOT NULL constraint failed: t.b")
    );
}

#[test]
fn an_enumeration_takes_its_values_only() {
    let database = Database::new();
    let mood = || crate::schema::enumeration("mood", ["sad", "it's ok"]);
    database
        .migrate(|op| {
            op.create_table(Table::new("t").column(Column::new("mood", mood())));
            op.add_column("t", Column::new("past", mood()).default("sad"));
            op.bulk_insert("t", ["mood"], [Some("it's ok"), None].map(|mood| [mood]));
        })
        .unwrap();
    assert_eq!(
        database.rows("SELECT * FROM t"),
        ["it's ok|sad", "NULL|sad"]
    );
    let inserted = database.migrate(|op| op.bulk_insert("t", ["mood"], [["happy"]]));
    assert!(inserted.unwrap_err().starts_with("CHECK constraint failed"));
}

#[test]
fn hostile_names_come_back_as_they_were() {
    for name in HOSTILE {
        let database = Database::new();
        let other = format!("{name}2");
        database
            .migrate(|op| {
                op.create_table(
                    Table::new(name)
                        .column(Column::new(name, integer()))
                        .column(Column::new(other.as_str(), text()))
                        .primary_key(PrimaryKey::new([name]).named(name))
                        .unique(Unique::new([other.as_str()]).named(other.as_str()))
                        .foreign_key(ForeignKey::new([name]).references(name, [name])),
                );
                op.create_index(Index::new(format!("ix {name}")).on(name, [other.as_str(), name]));
                op.bulk_insert(name, [name, other.as_str()], [(1, "x")]);
                op.add_column(name, Column::new(format!("{name}3"), integer()).default(5));
                op.drop_column(name, format!("{name}3"));
                op.rename_table(name, other.as_str());
            })
            .unwrap();
        let table = other.replace('\'', "''");
        let columns = database.rows(&format!("SELECT name FROM pragma_table_info('{table}')"));
        assert_eq!(columns, [name, other.as_str()], "{name:?}");
        let names = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
        assert_eq!(database.rows(names), [format!("ix {name}")], "{name:?}");
        database
            .migrate(|op| op.drop_index(format!("ix {name}")))
            .unwrap();
        database
            .migrate(|op| op.drop_table(other.as_str()))
            .unwrap();
        assert_eq!(database.rows("SELECT count(*) FROM sqlite_schema"), ["0"]);
    }
}

#[test]
fn long_names_are_fine() {
    let name = "ä".repeat(200);
    let database = Database::new();
    let table = Table::new(name.as_str()).column(Column::new(name.as_str(), integer()));
    database.migrate(|op| op.create_table(table)).unwrap();
    assert_eq!(database.rows("SELECT name FROM sqlite_schema"), [name]);
}
