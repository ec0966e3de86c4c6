//! Two catalogs in, the operations out, there and back.

use super::lines::{Way, steps};
use crate::base::Dialect;
use crate::catalog::{Catalog, Need};
use crate::declared::{Backfill, Filter, Hints, RenameHint, Undeclared};
use crate::ops::{Function, Sequence};
use crate::schema::{
    Check, Column, ForeignKey, Identity, ObjectKind, ObjectName, PrimaryKey, Table, Unique,
    big_integer, integer, text,
};

pub(super) const POSTGRES: Dialect = Dialect::Postgres;

const SQLITE: Dialect = Dialect::Sqlite;

/// Checks the operations there, and after a line those back.
pub(super) fn check(
    dialect: Dialect,
    hints: &Hints,
    found: &Catalog,
    wanted: &Catalog,
    expect: &str,
) {
    let filter = Filter {
        undeclared: Some(Undeclared::Drop),
        ..Filter::default()
    };
    let way = Way {
        dialect,
        hints,
        filter: &filter,
    };
    let outcome = way.compare(found, wanted).unwrap();
    assert_eq!(outcome.questions, []);
    let there = steps(&way.there(&outcome.changes, found, wanted));
    let back = steps(&way.back(&outcome.changes, found, wanted));
    let lines = format!("{}\n--\n{}", there.join("\n"), back.join("\n"));
    let expect: Vec<&str> = expect
        .trim()
        .lines()
        .map(|it| it.trim_start_matches('|'))
        .collect();
    assert_eq!(lines, expect.join("\n"), "\n{lines}\n");
}

pub(super) fn of(tables: impl IntoIterator<Item = Table>) -> Catalog {
    Catalog {
        tables: tables.into_iter().collect(),
        ..Catalog::default()
    }
}

fn keyed(name: &str) -> Table {
    let id = Column::new("id", integer()).not_null();
    Table::new(name)
        .column(id)
        .primary_key(PrimaryKey::new(["id"]).named(format!("{name}_pkey")))
}

fn refer(table: Table, column: &str, to: &str) -> Table {
    let name = format!("{}_{column}_fkey", table.name());
    let key = ForeignKey::new([column]).references(to, ["id"]).named(name);
    table
        .column(Column::new(column, integer()))
        .foreign_key(key)
}

#[test]
fn tables_come_in_the_order_of_their_foreign_keys() {
    let a = || refer(keyed("a"), "b_id", "b");
    let b = || refer(keyed("b"), "c_id", "c");
    let wanted = of([a(), b(), keyed("c")]);
    let none = Catalog::default();
    let expect = "
|create_table c (id)
|create_table b (id, c_id, -> c)
|create_table a (id, b_id, -> b)
|--
|drop_table a
|  ! the rows of a
|drop_table b
|  ! the rows of b
|drop_table c
|  ! the rows of c";
    check(POSTGRES, &Hints::default(), &none, &wanted, expect);
    check(SQLITE, &Hints::default(), &none, &wanted, expect);
}

#[test]
fn tables_that_refer_to_each_other_get_their_keys_apart() {
    let wanted = of([
        refer(keyed("a"), "b_id", "b"),
        refer(keyed("b"), "a_id", "a"),
    ]);
    let none = Catalog::default();
    check(
        POSTGRES,
        &Hints::default(),
        &none,
        &wanted,
        "
|create_table b (id, a_id)
|create_table a (id, b_id, -> b)
|b: add FOREIGN KEY b_a_id_fkey (a_id) to a (id)
|--
|b: drop FOREIGN KEY b_a_id_fkey (a_id) to a (id)
|drop_table a
|  ! the rows of a
|drop_table b
|  ! the rows of b",
    );
}

