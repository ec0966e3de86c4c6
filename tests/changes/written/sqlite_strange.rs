//! a table with a strange name comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new(r#"we"ird; täble"#)
            .column(Column::new("a b", integer()))
            .column(Column::new("select", text()))
            .column(Column::new("ÄÖ", text())),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    // Drops data: the rows of we"ird; täble.
    op.drop_table(r#"we"ird; täble"#);
    Ok(())
}
