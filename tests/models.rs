//! What structs declare: the same as the builders that are written beside them.
//!
//! What becomes of mistakes is in `compile_fail`.

#![forbid(unsafe_code)]
#![deny(warnings)]

#[path = "models/enumerations.rs"]
mod enumerations;
#[path = "models/registration.rs"]
mod registration;
#[path = "models/types.rs"]
mod types;

use migrator::prelude::*;
use migrator::{Declared, HasColumnType, Model};

/// Compares what a model declares with what is written out, but for the places.
#[track_caller]
fn check<M: Model>(expect: Declared) {
    let declared = Declared::new().model::<M>();
    let things = |declared: &Declared| -> Vec<_> {
        let parts = declared.parts().iter();
        parts.map(|part| part.what.clone()).collect()
    };
    assert_eq!(things(&declared), things(&expect));
    assert_eq!(declared.hints(), expect.hints());
    assert_eq!(declared.filter(), expect.filter());
}

#[derive(Table)]
#[table(name = "accounts", unregistered)]
struct Account {
    #[column(primary_key)]
    id: i64,
    #[column(unique, length = 80, collate = "NOCASE")]
    email: String,
    #[column(index)]
    name: Option<String>,
    #[column(default = true)]
    active: bool,
    #[column(default_expr = "CURRENT_TIMESTAMP", type = timestamp())]
    created_at: String,
    #[column(check = "age > 0", check("age < 200", name = "ck_old", no_inherit))]
    age: i32,
    #[column(precision = 10, scale = 2)]
    balance: Option<f64>,
    #[column(precision = 5)]
    points: i64,
    #[column(type = "citext", comment = "as they like it", name = "nickname")]
    nick: String,
    #[column(generated_stored = "lower(email)")]
    handle: Option<String>,
    #[column(nullable)]
    maybe: i32,
    #[column(not_null)]
    surely: Option<i32>,
    #[column(skip)]
    _cached: std::cell::Cell<u8>,
}

#[test]
fn words_of_columns_are_methods_of_columns() {
    check::<Account>(
        Declared::new()
            .table(
                Table::new("accounts")
                    .column(Column::new("id", big_integer()).primary_key())
                    .column(
                        Column::new("email", string(80))
                            .not_null()
                            .unique()
                            .collate("NOCASE"),
                    )
                    .column(Column::new("name", text()))
                    .column(Column::new("active", boolean()).not_null().default(true))
                    .column(
                        Column::new("created_at", timestamp())
                            .not_null()
                            .default_expr("CURRENT_TIMESTAMP"),
                    )
                    .column(
                        Column::new("age", integer())
                            .not_null()
                            .check("age > 0")
                            .check(Check::new("age < 200").named("ck_old").no_inherit()),
                    )
                    .column(Column::new("balance", decimal(10, 2)))
                    .column(Column::new("points", decimal(5, 0)).not_null())
                    .column(
                        Column::new("nickname", custom("citext"))
                            .not_null()
                            .comment("as they like it"),
                    )
                    .column(Column::new("handle", text()).generated_stored("lower(email)"))
                    .column(Column::new("maybe", integer()))
                    .column(Column::new("surely", integer()).not_null()),
            )
            .index(Index::of("accounts", ["name"])),
    );
}

#[derive(Table)]
#[table(name = "keys", unregistered)]
struct Key {
    #[column(primary_key = "pk_keys", no_generated)]
    id: i32,
    #[column(unique = "uq_code", with = commented)]
    code: Vec<u8>,
    #[column(index = "ix_weight")]
    weight: f32,
    #[column(identity)]
    number: i64,
    #[column(identity = Identity::always().start(100))]
    ticket: i64,
    #[column(generated_virtual = "id + 1")]
    next: Option<i32>,
}

fn commented(column: Column) -> Column {
    column.comment(format!("longer than {}", 3))
}

#[test]
fn names_and_what_counts() {
    check::<Key>(
        Declared::new()
            .table(
                Table::new("keys")
                    .column(
                        Column::new("id", integer())
                            .primary_key_named("pk_keys")
                            .no_generated(),
                    )
                    .column(
                        Column::new("code", blob())
                            .not_null()
                            .unique_named("uq_code")
                            .comment("longer than 3"),
                    )
                    .column(Column::new("weight", float()).not_null())
                    .column(
                        Column::new("number", big_integer())
                            .not_null()
                            .identity(Identity::by_default()),
                    )
                    .column(
                        Column::new("ticket", big_integer())
                            .not_null()
                            .identity(Identity::always().start(100)),
                    )
                    .column(Column::new("next", integer()).generated_virtual("id + 1")),
            )
            .index(Index::new("ix_weight").on("keys", ["weight"])),
    );
}

