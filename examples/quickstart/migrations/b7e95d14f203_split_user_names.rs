//! Split user names into first and last names.
use migrator::prelude::*;

pub const REVISION: &str = "b7e95d14f203";
pub const DOWN_REVISION: &[&str] = &["5d02be71c8aa"];

pub fn upgrade(op: &mut Op) -> Result {
    for column in ["first_name", "last_name"] {
        op.add_column("users", Column::new(column, text()).not_null().default(""));
    }
    op.execute(
        "UPDATE users SET
             first_name = substr(name, 1, instr(name || ' ', ' ') - 1),
             last_name = substr(name, instr(name || ' ', ' ') + 1)",
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_column("users", "first_name");
    op.drop_column("users", "last_name");
    Ok(())
}
