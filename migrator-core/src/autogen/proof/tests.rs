//! Revisions that are tried, on SQLite in memory.

mod numbered;

use std::error::Error;

use super::{Beginning, Evidence, ProofError, Task, Way, prove};
use crate::autogen::Proof;
use crate::backends;
use crate::base::{Dialect, TableName};
use crate::catalog::{Catalog, Scope};
use crate::declared::{Backfill, EnumValueHint, Filter, Hints, RenameHint};
use crate::diff::{Change, Rules, Step, compare};
use crate::exec::{Options, try_out};
use crate::ops::recorded::Recorded;
use crate::ops::{Op, Operation};
use crate::schema::{
    AlterColumn, Check, Column, Table, boolean, enumeration, integer, string, text,
};
use crate::session::Session;

type Way_ = fn(&mut Op<'_>);

fn recorded(migration: Way_) -> Vec<Operation> {
    Recorded::of(Dialect::Sqlite, migration).into_operations()
}

struct Made(Vec<Operation>);

impl Beginning for Made {
    fn open(&mut self) -> Result<Box<dyn Session + '_>, Box<dyn Error + Send + Sync>> {
        let mut session = backends::scratch(Dialect::Sqlite)?;
        let renderer = backends::renderer(Dialect::Sqlite);
        try_out(&Options::new(), renderer, &mut *session, &self.0)?;
        Ok(session)
    }
}

fn catalog(operations: Vec<Operation>) -> Catalog {
    let introspection = backends::introspection(Dialect::Sqlite);
    let mut made = Made(operations);
    let mut session = made.open().unwrap();
    let scope = Scope::default();
    let questions = introspection.questions(&scope);
    let answers: Vec<_> = questions
        .iter()
        .map(|it| session.read(it).unwrap())
        .collect();
    introspection.catalog(&scope, &answers).unwrap()
}

fn proved(found: Way_, up: Way_, down: Way_, hints: &Hints) -> Result<Evidence, ProofError> {
    proved_for(found, up, up, down, hints)
}

fn proved_for(
    found: Way_,
    wanted: Way_,
    up: Way_,
    down: Way_,
    hints: &Hints,
) -> Result<Evidence, ProofError> {
    let there = recorded(found);
    let from = catalog(there.clone());
    let wanted = catalog([there, recorded(wanted)].concat());
    let (up, down) = (recorded(up), recorded(down));
    let introspection = backends::introspection(Dialect::Sqlite);
    let filter = Filter::default();
    let rules = Rules {
        introspection,
        hints,
        filter: &filter,
    };
    let changes = compare(&from, &wanted, &rules).unwrap().changes;
    let back: Vec<_> = changes.iter().map(Change::reversed).collect();
    let step = |operation: Operation| Step {
        operation,
        changes: Vec::new(),
        loses: Vec::new(),
        cautions: Vec::new(),
    };
    let up: Vec<Step> = up.into_iter().map(step).collect();
    let down: Vec<Step> = down.into_iter().map(step).collect();
    let task = Task {
        options: &Options::new(),
        introspection,
        scope: &Scope::default(),
        rules,
        found: &from,
        wanted: &wanted,
        up: Way::of_steps(&changes, &up),
        down: Way::of_steps(&back, &down),
    };
    prove(&task, &mut Made(recorded(found)))
}

#[track_caller]
fn check(found: Way_, up: Way_, down: Way_) -> Evidence {
    proved(found, up, down, &Hints::default()).unwrap()
}

fn two_tables(op: &mut Op<'_>) {
    op.create_table(
        Table::new("teams")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("code", string(3)).not_null().unique())
            .check(Check::new("code GLOB '[A-Z][A-Z][A-Z]'").named("ck_code")),
    );
    op.create_table(
        Table::new("members")
            .column(Column::new("id", integer()).primary_key())
            .column(
                Column::new("team", integer())
                    .not_null()
                    .references("teams", "id"),
            )
            .column(Column::new("boss", integer()).references("members", "id"))
            .column(Column::new("age", integer()))
            .column(Column::new("is_new", boolean()).not_null().default(true))
            .check("age IS NULL OR age BETWEEN 18 AND 120"),
    );
}

#[test]
fn what_runs_both_ways_is_seen() {
    let evidence = check(
        two_tables,
        |op| {
            op.alter_column("teams", AlterColumn::new("code").kind(string(10)));
            op.add_column("members", Column::new("nick", text()));
        },
        |op| {
            op.drop_column("members", "nick");
            op.alter_column("teams", AlterColumn::new("code").kind(string(3)));
        },
    );
    assert_eq!(evidence.up, [Proof::Seen, Proof::Seen]);
    assert_eq!(evidence.down, [Proof::Seen, Proof::Seen]);
    assert_eq!(evidence.notes, [""; 0]);
    let rows: Vec<(String, usize)> = evidence
        .rows
        .iter()
        .map(|(table, n)| (table.to_string(), *n))
        .collect();
    assert_eq!(rows, [("members".to_owned(), 3), ("teams".to_owned(), 3)]);
}

#[test]
fn a_way_back_that_does_not_restore_is_marked() {
    let evidence = check(
        two_tables,
        |op| op.add_column("members", Column::new("nick", text())),
        |op| op.execute("SELECT 1"),
    );
    assert_eq!(evidence.up, [Proof::Seen]);
    assert_eq!(
        evidence.down,
        [Proof::Missing(
            "afterwards it is not as it was: removed column members.nick".to_owned()
        )]
    );
}

#[test]
fn rows_that_are_lost_are_found() {
    let evidence = check(
        two_tables,
        |op| {
            op.add_column("members", Column::new("nick", text()));
            op.execute("UPDATE members SET age = 99");
        },
        |op| op.drop_column("members", "nick"),
    );
    let Some(Proof::Missing(why)) = evidence.up.first() else {
        panic!("{evidence:?}");
    };
    assert!(why.starts_with("rows are not kept: members.age: "), "{why}");
}

