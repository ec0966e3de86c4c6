//! Raw SQL of a migration becomes statements, or is refused.
//!
//! Where a statement ends, and what controls a transaction, is the `script`
//! room's knowledge; [`split`] is the one place that asks it.

use crate::base::Dialect;
use crate::dialect::DialectError;
use crate::ops::Sql;
use crate::script::Piece;
use crate::session::Statement;

/// Returns the statements of raw SQL for a dialect, in order.
///
/// # Errors
/// [`DialectError::MissingSql`], [`DialectError::RefusedSql`], and
/// [`DialectError::NotOneStatement`] if there are parameters but not exactly
/// one statement they could belong to.
pub(crate) fn raw_statements(dialect: Dialect, sql: &Sql) -> Result<Vec<Statement>, DialectError> {
    let text = sql
        .text(dialect)
        .ok_or(DialectError::MissingSql { dialect })?;
    let mut statements: Vec<Statement> = split(dialect, text)?
        .iter()
        .map(|piece| {
            Statement::new(piece.sql.to_owned()).repeatable(piece.repeatable || sql.is_repeatable())
        })
        .collect();
    if sql.params().is_empty() {
        return Ok(statements);
    }
    match statements.as_mut_slice() {
        [only] => only.params = sql.params().to_vec(),
        others => {
            return Err(DialectError::NotOneStatement {
                count: others.len(),
            });
        }
    }
    Ok(statements)
}

/// Returns the statement of a command that must be exactly one.
///
/// # Errors
/// [`DialectError::NotOneStatement`].
pub(crate) fn the_only(statements: Vec<Statement>) -> Result<Statement, DialectError> {
    let count = statements.len();
    let mut statements = statements.into_iter();
    match (statements.next(), count) {
        (Some(statement), 1) => Ok(statement),
        _ => Err(DialectError::NotOneStatement { count }),
    }
}

/// Returns the text of SQL that must be exactly one statement, without its
/// semicolon and the comments around it.
///
/// # Errors
/// [`DialectError::RefusedSql`] and [`DialectError::NotOneStatement`].
pub(crate) fn single_statement(dialect: Dialect, sql: &str) -> Result<String, DialectError> {
    let mut pieces = split(dialect, sql)?;
    match (pieces.pop(), pieces.len()) {
        (Some(only), 0) => Ok(only.sql.to_owned()),
        (last, others) => {
            let count = others + usize::from(last.is_some());
            Err(DialectError::NotOneStatement { count })
        }
    }
}

/// Splits SQL into its statements.
fn split(dialect: Dialect, sql: &str) -> Result<Vec<Piece<'_>>, DialectError> {
    crate::script::split(dialect, sql).map_err(|error| DialectError::RefusedSql {
        reason: error.fault.to_string(),
        line: error.line,
        column: error.column,
        help: error.help(),
    })
}

#[cfg(test)]
mod tests {
    use super::{raw_statements, single_statement};
    use crate::base::{Dialect, Value};
    use crate::dialect::DialectError;
    use crate::ops::Sql;

    #[test]
    fn an_empty_text_is_nothing_to_do_and_a_missing_one_an_error() {
        assert_eq!(
            raw_statements(Dialect::Sqlite, &Sql::new("  ")),
            Ok(Vec::new())
        );
        assert_eq!(
            raw_statements(Dialect::Postgres, &Sql::sqlite("SELECT 1")),
            Err(DialectError::MissingSql {
                dialect: Dialect::Postgres
            })
        );
    }

    #[test]
    fn parameters_belong_to_the_only_statement() {
        let sql = Sql::new("SELECT ?;").param(7);
        let statements = raw_statements(Dialect::Sqlite, &sql).unwrap();
        assert_eq!(statements[0].sql, "SELECT ?");
        assert_eq!(statements[0].params, [Value::Integer(7)]);
        assert_eq!(
            raw_statements(Dialect::Sqlite, &Sql::new("").param(7)),
            Err(DialectError::NotOneStatement { count: 0 })
        );
    }

    #[test]
    fn what_bears_running_twice_is_said_of_all_or_of_one() {
        let repeatable = |sql: &Sql| -> Vec<bool> {
            let statements = raw_statements(Dialect::Postgres, sql).unwrap();
            statements
                .iter()
                .map(|statement| statement.repeatable)
                .collect()
        };
        assert_eq!(repeatable(&Sql::new("a; b")), [false, false]);
        assert_eq!(repeatable(&Sql::new("a; b").repeatable()), [true, true]);
        let marked = Sql::new("a;\n-- migrate:repeatable\nb");
        assert_eq!(repeatable(&marked), [false, true]);
    }

    #[test]
    fn nothing_is_not_one_statement() {
        assert_eq!(
            single_statement(Dialect::Sqlite, " ; "),
            Err(DialectError::NotOneStatement { count: 0 })
        );
    }
}
