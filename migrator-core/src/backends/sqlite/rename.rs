//! Renames an index or a view, which SQLite cannot: it is dropped, and created again from the
//! statement that SQLite has stored, under the new name.
//!
//! SQLite stores `CREATE UNIQUE INDEX name ON …` and `CREATE VIEW name AS …`: what stood between the
//! first words and the name is not kept.

use super::names;
use crate::base::{Dialect, TableName, Value};
use crate::dialect::Refusal;
use crate::ops::{RenameIndex, View};
use crate::script::tokens;
use crate::session::{Row, Rows, Statement};

const PREFIXES: [&str; 3] = ["CREATE INDEX ", "CREATE UNIQUE INDEX ", "CREATE VIEW "];

/// An index or a view that must be looked up.
pub(super) struct Renamed<'o> {
    kind: &'static str,
    from: &'o TableName,
    to: &'o str,
}

impl<'o> Renamed<'o> {
    pub(super) fn index(rename: &'o RenameIndex) -> Self {
        Self {
            kind: "index",
            from: &rename.from,
            to: &rename.to,
        }
    }

    /// Returns `None` for a view whose definition is given, and for what SQLite cannot do.
    pub(super) fn view(view: &'o View, to: &'o TableName) -> Option<Self> {
        let stays = to.schema().is_none() || to.schema() == view.name().schema();
        let is_looked_up = view.query().is_none() && !view.is_materialized() && stays;
        is_looked_up.then_some(Self {
            kind: "view",
            from: view.name(),
            to: to.name(),
        })
    }
}

/// Returns the query for the object's statement.
///
/// # Errors
/// Names and schemas that SQLite does not have.
pub(super) fn asks(it: &Renamed<'_>) -> Result<Vec<Statement>, Refusal> {
    names::check_new(it.to)?;
    names::table(&it.from.sibling(it.to.to_owned()))?;
    // A bare name means a temporary object first. https://sqlite.org/lang_naming.html
    let places = match names::schema(it.from)? {
        Some(schema) => vec![names::quoted(schema)?],
        None => vec!["temp".to_owned(), "main".to_owned()],
    };
    let found = places.iter().enumerate().map(|(rank, place)| {
        format!(
            "SELECT {rank} AS rank, '{place}' AS place, sql, (SELECT count(*) FROM {place}.sqlite_master AS t \
             WHERE t.type = 'trigger' AND t.tbl_name = o.name COLLATE NOCASE) AS n_triggers \
             FROM {place}.sqlite_master AS o WHERE o.type = '{}' AND o.name = ?1 COLLATE NOCASE",
            it.kind
        )
    });
    let found: Vec<String> = found.collect();
    let sql = format!("{} ORDER BY rank LIMIT 1", found.join(" UNION ALL "));
    Ok(vec![
        Statement::new(sql).with_params(vec![Value::from(it.from.name())]),
    ])
}

/// Returns the statements, given the answer.
///
/// # Errors
/// [`Refusal::Unsupported`] for what is not there or is not the migration's to rename.
pub(super) fn render(it: &Renamed<'_>, answers: &[Rows]) -> Result<Vec<Statement>, Refusal> {
    let Some(row) = answers.first().and_then(Rows::first) else {
        let what = format!("there is no {} of that name", it.kind);
        return Err(Refusal::unsupported(what).help("look for the name it has in `sqlite_schema`"));
    };
    let place: String = row.get("place").unwrap_or_default();
    if it.kind == "view" && row.get::<i64>("n_triggers") != Ok(0) {
        return Err(
            Refusal::unsupported("the view has triggers, which would go with it")
                .help("drop them before, and create them again afterwards"),
        );
    }
    let place = place.trim_matches('"');
    let name = |name: &str| names::table(&TableName::from((place, name)));
    let (from, to) = (name(it.from.name())?, name(it.to)?);
    let create = renamed_sql(row, &to).ok_or_else(|| {
        Refusal::unsupported(format!("the {} belongs to a constraint", it.kind))
            .help("rename the constraint")
    })?;
    let drop = format!("DROP {} {from}", it.kind.to_uppercase());
    Ok(vec![Statement::new(drop), Statement::new(create)])
}

/// Puts a name in the place of the one in a stored statement; `None` if nothing is stored,
/// as for the index of a constraint.
fn renamed_sql(row: &Row, name: &str) -> Option<String> {
    let sql: Option<String> = row.get("sql").ok()?;
    with_name(&sql?, name)
}

fn with_name(sql: &str, name: &str) -> Option<String> {
    let found = PREFIXES.iter().find_map(|prefix| {
        let rest = sql.strip_prefix(prefix)?;
        Some((prefix, rest.trim_start()))
    });
    let (prefix, rest) = found?;
    let (_, old) = tokens(Dialect::Sqlite, rest).next()?.ok()?;
    let rest = rest.get(old.len()..)?;
    Some(format!("{prefix}{name}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::with_name;

    #[test]
    fn only_the_name_changes() {
        let check = |sql: &str, expect: Option<&str>| {
            assert_eq!(with_name(sql, "\"main\".\"new\"").as_deref(), expect);
        };
        check(
            "CREATE INDEX \"old\"\"x\" ON \"t\" (\"old\"\"x\" DESC) WHERE a > 'old'",
            Some("CREATE INDEX \"main\".\"new\" ON \"t\" (\"old\"\"x\" DESC) WHERE a > 'old'"),
        );
        check(
            "CREATE UNIQUE INDEX old on t(a)",
            Some("CREATE UNIQUE INDEX \"main\".\"new\" on t(a)"),
        );
        check(
            "CREATE VIEW [old](a) AS SELECT 1",
            Some("CREATE VIEW \"main\".\"new\"(a) AS SELECT 1"),
        );
        check(
            "CREATE VIEW 'old' AS SELECT 1",
            Some("CREATE VIEW \"main\".\"new\" AS SELECT 1"),
        );
        check("CREATE TABLE t (a)", None);
        check("", None);
    }
}
