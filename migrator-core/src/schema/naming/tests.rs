//! The names that the convention gives. They are a promise: none of them may ever change.

use super::{Namer, NamingConvention};
use crate::base::TableName;
use crate::schema::{
    Check, Column, Constraint, Exclude, ForeignKey, Index, IndexPart, PrimaryKey, Table, Unique,
    integer, text,
};

/// Returns the names in a table, in the order of its parts.
fn names(table: &Table) -> String {
    let mut names = vec![table.key_name()];
    for column in table.columns() {
        names.push(column.unique_name());
        names.extend(column.checks().iter().map(Check::name));
        names.push(column.foreign_key().and_then(ForeignKey::name));
    }
    names.extend(table.uniques().iter().map(Unique::name));
    names.extend(table.foreign_keys().iter().map(ForeignKey::name));
    names.extend(table.checks().iter().map(Check::name));
    names.extend(table.excludes().iter().map(Exclude::name));
    names.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn named(convention: &NamingConvention, mut table: Table) -> String {
    let name = table.name().clone();
    let outcome = Namer::new(convention, &name).table(&mut table);
    outcome.map_or_else(|error| error.to_string(), |()| names(&table))
}

fn constraint(table: &str, constraint: impl Into<Constraint>) -> String {
    let (mut constraint, table) = (constraint.into(), TableName::from(table));
    let convention = NamingConvention::new();
    Namer::new(&convention, &table)
        .constraint(&mut constraint)
        .unwrap();
    constraint.name().unwrap_or_default().to_owned()
}

fn index(mut index: Index) -> String {
    let (convention, table) = (NamingConvention::new(), index.table().clone());
    Namer::new(&convention, &table).index(&mut index).unwrap();
    index.name().to_owned()
}

#[test]
fn everything_in_a_table_is_named() {
    let table = Table::new(("app", "members"))
        .column(Column::new("team", integer()).primary_key())
        .column(
            Column::new("person", integer())
                .primary_key()
                .references("people", "id"),
        )
        .column(
            Column::new("seat", integer())
                .unique()
                .check("seat > 0")
                .check("seat < 99"),
        )
        .unique(["team", "seat"])
        .foreign_key(ForeignKey::new(["team", "seat"]).references(("hr", "seats"), ["t", "s"]))
        .check("seat <> 13")
        .exclude(
            Exclude::using("gist")
                .column("team", "=")
                .expression("lower(x)", "="),
        );
    insta::assert_snapshot!(
        named(&NamingConvention::new(), table).replace(' ', "\n"),
        @r"
    pk_members
    fk_members_person_people
    uq_members_seat
    ck_members_seat
    ck_members_512d9986
    uq_members_team_seat
    fk_members_team_seat_seats
    ck_members_6028a37c
    ex_members_team_d8720171
    "
    );
}

#[test]
fn names_that_are_given_are_kept() {
    let table = Table::new("t")
        .column(Column::new("id", integer()).primary_key_named("key"))
        .column(
            Column::new("a", text())
                .unique_named("one")
                .check(Check::new("a > ''").named("two")),
        )
        .column(
            Column::new("b", integer())
                .references("u", "id")
                .references_named("three"),
        )
        .unique(Unique::new(["a", "b"]).named("four"));
    assert_eq!(
        named(&NamingConvention::new(), table),
        "key one two three four"
    );
    let table = Table::new("t")
        .column(Column::new("id", integer()))
        .primary_key(PrimaryKey::new(["id"]).named("key"));
    assert_eq!(named(&NamingConvention::new(), table), "key");
}

#[test]
fn no_name_is_given_twice_in_a_table() {
    let check = |table: Table| {
        let names = named(&NamingConvention::new(), table);
        let mut all: Vec<&str> = names.split(' ').collect();
        let n_names = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n_names, "{names}");
        names
    };
    // Columns that join to the same text.
    let table = || {
        let (a, b) = (Column::new("a_b", text()), Column::new("c", text()));
        Table::new("t")
            .column(a)
            .column(b)
            .column(Column::new("a", text()))
    };
    let joined = check(table().unique(["a_b", "c"]).unique(["a", "b_c"]));
    assert!(joined.starts_with("uq_t_a_b_c uq_t_a_b_c_"), "{joined}");
    // The same said twice.
    check(table().check("a > c").check("a>c").check(" a > c"));
    check(table().unique(["a"]).unique(["a"]));
    // A name that the migration gives comes first, wherever it stands.
    let given = check(
        table()
            .unique(["a"])
            .check(Check::new("a > c").named("uq_t_a")),
    );
    assert!(given.starts_with("uq_t_a_"), "{given}");
    // Two foreign keys of the same columns to the same table.
    let key = |column| ForeignKey::new(["a"]).references("u", [column]);
    check(table().foreign_key(key("x")).foreign_key(key("y")));
}

