//! Names that somebody has chosen badly, or on purpose.

use migrator::__private::Outcome;
use migrator::prelude::*;
use migrator::{ErrorKind, Options};

use crate::backend::{Backend, upgrade, version_rows};
use crate::shown::{assert_shown, shown};
use crate::support::{Rev, line, set};

/// Quotes of every kind, a keyword, a statement's end, a comment, no ASCII.
pub(crate) const NAMES: [&str; 11] = [
    "select",
    "it's",
    "say \"hi\"",
    "back`tick",
    "[bracket]",
    "a;b--c/*d",
    "Größe 表 🐢",
    "?1",
    "$1",
    "$$x$$",
    "%s\\n\n",
];

/// As long as a name may be where names are shortest: 63 bytes.
const LONG: &str = "ääääääääääääääääääääääääääääääx";

fn create_all(op: &mut Op<'_>) -> Outcome {
    for name in NAMES {
        op.create_table(
            Table::new(name)
                .column(Column::new("id", integer()).primary_key())
                .column(Column::new(name, text()).not_null().default(name))
                .check(Check::new("1 = 1").named(format!("ck {name}"))),
        );
        op.add_column(name, Column::new(format!("{name} 2"), text()));
        op.create_index(Index::new(format!("ix {name}")).on(name, [name]));
        op.bulk_insert(name, [name], [(name,)]);
        op.execute(
            Query::insert()
                .into_table(name)
                .columns([name])
                .values_panic([name.into()])
                .to_owned(),
        );
    }
    Ok(())
}

fn drop_all(op: &mut Op<'_>) -> Outcome {
    for name in NAMES {
        op.drop_index(format!("ix {name}"));
        op.drop_column(name, format!("{name} 2"));
        op.rename_table(name, format!("{name} renamed"));
        op.drop_table(format!("{name} renamed"));
    }
    Ok(())
}

pub(crate) fn every_text_is_a_name_of_tables_columns_and_indexes(on: &dyn Backend) {
    let database = on.database();
    let quote = database.dialect().quote;
    let set = set(vec![Rev::rust("a1", &[], create_all).down_rust(drop_all)]);
    let mut connection = database.connect();
    connection.upgrade(set, "head").unwrap();
    let mut expected: Vec<&str> = NAMES.to_vec();
    expected.extend(["alembic_version", "migrator_history"]);
    expected.sort_unstable();
    let mut tables = database.tables();
    tables.sort_unstable();
    assert_eq!(tables, expected);
    for name in NAMES {
        let columns = database.columns(name);
        let names: Vec<&str> = columns.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["id", name, &format!("{name} 2")]);
        assert!(columns[0].is_required && columns[1].is_required);
        assert!(columns[1].has_default && !columns[2].has_default);
        assert_eq!(database.indexes(name), [format!("ix {name} ({name})")]);
        let table = quote(name);
        connection.execute(&format!("INSERT INTO {table} DEFAULT VALUES"));
        let rows = format!("SELECT {table} FROM {table}");
        assert_eq!(connection.lines(&rows), [name, name, name]);
    }
    connection.downgrade(set, "base").unwrap();
    assert_eq!(database.tables(), ["alembic_version", "migrator_history"]);
}

pub(crate) fn a_name_may_have_sixty_three_bytes(on: &dyn Backend) {
    let database = on.database();
    assert_eq!(LONG.len(), 61);
    let set = set(vec![
        Rev::rust("a1", &[], |op| {
            op.create_table(
                Table::new(format!("{LONG}_t"))
                    .column(Column::new(format!("{LONG}_c"), integer()).primary_key())
                    .column(Column::new("x", text())),
            );
            let table = format!("{LONG}_t");
            op.create_index(Index::new(format!("{LONG}_i")).on(table, ["x"]));
            Ok(())
        })
        .down_rust(|op| {
            op.drop_index(format!("{LONG}_i"));
            op.drop_table(format!("{LONG}_t"));
            Ok(())
        }),
    ]);
    let mut connection = database.connect();
    connection.upgrade(set, "head").unwrap();
    let table = format!("{LONG}_t");
    assert!(database.tables().contains(&table));
    assert_eq!(database.columns(&table)[0].name, format!("{LONG}_c"));
    assert_eq!(database.indexes(&table), [format!("{LONG}_i (x)")]);
    connection.downgrade(set, "base").unwrap();
    assert_eq!(database.tables(), ["alembic_version", "migrator_history"]);
}