#[test]
fn a_renamed_column_keeps_its_values() {
    let mut hints = Hints::default();
    hints.renames.push(RenameHint::Column {
        table: TableName::from("members"),
        from: "age".to_owned(),
        to: Some("years".to_owned()),
    });
    let evidence = proved(
        two_tables,
        |op| op.rename_column("members", "age", "years"),
        |op| op.rename_column("members", "years", "age"),
        &hints,
    );
    let evidence = evidence.unwrap();
    assert_eq!(
        (evidence.up, evidence.down),
        (vec![Proof::Seen], vec![Proof::Seen])
    );
}

#[test]
fn rows_in_the_way_are_no_mistake() {
    let evidence = check(
        two_tables,
        |op| op.add_constraint("members", Check::new("is_new IS NULL").named("ck_new")),
        |op| op.drop_constraint("members", "ck_new"),
    );
    let Some(Proof::Missing(why)) = evidence.up.first() else {
        panic!("{evidence:?}");
    };
    assert!(
        why.starts_with("with rows that were made up it fails: CHECK constraint failed"),
        "{why}"
    );
}

fn aged(expression: &str) -> Hints {
    Hints {
        backfills: vec![Backfill {
            table: "members".into(),
            column: "age".to_owned(),
            expression: Some(expression.to_owned()),
        }],
        ..Hints::default()
    }
}

#[test]
fn what_was_said_of_values_is_not_noted_again() {
    let back: Way_ = |op| op.alter_column("members", AlterColumn::new("age").nullable());
    let evidence = proved(
        two_tables,
        |op| {
            op.execute("UPDATE members SET age = 30 WHERE age IS NULL");
            op.alter_column("members", AlterColumn::new("age").not_null());
        },
        back,
        &aged("30"),
    );
    assert_eq!(evidence.unwrap().notes, [""; 0]);
    // That the others are lost, nobody said.
    let evidence = proved(
        two_tables,
        |op| {
            op.execute("UPDATE members SET age = 30");
            op.alter_column("members", AlterColumn::new("age").not_null());
        },
        back,
        &aged("30"),
    );
    let notes = evidence.unwrap().notes;
    let expected = "values become other values: members.age: `";
    assert!(notes.iter().any(|it| it.starts_with(expected)), "{notes:?}");
}

#[test]
fn what_does_not_run_is_an_error() {
    let error = proved_for(
        two_tables,
        |op| op.add_column("members", Column::new("nick", text())),
        |op| {
            op.add_column("members", Column::new("nick", text()));
            op.execute("SELECT missing FROM members");
        },
        |op| op.drop_column("members", "nick"),
        &Hints::default(),
    );
    let error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the upgrade that was made does not run on a scratch database"
    );
    assert_eq!(error.statement(), Some("SELECT missing FROM members"));
}

fn tasks(op: &mut Op<'_>) {
    let state = enumeration("", ["open", "done"]);
    let state = Column::new("state", state).not_null().default("open");
    let id = Column::new("id", integer()).primary_key();
    op.create_table(Table::new("tasks").column(id).column(state));
}

#[test]
fn rows_have_more_values_of_an_enumeration_than_the_default() {
    let became = |from: &str, to: &str| EnumValueHint {
        enumeration: TableName::from("tasks.state"),
        from: from.to_owned(),
        to: Some(to.to_owned()),
    };
    let hints = Hints {
        enum_values: vec![became("done", "finished")],
        ..Hints::default()
    };
    let up: Way_ = |op| {
        let kind = enumeration("", ["open", "finished"]);
        let alter = AlterColumn::new("state").kind(kind);
        let alter = alter.using("CASE state WHEN 'done' THEN 'finished' ELSE state END");
        op.alter_column("tasks", alter);
    };
    let evidence = proved(
        tasks,
        up,
        |op| {
            let kind = enumeration("", ["open", "done"]);
            let alter = AlterColumn::new("state").kind(kind);
            let alter = alter.using("CASE state WHEN 'finished' THEN 'done' ELSE state END");
            op.alter_column("tasks", alter);
        },
        &hints,
    );
    let evidence = evidence.unwrap();
    assert_eq!(evidence.down, [Proof::Seen]);
    assert_eq!(evidence.notes, [""; 0]);
    let evidence = proved(
        tasks,
        up,
        |op| {
            let kind = enumeration("", ["open", "done"]);
            op.alter_column("tasks", AlterColumn::new("state").kind(kind));
        },
        &hints,
    );
    let evidence = evidence.unwrap();
    let Some(Proof::Missing(why)) = evidence.down.first() else {
        panic!("{evidence:?}");
    };
    assert!(
        why.starts_with("with rows that were made up it fails: CHECK constraint failed"),
        "{why}"
    );
}

#[test]
fn an_expression_that_was_said_and_does_not_run_is_named() {
    let hints = Hints {
        backfills: vec![Backfill {
            table: "members".into(),
            column: "nick".to_owned(),
            expression: Some("missing".to_owned()),
        }],
        ..Hints::default()
    };
    let error = proved_for(
        two_tables,
        |op| op.add_column("members", Column::new("nick", text())),
        |op| {
            op.add_column("members", Column::new("nick", text()));
            op.execute(r#"UPDATE "members" SET "nick" = (missing)"#);
        },
        |op| op.drop_column("members", "nick"),
        &hints,
    );
    let help = error.unwrap_err().help();
    let expected = "correct the expression that is said for `members.nick`";
    assert_eq!(help.as_deref(), Some(expected));
}
