//! a domain has another check.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    // Fails if a value does not meet d.
    op.replace_domain(
        Domain::new("d", integer())
            .check(Check::new("VALUE > 1").named("ck"))
            .instead_of(Domain::new("d", integer()).check(Check::new("VALUE > 0").named("ck"))),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    // Fails if a value does not meet d.
    op.replace_domain(
        Domain::new("d", integer())
            .check(Check::new("VALUE > 0").named("ck"))
            .instead_of(Domain::new("d", integer()).check(Check::new("VALUE > 1").named("ck"))),
    );
    Ok(())
}
