//! An operation that is done, looked at and undone, and one that is refused.

use migrator::prelude::*;
use migrator::{__private::Outcome, ErrorKind};

use crate::backend::{Backend, Connection, Database};
use crate::steps::Up;
use crate::support::{Rev, set};

/// The dump without the history of the steps, which grows with each.
pub(crate) fn dump(database: &dyn Database) -> Vec<String> {
    let lines = database.dump().into_iter();
    lines
        .filter(|line| !line.contains("migrator_history: "))
        .collect()
}

/// Runs `before`, then `upgrade`, looks at the outcome, and undoes `upgrade`, after which
/// everything is as before.
pub(crate) fn there_and_back(
    on: &dyn Backend,
    before: Up,
    upgrade: Up,
    look: impl FnOnce(&mut dyn Connection),
) {
    there_and_back_by(dump, on, before, upgrade, |it, _| look(it));
}

/// The same with a dump of one's own; `look` is told whether `upgrade` has changed it.
pub(crate) fn there_and_back_by(
    dump: fn(&dyn Database) -> Vec<String>,
    on: &dyn Backend,
    before: Up,
    upgrade: Up,
    look: impl FnOnce(&mut dyn Connection, bool),
) {
    let database = on.database();
    let set = set(vec![
        Rev::rust("a1", &[], before),
        Rev::reversible("a2", &["a1"], upgrade),
    ]);
    let mut connection = database.connect();
    connection.upgrade(set, "a1").unwrap();
    let was = dump(&*database);
    connection.upgrade(set, "a2").unwrap();
    let has_changed = dump(&*database) != was;
    look(&mut *connection, has_changed);
    connection.downgrade(set, "a1").unwrap();
    assert_eq!(dump(&*database), was);
    // And once more, so that nothing is left that is in the way.
    connection.upgrade(set, "a2").unwrap();
    connection.downgrade(set, "a1").unwrap();
    assert_eq!(dump(&*database), was);
}

/// Checks that an operation is refused by name, and that nothing ran.
pub(crate) fn refused(on: &dyn Backend, upgrade: Up, operation: &str) {
    fn first(op: &mut Op<'_>) -> Outcome {
        op.execute("CREATE TABLE first (x INTEGER)");
        Ok(())
    }
    refused_after(first, on, upgrade, operation);
}

/// The same on a database that `before` has made.
pub(crate) fn refused_after(before: Up, on: &dyn Backend, upgrade: Up, operation: &str) {
    let database = on.database();
    let set = set(vec![
        Rev::rust("a1", &[], before),
        Rev::rust("a2", &["a1"], upgrade),
    ]);
    let mut connection = database.connect();
    connection.upgrade(set, "a1").unwrap();
    let was = database.dump();
    let error = connection.upgrade(set, "head").unwrap_err();
    let text = format!("{error:?}");
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{text}");
    assert!(text.contains(operation), "{text}");
    assert!(text.contains("help: "), "{text}");
    assert_eq!(database.dump(), was);
}

pub(crate) fn is_sqlite(on: &dyn Backend) -> bool {
    on.name() == "sqlite"
}

pub(crate) fn users(op: &mut Op<'_>) -> Outcome {
    op.create_table(
        Table::new("users")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("name", text()))
            .column(Column::new("age", integer())),
    );
    op.bulk_insert(
        "users",
        ["id", "name", "age"],
        [(1, "Ada", 36), (2, "Tim", 7)],
    );
    Ok(())
}

pub(crate) fn nothing(_op: &mut Op<'_>) -> Outcome {
    Ok(())
}
