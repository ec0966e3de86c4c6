//! a generated column comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.add_column("t", Column::new("b", integer()).generated_stored("a * 2"));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_column("t", "b");
    Ok(())
}
