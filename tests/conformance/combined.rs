//! Sets of libraries, made one with the application's own.

use migrator::{Migrations, SetError};

use crate::backend::{Backend, column, version_rows};
use crate::shown::assert_shown;
use crate::support::{Rev, set};

pub(crate) fn several_sets_go_up_and_down_together(on: &dyn Backend) {
    let database = on.database();
    let revision = |id: &str, table: &str| {
        Rev::sql(id, &[], &format!("CREATE TABLE {table} (x TEXT)"))
            .down(&format!("DROP TABLE {table}"))
    };
    let application = set(vec![revision("app1", "customers")]);
    let library = set(vec![revision("bill1", "invoices").label("billing")]);
    let both = Migrations::combine([application, library]).unwrap();
    let mut connection = database.connect();
    connection.upgrade(&both, "heads").unwrap();
    assert!(connection.current(&both).unwrap().is_up_to_date);
    connection.downgrade(&both, "billing@base").unwrap();
    assert_eq!(connection.current(&both).unwrap().rows, ["app1"]);
    assert!(!database.tables().contains(&"invoices".to_owned()));
    // What is combined twice counts once.
    let inner: &'static Migrations = crate::support::leak(both);
    let all = Migrations::combine([inner, library]).unwrap();
    connection.upgrade(&all, "heads").unwrap();
    assert_eq!(version_rows(&mut *connection), ["app1", "bill1"]);
    assert_eq!(
        column(&mut *connection, "SELECT count(*) FROM invoices"),
        ["0"]
    );
}

/// Needs no database.
#[test]
fn heads_that_no_label_tells_apart_are_refused() {
    let one = set(vec![Rev::sql("app1", &[], "")]);
    let error = Migrations::combine([one, set(vec![Rev::sql("bill1", &[], "")])]).unwrap_err();
    assert!(matches!(error, SetError::ClashingHeads { .. }));
    assert_shown!(format!("{:?}", migrator::Error::from(error)), @r#"
    the combined migrations have several heads without a label that tells them apart: `app1` and `bill1`
    help: give the first revision of each library a label of its own, `pub const BRANCH_LABELS: &[&str] = &["the_library"];`, and upgrade to `heads`
    "#);
}