#[test]
fn a_long_name_is_cut_between_characters_and_told_apart() {
    let check = |columns: &[&str]| {
        let name = constraint("t", Unique::new(columns));
        assert!(name.len() <= 63, "{name} has {} bytes", name.len());
        name
    };
    let long = "x".repeat(58);
    assert_eq!(check(&[&long]), format!("uq_t_{long}")); // 63 bytes
    let cut = check(&[&"x".repeat(59)]);
    assert_eq!(cut.len(), 63);
    assert_ne!(cut, check(&[&"x".repeat(60)]));
    assert_ne!(
        check(&[&"x".repeat(29), &"x".repeat(30)]),
        check(&[&"x".repeat(60)])
    );
    // Two bytes a character: the 54th byte is within one.
    insta::assert_snapshot!(check(&[&"é".repeat(40)]), @"uq_t_éééééééééééééééééééééééé_94e35d38");
}

#[test]
fn a_constraint_that_is_added_is_named_as_in_its_table() {
    assert_eq!(constraint("t", PrimaryKey::new(["a"])), "pk_t");
    assert_eq!(constraint("t", Unique::new(["a", "b"])), "uq_t_a_b");
    let key = ForeignKey::new(["a", "b"]).references(("other", "u"), ["x", "y"]);
    assert_eq!(constraint("t", key), "fk_t_a_b_u");
    insta::assert_snapshot!(constraint("t", Check::new("a > 0")), @"ck_t_1e09f5ed");
    assert_eq!(
        constraint("t", Check::new("a > 0")),
        constraint("t", Check::new(" a>0\n"))
    );
    let two = Table::new("t")
        .column(Column::new("a", integer()))
        .check("a > 0");
    assert_eq!(
        constraint("t", Check::new("a > 0")),
        named(&NamingConvention::new(), two)
    );
}

#[test]
fn an_index_is_called_after_its_columns_and_what_else_tells_it() {
    assert_eq!(index(Index::of("users", ["email"])), "ix_users_email");
    assert_eq!(
        index(Index::of("users", ["email"]).unique()),
        "ix_users_email"
    );
    assert_eq!(
        index(Index::of(("app", "users"), ["a", "b"])),
        "ix_users_a_b"
    );
    assert_eq!(index(Index::new("mine").on("users", ["a"])), "mine");
    insta::assert_snapshot!(
        index(Index::of("users", [IndexPart::column("a"), IndexPart::expression("lower(b)")])),
        @"ix_users_a_b4dcadf4"
    );
    insta::assert_snapshot!(index(Index::of("users", ["a"]).filter("a > 0")), @"ix_users_a_0d523cfd");
    insta::assert_snapshot!(index(Index::of("users", [IndexPart::column("a").desc()])), @"ix_users_a_035c91a8");
}

#[test]
fn templates_are_the_applications() {
    let table = || {
        Table::new("t")
            .column(Column::new("id", integer()).primary_key())
            .column(
                Column::new("a", integer())
                    .references("u", "id")
                    .check("a > 0"),
            )
            .unique(["a"])
    };
    let check = |convention: NamingConvention, expect: &str| {
        assert_eq!(named(&convention, table()), expect);
    };
    check(NamingConvention::none(), "");
    check(
        NamingConvention::none().unique("{table}_{columns}_key"),
        "t_a_key",
    );
    let keys = NamingConvention::none()
        .primary_key("{columns}")
        .foreign_key("{referred_table}.{referred_columns}");
    check(keys, "id u.id");
    check(
        NamingConvention::new().check(None).foreign_key(None),
        "pk_t uq_t_a",
    );
    check(
        NamingConvention::none().unique("uq_{column}"),
        "the naming convention's template `uq_{column}` has `{column}`, which stands for nothing",
    );
    check(
        NamingConvention::none().unique("{referred_table}"),
        "the naming convention's template `{referred_table}` has `{referred_table}`, which stands for nothing",
    );
    check(
        NamingConvention::none().unique("uq_{table"),
        "the naming convention's template `uq_{table` has a brace that is not closed",
    );
}

#[test]
fn the_hash_stands_for_the_whole_definition() {
    let hash = |table: Table| {
        named(
            &NamingConvention::none().unique("{hash}").check("{hash}"),
            table,
        )
    };
    let table = || Table::new("t").column(Column::new("a", text()));
    assert_eq!(hash(table().unique(["a"])).len(), 8);
    assert_ne!(
        hash(table().unique(["a"])),
        hash(table().unique(["a", "b"]))
    );
    assert_ne!(
        hash(table().check("a > 'x'")),
        hash(table().check("a > 'y'"))
    );
}
