//! Collects a sea-query statement as SQL text and bound values.

use std::fmt::{self, Write};

use sea_query::{OptionEnum, QueryBuilder, SqlWriter, Value as Theirs};

use crate::base::Value;
use crate::session::Statement;

/// Collects text and values while a statement is written.
#[derive(Debug, Default)]
pub(crate) struct Binder {
    sql: String,
    params: Vec<Value>,
}

impl Binder {
    /// Returns what was collected.
    pub(crate) fn into_statement(self) -> Statement {
        Statement::new(self.sql).with_params(self.params)
    }
}

impl Write for Binder {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.sql.write_str(text)
    }
}

impl fmt::Display for Binder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sql)
    }
}

impl SqlWriter for Binder {
    fn push_param<T: QueryBuilder>(&mut self, value: Theirs, builder: &T) {
        match bindable(&value) {
            Some(value) => {
                let (placeholder, numbered) = builder.placeholder();
                self.params.push(value);
                self.sql.push_str(placeholder);
                if numbered {
                    self.sql.push_str(&self.params.len().to_string());
                }
            }
            None => {
                // Writing to a `String` cannot fail.
                let _ = builder.write_value(&mut self.sql, &value);
            }
        }
    }

    fn as_writer(&mut self) -> &mut dyn Write {
        self
    }
}

/// Returns a sea-query value as ours.
///
/// `None` for an integer above `i64::MAX`, for arrays, and for kinds that exist only if
/// another crate enables sea-query's features for them, and ours are off:
/// these are written into the SQL as literals.
pub(crate) fn bindable(value: &Theirs) -> Option<Value> {
    let value = match value {
        Theirs::Bool(value) => (*value).into(),
        Theirs::TinyInt(value) => (*value).into(),
        Theirs::SmallInt(value) => (*value).into(),
        Theirs::Int(value) => (*value).into(),
        Theirs::BigInt(value) => (*value).into(),
        Theirs::TinyUnsigned(value) => (*value).into(),
        Theirs::SmallUnsigned(value) => (*value).into(),
        Theirs::Unsigned(value) => (*value).into(),
        Theirs::BigUnsigned(None) => Value::Null,
        Theirs::BigUnsigned(Some(value)) => Value::Integer(i64::try_from(*value).ok()?),
        Theirs::Float(value) => (*value).into(),
        Theirs::Double(value) => (*value).into(),
        Theirs::String(value) => value.clone().into(),
        Theirs::Char(value) => value.map(String::from).into(),
        Theirs::Bytes(value) => value.clone().into(),
        Theirs::Enum(OptionEnum::Some(value)) => Value::Text(value.value.clone().into_owned()),
        Theirs::Enum(OptionEnum::None(_)) => Value::Null,
        #[cfg(feature = "chrono")]
        Theirs::ChronoDate(value) => (*value).into(),
        #[cfg(feature = "chrono")]
        Theirs::ChronoTime(value) => (*value).into(),
        #[cfg(feature = "chrono")]
        Theirs::ChronoDateTime(value) => (*value).into(),
        #[cfg(feature = "chrono")]
        Theirs::ChronoDateTimeUtc(value) => (*value).into(),
        #[cfg(feature = "chrono")]
        Theirs::ChronoDateTimeLocal(value) => (*value).into(),
        #[cfg(feature = "chrono")]
        Theirs::ChronoDateTimeWithTimeZone(value) => (*value).into(),
        #[cfg(feature = "time")]
        Theirs::TimeDate(value) => (*value).into(),
        #[cfg(feature = "time")]
        Theirs::TimeTime(value) => (*value).into(),
        #[cfg(feature = "time")]
        Theirs::TimeDateTime(value) => (*value).into(),
        #[cfg(feature = "time")]
        Theirs::TimeDateTimeWithTimeZone(value) => (*value).into(),
        #[cfg(feature = "uuid")]
        Theirs::Uuid(value) => (*value).into(),
        #[cfg(feature = "serde_json")]
        Theirs::Json(value) => value.as_deref().cloned().into(),
        #[cfg(feature = "rust_decimal")]
        Theirs::Decimal(value) => (*value).into(),
        #[allow(
            unreachable_patterns,
            reason = "which kinds there are depends on sea-query's features"
        )]
        _ => return None,
    };
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::{Theirs, bindable};
    use crate::base::Value;

    #[test]
    fn values_keep_their_kind() {
        let check = |theirs: Theirs, expect: Option<Value>| assert_eq!(bindable(&theirs), expect);
        check(true.into(), Some(Value::Boolean(true)));
        check(7_u8.into(), Some(Value::Integer(7)));
        check(u64::MAX.into(), None);
        check((i64::MAX as u64).into(), Some(Value::Integer(i64::MAX)));
        check('é'.into(), Some(Value::Text("é".to_owned())));
        check(Theirs::Bytes(Some(vec![0])), Some(Value::Bytes(vec![0])));
        check(Theirs::String(None), Some(Value::Null));
    }
}
