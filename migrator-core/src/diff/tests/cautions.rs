//! Two catalogs in, what may stop the operations out, there and back.

use super::lines::Way;
use crate::base::Dialect;
use crate::catalog::Catalog;
use crate::declared::{Backfill, ConversionHint, EnumValueHint, Filter, Hints};
use crate::diff::Arrangement;
use crate::ops::{Domain, Enumeration};
use crate::schema::{
    Check, Column, ColumnType, ForeignKey, Index, PrimaryKey, Table, Unique, big_integer, boolean,
    decimal, double, enumeration, integer, small_integer, string, text, timestamp,
    timestamp_with_time_zone,
};

const POSTGRES: Dialect = Dialect::Postgres;
const SQLITE: Dialect = Dialect::Sqlite;

/// Checks the cautions there, and after a line those back.
#[track_caller]
fn check(dialect: Dialect, hints: &Hints, found: &Catalog, wanted: &Catalog, expect: &[&str]) {
    let filter = Filter::default();
    let way = Way {
        dialect,
        hints,
        filter: &filter,
    };
    let outcome = way.compare(found, wanted).unwrap();
    assert_eq!(outcome.questions, []);
    let there = cautions(&way.there(&outcome.changes, found, wanted));
    let back = cautions(&way.back(&outcome.changes, found, wanted));
    let lines = [there, vec!["--".to_owned()], back].concat();
    assert_eq!(lines, expect);
}

fn cautions(arrangement: &Arrangement) -> Vec<String> {
    let steps = arrangement.steps.iter();
    steps.flat_map(|it| it.cautions.clone()).collect()
}

