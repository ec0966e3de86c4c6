//! keep what was said
use migrator::prelude::*;

pub const REVISION: &str = "8d3b5f0c21e7";
pub const DOWN_REVISION: &[&str] = &[];

pub fn upgrade(op: &mut Op) -> Result {
    let said = [op.tag(), op.argument("tenant"), op.argument("empty")];
    let [tag, tenant, empty] = said.map(|it| it.map(str::to_owned));
    op.create_table(
        Table::new("said")
            .column(Column::new("tag", text()))
            .column(Column::new("tenant", text()))
            .column(Column::new("empty", text())),
    );
    op.bulk_insert("said", ["tag", "tenant", "empty"], [(tag, tenant, empty)]);
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_table("said");
    Ok(())
}
