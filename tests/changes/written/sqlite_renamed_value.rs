//! a value of an enumeration is renamed.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    op.alter_column(
        "t",
        AlterColumn::new("mood")
            .kind(enumeration("mood", ["sad", "it's fine"]))
            .using(r#"CASE "mood" WHEN 'ok' THEN 'it''s fine' ELSE "mood" END"#)
            .default("it's fine")
            .was(
                Column::new("mood", enumeration("mood", ["sad", "ok"]))
                    .not_null()
                    .default("ok"),
            ),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.alter_column(
        "t",
        AlterColumn::new("mood")
            .kind(enumeration("mood", ["sad", "ok"]))
            .using(r#"CASE "mood" WHEN 'it''s fine' THEN 'ok' ELSE "mood" END"#)
            .default("ok")
            .was(
                Column::new("mood", enumeration("mood", ["sad", "it's fine"]))
                    .not_null()
                    .default("it's fine"),
            ),
    );
    Ok(())
}