#[derive(Table)]
#[table(
    name = "lines",
    schema = "shop",
    comment = "what was bought",
    primary_key(order, line, name = "pk_lines", include(price)),
    unique(seat, nulls_not_distinct, deferrable = initially_deferred),
    unique(line, seat, name = "uq_seat", include(price)),
    index(order, line.desc().nulls_last(), "lower(title)".collate("C"), name = "ix_lines"),
    index(title.opclass("gin_trgm_ops"), using = "gin", filter = "price > 0", include(price, seat)),
    index(unique, with = "fillfactor = 70", tablespace = "fast", nulls_not_distinct),
    check("price > 0", name = "ck_price", not_valid),
    check("seat <> 13"),
    foreign_key(order, references("orders", "id"), on_delete = cascade, on_update = restrict),
    foreign_key(
        order,
        line,
        references(("app", "old"), "order", "line"),
        name = "fk_old",
        match_full,
        on_delete = set_null,
        on_delete_columns(line),
        deferrable = initially_immediate,
        not_valid,
    )
)]
#[table(partition_by = "RANGE (line)", strict, without_rowid, unregistered)]
struct Line {
    #[column(name = "order_id")]
    order: i64,
    line: i32,
    title: String,
    seat: Option<i32>,
    price: f64,
    /// Called like a word of `index(…)`.
    unique: bool,
}

#[test]
fn words_of_tables_are_methods_of_tables() {
    let name = ("shop", "lines");
    let table = Table::new(name)
        .column(Column::new("order_id", big_integer()).not_null())
        .column(Column::new("line", integer()).not_null())
        .column(Column::new("title", text()).not_null())
        .column(Column::new("seat", integer()))
        .column(Column::new("price", double()).not_null())
        .column(Column::new("unique", boolean()).not_null())
        .primary_key(
            PrimaryKey::new(["order_id", "line"])
                .named("pk_lines")
                .include(["price"]),
        )
        .unique(
            Unique::new(["seat"])
                .nulls_not_distinct()
                .deferrable(Deferrable::InitiallyDeferred),
        )
        .unique(
            Unique::new(["line", "seat"])
                .named("uq_seat")
                .include(["price"]),
        )
        .check(Check::new("price > 0").named("ck_price").not_valid())
        .check("seat <> 13")
        .foreign_key(
            ForeignKey::new(["order_id"])
                .references("orders", ["id"])
                .on_delete(Action::Cascade)
                .on_update(Action::Restrict),
        )
        .foreign_key(
            ForeignKey::new(["order_id", "line"])
                .references(("app", "old"), ["order", "line"])
                .named("fk_old")
                .match_full()
                .on_delete(Action::SetNull)
                .on_delete_columns(["line"])
                .deferrable(Deferrable::InitiallyImmediate)
                .not_valid(),
        )
        .comment("what was bought")
        .partition_by("RANGE (line)")
        .strict()
        .without_rowid();
    let first = [
        IndexPart::column("order_id"),
        IndexPart::column("line").desc().nulls_last(),
        IndexPart::expression("lower(title)").collate("C"),
    ];
    check::<Line>(
        Declared::new()
            .table(table)
            .index(Index::new("ix_lines").on(name, first))
            .index(
                Index::of(name, [IndexPart::column("title").opclass("gin_trgm_ops")])
                    .using("gin")
                    .filter("price > 0")
                    .include(["price", "seat"]),
            )
            .index(
                Index::of(name, [IndexPart::column("unique")])
                    .with("fillfactor = 70")
                    .tablespace("fast")
                    .nulls_not_distinct(),
            ),
    );
}

#[derive(Table)]
#[table(name = "refs", rename_all = "camelCase", unregistered)]
struct Reference {
    #[column(references = "roles.name")]
    by_name: String,
    #[column(references = "app.roles.name", on_delete = set_default, on_update = no_action)]
    by_schema: String,
    #[column(references("ro.les", "name"), references_named = "fk_dotted")]
    by_parts: String,
    #[column(references(Line::order))]
    by_field: i64,
    #[column(references = registration::Absent::name)]
    by_path: String,
    #[column(name = "Exact")]
    given: i32,
    r#type: i32,
}

