//! identity has bounds and cycles.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.alter_column(
        "t",
        AlterColumn::new("a")
            .set_identity(
                Identity::always()
                    .start(-5)
                    .min(-5)
                    .max(500)
                    .cache(20)
                    .cycle(),
            )
            .was(
                Column::new("a", integer())
                    .identity(Identity::always())
                    .not_null(),
            ),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.alter_column(
        "t",
        AlterColumn::new("a")
            .set_identity(Identity::always().start(1).min(1).max(2147483647).cache(1))
            .was(
                Column::new("a", integer())
                    .identity(Identity::always().min(-5).max(500).cache(20).cycle())
                    .not_null(),
            ),
    );
    op.execute(r#"ALTER TABLE "t" ALTER COLUMN "a" SET NO CYCLE"#);
    Ok(())
}
