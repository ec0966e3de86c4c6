//! a partition comes.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.execute(r#"CREATE TABLE "t 1" PARTITION OF t FOR VALUES FROM (1) TO (9)"#);
    op.execute(r#"CREATE INDEX own ON "t 1" USING btree (lower(b))"#);
    op.execute(r#"ALTER TABLE "t 1" ADD CONSTRAINT "t 1_a_fkey" FOREIGN KEY (a) REFERENCES k(id)"#);
    op.execute(r#"ALTER TABLE "t 1" ADD CONSTRAINT "t 1_b_check" CHECK (b <> ''::text)"#);
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    // Drops data: the rows of t 1.
    op.execute(r#"DROP TABLE "t 1""#);
    Ok(())
}
