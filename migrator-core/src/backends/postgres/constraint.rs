//! The definition of a constraint, as it stands in a table or is added to one.

use super::names;
use crate::base::Dialect;
use crate::dialect::{Refusal, check_expression, check_target};
use crate::schema::{
    Action, Check, Constraint, Deferrable, Exclude, ExcludeElement, ForeignKey, IndexTarget,
    PrimaryKey, Unique,
};

/// Returns the definition of any constraint of a table that is created.
///
/// # Errors
/// A name PostgreSQL cannot have, an expression that reaches out of its place, and what
/// contradicts itself.
pub(super) fn constraint(constraint: &Constraint) -> Result<String, Refusal> {
    match constraint {
        Constraint::PrimaryKey(key) => primary_key(key),
        Constraint::Unique(unique_) => unique(unique_),
        Constraint::Check(check_) => check(check_),
        Constraint::ForeignKey(key) => foreign_key(key),
        Constraint::Exclude(exclude_) => exclude(exclude_),
    }
}

/// Returns the definition of any constraint that is added to a table, where it may leave rows
/// unchecked: a new table has none.
///
/// # Errors
/// As for [`constraint`].
pub(super) fn added(added: &Constraint) -> Result<String, Refusal> {
    let is_not_valid = match added {
        Constraint::Check(check) => check.is_not_valid(),
        Constraint::ForeignKey(key) => key.is_not_valid(),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclude(_) => false,
    };
    let not_valid = if is_not_valid { " NOT VALID" } else { "" };
    Ok(format!("{}{not_valid}", constraint(added)?))
}

fn primary_key(key: &PrimaryKey) -> Result<String, Refusal> {
    Ok(format!(
        "{}PRIMARY KEY ({}){}{}",
        named(key.name())?,
        columns("a primary key", key.columns())?,
        include(key.included())?,
        deferral(key.deferral())
    ))
}

fn unique(unique: &Unique) -> Result<String, Refusal> {
    let nulls = if unique.is_nulls_not_distinct() {
        "NULLS NOT DISTINCT "
    } else {
        ""
    };
    Ok(format!(
        "{}UNIQUE {nulls}({}){}{}",
        named(unique.name())?,
        columns("a unique constraint", unique.columns())?,
        include(unique.included())?,
        deferral(unique.deferral())
    ))
}

/// Returns the definition of a check, of a table or of a column.
///
/// # Errors
/// As for [`constraint`].
pub(super) fn check(check: &Check) -> Result<String, Refusal> {
    check_expression(Dialect::Postgres, check.expression())?;
    Ok(format!(
        "{}CHECK ({}){}",
        named(check.name())?,
        check.expression(),
        if check.is_no_inherit() {
            " NO INHERIT"
        } else {
            ""
        }
    ))
}

fn foreign_key(key: &ForeignKey) -> Result<String, Refusal> {
    Ok(format!(
        "{}FOREIGN KEY ({}) {}",
        named(key.name())?,
        columns("a foreign key", key.columns())?,
        references(key)?
    ))
}

/// Returns the definition of a column's own foreign key.
///
/// # Errors
/// As for [`constraint`].
pub(super) fn column_references(key: &ForeignKey) -> Result<String, Refusal> {
    Ok(format!("{}{}", named(key.name())?, references(key)?))
}

/// Returns `REFERENCES …`; a table without a schema is found by the `search_path`.
fn references(key: &ForeignKey) -> Result<String, Refusal> {
    check_target(key)?;
    let columns = names::quoted_list(key.target_columns())?;
    let mut sql = format!("REFERENCES {} ({columns})", names::table(key.target())?);
    if key.is_match_full() {
        sql.push_str(" MATCH FULL");
    }
    if let Some(action) = key.delete_action() {
        sql.push_str(&format!(" ON DELETE {}", action.sql()));
    }
    sql.push_str(&delete_columns(key)?);
    if let Some(action) = key.update_action() {
        sql.push_str(&format!(" ON UPDATE {}", action.sql()));
    }
    sql.push_str(&deferral(key.deferral()));
    Ok(sql)
}

/// Returns the columns that the action on delete sets, if not all of them.
fn delete_columns(key: &ForeignKey) -> Result<String, Refusal> {
    match (key.delete_columns(), key.delete_action()) {
        ([], _) => Ok(String::new()),
        (columns, Some(Action::SetNull | Action::SetDefault)) => {
            Ok(format!(" ({})", names::quoted_list(columns)?))
        }
        (_, _) => Err(Refusal::invalid(
            "a foreign key sets columns on delete, and has no such action",
        )
        .help("add `.on_delete(Action::SetNull)` or `.on_delete(Action::SetDefault)`")),
    }
}

