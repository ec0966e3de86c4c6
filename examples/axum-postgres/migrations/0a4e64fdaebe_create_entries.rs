//! Create the guestbook.
use migrator::prelude::*;

pub const REVISION: &str = "0a4e64fdaebe";
pub const DOWN_REVISION: &[&str] = &[];

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("entries")
            .column(Column::new("id", big_integer()).primary_key())
            .column(Column::new("message", text()).not_null())
            .column(
                Column::new("written_at", timestamp_with_time_zone())
                    .not_null()
                    .default_expr("now()"),
            ),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_table("entries");
    Ok(())
}
