//! sea-query's values and type names as SQL.

use sea_query::{OptionEnum, PostgresQueryBuilder, QueryBuilder, Value as Theirs};

use super::literal::{literal, text_literal};
use super::names;
use crate::base::Value;
use crate::dialect::{Refusal, bindable};

/// Returns a value as a literal.
///
/// # Errors
/// A NUL byte in a text, and an enumeration whose name cannot be.
pub(super) fn constant(value: &Theirs) -> Result<String, Refusal> {
    let mut sql = match (bindable(value), value) {
        (Some(value), _) => literal(&value)?,
        (None, Theirs::Array(_, Some(values))) => array(values)?,
        // Numbers beyond ours, and what another crate switches on: dates, JSON and the like.
        (None, _) => PostgresQueryBuilder.value_to_string(value),
    };
    if let Some(hint) = hint(value) {
        sql.push_str(&hint?);
    }
    Ok(sql)
}

/// Returns `::"name"` for a value of an enumeration, whose text would otherwise be a text.
pub(super) fn hint(value: &Theirs) -> Option<Result<String, Refusal>> {
    let name = match value {
        Theirs::Enum(OptionEnum::Some(value)) => value.type_name.as_ref(),
        Theirs::Enum(OptionEnum::None(name)) => name.as_ref(),
        _ => return None,
    };
    Some(type_name(name).map(|name| format!("::{name}")))
}

/// Returns the name of a type, which may end in brackets.
///
/// # Errors
/// As for [`names::quoted`].
pub(super) fn type_name(name: &str) -> Result<String, Refusal> {
    let mut base = name;
    while let Some(element) = base.strip_suffix("[]") {
        base = element;
    }
    let brackets = name.get(base.len()..).unwrap_or_default();
    Ok(names::quoted(base)? + brackets)
}

/// Returns an array: of texts as one literal in quotes, which takes the type of the place
/// it stands in, such as `uuid[]`.
fn array(values: &[Theirs]) -> Result<String, Refusal> {
    let texts: Option<Vec<String>> = values.iter().map(text_element).collect();
    if let Some(texts) = texts {
        return text_literal(&format!("{{{}}}", texts.join(",")));
    }
    let values: Vec<String> = values.iter().map(constant).collect::<Result<_, _>>()?;
    Ok(format!("ARRAY[{}]", values.join(", ")))
}

/// Returns what is a text to us, such as a date, or a `NULL`, as an element inside an array's
/// literal. <https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO>
fn text_element(value: &Theirs) -> Option<String> {
    match bindable(value)? {
        Value::Text(text) => {
            let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
            Some(format!("\"{escaped}\""))
        }
        Value::Null => Some("NULL".to_owned()),
        Value::Boolean(_) | Value::Integer(_) | Value::Real(_) | Value::Bytes(_) => None,
    }
}
