//! an index has a condition.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.drop_index("ix_t");
    op.create_index(Index::new("ix_t").on("t", ["a"]).filter("b IS NOT NULL"));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_index("ix_t");
    op.create_index(Index::new("ix_t").on("t", ["a"]));
    Ok(())
}
