//! an exclusion constraint comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    // Fails if two rows of t exclude each other.
    op.add_constraint("t", Exclude::using("gist").column("r", "&&").named("ex"));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_constraint("t", "ex");
    Ok(())
}
