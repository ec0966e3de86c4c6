//! Triggers and functions: what each operation makes of them, and that its inverse leaves the
//! database as it was.

use migrator::__private::Outcome;
use migrator::prelude::*;

use crate::backend::{Backend, Connection};
use crate::there_and_back::{is_sqlite, nothing, refused, there_and_back, users};

/// A trigger that writes down who was renamed, with the word `said`.
fn note(said: &str) -> Trigger {
    let sqlite = format!(
        "AFTER UPDATE OF name ON users BEGIN INSERT INTO log VALUES ('{said};'); SELECT 1; END"
    );
    let postgres =
        format!("AFTER UPDATE OF name ON users FOR EACH ROW EXECUTE FUNCTION note('{said};')");
    Trigger::new("note", "users", Sql::sqlite(sqlite).postgres(postgres))
}

fn note_function() -> Function {
    Function::new(
        "note()",
        Sql::sqlite("").postgres(
            "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             INSERT INTO log VALUES (TG_ARGV[0]); RETURN NULL; END; $$",
        ),
    )
}

fn with_log(op: &mut Op<'_>) -> Outcome {
    users(op)?;
    op.create_table(Table::new("log").column(Column::new("said", text())));
    op.create_function(note_function());
    Ok(())
}

pub(crate) fn with_trigger(op: &mut Op<'_>) -> Outcome {
    with_log(op)?;
    op.create_trigger(note("old"));
    Ok(())
}

fn rename(it: &mut dyn Connection) -> Vec<String> {
    it.execute("UPDATE users SET name = 'Bob' WHERE id = 2");
    let said = it.lines("SELECT said FROM log");
    it.execute("DELETE FROM log; UPDATE users SET age = 7 WHERE id = 2");
    it.execute("UPDATE users SET name = 'Tim' WHERE id = 2; DELETE FROM log");
    said
}

pub(crate) fn a_trigger_is_created_replaced_and_dropped(on: &dyn Backend) {
    there_and_back(
        on,
        with_log,
        |op| {
            op.create_trigger(note("new"));
            Ok(())
        },
        |it| assert_eq!(rename(it), ["new;"]),
    );
    there_and_back(
        on,
        with_trigger,
        |op| {
            op.replace_trigger(note("new").instead_of(note("old")));
            Ok(())
        },
        |it| assert_eq!(rename(it), ["new;"]),
    );
    there_and_back(
        on,
        with_trigger,
        |op| {
            op.drop_trigger(note("old"));
            Ok(())
        },
        |it| assert_eq!(rename(it), [""; 0]),
    );
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                op.create_trigger(note("x").constraint());
                Ok(())
            },
            "create_trigger `users.note`",
        );
        return;
    }
    there_and_back(
        on,
        with_log,
        |op| {
            op.create_trigger(
                Trigger::new(
                    "late",
                    "users",
                    "AFTER UPDATE ON users DEFERRABLE INITIALLY DEFERRED \
                     FOR EACH ROW EXECUTE FUNCTION note('late')",
                )
                .constraint(),
            );
            Ok(())
        },
        |it| {
            let deferred =
                "SELECT tgdeferrable, tginitdeferred FROM pg_trigger WHERE tgname = 'late'";
            assert_eq!(it.lines(deferred), ["t | t"]);
        },
    );
}

pub(crate) fn a_function_is_created_replaced_and_dropped(on: &dyn Backend) {
    fn tax(percent: u8) -> Function {
        Function::new(
            "tax(price integer, digits integer DEFAULT length('a,)b'))",
            format!(
                "RETURNS integer LANGUAGE sql AS $$ SELECT price * {percent} / 100; $$; -- done"
            ),
        )
    }
    fn old(op: &mut Op<'_>) -> Outcome {
        op.create_function(tax(19));
        Ok(())
    }
    if is_sqlite(on) {
        refused(on, old, "create_function `tax(");
        refused(
            on,
            |op| {
                op.replace_function(tax(1));
                Ok(())
            },
            "replace_function `tax(",
        );
        refused(
            on,
            |op| {
                op.drop_function("tax(integer)");
                Ok(())
            },
            "drop_function `tax(",
        );
        return;
    }
    let taxed = "SELECT tax(200)";
    there_and_back(on, nothing, old, |it| assert_eq!(it.lines(taxed), ["38"]));
    there_and_back(
        on,
        old,
        |op| {
            op.replace_function(tax(21).instead_of(tax(19)));
            Ok(())
        },
        |it| assert_eq!(it.lines(taxed), ["42"]),
    );
    // Other arguments are another function: the old one must not stay beside it.
    there_and_back(
        on,
        old,
        |op| {
            let of_one = Function::new(
                "tax(integer)",
                "RETURNS integer LANGUAGE sql AS 'SELECT $1'",
            );
            op.replace_function(of_one.instead_of(tax(19)));
            Ok(())
        },
        |it| {
            assert_eq!(it.lines(taxed), ["200"]);
            assert_eq!(
                it.lines("SELECT count(*) FROM pg_proc WHERE proname = 'tax'"),
                ["1"]
            );
        },
    );
    there_and_back(
        on,
        old,
        |op| {
            op.drop_function(tax(19));
            Ok(())
        },
        |it| {
            assert_eq!(
                it.lines("SELECT count(*) FROM pg_proc WHERE proname = 'tax'"),
                ["0"]
            );
        },
    );
    there_and_back(
        on,
        users,
        |op| {
            op.create_function(Function::procedure(
                "grow(INOUT years integer)",
                "LANGUAGE plpgsql AS $$ BEGIN UPDATE users SET age = age + years; END $$",
            ));
            op.execute(Sql::new("CALL grow(1)").reversed_by("UPDATE users SET age = age - 1"));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT age FROM users WHERE id = 2"), ["8"]),
    );
}
