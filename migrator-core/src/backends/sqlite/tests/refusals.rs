//! What is refused, and the words it is refused with.

use super::{Database, refusal, rendered};
use crate::base::Value;
use crate::dialect::{DialectError, Renderer};
use crate::ops::Op;
use crate::schema::{Column, Index, IndexPart, Table, array, integer, text};

fn check(migration: impl FnOnce(&mut Op<'_>), expect: &str) {
    assert_eq!(refusal(migration), expect);
}

fn table(column: Column) -> Table {
    Table::new("t").column(column)
}

#[test]
fn a_type_it_cannot_hold() {
    check(
        |op| op.create_table(table(Column::new("tags", array(text())))),
        "SQLite cannot do create_table `t`: column `tags`: no column can hold an array\n\
         help: use `json()` or a second table",
    );
}

#[test]
fn a_default_may_be_added_to_a_foreign_key_while_foreign_keys_are_off() {
    let mut database = Database::new();
    database
        .connection
        .pragma_update(None, "foreign_keys", false)
        .unwrap();
    database.renderer = super::SqliteRenderer::new(false);
    let migrated = database.migrate(|op| {
        op.create_table(table(Column::new("id", integer()).primary_key()));
        op.bulk_insert("t", ["id"], [[1]]);
        op.add_column(
            "t",
            Column::new("a", integer()).references("t", "id").default(1),
        );
    });
    assert_eq!(migrated, Ok(()));
    assert_eq!(database.rows("SELECT a FROM t"), ["1"]);
}

#[test]
fn schemas_of_attached_files() {
    let expect = |call: &str| {
        format!(
            "SQLite cannot do {call}: there is no schema `app`; there are `main` and `temp`\n\
             help: leave the schema out"
        )
    };
    check(
        |op| op.drop_table(("app", "t")),
        &expect("drop_table `app.t`"),
    );
    check(
        |op| op.drop_index(("app", "ix")),
        &expect("drop_index `app.ix`"),
    );
    check(
        |op| op.create_index(Index::new("ix").on(("app", "t"), ["a"])),
        &expect("create_index `ix`"),
    );
    check(
        |op| {
            op.create_table(table(
                Column::new("a", integer()).references(("app", "u"), "id"),
            ));
        },
        &expect("create_table `t`"),
    );
    check(
        |op| op.rename_table("t", ("temp", "t")),
        "SQLite cannot do rename_table `t`: a table cannot move to another schema, as to \
         `temp.t`\nhelp: leave the schema of the new name out",
    );
    check(
        |op| {
            op.create_table(table(
                Column::new("a", integer()).references(("temp", "u"), "id"),
            ));
        },
        "SQLite cannot do create_table `t`: a foreign key cannot leave its schema for `temp.u`",
    );
}

#[test]
fn names_that_sqlite_keeps_for_itself() {
    check(
        |op| op.rename_table("t", "SQLite_t"),
        "SQLite cannot do rename_table `t`: the name `SQLite_t` starts with `sqlite_`, which \
         SQLite reserves\nhelp: choose another name",
    );
}

#[test]
fn indexes_of_other_databases() {
    let check = |index: Index, expect: &str| {
        check(
            |op| op.create_index(index.on("t", [IndexPart::column("a")])),
            &format!(
                "SQLite cannot do create_index `ix`: an index {expect}\n\
                 help: ask for it on other databases only, with \
                 `if op.dialect() != Dialect::Sqlite`"
            ),
        );
    };
    let index = || Index::new("ix");
    check(
        index().using("gin"),
        "with another access method than `btree`",
    );
    check(index().include(["b"]), "that includes columns");
    check(
        index().unique().nulls_not_distinct(),
        "for which `NULL`s are not distinct",
    );
    check(index().with("fillfactor = 70"), "with storage parameters");
    let with = |part: IndexPart| {
        refusal(|op| op.create_index(index().on("t", [part])))
            .lines()
            .next()
            .map(str::to_owned)
    };
    assert_eq!(
        with(IndexPart::column("a").opclass("text_pattern_ops")).as_deref(),
        Some("SQLite cannot do create_index `ix`: an index with an operator class")
    );
    assert_eq!(
        with(IndexPart::column("a").nulls_last()).as_deref(),
        Some("SQLite cannot do create_index `ix`: an index with a place for `NULL`s")
    );
}

#[test]
fn expressions_that_reach_out_of_their_place() {
    check(
        |op| op.create_index(Index::new("ix").on("t", [IndexPart::expression("a); DROP TABLE t")])),
        "create_index `ix` makes no sense: the expression `a); DROP TABLE t` closes a \
         parenthesis it did not open",
    );
}

#[test]
fn values_without_a_literal() {
    let check = |value: Value, expect: &str| {
        let column = Column::new("a", text()).default(value);
        let error = rendered(|op| op.create_table(table(column))).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("SQLite cannot do create_table `t`: column `a`: {expect}")
        );
    };
    check(f64::INFINITY.into(), "the number inf has no literal");
    check(f64::NAN.into(), "the number NaN has no literal");
    check("a\0b".into(), "a text literal cannot hold a NUL byte");
}

#[test]
fn rows_that_are_not_stored_as_they_are() {
    check(
        |op| op.bulk_insert("t", ["a"], [[f64::NAN]]),
        "SQLite cannot do bulk_insert `t`: `NaN` cannot be stored: SQLite would store `NULL`\n\
         help: pass `None` where `NULL` is meant",
    );
}

#[test]
fn a_query_that_is_not_one_statement() {
    let query = crate::ops::Query {
        command: crate::ops::IntoCommand::into_command(""),
    };
    assert_eq!(
        super::SqliteRenderer::new(true).render_query(&query),
        Err(DialectError::NotOneStatement { count: 0 })
    );
}

#[test]
fn a_misspelled_index_column_is_an_error_and_not_an_index_of_a_text() {
    let database = Database::new();
    database
        .migrate(|op| op.create_table(table(Column::new("name", text()))))
        .unwrap();
    let created = database.migrate(|op| op.create_index(Index::new("ix").on("t", ["nmae"])));
    assert!(created.unwrap_err().starts_with("no such column: nmae"));
}
