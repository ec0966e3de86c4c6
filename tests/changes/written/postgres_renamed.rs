//! a table and a column of it are renamed.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.rename_table("t", "u");
    op.rename_column("u", "b", "c");
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.rename_table("u", "t");
    op.rename_column("t", "c", "b");
    Ok(())
}
