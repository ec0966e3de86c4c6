//! What may stop an operation: rows that are not as it wants them.
//!
//! Each caution is one condition, and true: what cannot happen, because a column is `NULL` everywhere or a constraint
//! held already, is not said.
//!
//! | file | of what |
//! |---|---|
//! | `constraint` | constraints and unique indexes that come |
//! | `column` | columns that bear no `NULL`, or get another type |
//! | `domain` | domains that say more of their values |
//! | `total` | expressions that are surely not `NULL` |

mod column;
mod constraint;
mod domain;
mod total;

pub(super) use self::column::{empty, null};
use crate::base::TableName;

/// The longest expression that is shown whole, in characters.
const LONGEST: usize = 60;

/// Returns names as a list: `a`, `a and b`, `a, b and c`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

/// Returns an expression in one line, in backticks; a long one without its end.
fn shown(sql: &str) -> String {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let line = words.join(" ");
    let n_letters = line.chars().count();
    match n_letters > LONGEST {
        true => {
            let start: String = line.chars().take(LONGEST - 1).collect();
            format!("`{}…`", start.trim_end())
        }
        false => format!("`{line}`"),
    }
}

/// Returns values in backticks.
fn values(values: &[&String], last: &str) -> String {
    let values: Vec<String> = values.iter().map(|it| format!("`{it}`")).collect();
    match values.as_slice() {
        [before @ .., end] if !before.is_empty() => format!("{} {last} {end}", before.join(", ")),
        values => values.concat(),
    }
}

/// Returns the values of an enumeration that go and become nothing.
fn lost<'v>(from: &'v [String], to: &[String], became: &[(String, String)]) -> Vec<&'v String> {
    let is_mapped = |it: &String| became.iter().any(|(was, _)| was == it);
    let gone = from.iter().filter(|it| !to.contains(it) && !is_mapped(it));
    gone.collect()
}

/// Returns what may stop that the type of an enumeration loses values.
pub(super) fn fewer(
    name: &TableName,
    from: &[String],
    to: &[String],
    became: &[(String, String)],
) -> Option<String> {
    let lost = lost(from, to, became);
    (!lost.is_empty()).then(|| format!("fails if a row has {} of {name}", values(&lost, "or")))
}
