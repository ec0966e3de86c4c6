//! Which tools have left a table in a database: one query for all of them.

use std::collections::BTreeMap;

use crate::adopt::found::{Found, ask, hidden, strange};
use crate::adopt::tools::{Reader, reader, told_by_number};
use crate::adopt::{AdoptError, Divergence, Tool, Wishes};
use crate::base::{TableName, Value};
use crate::exec::Context;
use crate::session::{Row, RowError, Rows, Session};

/// A table with the name of a tool's.
struct Table {
    name: TableName,
    /// Whether a tool that names no schema means it.
    is_seen: bool,
    may_hold: bool,
    /// Whether rows may be hidden from the role.
    is_filtered: bool,
    columns: Vec<String>,
}

/// Finds the tool whose history counts, in a database that has a history of ours or not.
///
/// # Errors
/// Every [`AdoptError`] that is about the choice.
pub(super) fn find(
    context: &Context<'_>,
    session: &mut dyn Session,
    wishes: &Wishes,
    has_history: bool,
) -> Result<Found, AdoptError> {
    if wishes.table.is_some() && wishes.tool.is_none() {
        let table = wishes
            .table
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        return Err(AdoptError::NoTool { table });
    }
    let tables = tables(context, session, wishes)?;
    let wanted = |it: &Table| match wishes.table.as_ref().and_then(TableName::schema) {
        Some(schema) => is_schema(it.name.schema(), schema),
        None => it.is_seen,
    };
    let (seen, others): (Vec<Table>, Vec<Table>) = tables.into_iter().partition(wanted);
    let elsewhere = others.iter().map(|it| it.name.to_string()).collect();
    match wishes.tool {
        Some(Tool::RusqliteMigration) => {
            by_number(context, session)?.ok_or_else(|| no_number(context, elsewhere))
        }
        Some(tool) => named(tool, &seen, wishes, elsewhere),
        None => {
            let mut found = all(context, &seen)?;
            // Applications count with the number, too: beside a table, or a history of ours, it says nothing.
            if found.is_empty() && !has_history {
                found.extend(by_number(context, session)?);
            }
            if found.is_empty() {
                refuse_strange(context, &seen)?;
            }
            the_only(found, elsewhere)
        }
    }
}

/// Tells whether a database has no table but our own.
///
/// # Errors
/// What the database says.
pub(super) fn is_empty(
    context: &Context<'_>,
    session: &mut dyn Session,
) -> Result<bool, AdoptError> {
    let own = context.options.tables();
    let own = [own.version, own.history];
    let rows = ask(
        context,
        session,
        &context.renderer.some_tables(own.len() + 1),
    )?;
    let is_own = |row: &Row| -> Result<bool, RowError> {
        let name: String = row.get("table_name")?;
        let schema: Option<String> = row.get("schema_name")?;
        Ok(own.iter().any(|it| {
            let is_there = it
                .schema()
                .is_none_or(|it| is_schema(schema.as_deref(), it));
            is_there && it.name() == name
        }))
    };
    let mut are_own = rows.iter().map(is_own);
    let other = are_own.find(|it| !matches!(it, Ok(true))).transpose();
    let other = other.map_err(|error| strange("the catalogue", error))?;
    Ok(other.is_none())
}

/// The databases without schemas call their only one `main`.
fn is_schema(found: Option<&str>, wanted: &str) -> bool {
    found.map_or(wanted.eq_ignore_ascii_case("main"), |found| found == wanted)
}

fn tables(
    context: &Context<'_>,
    session: &mut dyn Session,
    wishes: &Wishes,
) -> Result<Vec<Table>, AdoptError> {
    let mut names: Vec<&str> = match (&wishes.table, wishes.tool) {
        (Some(table), _) => vec![table.name()],
        (None, Some(tool)) => tool.table().into_iter().collect(),
        (None, None) => Tool::ALL.iter().filter_map(|tool| tool.table()).collect(),
    };
    names.dedup();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let rows = ask(context, session, &context.renderer.tables_named(&names))?;
    grouped(&rows).map_err(|error| strange("the catalogue", error).into())
}

fn grouped(rows: &Rows) -> Result<Vec<Table>, RowError> {
    let mut tables: BTreeMap<TableName, Table> = BTreeMap::new();
    for row in rows {
        let name: String = row.get("table_name")?;
        let name = match row.get::<Option<String>>("schema_name")? {
            Some(schema) => TableName::from((schema.as_str(), name.as_str())),
            None => TableName::from(name),
        };
        let (is_seen, may_hold) = (truth(row, "is_seen")?, truth(row, "may_hold")?);
        let table = tables.entry(name.clone()).or_insert(Table {
            name,
            is_seen,
            may_hold,
            is_filtered: truth(row, "is_filtered")?,
            columns: Vec::new(),
        });
        table.columns.push(row.get("column_name")?);
    }
    Ok(tables.into_values().collect())
}

