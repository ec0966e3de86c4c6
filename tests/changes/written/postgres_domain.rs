//! a domain has another check.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    // Fails if a value of d does not meet `VALUE > 1`.
    op.replace_domain(
        Domain::new("d", integer())
            .check(Check::new("VALUE > 1").named("ck"))
            .instead_of(Domain::new("d", integer()).check(Check::new("VALUE > 0").named("ck"))),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    // Fails if a value of d does not meet `VALUE > 0`.
    op.replace_domain(
        Domain::new("d", integer())
            .check(Check::new("VALUE > 0").named("ck"))
            .instead_of(Domain::new("d", integer()).check(Check::new("VALUE > 1").named("ck"))),
    );
    Ok(())
}
