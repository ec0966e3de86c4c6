//! What the random cases have found, each as small as it became.

use migrator::__private::Outcome;
use migrator::prelude::*;

use super::step::{Change, Step};
use super::{Case, Databases};
use crate::backend::Backend;
use crate::support::{Rev, set};

fn check(on: &dyn Backend, table: Table, rows: &str, changes: Vec<Change>) {
    let change = |it| Step::Alter("t".to_owned(), it);
    let changes = changes.into_iter().map(change).collect();
    check_steps(on, table, rows, changes);
}

fn check_steps(on: &dyn Backend, table: Table, rows: &str, changes: Vec<Step>) {
    let case = Case {
        tables: vec![Step::CreateTable(table)],
        rows: rows.to_owned(),
        changes,
    };
    let outcome = Databases::new(on).check(&case);
    outcome.unwrap_or_else(|what| panic!("{what}"));
}

fn table() -> Table {
    Table::new("t").column(Column::new("id", integer()).primary_key())
}

pub(crate) fn a_reference_of_a_table_to_itself_costs_no_value(on: &dyn Backend) {
    let boss = ForeignKey::new(["boss"]).references("t", ["id"]);
    check(
        on,
        table().column(Column::new("boss", integer())),
        "INSERT INTO t VALUES (1, 1), (2, 1)",
        vec![Change::AddConstraint(
            boss.on_delete(Action::SetNull).into(),
        )],
    );
}

pub(crate) fn an_enumeration_goes_with_the_table_that_has_brought_it(on: &dyn Backend) {
    let mood = Column::new("mood", enumeration("mood", ["glad", "sad"]));
    check(on, table().column(mood), "", Vec::new());
}

pub(crate) fn a_column_goes_with_a_check_that_has_moved_beside_it(on: &dyn Backend) {
    let check = Check::new("n > 0").named("positive");
    let column = Column::new("n", integer()).check(check.clone());
    let changes = vec![
        Change::AddColumn(column),
        Change::DropConstraint(check.into()),
    ];
    self::check(on, table(), "INSERT INTO t VALUES (1)", changes);
}

pub(crate) fn of_two_equal_checks_the_one_that_was_added_goes(on: &dyn Backend) {
    let given = Check::new("id > 0").named("positive");
    let changes = vec![Change::AddConstraint(Check::new("id > 0").into())];
    check(on, table().check(given), "", changes);
}

pub(crate) fn a_column_is_computed_in_the_call_that_adds_it(on: &dyn Backend) {
    let column = Column::new("n", integer()).default(7);
    let as_text = AlterColumn::new("n").kind(text()).drop_default();
    let as_text = as_text
        .using("CAST(n AS TEXT)")
        .using_back("CAST(n AS INTEGER)");
    let changes = vec![
        Change::AddColumn(column.clone()),
        Change::AlterColumn(as_text.was(column)),
    ];
    let together = Step::Together("t".to_owned(), changes);
    check_steps(on, table(), "INSERT INTO t VALUES (1)", vec![together]);
}

pub(crate) fn the_rows_that_are_there_get_the_default_of_their_time(on: &dyn Backend) {
    fn upgrade(op: &mut Op<'_>) -> Outcome {
        op.create_table(table());
        op.bulk_insert("t", ["id"], [[1]]);
        op.alter_table("t", |t| {
            t.add_column(Column::new("a", integer()))
                .add_column(Column::new("b", integer()).default(1))
                .alter_column(AlterColumn::new("a").default(2).nullable())
                .alter_column(AlterColumn::new("b").default(3).not_null());
        });
        op.bulk_insert("t", ["id"], [[2]]);
        Ok(())
    }
    let database = on.database();
    let mut connection = database.connect();
    let set = set(vec![Rev::rust("a1", &[], upgrade)]);
    connection.upgrade(set, "head").unwrap();
    let rows = connection.lines("SELECT id, a, b FROM t ORDER BY id");
    assert_eq!(rows, ["1 | NULL | 1", "2 | 2 | 3"]);
}