fn truth(row: &Row, column: &str) -> Result<bool, RowError> {
    Ok(match row.get::<Value>(column)? {
        Value::Text(text) => text == "t",
        Value::Integer(number) => number != 0,
        _ => row.get(column)?,
    })
}

/// The table of a tool that is named.
fn named(
    tool: Tool,
    seen: &[Table],
    wishes: &Wishes,
    elsewhere: Vec<String>,
) -> Result<Found, AdoptError> {
    let Some(reader) = reader(tool) else {
        return Err(AdoptError::NotHere { tool });
    };
    let Some(table) = seen.first() else {
        let name = wishes.table.as_ref().map(ToString::to_string);
        let name = name.or_else(|| tool.table().map(str::to_owned));
        return Err(AdoptError::NoTable {
            table: name.unwrap_or_default(),
            elsewhere,
        });
    };
    match reader.is_of(&table.columns) {
        true => found_in(tool, table),
        false => Err(strange_table(tool, reader, table)),
    }
}

/// The tools that have a table here.
fn all(context: &Context<'_>, seen: &[Table]) -> Result<Vec<Found>, AdoptError> {
    let found = others(context, seen);
    let found = found.filter(|(_, reader, table)| reader.is_of(&table.columns));
    found
        .map(|(tool, _, table)| found_in(tool, table))
        .collect()
}

/// Refuses a table that is called as a tool's, and has other columns.
fn refuse_strange(context: &Context<'_>, seen: &[Table]) -> Result<(), AdoptError> {
    match others(context, seen).next() {
        None => Ok(()),
        Some((tool, reader, table)) => Err(strange_table(tool, reader, table)),
    }
}

fn strange_table(tool: Tool, reader: Reader, table: &Table) -> AdoptError {
    let lacking = reader.lacking(&table.columns).into_iter();
    AdoptError::Strange {
        tool,
        table: called(table),
        lacking: lacking.map(str::to_owned).collect(),
    }
}

/// The tables that are called as a tool's, but for the version table itself.
fn others<'t>(
    context: &Context<'_>,
    seen: &'t [Table],
) -> impl Iterator<Item = (Tool, Reader, &'t Table)> {
    let own = context.options.tables().version;
    let is_own = move |table: &Table| {
        let is_there = own
            .schema()
            .is_none_or(|schema| is_schema(table.name.schema(), schema));
        is_there && own.name() == table.name.name()
    };
    let tools = Tool::ALL.into_iter();
    tools.filter_map(move |tool| {
        let (name, reader) = (tool.table()?, reader(tool)?);
        let is_its = |it: &&Table| it.name.name().eq_ignore_ascii_case(name) && !is_own(it);
        Some((tool, reader, seen.iter().find(is_its)?))
    })
}

fn found_in(tool: Tool, table: &Table) -> Result<Found, AdoptError> {
    let name = called(table);
    if table.is_filtered {
        return Err(hidden(&name).into());
    }
    let (table, may_hold) = (table.name.clone(), table.may_hold);
    Ok(Found::in_table(tool, name, table, may_hold))
}

/// What a table is called in messages.
fn called(table: &Table) -> String {
    match table.is_seen {
        true => table.name.name().to_owned(),
        false => table.name.to_string(),
    }
}

fn by_number(
    context: &Context<'_>,
    session: &mut dyn Session,
) -> Result<Option<Found>, AdoptError> {
    let Some(question) = context.renderer.user_version() else {
        return Ok(None);
    };
    let told = told_by_number(&ask(context, session, &question)?);
    Ok(told.map(Found::by_number))
}

fn no_number(context: &Context<'_>, elsewhere: Vec<String>) -> AdoptError {
    match context.renderer.user_version() {
        Some(_) => AdoptError::NoHistory {
            elsewhere,
            likeness: None,
        },
        None => AdoptError::NotHere {
            tool: Tool::RusqliteMigration,
        },
    }
}

fn the_only(mut found: Vec<Found>, elsewhere: Vec<String>) -> Result<Found, AdoptError> {
    match (found.pop(), found.is_empty()) {
        (None, _) => Err(AdoptError::NoHistory {
            elsewhere,
            likeness: None,
        }),
        (Some(only), true) => Ok(only),
        (Some(last), false) => {
            found.push(last);
            let tools = found.into_iter().map(|it| (it.tool, it.name)).collect();
            let divergences = vec![Divergence::SeveralTools { tools }];
            Err(AdoptError::Diverges { divergences })
        }
    }
}
