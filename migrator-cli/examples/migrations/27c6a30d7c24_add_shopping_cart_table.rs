//! add shopping cart table
use migrator::prelude::*;

pub const REVISION: &str = "27c6a30d7c24";
pub const DOWN_REVISION: &[&str] = &["1975ea83b712"];
pub const BRANCH_LABELS: &[&str] = &["shoppingcart"];

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("shopping_cart").column(Column::new("id", integer()).primary_key()),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_table("shopping_cart");
    Ok(())
}
