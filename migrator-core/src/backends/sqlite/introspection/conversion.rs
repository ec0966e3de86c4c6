//! What becomes of the values of a column that changes its type.
//!
//! A table that is built anew takes its values as they are, but for what the affinity of the new type makes
//! of them: `'12'` becomes a number in an `INTEGER` column, and `'abc'` stays a text. That is the
//! conversion nearly everywhere. Elsewhere an expression makes of a value what the new type
//! stands for, and leaves alone what it does not know.

use crate::backends::sqlite::names;
use crate::catalog::Conversion;
use crate::schema::ColumnType;

/// Tells how a column's values come from one type to another.
pub(super) fn conversion(column: &str, from: &ColumnType, to: &ColumnType) -> Conversion {
    let Ok(name) = names::quoted_column(column) else {
        return Conversion::Implicit;
    };
    if is_text(from) && matches!(to, ColumnType::Boolean) {
        return Conversion::Using(format!(
            "CASE lower(trim({name})) WHEN 'true' THEN 1 WHEN 't' THEN 1 WHEN 'yes' THEN 1 \
             WHEN 'y' THEN 1 WHEN 'on' THEN 1 WHEN 'false' THEN 0 WHEN 'f' THEN 0 WHEN 'no' THEN 0 \
             WHEN 'n' THEN 0 WHEN 'off' THEN 0 ELSE {name} END"
        ));
    }
    match (is_text(from), is_text(to)) {
        (true, false) if is_bytes(to) => Conversion::Using(format!("CAST({name} AS BLOB)")),
        (false, true) if is_bytes(from) => Conversion::Using(format!("CAST({name} AS TEXT)")),
        _ => Conversion::Implicit,
    }
}

const fn is_text(kind: &ColumnType) -> bool {
    matches!(
        kind,
        ColumnType::Char(_) | ColumnType::String(_) | ColumnType::Text | ColumnType::Json
    )
}

const fn is_bytes(kind: &ColumnType) -> bool {
    matches!(
        kind,
        ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_)
    )
}
