//! an index on an expression and a column comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_index(Index::new("ix").on(
        "t",
        [
            IndexPart::expression("a ->> 'x'::text"),
            IndexPart::column("b").desc().nulls_last(),
        ],
    ));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_index("ix");
    Ok(())
}