fn of(tables: impl IntoIterator<Item = Table>) -> Catalog {
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

fn column(name: &str) -> Column {
    Column::new(name, text())
}

fn filled(table: &str, column: &str, expression: Option<&str>) -> Hints {
    Hints {
        backfills: vec![Backfill {
            table: table.into(),
            column: column.to_owned(),
            expression: expression.map(str::to_owned),
        }],
        ..Hints::default()
    }
}

#[test]
fn what_comes_to_a_table_with_rows_may_stop_at_them() {
    let users = || keyed("users");
    let posts = || {
        let column = |name| Column::new(name, integer());
        keyed("posts").column(column("author")).column(column("nr"))
    };
    let found = of([users(), posts()]);
    let wanted = of([
        users(),
        posts()
            .unique(Unique::new(["author", "nr"]).named("uq"))
            .check(Check::new("nr > 0").named("ck"))
            .foreign_key(
                ForeignKey::new(["author"])
                    .references("users", ["id"])
                    .named("fk"),
            ),
    ]);
    let expect = [
        "fails if two rows of posts have the same author and nr",
        "fails if a row of posts does not meet `nr > 0`",
        "fails if author of a row of posts is no id of users",
        "--",
    ];
    check(POSTGRES, &Hints::default(), &found, &wanted, &expect);
    check(SQLITE, &Hints::default(), &found, &wanted, &expect);
}

#[test]
fn a_key_to_a_new_table_stops_at_all_values() {
    let found = of([keyed("users").column(Column::new("role", integer()))]);
    let users = keyed("users").column(Column::new("role", integer()));
    let key = ForeignKey::new(["role"])
        .references("roles", ["id"])
        .named("fk");
    let wanted = of([keyed("roles"), users.foreign_key(key)]);
    check(
        POSTGRES,
        &Hints::default(),
        &found,
        &wanted,
        &[
            "fails if role of a row of users is not NULL: roles is new",
            "--",
        ],
    );
}

#[test]
fn nothing_stops_at_a_column_that_is_null_everywhere() {
    let found = of([keyed("roles"), keyed("users")]);
    let mut wanted = of([
        keyed("roles"),
        keyed("users")
            .column(Column::new("role", integer()))
            .column(column("mail"))
            .column(column("nick"))
            .unique(Unique::new(["mail"]).named("uq"))
            .unique(Unique::new(["nick"]).named("uq_nick").nulls_not_distinct())
            .foreign_key(
                ForeignKey::new(["role"])
                    .references("roles", ["id"])
                    .named("fk"),
            ),
    ]);
    let index = Index::new("ux").on("users", ["mail", "id"]).unique();
    wanted.indexes.push(index);
    check(
        POSTGRES,
        &Hints::default(),
        &found,
        &wanted,
        &["fails if two rows of users have the same nick", "--"],
    );
}

#[test]
fn what_a_constraint_held_already_it_holds() {
    let table = || {
        let column = Column::new("author", integer());
        keyed("posts").column(column)
    };
    let key = || {
        ForeignKey::new(["author"])
            .references("users", ["id"])
            .named("fk")
    };
    let unique = || Unique::new(["author"]).named("uq");
    let found = of([keyed("users"), table().foreign_key(key()).unique(unique())]);
    let wanted = of([
        keyed("users"),
        table()
            .foreign_key(key().on_delete(crate::schema::Action::Cascade))
            .unique(unique().include(["id"])),
    ]);
    check(POSTGRES, &Hints::default(), &found, &wanted, &["--"]);
}

#[test]
fn a_unique_index_says_of_which_rows() {
    let table = || keyed("t").column(column("a"));
    let found = of([table()]);
    let mut wanted = of([table()]);
    let index = Index::new("ux").on("t", ["a"]).unique().filter("a > 'x'");
    wanted.indexes.push(index);
    check(
        POSTGRES,
        &Hints::default(),
        &found,
        &wanted,
        &[
            "fails if two rows of t where `a > 'x'` have the same a",
            "--",
        ],
    );
}

#[test]
fn null_is_forbidden() {
    let found = of([keyed("t").column(column("a"))]);
    let wanted = of([keyed("t").column(column("a").not_null())]);
    let check = |expression: Option<&str>, expect: &[&str]| {
        let hints = filled("t", "a", expression);
        check(POSTGRES, &hints, &found, &wanted, expect);
    };
    check(None, &["fails if a of a row of t is NULL", "--"]);
    check(Some("'x' || id"), &["--"]);
    check(
        Some("lower(a)"),
        &["fails if `lower(a)` is NULL for a row of t", "--"],
    );
    check(
        Some("(SELECT max(b) FROM u)"),
        &[
            "fails if `(SELECT max(b) FROM u)` is NULL for a row of t",
            "--",
        ],
    );
}

#[test]
fn only_what_surely_has_a_value_fills_without_a_word() {
    let table = || {
        let n = Column::new("n", text()).not_null();
        keyed("t").column(n).column(column("a"))
    };
    let found = of([table()]);
    let b = Column::new("b", text()).not_null();
    let wanted = of([table().column(b).column(column("c"))]);
    let check = |dialect, expression: &str, is_sure: bool| {
        let hints = filled("t", "b", Some(expression));
        let caution = format!("fails if `{expression}` is NULL for a row of t");
        let expect: &[&str] = if is_sure { &["--"] } else { &[&caution, "--"] };
        check(dialect, &hints, &found, &wanted, expect);
    };
    for expression in [
        "lower(n) || '-' || id",
        "coalesce(a, c, n)",
        "coalesce(n->>'x', 'none')",
        "a IS NOT NULL",
        "CASE WHEN a IS NULL THEN 'x' ELSE n END",
        "CAST(id AS varchar)",
        "(id + 1.5) * -2",
        "CURRENT_TIMESTAMP",
    ] {
        check(POSTGRES, expression, true);
        check(SQLITE, expression, true);
    }
    check(POSTGRES, "'ok'::app.mood", true);
    check(POSTGRES, "ARRAY[n]::text[]", true);
    check(POSTGRES, "now() AT TIME ZONE 'UTC'", true);
    check(SQLITE, "datetime('now')", true);
    for expression in [
        "n->>'name'",
        "json_extract(n, '$.name')",
        "substring(n from 'x(.)')",
        "own(n)",
        "lower(a)",
        "n || c",
        "coalesce(n, a)",
        "CASE WHEN n = 'x' THEN n END",
        "CASE WHEN n = 'x' THEN a ELSE n END",
        "nullif(n, '')",
        "date(n)",
    ] {
        check(POSTGRES, expression, false);
        check(SQLITE, expression, false);
    }
    check(POSTGRES, "n[1]", false);
}

#[test]
fn a_column_comes_that_bears_no_null() {
    let found = of([keyed("t").column(column("a"))]);
    let wanted = of([keyed("t")
        .column(column("a"))
        .column(column("b").not_null())]);
    let check = |expression: Option<&str>, expect: &[&str]| {
        let hints = filled("t", "b", expression);
        check(POSTGRES, &hints, &found, &wanted, expect);
    };
    check(
        None,
        &["fails if t has rows: b would be NULL in them", "--"],
    );
    check(Some("''"), &["--"]);
    check(Some("a"), &["fails if `a` is NULL for a row of t", "--"]);
}

#[test]
fn a_domain_may_have_a_value_for_new_columns() {
    let domain = Domain::new("d", integer()).default_expr("7");
    let catalog = |table: Table| Catalog {
        domains: vec![domain.clone()],
        ..of([table])
    };
    let kind = ColumnType::Custom("d".to_owned());
    let found = catalog(keyed("t"));
    let wanted = catalog(keyed("t").column(Column::new("a", kind).not_null()));
    check(POSTGRES, &Hints::default(), &found, &wanted, &["--"]);
}

#[test]
fn a_domain_says_what_its_values_may_not_be() {
    let of = |domain: Domain| Catalog {
        domains: vec![domain],
        ..Catalog::default()
    };
    let domain = || Domain::new("d", integer());
    let positive = || Check::new("VALUE > 0").named("ck");
    let check = |found: Domain, wanted: Domain, expect: &[&str]| {
        let (found, wanted) = (of(found), of(wanted));
        check(POSTGRES, &Hints::default(), &found, &wanted, expect);
    };
    check(domain(), domain().default_expr("7"), &["--"]);
    check(
        domain(),
        domain().not_null().check(positive()),
        &[
            "fails if a value of d is NULL",
            "fails if a value of d does not meet `VALUE > 0`",
            "--",
        ],
    );
    check(
        domain().check(positive()),
        domain()
            .check(positive())
            .check(Check::new("VALUE < 9").named("b")),
        &["fails if a value of d does not meet `VALUE < 9`", "--"],
    );
}

#[test]
fn values_may_be_none_of_another_type() {
    let check = |dialect, from: ColumnType, to: ColumnType, expect: &[&str]| {
        let found = of([Table::new("t").column(Column::new("a", from))]);
        let wanted = of([Table::new("t").column(Column::new("a", to))]);
        check(dialect, &Hints::default(), &found, &wanted, expect);
    };
    check(
        POSTGRES,
        text(),
        integer(),
        &["fails if a of a row of t cannot become INTEGER", "--"],
    );
    check(
        POSTGRES,
        decimal(30, 0),
        big_integer(),
        &["fails if a of a row of t does not fit BIGINT", "--"],
    );
    check(
        POSTGRES,
        string(50),
        string(200),
        &["--", "fails if a of a row of t does not fit VARCHAR(50)"],
    );
    check(POSTGRES, boolean(), text(), &["--"]);
    let small = "fails if a of a row of t does not fit SMALLINT";
    let large = "fails if a of a row of t does not fit DECIMAL(4, 0)";
    check(POSTGRES, decimal(4, 0), small_integer(), &["--", large]);
    // As many digits as the greatest one has, which is not the greatest of those.
    check(POSTGRES, decimal(5, 0), small_integer(), &[small, "--"]);
    check(
        POSTGRES,
        integer(),
        decimal(9, 0),
        &["fails if a of a row of t does not fit DECIMAL(9, 0)", "--"],
    );
    // What is none of a type stays what it is.
    check(SQLITE, string(200), string(50), &["--"]);
    check(
        SQLITE,
        text(),
        integer(),
        &[
            "keeps values of t.a as they are that are no whole numbers",
            "--",
        ],
    );
    check(
        SQLITE,
        double(),
        text(),
        &["--", "keeps values of t.a as they are that are no numbers"],
    );
}

#[test]
fn a_strict_table_refuses_what_is_none_of_another_type() {
    let table = |kind| of([Table::new("t").column(Column::new("a", kind)).strict()]);
    check(
        SQLITE,
        &Hints::default(),
        &table(text()),
        &table(integer()),
        &["fails if a of a row of t is no whole number", "--"],
    );
}

#[test]
fn a_time_zone_that_nobody_names_is_the_sessions() {
    let table = |kind| of([Table::new("t").column(Column::new("a", kind))]);
    let caution = "takes t.a in the session's time zone: `using` names another";
    let (found, wanted) = (table(timestamp()), table(timestamp_with_time_zone()));
    let none = Hints::default();
    check(POSTGRES, &none, &found, &wanted, &[caution, "--", caution]);
    check(SQLITE, &none, &found, &wanted, &["--"]);
    let hints = Hints {
        conversions: vec![ConversionHint {
            table: "t".into(),
            column: "a".to_owned(),
            using: "a AT TIME ZONE 'UTC'".to_owned(),
        }],
        ..Hints::default()
    };
    let expect = [
        "fails if a of a row of t cannot become TIMESTAMP WITH TIME ZONE",
        "--",
        caution,
    ];
    check(POSTGRES, &hints, &found, &wanted, &expect);
}

#[test]
fn values_that_go_may_be_in_rows() {
    let to = |value: &str, to: Option<&str>, of: &str| EnumValueHint {
        enumeration: of.into(),
        from: value.to_owned(),
        to: to.map(str::to_owned),
    };
    let of_type = |values: &[&str]| Catalog {
        enums: vec![Enumeration::new("mood", values.to_vec())],
        ..Catalog::default()
    };
    let of_checks = |values: &[&str]| {
        let kind = enumeration("", values.to_vec());
        of([Table::new("t").column(Column::new("mood", kind))])
    };
    let hints = |of: &str| Hints {
        enum_values: vec![to("sad", None, of), to("glad", Some("ok"), of)],
        ..Hints::default()
    };
    let (was, is) = (["sad", "glad", "ok"], ["ok", "so-so"]);
    check(
        POSTGRES,
        &hints("mood"),
        &of_type(&was),
        &of_type(&is),
        &[
            "fails if a row has `sad` of mood",
            "--",
            "fails if a row has `so-so` of mood",
        ],
    );
    check(
        SQLITE,
        &hints("t.mood"),
        &of_checks(&was),
        &of_checks(&is),
        &[
            "fails if mood of a row of t is `sad`",
            "--",
            "fails if mood of a row of t is `so-so`",
        ],
    );
}

#[test]
fn a_text_that_becomes_a_value_may_be_none() {
    let kind = || enumeration("", ["ok", "sad"]);
    let found = of([Table::new("t").column(column("mood"))]);
    let wanted = of([Table::new("t").column(Column::new("mood", kind()))]);
    check(
        SQLITE,
        &Hints::default(),
        &found,
        &wanted,
        &[
            "fails if mood of a row of t is none of `ok` and `sad`",
            "--",
        ],
    );
}
