//! Columns, constraints and rows that contradict themselves, on every database.

use super::{DialectError, Refusal, counted};
use crate::base::Value;
use crate::ops::BulkInsert;
use crate::schema::{Column, Constraint, ForeignKey, PrimaryKey, Table};

/// Checks that what is said about a column fits together.
///
/// # Errors
/// [`Refusal::Invalid`] with what does not.
pub(crate) fn check_column(column: &Column) -> Result<(), Refusal> {
    if column.has_misplaced_action() {
        let what = format!(
            "column `{}` has an action but no foreign key yet",
            column.name()
        );
        return Err(Refusal::invalid(what)
            .help("call `.references(…)` before `.on_delete(…)` and `.on_update(…)`"));
    }
    let counts = column.identity_options().is_some() || column.is_auto_increment();
    let has_default = column.default_value().is_some();
    let invalid = |what: &str, help: &str| {
        let refusal = Refusal::invalid(what).help(help);
        Err(refusal.in_column(column.name()))
    };
    if column.generated().is_some() && (counts || has_default) {
        return invalid(
            "it is computed, and has another source of values too",
            "leave `.default(…)`, `.identity(…)` and `.auto_increment()` out",
        );
    }
    if counts && has_default {
        return invalid(
            "it counts by itself and has a default too",
            "leave one of the two out",
        );
    }
    if counts && !column.may_generate() {
        return invalid(
            "it counts by itself and is told not to",
            "leave `.no_generated()` out",
        );
    }
    Ok(())
}

/// Returns the constraints that stand beside the columns of a table, the primary key first if
/// it is not said by a single column. Several columns that say it make one key.
///
/// # Errors
/// [`Refusal::Invalid`] for a key that is said twice.
pub(crate) fn table_constraints(table: &Table) -> Result<Vec<Constraint>, Refusal> {
    let mut constraints: Vec<Constraint> = Vec::new();
    constraints.extend(table_key(table)?.map(Constraint::from));
    constraints.extend(table.uniques().iter().cloned().map(Constraint::from));
    constraints.extend(table.foreign_keys().iter().cloned().map(Constraint::from));
    constraints.extend(table.checks().iter().cloned().map(Constraint::from));
    constraints.extend(table.excludes().iter().cloned().map(Constraint::from));
    Ok(constraints)
}

fn table_key(table: &Table) -> Result<Option<PrimaryKey>, Refusal> {
    let by_columns = table.columns().iter().filter(|it| it.is_primary_key());
    match (table.table_primary_key(), by_columns.count()) {
        (Some(key), 0) => Ok(Some(key.clone())),
        (Some(_), _) => Err(Refusal::invalid("the table has two primary keys")
            .help("declare the key either on the columns or on the table")),
        (None, 0 | 1) => Ok(None),
        (None, _) => {
            let key = PrimaryKey::new(table.key_columns());
            Ok(Some(match table.key_name() {
                Some(name) => key.named(name),
                None => key,
            }))
        }
    }
}

/// Checks that a foreign key refers to as many columns as it has.
///
/// # Errors
/// [`Refusal::Invalid`] with the two numbers.
pub(crate) fn check_target(key: &ForeignKey) -> Result<(), Refusal> {
    if key.target_columns().len() == key.columns().len() {
        return Ok(());
    }
    let what = format!(
        "a foreign key of {} refers to {}",
        counted(key.columns().len(), "column"),
        counted(key.target_columns().len(), "column")
    );
    Err(Refusal::invalid(what).help("name as many columns in `.references(…)` as the key has"))
}

/// Checks that each row to insert has a value for each column, and each value by `check_value`.
///
/// # Errors
/// No columns, [`DialectError::RaggedRow`], and the first value's that is refused.
pub(crate) fn check_rows(
    insert: &BulkInsert,
    check_value: impl Fn(&Value) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let width = insert.columns.len();
    if width == 0 {
        return Err(Refusal::invalid("no columns are named")
            .help("name the columns that the values of a row are for"));
    }
    for (at, row) in insert.rows.iter().enumerate() {
        if row.len() != width {
            return Err(DialectError::RaggedRow {
                table: insert.table.to_string(),
                row: at + 1,
                values: row.len(),
                columns: width,
            }
            .into());
        }
        row.iter().try_for_each(&check_value)?;
    }
    Ok(())
}
