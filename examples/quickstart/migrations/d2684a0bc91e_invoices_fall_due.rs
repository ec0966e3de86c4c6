//! Invoices fall due.
use migrator::prelude::*;

pub const REVISION: &str = "d2684a0bc91e";
pub const DOWN_REVISION: &[&str] = &["8c41f6e0a9d3"];

pub fn upgrade(op: &mut Op) -> Result {
    op.add_column("invoices", Column::new("due_on", date()));
    op.create_index(Index::new("ix_invoices_due_on").on("invoices", ["due_on"]));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_index("ix_invoices_due_on");
    op.drop_column("invoices", "due_on");
    Ok(())
}
