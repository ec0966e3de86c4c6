//! What PostgreSQL's own catalogue says about the tables that were created.

use super::Database;
use crate::schema::{
    Action, Check, Column, ForeignKey, Index, IndexPart, PrimaryKey, Table, Unique, big_integer,
    boolean, enumeration, integer, small_integer, string, text,
};

/// The names nobody should use, and somebody does; the last one is as long as can be.
pub(super) const HOSTILE: [&str; 14] = [
    "select",
    "my table",
    "quo\"te",
    "it's",
    "back`tick",
    "[bracket]",
    "semi;colon",
    "-- comment",
    "/* open",
    "größe 🦀",
    "CamelCase",
    "a.b",
    "new\nline $1 $$ \\",
    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff12 ",
];

const CONSTRAINTS: &str = "SELECT conname, contype, pg_get_constraintdef(oid) FROM pg_constraint \
    WHERE conrelid = 'users'::regclass AND contype <> 'n' ORDER BY conname";

#[test]
fn columns_keys_and_indexes_are_as_declared() {
    let Some(mut database) = Database::new() else {
        return;
    };
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
                    .column(Column::new("active", boolean()).not_null().default(true))
                    .check(Check::new("id > 0 AND active").named("ck \"x\"")),
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
    let columns = |table: &str| {
        format!(
            "SELECT attname, attnotnull, attidentity, pg_get_expr(adbin, adrelid) \
             FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum \
             WHERE attrelid = '{table}'::regclass AND attnum > 0 ORDER BY attnum"
        )
    };
    assert_eq!(
        database.rows(&columns("roles")),
        ["name|t||NULL", "rank|t||7"]
    );
    assert_eq!(
        database.rows(&columns("users")),
        ["id|t|d|NULL", "role|f||NULL", "active|t||true"]
    );
    assert_eq!(
        database.rows(CONSTRAINTS),
        [
            "ck \"x\"|c|CHECK (((id > 0) AND active))",
            "users_pkey|p|PRIMARY KEY (id)",
            "users_role_fkey|f|FOREIGN KEY (role) REFERENCES roles(name) \
             ON UPDATE SET DEFAULT ON DELETE CASCADE",
        ]
    );
    assert_eq!(
        database.rows("SELECT pg_get_indexdef('ix_users'::regclass)"),
        [
            "CREATE UNIQUE INDEX ix_users ON public.users USING btree (role DESC, ((id + 1))) \
          WHERE active"
        ]
    );
}

#[test]
fn a_single_integer_key_fills_itself() {
    let Some(mut database) = Database::new() else {
        return;
    };
    let mut check = |table: Table| {
        database.migrate(|op| op.create_table(table)).unwrap();
        database
            .migrate(|op| op.bulk_insert("t", ["x"], [["a"], ["b"]]))
            .unwrap();
        assert_eq!(database.rows("SELECT id FROM t ORDER BY id"), ["1", "2"]);
        database
            .migrate(|op| op.bulk_insert("t", ["id", "x"], [(9, "a")]))
            .unwrap();
        database.migrate(|op| op.drop_table("t")).unwrap();
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
    // A default of its own takes the place of the identity.
    database.rows("CREATE SEQUENCE s");
    let id = Column::new("id", integer())
        .primary_key()
        .default_expr("nextval('s')");
    database
        .migrate(|op| op.create_table(Table::new("t").column(id).column(x())))
        .unwrap();
    database
        .migrate(|op| op.bulk_insert("t", ["x"], [["a"]]))
        .unwrap();
    assert_eq!(
        database.rows("SELECT id, pg_get_serial_sequence('t', 'id') FROM t"),
        ["1|NULL"]
    );
}

#[test]
fn a_key_without_generated_values_must_be_filled() {
    let Some(mut database) = Database::new() else {
        return;
    };
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
            .starts_with("null value in column \"id\"")
    );
}

#[test]
fn an_enumeration_takes_its_values_only() {
    let Some(mut database) = Database::new() else {
        return;
    };
    let mood = || enumeration("mood", ["sad", "it's ok"]);
    database
        .migrate(|op| {
            op.create_table(Table::new("t").column(Column::new("mood", mood())));
            op.add_column("t", Column::new("past", mood().existing()).default("sad"));
            op.bulk_insert("t", ["mood"], [Some("it's ok"), None].map(|mood| [mood]));
        })
        .unwrap();
    assert_eq!(
        database.rows("SELECT * FROM t"),
        ["it's ok|sad", "NULL|sad"]
    );
    let inserted = database.migrate(|op| op.bulk_insert("t", ["mood"], [["happy"]]));
    assert!(
        inserted
            .unwrap_err()
            .starts_with("invalid input value for enum mood")
    );
}

#[test]
fn hostile_names_come_back_as_they_were() {
    let Some(mut database) = Database::new() else {
        return;
    };
    for name in HOSTILE {
        let (other, kind) = (other(name), format!("4{}", &other(name)[1..]));
        database
            .migrate(|op| {
                op.create_table(
                    Table::new(name)
                        .column(Column::new(name, integer()))
                        .column(Column::new(other.as_str(), enumeration(&kind, [name, "x"])))
                        .primary_key(PrimaryKey::new([name]).named(format!("1{}", &other[1..])))
                        .unique(Unique::new([other.as_str()]).named(format!("2{}", &other[1..])))
                        .foreign_key(ForeignKey::new([name]).references(name, [name]).named(name)),
                );
                op.create_index(
                    Index::new(format!("3{}", &other[1..])).on(name, [other.as_str(), name]),
                );
                op.bulk_insert(name, [name, other.as_str()], [(1, name)]);
                op.add_column(name, Column::new("third", text()).default(name));
                op.rename_table(name, other.as_str());
            })
            .unwrap();
        let table = other.replace('\'', "''").replace('\\', "\\\\");
        let columns = database.rows(&format!(
            "SELECT attname FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid \
             WHERE relname = E'{table}' AND attnum > 0 ORDER BY attnum"
        ));
        assert_eq!(columns, [name, other.as_str(), "third"], "{name:?}");
        assert_eq!(
            database.rows("SELECT typname FROM pg_type WHERE typtype = 'e'"),
            std::slice::from_ref(&kind)
        );
        let quoted = crate::backends::postgres::names::quoted(&other).unwrap();
        assert_eq!(
            database.rows(&format!("SELECT * FROM {quoted}")),
            [format!("1|{name}|{name}")]
        );
        database
            .migrate(|op| {
                op.drop_index(format!("3{}", &other[1..]));
                op.drop_column(other.as_str(), "third");
                op.drop_table(other.as_str());
                op.execute(format!(
                    "DROP TYPE {}",
                    crate::backends::postgres::names::quoted(&kind).unwrap()
                ));
            })
            .unwrap();
        let left = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";
        assert_eq!(database.rows(left), ["0"]);
    }
}

/// Returns another name of the same length that starts with a digit.
fn other(name: &str) -> String {
    let mut chars = name.chars();
    chars.next();
    format!("0{}", chars.as_str())
}