#[test]
fn changes_of_one_table_are_one_operation() {
    let found = of([Table::new("t")
        .column(Column::new("a", integer()))
        .column(Column::new("b", integer()))
        .unique(Unique::new(["b"]).named("uq"))]);
    let wanted = of([Table::new("t")
        .column(Column::new("a", big_integer()))
        .column(Column::new("c", text()))
        .check(Check::new("a > 0").named("ck"))]);
    let hints = Hints {
        renames: vec![RenameHint::Column {
            table: "t".into(),
            from: "b".to_owned(),
            to: None,
        }],
        ..Hints::default()
    };
    check(
        POSTGRES,
        &hints,
        &found,
        &wanted,
        "
|t: drop UNIQUE uq (b)
|  t: drop b
|  t: alter a BIGINT
|  t: add c TEXT
|  t: add CHECK ck (a > 0)
|  ! the values of t.b
|--
|t: drop CHECK ck (a > 0)
|  t: drop c
|  t: alter a INTEGER using cast_(\"a\")
|  t: add b INTEGER
|  t: add UNIQUE uq (b)
|  ! the values of t.c",
    );
}

#[test]
fn rows_get_their_values_before_null_is_forbidden() {
    let found = of([Table::new("users")
        .column(Column::new("first", text()).not_null())
        .column(Column::new("age", integer()))]);
    let wanted = of([Table::new("users")
        .column(Column::new("name", integer()).not_null())
        .column(Column::new("age", integer()).not_null())]);
    let fill = |column: &str, expression: &str| Backfill {
        table: "users".into(),
        column: column.to_owned(),
        expression: Some(expression.to_owned()),
    };
    let hints = Hints {
        backfills: vec![fill("name", "length(first)"), fill("age", "0")],
        ..Hints::default()
    };
    check(
        SQLITE,
        &hints,
        &found,
        &wanted,
        "
|users: add name INTEGER
|UPDATE \"users\" SET \"name\" = (length(first))
|users: drop first
|  ! the values of users.first
|UPDATE \"users\" SET \"age\" = (0) WHERE \"age\" IS NULL
|users: alter age not null
|  users: alter name not null
|--
|users: add first TEXT
|UPDATE \"users\" SET \"first\" = ('')
|users: drop name
|  users: alter age null
|  users: alter first not null
|  ! the values of users.name",
    );
}

#[test]
fn names_go_round_in_a_circle() {
    let table = |name: &str, column: &str| Table::new(name).column(Column::new(column, text()));
    let found = of([table("a", "x"), table("b", "y")]);
    let wanted = of([table("a", "y"), table("b", "x")]);
    let rename = |from: &str, to: &str| RenameHint::Object {
        from: from.into(),
        to: Some(to.into()),
    };
    let hints = Hints {
        renames: vec![rename("a", "b"), rename("b", "a")],
        ..Hints::default()
    };
    check(
        POSTGRES,
        &hints,
        &found,
        &wanted,
        "
|rename_table b to b_former
|rename_table a to b
|rename_table b_former to a
|--
|rename_table a to a_former
|rename_table b to a
|rename_table a_former to b",
    );
}

#[test]
fn sequences_and_counting_come_with_their_columns() {
    let plain = of([keyed("t")]);
    let sequence = Sequence::new("t_id_seq").owned_by("t", "id");
    let id = Column::new("id", integer()).not_null();
    let key = || PrimaryKey::new(["id"]).named("t_pkey");
    let serial = Catalog {
        sequences: vec![sequence],
        ..of([Table::new("t")
            .column(id.clone().default_expr("nextval('t_id_seq'::regclass)"))
            .primary_key(key())])
    };
    let counting = of([Table::new("t")
        .column(id.identity(Identity::always()))
        .primary_key(key())]);
    let none = Hints::default();
    check(
        POSTGRES,
        &none,
        &Catalog::default(),
        &serial,
        "
|create_sequence t_id_seq
|create_table t (id)
|alter_sequence t_id_seq of t.id
|--
|drop_table t
|  ! the rows of t
|  ! the position of t_id_seq",
    );
    check(
        POSTGRES,
        &none,
        &plain,
        &counting,
        "
|t: alter id add identity 
|SELECT count_on('t.id')
|--
|t: alter id drop identity",
    );
    check(
        POSTGRES,
        &none,
        &serial,
        &plain,
        "
|t: alter id no default
|drop_sequence t_id_seq
|  ! the position of t_id_seq
|--
|create_sequence t_id_seq
|t: alter id default nextval('t_id_seq'::regclass)
|alter_sequence t_id_seq of t.id",
    );
}

#[test]
fn functions_come_before_what_needs_them_and_after_what_they_need() {
    let table = Table::new("t").column(Column::new("n", integer()).default_expr("one()"));
    let needs = vec![Need {
        who: ObjectName::part(ObjectKind::Column, "t", "n"),
        whom: ObjectName::new(ObjectKind::Function, "one()"),
    }];
    let wanted = Catalog {
        functions: vec![
            Function::new(
                "count_all()",
                "RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM t $$",
            ),
            Function::new("one()", "RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$"),
        ],
        needs,
        ..of([table])
    };
    check(
        POSTGRES,
        &Hints::default(),
        &Catalog::default(),
        &wanted,
        "
|create_function one()
|create_table t (n)
|create_function count_all()
|--
|drop_table t
|  ! the rows of t
|drop_function count_all()
|drop_function one()",
    );
}