/// Upgrades to a migration that is refused; returns the error from its cause on.
fn refused(on: &dyn Backend, upgrade: fn(&mut Op<'_>) -> Outcome) -> String {
    let database = on.database();
    let set = set(vec![Rev::rust("a1", &[], upgrade)]);
    let error = database.connect().upgrade(set, "head").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(database.tables(), [""; 0]);
    let text = shown(&error, &[]);
    let from = text.find("caused by").unwrap();
    text[from..].to_owned()
}

pub(crate) fn a_name_that_cannot_be_is_refused_before_anything_runs(on: &dyn Backend) {
    assert_shown!(refused(on, |op| {
        op.execute("CREATE TABLE half (x TEXT)");
        op.create_table(Table::new("").column(Column::new("x", text())));
        Ok(())
    }), @r#"
    caused by: the name "" cannot be used: it is empty
      applied before this: nothing; nothing of `a1` was kept
    help: choose another name
    "#);
    assert_shown!(refused(on, |op| {
        op.execute("CREATE TABLE half (x TEXT)");
        op.drop_table("nul\0byte");
        Ok(())
    }), @r#"
    caused by: the name "nul\0byte" cannot be used: it holds a NUL byte
      applied before this: nothing; nothing of `a1` was kept
    help: choose another name
    "#);
}

pub(crate) fn the_version_table_can_have_any_name(on: &dyn Backend) {
    let database = on.database();
    let quote = database.dialect().quote;
    let mut connection = database.connect();
    for name in NAMES
        .into_iter()
        .chain(["custom_version", "Alembic_Version2"])
    {
        let verbs = || set(line(2)).with(Options::new().version_table(name));
        connection.upgrade(&verbs(), "head").unwrap();
        let mut expected = vec![
            name.to_owned(),
            format!("{name}_history"),
            "log".to_owned(),
            "t_r001".to_owned(),
            "t_r002".to_owned(),
        ];
        expected.sort_unstable();
        let mut tables = database.tables();
        tables.sort_unstable();
        assert_eq!(tables, expected);
        let rows = format!("SELECT * FROM {}", quote(name));
        assert_eq!(connection.lines(&rows), ["r002"]);
        assert_eq!(connection.upgrade(&verbs(), "head").unwrap().steps, []);
        assert_eq!(connection.current(&verbs()).unwrap().rows, ["r002"]);
        connection.stamp(&verbs(), &["r001"]).unwrap();
        connection.stamp(&verbs(), &["r002"]).unwrap();
        connection.downgrade(&verbs(), "base").unwrap();
        assert_eq!(connection.lines(&rows), [""; 0]);
        connection.execute(&format!(
            "DROP TABLE {}; DROP TABLE {}",
            quote(name),
            quote(&format!("{name}_history"))
        ));
    }
}

pub(crate) fn two_sets_share_a_database_under_two_names(on: &dyn Backend) {
    let database = on.database();
    let bills = set(vec![Rev::sql("b1", &[], "CREATE TABLE bills (x TEXT)")]);
    let billing = || bills.with(Options::new().version_table("billing_version"));
    let ours = set(line(2));
    upgrade(&*database, ours);
    upgrade(&*database, &billing());
    assert_eq!(upgrade(&*database, ours).steps, []);
    assert_eq!(upgrade(&*database, &billing()).steps, []);
    let mut connection = database.connect();
    assert_eq!(connection.current(&billing()).unwrap().rows, ["b1"]);
    assert_eq!(version_rows(&mut *connection), ["r002"]);
}

pub(crate) fn a_version_table_that_cannot_be_is_refused(on: &dyn Backend) {
    let database = on.database();
    let refused = |options: Options| {
        let verbs = set(line(1));
        let error = database
            .connect()
            .upgrade(&verbs.with(options), "head")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(database.tables(), [""; 0]);
        format!("{error:?}")
    };
    assert_shown!(refused(Options::new().version_table("")), @r#"
    the version table or the history cannot be kept under that name
      caused by: the name "" cannot be used: it is empty
    help: choose another name
    "#);
    assert_shown!(refused(Options::new().history_table("nul\0")), @r#"
    the version table or the history cannot be kept under that name
      caused by: the name "nul\0" cannot be used: it holds a NUL byte
    help: choose another name
    "#);
    assert_shown!(refused(Options::new().version_table("v").history_table("v")), @r#"
    the version table or the history cannot be kept under that name
      caused by: the name "v" cannot be used: the version table and the history need a name each
    help: choose another name
    "#);
}
