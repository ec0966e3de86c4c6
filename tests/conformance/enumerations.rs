//! Enumerations: what each operation makes of them, and that its inverse leaves the database
//! as it was.

use migrator::__private::Outcome;
use migrator::prelude::*;

use crate::backend::Backend;
use crate::support::{Rev, set};
use crate::there_and_back::{dump, is_sqlite, nothing, refused, there_and_back};

pub(crate) fn an_enumeration_is_created_changed_renamed_and_dropped(on: &dyn Backend) {
    fn mood() -> Enumeration {
        Enumeration::new("mood", ["sad", "it's ok"])
    }
    fn with_mood(op: &mut Op<'_>) -> Outcome {
        op.create_enum(mood());
        op.create_table(
            Table::new("people")
                .column(Column::new("id", integer()).primary_key())
                .column(Column::new("mood", mood().column_type()).default("sad")),
        );
        op.bulk_insert("people", ["id", "mood"], [(1, "sad"), (2, "it's ok")]);
        Ok(())
    }
    let all = "SELECT id, mood FROM people ORDER BY id";
    // A database without named types has nothing to do here, and the table works all the same.
    there_and_back(on, nothing, with_mood, |it| {
        assert_eq!(it.lines(all), ["1 | sad", "2 | it's ok"]);
    });
    there_and_back(
        on,
        with_mood,
        |op| {
            op.rename_enum("mood", "temper");
            Ok(())
        },
        |it| assert_eq!(it.lines(all), ["1 | sad", "2 | it's ok"]),
    );
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                op.add_enum_value("mood", "x");
                Ok(())
            },
            "add_enum_value `mood`",
        );
        refused(
            on,
            |op| {
                op.rename_enum_value("mood", "a", "b");
                Ok(())
            },
            "rename_enum_value `mood`",
        );
        refused(
            on,
            |op| {
                op.replace_enum(ReplaceEnum::new("mood", ["x"]));
                Ok(())
            },
            "replace_enum `mood`",
        );
        return;
    }
    there_and_back(
        on,
        with_mood,
        |op| {
            op.rename_enum_value("mood", "it's ok", "fine");
            Ok(())
        },
        |it| assert_eq!(it.lines(all), ["1 | sad", "2 | fine"]),
    );
    there_and_back(
        on,
        with_mood,
        |op| {
            op.replace_enum(
                ReplaceEnum::new("mood", ["glad", "sad"])
                    .instead_of(["sad", "it's ok"])
                    .map("it's ok", "glad"),
            );
            Ok(())
        },
        |it| {
            assert_eq!(
                it.lines("SELECT id, mood FROM people ORDER BY mood"),
                ["2 | glad", "1 | sad"]
            );
        },
    );
    // The table takes the type along.
    there_and_back(
        on,
        nothing,
        |op| {
            op.create_enum(Enumeration::new("mood", ["sad"]));
            let mood = Column::new("mood", enumeration("mood", ["sad"]));
            op.create_table(Table::new("t").column(mood));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT count(*) FROM pg_enum"), ["1"]),
    );
    let labels = "SELECT enumlabel FROM pg_enum ORDER BY enumsortorder";
    let database = on.database();
    let set = set(vec![
        Rev::rust("a1", &[], with_mood),
        Rev::rust("a2", &["a1"], |op| {
            op.add_enum_value("mood", "glad");
            op.add_enum_value("mood", EnumValue::new("angry").before("sad"));
            op.add_enum_value("mood", EnumValue::new("so, so").after("sad"));
            op.add_enum_value("mood", EnumValue::new("sad").if_not_exists());
            Ok(())
        })
        .down_rust(|op| {
            op.replace_enum(ReplaceEnum::new("mood", ["sad", "it's ok"]).map("glad", "it's ok"));
            Ok(())
        }),
    ]);
    let mut it = database.connect();
    it.upgrade(set, "a1").unwrap();
    let was = dump(&*database);
    it.upgrade(set, "a2").unwrap();
    assert_eq!(
        it.lines(labels),
        ["angry", "sad", "so, so", "it's ok", "glad"]
    );
    it.execute("UPDATE people SET mood = 'glad' WHERE id = 2");
    it.downgrade(set, "a1").unwrap();
    assert_eq!(dump(&*database), was);
}
