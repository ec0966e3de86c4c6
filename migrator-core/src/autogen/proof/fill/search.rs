//! Values that meet a table's conditions: the database is asked which of many do.
//!
//! The columns that a condition mentions belong together. Each gets a list of values, and one query tells
//! which combinations of them the conditions allow; so no condition need be understood here.

use std::collections::BTreeMap;

use super::columns::{Condition, Filling, Recipe};
use super::groups::groups;
use super::hints::hints;
use crate::base::{Dialect, Value};
use crate::dialect::Renderer;
use crate::script::{Kind, spans};
use crate::session::{Rows, Session, SessionError, SessionErrorKind, Statement};

/// So many combinations are tried at most.
const MOST: usize = 40_000;

/// So many that are allowed are looked at.
const ENOUGH: usize = 200;

/// Values for columns, a list for each row; those of one row belong together.
pub(super) type Choices<'c> = BTreeMap<&'c str, Vec<Value>>;

/// Finds values for the columns that conditions mention; columns without a way to know are left out.
pub(super) fn search<'c>(
    session: &mut dyn Session,
    renderer: &dyn Renderer,
    recipe: &'c Recipe<'c>,
    n_rows: usize,
) -> Choices<'c> {
    let mut choices = Choices::new();
    for group in groups(recipe, renderer) {
        let all = Group {
            recipe,
            renderer,
            columns: &group.columns,
            conditions: &group.conditions,
        };
        let now: Vec<&Condition<'_>> = group
            .conditions
            .iter()
            .copied()
            .filter(|it| !it.is_new)
            .collect();
        // What comes may not fit what is there: another type, a column that is not there yet.
        let found = all.ask(session).or_else(|| {
            let old = Group {
                conditions: &now,
                ..all
            };
            if now.is_empty() {
                None
            } else {
                old.ask(session)
            }
        });
        let Some(found) = found else { continue };
        for picked in pick(&found, n_rows) {
            for ((column, candidates), at) in
                group.columns.iter().zip(&found.candidates).zip(picked)
            {
                let values = choices.entry(column.column.name()).or_default();
                values.push(candidates.get(*at).cloned().unwrap_or(Value::Null));
            }
        }
    }
    choices
}

#[derive(Clone, Copy)]
struct Group<'g> {
    recipe: &'g Recipe<'g>,
    renderer: &'g dyn Renderer,
    columns: &'g [&'g Filling<'g>],
    conditions: &'g [&'g Condition<'g>],
}

/// Values of each column, and the combinations of them that are allowed, by their places.
struct Found {
    candidates: Vec<Vec<Value>>,
    allowed: Vec<Vec<usize>>,
}