#[test]
fn references_are_names_or_fields_of_models() {
    let text_of = |name: &str| Column::new(name, text()).not_null();
    check::<Reference>(
        Declared::new().table(
            Table::new("refs")
                .column(text_of("byName").references("roles", "name"))
                .column(
                    text_of("bySchema")
                        .references(("app", "roles"), "name")
                        .on_delete(Action::SetDefault)
                        .on_update(Action::NoAction),
                )
                .column(
                    text_of("byParts")
                        .references("ro.les", "name")
                        .references_named("fk_dotted"),
                )
                .column(
                    Column::new("byField", big_integer())
                        .not_null()
                        .references(("shop", "lines"), "order_id"),
                )
                .column(text_of("byPath").references("absents", "title"))
                .column(Column::new("Exact", integer()).not_null())
                .column(Column::new("type", integer()).not_null()),
        ),
    );
}

#[derive(Table)]
#[table(name = "people", schema = "app", renamed_from = "users", unregistered)]
struct Person {
    #[column(renamed_from = "nick", backfill = "lower(email)")]
    name: String,
    #[column(using = "role::integer")]
    role: i32,
}

#[derive(Table)]
#[table(
    name = "moved",
    renamed_from("old", "stayed"),
    index(id, unique),
    with = with_a_check,
    unregistered
)]
struct Moved {
    id: i32,
}

fn with_a_check(table: Table) -> Table {
    table.check("id > 0")
}

#[test]
fn what_is_known_about_the_way() {
    let name = ("app", "people");
    check::<Person>(
        Declared::new()
            .table(
                Table::new(name)
                    .column(Column::new("name", text()).not_null())
                    .column(Column::new("role", integer()).not_null()),
            )
            .renamed_table(("app", "users"), name)
            .renamed_column(name, "nick", "name")
            .backfill(name, "name", "lower(email)")
            .conversion(name, "role", "role::integer"),
    );
    check::<Moved>(
        Declared::new()
            .table(
                Table::new("moved")
                    .column(Column::new("id", integer()).not_null())
                    .check("id > 0"),
            )
            .index(Index::of("moved", ["id"]).unique())
            .renamed_table(("old", "stayed"), "moved"),
    );
}

/// A type of the application's own that needs something besides.
struct Email;

impl HasColumnType for Email {
    fn column_type() -> ColumnType {
        custom("citext")
    }

    fn declared(declared: Declared, table: &migrator::TableName, column: &str) -> Declared {
        declared
            .extension("citext")
            .backfill(table, column, "'nobody'")
    }
}

#[derive(Table)]
#[table(unregistered)]
struct Mailing {
    from: Email,
    to: Option<Vec<Email>>,
}

#[test]
fn types_of_the_application_bring_what_they_need() {
    check::<Mailing>(
        Declared::new()
            .table(
                Table::new("mailings")
                    .column(Column::new("from", custom("citext")).not_null())
                    .column(Column::new("to", array(custom("citext")))),
            )
            .extension("citext")
            .extension("citext")
            .backfill("mailings", "from", "'nobody'")
            .backfill("mailings", "to", "'nobody'"),
    );
    // What is declared twice in the same way counts once.
    let declared = Declared::new().model::<Mailing>();
    assert_eq!(declared.checked_parts().expect("no contradiction").len(), 2);
}

macro_rules! model {
    ($name:ident, $table:literal, $ty:ty) => {
        #[derive(migrator::Table)]
        #[table(name = $table, unregistered)]
        struct $name {
            #[column(primary_key)]
            id: i64,
            value: $ty,
        }
    };
}

model!(Made, "made", Option<u16>);

#[test]
fn structs_may_come_of_macros_and_stand_in_functions() {
    #[derive(migrator::Table)]
    #[table(unregistered)]
    struct Local {
        id: i32,
    }
    check::<Local>(
        Declared::new().table(Table::new("locals").column(Column::new("id", integer()).not_null())),
    );
    check::<Made>(
        Declared::new().table(
            Table::new("made")
                .column(Column::new("id", big_integer()).primary_key())
                .column(Column::new("value", small_unsigned())),
        ),
    );
}

#[test]
fn two_ways_to_declare_a_table_are_an_error_that_names_both() {
    let line = line!() + 1;
    let other = Declared::new().table(Table::new("accounts"));
    let declared = Declared::new().model::<Account>().with(other);
    let error = declared.checked_parts().expect_err("two ways");
    let lines = include_str!("models.rs").lines();
    let before = lines.take_while(|line| *line != "struct Account {");
    let first = format!("tests/models.rs:{}:8", before.count() + 1);
    assert_eq!(
        error.to_string(),
        format!("the table `accounts` is declared twice: {first} and tests/models.rs:{line}:33")
    );
    assert_eq!(
        error.help().as_deref(),
        Some("keep one of the two declarations")
    );
}