fn exclude(exclude: &Exclude) -> Result<String, Refusal> {
    if exclude.elements().is_empty() {
        return Err(Refusal::invalid("an exclusion constraint compares nothing")
            .help("say with `.column(…)` or `.expression(…)` what it compares"));
    }
    let elements: Vec<String> = exclude
        .elements()
        .iter()
        .map(element)
        .collect::<Result<_, _>>()?;
    let mut sql = format!(
        "{}EXCLUDE USING {} ({})",
        named(exclude.name())?,
        // Quoted a name keeps its case, and every method's name is in small letters.
        names::quoted(&exclude.method().to_ascii_lowercase())?,
        elements.join(", ")
    );
    if let Some(condition) = exclude.condition() {
        check_expression(Dialect::Postgres, condition)?;
        sql.push_str(&format!(" WHERE ({condition})"));
    }
    sql.push_str(&deferral(exclude.deferral()));
    Ok(sql)
}

fn element(element: &ExcludeElement) -> Result<String, Refusal> {
    let target = match &element.target {
        IndexTarget::Column(column) => names::quoted(column)?,
        IndexTarget::Expression(expression) => {
            check_expression(Dialect::Postgres, expression)?;
            format!("({expression})")
        }
    };
    check_operator(&element.operator)?;
    Ok(format!("{target} WITH {}", element.operator.trim()))
}

/// Checks that an operator is one, and nothing more: `=`, or `OPERATOR(schema.=)`.
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-OPERATORS>
fn check_operator(operator: &str) -> Result<(), Refusal> {
    let trimmed = operator.trim();
    let inner = match trimmed.get(..9) {
        Some(start) if start.eq_ignore_ascii_case("OPERATOR(") => trimmed
            .get(9..)
            .and_then(|rest| rest.strip_suffix(')'))
            .and_then(|rest| rest.rsplit_once('.'))
            .filter(|(schema, _)| is_schema(schema))
            .map(|(_, operator)| operator),
        _ => Some(trimmed),
    };
    let is_symbol = |char: char| "+-*/<>=~!@#%^&|`?".contains(char);
    let is_operator = inner.is_some_and(|inner| {
        !inner.is_empty()
            && inner.chars().all(is_symbol)
            && !inner.contains("--")
            && !inner.contains("/*")
    });
    if is_operator {
        return Ok(());
    }
    Err(Refusal::invalid(format!("`{operator}` is no operator"))
        .help("write one such as `=`, `&&` or `OPERATOR(public.=)`"))
}

/// Tells whether a text is a name without quotes.
fn is_schema(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|char: char| char.is_ascii_digit())
        && name
            .chars()
            .all(|char| char.is_alphanumeric() || char == '_')
}

/// Returns `CONSTRAINT "name" `, or nothing for a constraint without a name.
///
/// # Errors
/// A name that the database cannot have.
pub(super) fn named(name: Option<&str>) -> Result<String, Refusal> {
    Ok(match name {
        Some(name) => format!("CONSTRAINT {} ", names::quoted(name)?),
        None => String::new(),
    })
}

fn columns(what: &str, columns: &[String]) -> Result<String, Refusal> {
    if columns.is_empty() {
        return Err(Refusal::invalid(format!("{what} has no columns")));
    }
    Ok(names::quoted_list(columns)?)
}

fn include(columns: &[String]) -> Result<String, Refusal> {
    if columns.is_empty() {
        return Ok(String::new());
    }
    Ok(format!(" INCLUDE ({})", names::quoted_list(columns)?))
}

fn deferral(deferrable: Option<Deferrable>) -> String {
    deferrable.map_or_else(String::new, |it| format!(" {}", it.sql()))
}

#[cfg(test)]
mod tests {
    use super::check_operator;

    #[test]
    fn an_operator_is_one_and_nothing_more() {
        let check = |operator: &str, fits: bool| {
            assert_eq!(check_operator(operator).is_ok(), fits, "{operator:?}");
        };
        check("=", true);
        check(" && ", true);
        check("-|-", true);
        check("OPERATOR(pg_catalog.=)", true);
        check("operator(public.&&)", true);
        check("", false);
        check("=)", false);
        check("= , b WITH =", false);
        check("--", false);
        check("=/*", false);
        check("OPERATOR(=)", false);
        check("OPERATOR(a b.=)", false);
        check("OPERATOR(public.=", false);
        check("and", false);
    }
}
