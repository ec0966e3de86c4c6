//! create account
use migrator::prelude::*;

pub const REVISION: &str = "6f2a81c09d35";
pub const DOWN_REVISION: &[&str] = &[];

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("account")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("nick", string(50)).not_null())
            .column(Column::new("description", text())),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_table("account");
    Ok(())
}
