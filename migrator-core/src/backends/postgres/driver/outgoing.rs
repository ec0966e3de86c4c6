//! A statement as it is sent, and what only the statement tells about its failure.

use std::borrow::Cow;

use postgres::error::SqlState;

use crate::backends::postgres::inline::{inlined, refuse_stream};
use crate::session::{SessionError, Statement};

/// What a division by zero, made of the number of changed rows, stands for.
const NO_ROW: &str = "the row that had to change is not there";

/// Returns a statement with its parameters in place, and with a division by the number of
/// rows if it must change any.
///
/// # Errors
/// As for [`inlined`]; also for a `COPY` that streams: the server would wait for data that
/// the driver does not send, and every later answer would belong to the wrong question.
pub(super) fn outgoing(statement: &Statement) -> Result<Cow<'_, str>, SessionError> {
    refuse_stream(&statement.sql)?;
    let sql = inlined(statement)?;
    if !statement.must_change_rows {
        return Ok(sql);
    }
    Ok(Cow::Owned(format!(
        "WITH changed AS ({sql}\n RETURNING 1) SELECT 1/count(*) FROM changed"
    )))
}

/// Says what only the statement tells about its failure.
pub(super) fn explain(error: &mut SessionError, statement: &Statement, offset: Option<usize>) {
    if statement.must_change_rows && code(error) == Some("22012") {
        error.message = NO_ROW.to_owned();
    } else if statement.params.is_empty() && !statement.must_change_rows {
        error.offset = offset;
    }
}

/// Returns the server's code of an error.
pub(super) fn code(error: &SessionError) -> Option<&str> {
    let error = error.driver.downcast_ref::<postgres::Error>()?;
    error.code().map(SqlState::code)
}
