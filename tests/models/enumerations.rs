//! Enums as types of columns.

use migrator::prelude::*;
use migrator::{Declared, HasColumnType};

use super::check;

#[derive(migrator::Enumeration)]
#[enumeration(name = "temper", rename_all = "snake_case", renamed_from = "mood")]
#[allow(dead_code, reason = "a type of columns")]
enum Mood {
    #[enumeration(renamed_from = "unhappy")]
    VerySad,
    #[enumeration(name = "so-so")]
    SoSo,
    Fine = 7,
}

#[derive(Enumeration)]
#[enumeration(existing)]
#[allow(dead_code, reason = "a type of columns")]
enum OrderState {
    Open,
    r#Move,
}

#[derive(migrator::Table)]
#[table(name = "people", schema = "app", unregistered)]
struct Person {
    mood: Mood,
    states: Option<Vec<OrderState>>,
    #[column(default = "Open", index)]
    state: OrderState,
}

#[test]
fn an_enum_is_an_enumeration() {
    let mood = enumeration("temper", ["very_sad", "so-so", "fine"]);
    let state = enumeration("order_state", ["Open", "Move"]).existing();
    assert_eq!(Mood::column_type(), mood);
    let name = ("app", "people");
    check::<Person>(
        Declared::new()
            .table(
                Table::new(name)
                    .column(Column::new("mood", mood).not_null())
                    .column(Column::new("states", array(state.clone())))
                    .column(Column::new("state", state).not_null().default("Open")),
            )
            .index(Index::of(name, ["state"]))
            .renamed_table(("app", "mood"), ("app", "temper"))
            .enum_value(("app", "temper"), "unhappy", "very_sad")
            .enum_value(("people", "mood"), "unhappy", "very_sad"),
    );
}
