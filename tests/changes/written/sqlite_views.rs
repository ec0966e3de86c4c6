//! a view on a view comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.create_view(View::new("z").as_("SELECT a, b FROM t"));
    op.create_view(View::new("a").as_("SELECT a FROM z"));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_view("a");
    op.drop_view("z");
    Ok(())
}
