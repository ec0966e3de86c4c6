//! What whoever runs the migrations says to them.

use migrator::{Migrations, Options};

use crate::backend::{Backend, column};
use crate::support::{Rev, set};

/// Writes down what it hears; creates what it is told to.
fn hearing() -> &'static Migrations {
    set(vec![
        Rev::reversible("a1", &[], |op| {
            if let Some(table) = op.argument("table") {
                op.create_table(
                    migrator::schema::Table::new(table)
                        .column(migrator::schema::Column::new("x", migrator::schema::text())),
                );
            }
            Ok(())
        }),
        Rev::rust("b1", &["a1"], |op| {
            op.execute("CREATE TABLE heard (x TEXT)");
            let mut heard = vec![format!("tag {:?}", op.tag())];
            heard.extend(op.arguments().map(|(key, value)| format!("{key}={value}")));
            heard.push(format!("last {:?}", op.argument("key")));
            heard.push(format!("none {:?}", op.argument("other")));
            op.bulk_insert("heard", ["x"], heard.into_iter().map(|text| (text,)));
            Ok(())
        })
        .down("DROP TABLE heard"),
    ])
}

pub(crate) fn migrations_hear_what_the_run_says(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    let options = Options::new()
        .tag("nightly")
        .argument("table", "told")
        .argument("key", "a")
        .argument("key", "it's");
    let verbs = hearing().with(options);
    let planned = connection.plan_upgrade(&verbs, "head").unwrap();
    assert!(
        planned.steps[0].statements[0].contains("told"),
        "{planned:#?}"
    );
    connection.upgrade(&verbs, "head").unwrap();
    let heard = column(&mut *connection, "SELECT x FROM heard");
    assert_eq!(
        heard,
        [
            "tag Some(\"nightly\")",
            "table=told",
            "key=a",
            "key=it's",
            "last Some(\"it's\")",
            "none None"
        ]
    );
    assert!(database.tables().contains(&"told".to_owned()));
    // The way back is made of the way forth, which hears the same.
    connection.downgrade(&verbs, "base").unwrap();
    assert_eq!(database.tables(), ["alembic_version", "migrator_history"]);
}

pub(crate) fn where_nothing_is_said_nothing_is_heard(on: &dyn Backend) {
    let database = on.database();
    let mut connection = database.connect();
    connection.upgrade(hearing(), "head").unwrap();
    let heard = column(&mut *connection, "SELECT x FROM heard");
    assert_eq!(heard, ["tag None", "last None", "none None"]);
    connection.downgrade(hearing(), "base").unwrap();
}
