//! Which tools have left a table in a database: one query for all of them.

use std::collections::BTreeMap;

use crate::adopt::tools::{Reader, Told, told_by_number};
use crate::adopt::{AdoptError, Divergence, Tool, Wishes};
use crate::base::{TableName, Value};
use crate::exec::{Context, ExecError};
use crate::session::{Row, RowError, Rows, Session, SessionError, SessionErrorKind, Statement};

/// Where a number counts what has run, instead of a table.
const USER_VERSION: &str = "PRAGMA user_version";

/// A tool that has left something in a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) tool: Tool,
    /// What it is called in messages.
    pub(super) name: String,
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Table { table: TableName, may_hold: bool },
    Number(Told),
}

/// A table with the name of a tool's.
struct Table {
    name: TableName,
    /// Whether the bare name means it.
    is_seen: bool,
    may_hold: bool,
    columns: Vec<String>,
}

/// Finds the tool whose history counts.
///
/// # Errors
/// Every [`AdoptError`] that is about the choice.
pub(super) fn find(
    context: &Context<'_>,
    session: &mut dyn Session,
    wishes: &Wishes,
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
        Some(Tool::RusqliteMigration) => by_number(context, session)?.ok_or(AdoptError::NotHere {
            tool: Tool::RusqliteMigration,
        }),
        Some(tool) => named(tool, &seen, wishes, elsewhere),
        None => {
            let mut found = all(context, &seen);
            // A number is a weak sign beside a table: applications count with it, too.
            if found.is_empty() {
                found.extend(by_number(context, session)?);
            }
            the_only(found, elsewhere)
        }
    }
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
    let rows = ask(session, &context.renderer.tables_named(&names))?;
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
    let Some(reader) = Reader::of(tool) else {
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
    if reader.is_of(&table.columns) {
        return Ok(found(tool, table));
    }
    Err(AdoptError::Strange {
        tool,
        table: table.name.to_string(),
        lacking: reader
            .lacking(&table.columns)
            .into_iter()
            .map(str::to_owned)
            .collect(),
    })
}

/// The tools that have a table here, but for the version table itself.
fn all(context: &Context<'_>, seen: &[Table]) -> Vec<Found> {
    let own = context.options.tables().version;
    let is_own = |table: &Table| {
        let is_there = own
            .schema()
            .is_none_or(|schema| is_schema(table.name.schema(), schema));
        is_there && own.name() == table.name.name()
    };
    let tools = Tool::ALL
        .iter()
        .filter_map(|tool| Some((*tool, tool.table()?, Reader::of(*tool)?)));
    let found = tools.filter_map(|(tool, name, reader)| {
        let is_its = |it: &&Table| {
            it.name.name().eq_ignore_ascii_case(name) && reader.is_of(&it.columns) && !is_own(it)
        };
        Some(found(tool, seen.iter().find(is_its)?))
    });
    found.collect()
}

fn found(tool: Tool, table: &Table) -> Found {
    let name = match table.is_seen {
        true => table.name.name().to_owned(),
        false => table.name.to_string(),
    };
    let (table, may_hold) = (table.name.clone(), table.may_hold);
    Found {
        tool,
        name,
        place: Place::Table { table, may_hold },
    }
}

fn by_number(
    context: &Context<'_>,
    session: &mut dyn Session,
) -> Result<Option<Found>, AdoptError> {
    let Some(question) = context.renderer.user_version() else {
        return Ok(None);
    };
    let told = told_by_number(&ask(session, &question)?);
    Ok(told.map(|told| Found {
        tool: Tool::RusqliteMigration,
        name: USER_VERSION.to_owned(),
        place: Place::Number(told),
    }))
}

fn the_only(mut found: Vec<Found>, elsewhere: Vec<String>) -> Result<Found, AdoptError> {
    match (found.pop(), found.is_empty()) {
        (None, _) => Err(AdoptError::NoHistory { elsewhere }),
        (Some(only), true) => Ok(only),
        (Some(last), false) => {
            found.push(last);
            let tools = found.into_iter().map(|it| (it.tool, it.name)).collect();
            let divergences = vec![Divergence::SeveralTools { tools }];
            Err(AdoptError::Diverges { divergences })
        }
    }
}

impl Found {
    /// Keeps others from writing the table until the transaction ends, where the role may.
    pub(super) fn hold(
        &self,
        context: &Context<'_>,
        session: &mut dyn Session,
    ) -> Result<(), ExecError> {
        let Place::Table {
            table,
            may_hold: true,
        } = &self.place
        else {
            return Ok(());
        };
        let table = quoted(context, table)?;
        let Some(hold) = context.renderer.hold_table(&table) else {
            return Ok(());
        };
        let held = session.execute(&[hold], &mut crate::session::always);
        held.map_err(|failed| ExecError::database(failed.error))
    }

    /// Reads what the tool says.
    pub(super) fn told(
        &self,
        context: &Context<'_>,
        session: &mut dyn Session,
    ) -> Result<Told, ExecError> {
        let (table, reader) = match (&self.place, Reader::of(self.tool)) {
            (Place::Table { table, .. }, Some(reader)) => (table, reader),
            (Place::Number(told), _) => return Ok(told.clone()),
            (Place::Table { .. }, None) => {
                return Err(ExecError::Bug {
                    what: "a tool without a table has one",
                });
            }
        };
        let query = reader.query(context.renderer, &quoted(context, table)?);
        let rows = ask(session, &Statement::new(query))?;
        (reader.understand)(&rows).map_err(|error| strange(&self.name, error))
    }
}

fn quoted(context: &Context<'_>, table: &TableName) -> Result<String, ExecError> {
    let quoted = context.renderer.quote_own_table(table);
    quoted.map_err(|source| ExecError::Tables { source })
}

fn ask(session: &mut dyn Session, question: &Statement) -> Result<Rows, ExecError> {
    session.query(question).map_err(ExecError::database)
}

fn strange(table: &str, error: RowError) -> ExecError {
    let message = format!("in `{table}`: {error}");
    ExecError::database(SessionError {
        driver: Box::new(error),
        ..SessionError::new(SessionErrorKind::Other, message)
    })
}
