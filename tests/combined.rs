//! Sets of libraries, made one with the application's own.

mod support;

use migrator::{Migrations, SetError};
use rusqlite::Connection;
use support::{Rev, set, tables};

fn application() -> &'static Migrations {
    set(vec![
        Rev::sql("app1", &[], "CREATE TABLE customers (x)").down("DROP TABLE customers"),
    ])
}

fn library() -> Rev {
    Rev::sql("bill1", &[], "CREATE TABLE invoices (x)").down("DROP TABLE invoices")
}

#[test]
fn sets_with_labels_of_their_own_go_up_and_down_together() -> migrator::Result {
    let both = Migrations::combine([application(), set(vec![library().label("billing")])])?;
    let connection = Connection::open_in_memory().unwrap();
    both.upgrade(&connection, "heads")?;
    assert!(both.current(&connection)?.is_up_to_date);
    both.downgrade(&connection, "billing@base")?;
    assert_eq!(both.current(&connection)?.rows, ["app1"]);
    assert!(!tables(&connection).contains(&"invoices".to_owned()));
    Ok(())
}

#[test]
fn heads_that_no_label_tells_apart_are_refused() {
    let error = Migrations::combine([application(), set(vec![library()])]).unwrap_err();
    assert!(matches!(error, SetError::ClashingHeads { .. }));
    insta::assert_snapshot!(format!("{:?}", migrator::Error::from(error)), @r#"
    the combined migrations have several heads without a label that tells them apart: `app1` and `bill1`
    help: give the first revision of each library a label of its own, `pub const BRANCH_LABELS: &[&str] = &["the_library"];`, and upgrade to `heads`
    "#);
}
