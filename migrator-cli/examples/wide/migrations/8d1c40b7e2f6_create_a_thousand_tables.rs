//! create a thousand tables
use migrator::prelude::*;

pub const REVISION: &str = "8d1c40b7e2f6";
pub const DOWN_REVISION: &[&str] = &[];

pub fn upgrade(op: &mut Op) -> Result {
    for at in 0..1_000_usize {
        let (name, before) = (format!("wide_{at:04}"), at.saturating_sub(1));
        op.create_table(
            Table::new(name.clone())
                .column(Column::new("id", integer()).primary_key())
                .column(Column::new("code", string(40)).not_null().unique())
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
                ),
        );
        op.create_index(Index::new(format!("ix_{name}_name")).on(name, ["name"]));
    }
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    for at in (0..1_000_usize).rev() {
        op.drop_table(format!("wide_{at:04}"));
    }
    Ok(())
}
