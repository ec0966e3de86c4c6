//! What is declared: a thousand tables of ten columns, each with a unique, a foreign key and an index.

use migrator::Declared;
use migrator::prelude::*;

/// How many tables there are.
pub(crate) const N_TABLES: usize = 1_000;

/// How long the codes are that the revision makes.
pub(crate) const LENGTH: u32 = 40;

/// Returns all of them; each but the first refers to the one before. Codes of the one in the middle are this long.
pub(crate) fn declared(length: u32) -> Declared {
    (0..N_TABLES).fold(Declared::new(), |declared, at| {
        let length = if at == N_TABLES / 2 { length } else { LENGTH };
        declared.table(table(at, length)).index(index(at))
    })
}

fn table(at: usize, length: u32) -> Table {
    let before = at.saturating_sub(1);
    Table::new(format!("wide_{at:04}"))
        .column(Column::new("id", integer()).primary_key())
        .column(Column::new("code", string(length)).not_null().unique())
        .column(Column::new("name", text()).not_null())
        .column(Column::new("note", text()))
        .column(Column::new("amount", decimal(12, 2)).not_null())
        .column(Column::new("rank", integer()))
        .column(Column::new("active", boolean()).not_null().default(true))
        .column(Column::new("day", date()))
        .column(Column::new("made", timestamp()))
        .column(
            Column::new("parent", integer())
                .references(format!("wide_{before:04}"), "id")
                .on_delete(Action::Cascade),
        )
}

fn index(at: usize) -> Index {
    Index::new(format!("ix_wide_{at:04}_name")).on(format!("wide_{at:04}"), ["name"])
}
