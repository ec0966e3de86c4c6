//! a sequence counts down.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.alter_sequence(Sequence::new("s").instead_of(Sequence::new("s").increment(-1)));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.alter_sequence(
        Sequence::new("s")
            .increment(-1)
            .instead_of(Sequence::new("s")),
    );
    Ok(())
}
