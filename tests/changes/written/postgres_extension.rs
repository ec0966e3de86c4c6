//! an extension comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_extension("citext");
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_extension("citext");
    Ok(())
}