impl Group<'_> {
    fn ask(&self, session: &mut dyn Session) -> Option<Found> {
        let dialect = self.renderer.dialect();
        let conditions = self.conditions.iter().map(|it| it.expression);
        let texts: Vec<&str> = conditions.collect();
        let mut candidates: Vec<Vec<Value>> = self
            .columns
            .iter()
            .map(|it| {
                let mut values = it.candidates(hints(dialect, &texts, it.kind));
                if it.column.is_nullable() && !it.is_needed {
                    values.push(Value::Null);
                }
                values
            })
            .collect();
        shorten(&mut candidates);
        let statement = self.query(&candidates)?;
        let rows = ask(session, &statement).ok()??;
        let allowed = rows.iter().map(|row| {
            let places = row.values().iter().map(|value| match value {
                Value::Integer(at) => usize::try_from(*at).ok(),
                Value::Text(text) => text.parse().ok(),
                _ => None,
            });
            places.collect::<Option<Vec<usize>>>()
        });
        let allowed: Vec<Vec<usize>> = allowed.collect::<Option<_>>()?;
        (!allowed.is_empty()).then_some(Found {
            candidates,
            allowed,
        })
    }

    /// A list of a column has the column's type because it begins with the column's rows, of which there
    /// are none.
    fn query(&self, candidates: &[Vec<Value>]) -> Option<Statement> {
        let mut params = Vec::new();
        let (mut lists, mut places) = (Vec::new(), Vec::new());
        let table = self.renderer.quote_table(self.recipe.table.name()).ok()?;
        for (at, (column, values)) in self.columns.iter().zip(candidates).enumerate() {
            let name = self.renderer.quote(column.column.name()).ok()?;
            let mut list = format!("SELECT {name}, 0 AS place_{at} FROM {table} WHERE 1 = 0");
            for (place, value) in values.iter().enumerate() {
                let value = match value {
                    Value::Null => "NULL".to_owned(),
                    value => {
                        params.push(value.clone());
                        self.renderer.placeholder(params.len())
                    }
                };
                list.push_str(&format!(" UNION ALL SELECT {value}, {place}"));
            }
            let mut names = vec![name.clone()];
            if column.after != column.column.name() {
                let after = self.renderer.quote(column.after).ok()?;
                names.push(format!("{name} AS {after}"));
            }
            let names = names.join(", ");
            lists.push(format!(
                "(SELECT {names}, place_{at} FROM ({list}) AS list_{at}) AS column_{at}"
            ));
            places.push(format!("place_{at}"));
        }
        let conditions = self.conditions.iter();
        let conditions: Option<Vec<String>> = conditions.map(|it| self.condition(it)).collect();
        let sql = format!(
            "SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT {ENOUGH}",
            places.join(", "),
            lists.join(", "),
            conditions?.join(" AND "),
            places.join(" + "),
        );
        Some(Statement::new(sql).with_params(params))
    }

    fn condition(&self, condition: &Condition<'_>) -> Option<String> {
        let dialect = self.renderer.dialect();
        let expression = match condition.of_domain {
            Some(column) => {
                let column = self.renderer.quote(column).ok()?;
                with_word(dialect, condition.expression, "VALUE", &column)
            }
            None => condition.expression.to_owned(),
        };
        Some(format!("({expression}) IS NOT FALSE"))
    }
}

/// Reads what may be refused, so that a transaction around it bears that; `None` if it is refused.
///
/// # Errors
/// If no transaction can be begun, or the connection is lost.
pub(super) fn ask(
    session: &mut dyn Session,
    statement: &Statement,
) -> Result<Option<Rows>, SessionError> {
    session.begin()?;
    let rows = session.query(statement);
    match (rows, session.rollback()) {
        (Err(error), _) if error.kind == SessionErrorKind::Disconnected => Err(error),
        (_, Err(error)) => Err(error),
        (rows, Ok(())) => Ok(rows.ok()),
    }
}

/// Puts something else in the place of a word.
fn with_word(dialect: Dialect, sql: &str, word: &str, by: &str) -> String {
    let mut text = String::new();
    for (kind, place) in spans(dialect, sql).filter_map(Result::ok) {
        let part = sql.get(place).unwrap_or_default();
        let is_it = kind == Kind::Word && part.eq_ignore_ascii_case(word);
        text.push_str(if is_it { by } else { part });
    }
    text
}

/// Leaves so many values that there are not too many combinations.
fn shorten(candidates: &mut [Vec<Value>]) {
    let combinations = |candidates: &[Vec<Value>]| {
        candidates
            .iter()
            .fold(1_usize, |all, it| all.saturating_mul(it.len()))
    };
    while combinations(candidates) > MOST {
        let longest = candidates.iter_mut().max_by_key(|it| it.len());
        let Some(values) = longest.filter(|it| it.len() > 2) else {
            return;
        };
        values.pop();
    }
}

/// Picks combinations for rows, as different from each other as they come.
fn pick(found: &Found, n_rows: usize) -> Vec<&Vec<usize>> {
    let mut picked: Vec<&Vec<usize>> = Vec::new();
    while picked.len() < n_rows {
        let shared = |it: &Vec<usize>| {
            let with = |other: &&Vec<usize>| {
                it.iter()
                    .zip(other.iter())
                    .filter(|(one, other)| one == other)
                    .count()
            };
            picked.iter().map(with).sum::<usize>()
        };
        let Some(next) = found.allowed.iter().min_by_key(|it| shared(it)) else {
            break;
        };
        picked.push(next);
    }
    picked
}
