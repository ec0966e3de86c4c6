//! Create customers.
use migrator::prelude::*;

pub const REVISION: &str = "3f1c8a90d2b7";
pub const DOWN_REVISION: &[&str] = &[];

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("customers")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("name", text()).not_null())
            .column(Column::new("joined_on", date())),
    );
    op.create_index(Index::of("customers", ["name"]));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_table("customers");
    Ok(())
}
