//! The names that PostgreSQL gives constraints by itself.

use crate::base::TableName;
use crate::schema::Constraint;

pub(super) fn default_name(
    _table: &TableName,
    _constraint: &Constraint,
    _taken: &[&str],
) -> Option<String> {
    None
}
