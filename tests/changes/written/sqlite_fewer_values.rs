//! an enumeration has one value less.

use migrator::prelude::*;

pub fn upgrade(op: &mut Op) -> Result {
    // Drops data: whether t.mood was `ok` or `glad`.
    op.alter_column(
        "t",
        AlterColumn::new("mood")
            .kind(enumeration("mood", ["sad", "ok"]))
            .using(r#"CASE "mood" WHEN 'glad' THEN 'ok' ELSE "mood" END"#)
            .was(Column::new(
                "mood",
                enumeration("mood", ["sad", "ok", "glad"]),
            )),
    );
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.alter_column(
        "t",
        AlterColumn::new("mood")
            .kind(enumeration("mood", ["sad", "ok", "glad"]))
            .was(Column::new("mood", enumeration("mood", ["sad", "ok"]))),
    );
    Ok(())
}
