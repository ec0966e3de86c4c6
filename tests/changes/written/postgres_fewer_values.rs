//! an enumeration has one value less.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    // Drops data: whether mood was `ok` or `glad`.
    op.replace_enum(
        ReplaceEnum::new("mood", ["sad", "ok"])
            .instead_of(["sad", "ok", "glad"])
            .map("glad", "ok"),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.add_enum_value("mood", "glad");
    Ok(())
}
