//! create account table
use migrator::prelude::*;

pub const REVISION: &str = "1975ea83b712";
pub const DOWN_REVISION: &[&str] = &[];

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("account")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("name", string(50)).not_null())
            .column(Column::new("description", string(200))),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_table("account");
    Ok(())
}
