//! Operations as SQLite's SQL.

use super::rows::MAX_PARAMS;
use super::{capabilities, index, names, query, rows, table};
use crate::base::{Dialect, TableName};
use crate::dialect::{
    DialectError, Extent, HistoryTypes, Recovery, Refusal, Renderer, raw_statements,
    single_statement,
};
use crate::ops::{Command, Operation, Query, RenameTable};
use crate::script::ignored_in_transaction;
use crate::session::Statement;

/// Writes operations as SQLite's SQL; needs no database.
#[derive(Debug, Clone, Copy)]
pub struct SqliteRenderer {
    foreign_keys: bool,
}

impl SqliteRenderer {
    /// Creates a renderer for a connection whose `foreign_keys` setting is given.
    ///
    /// Where it is not known, `true` is the careful choice.
    #[must_use]
    pub const fn new(foreign_keys: bool) -> Self {
        Self { foreign_keys }
    }

    fn statements(self, operation: &Operation) -> Result<Vec<Statement>, Refusal> {
        let sql = match operation {
            Operation::CreateTable(create) => table::create(&create.table)?,
            Operation::DropTable(drop) => {
                format!(
                    "DROP TABLE {}{}",
                    if_exists(drop.if_exists),
                    names::table(&drop.table)?
                )
            }
            Operation::RenameTable(rename) => rename_table(rename)?,
            Operation::AddColumn(add) => {
                capabilities::check_added(&add.column, self.foreign_keys)?;
                let column = table::added_column(&add.table, &add.column)?;
                format!(
                    "ALTER TABLE {} ADD COLUMN {column}",
                    names::table(&add.table)?
                )
            }
            Operation::DropColumn(drop) => {
                let (table, column) = (names::table(&drop.table)?, names::quoted(&drop.column)?);
                format!("ALTER TABLE {table} DROP COLUMN {column}")
            }
            Operation::CreateIndex(create) => index::create(&create.index)?,
            Operation::DropIndex(drop) => {
                format!(
                    "DROP INDEX {}{}",
                    if_exists(drop.if_exists),
                    names::table(&drop.index)?
                )
            }
            Operation::Execute(execute) => return commands(&execute.command),
            Operation::BulkInsert(insert) => return rows::insert(insert),
        };
        Ok(vec![Statement::new(sql)])
    }
}

impl Renderer for SqliteRenderer {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn render(&self, operation: &Operation) -> Result<Vec<Statement>, DialectError> {
        self.statements(operation)
            .map_err(|refusal| refusal.of(Dialect::Sqlite, operation.name(), operation.object()))
    }

    fn render_query(&self, query: &Query) -> Result<Statement, DialectError> {
        let statements = commands(&query.command)
            .map_err(|refusal| refusal.of(Dialect::Sqlite, "query", String::new()))?;
        let count = statements.len();
        let mut statements = statements.into_iter();
        match (statements.next(), count) {
            (Some(statement), 1) => Ok(statement),
            _ => Err(DialectError::NotOneStatement { count }),
        }
    }

    fn quote(&self, identifier: &str) -> Result<String, DialectError> {
        names::quoted(identifier)
    }

    fn quote_table(&self, table: &TableName) -> Result<String, DialectError> {
        names::table(table)
            .map_err(|refusal| refusal.of(Dialect::Sqlite, "table", table.to_string()))
    }

    fn quote_own_table(&self, table: &TableName) -> Result<String, DialectError> {
        // A bare name is looked for among the temporary tables first, and in the
        // attached files if this one lacks it: another file's version rows would
        // be taken for ours. https://sqlite.org/lang_naming.html
        match table.schema() {
            None => self.quote_table(&TableName::from(("main", table.name()))),
            Some(_) => self.quote_table(table),
        }
    }

    fn sets_connection(&self, statement: &Statement) -> bool {
        // Pragmas that change the file bear repetition as well.
        first_word(statement) == "PRAGMA"
    }

    fn runs_in_transaction(&self, statement: &Statement) -> bool {
        // https://sqlite.org/lang_vacuum.html, https://sqlite.org/lang_detach.html
        let refused = ["VACUUM", "ATTACH", "DETACH"];
        !refused.contains(&first_word(statement).as_str())
            && ignored_in_transaction(Dialect::Sqlite, &statement.sql).is_none()
    }

    fn recovery(&self, _statement: &Statement) -> Recovery {
        // VACUUM, ATTACH, DETACH and pragmas bear repetition.
        Recovery::Repeat
    }

    fn placeholder(&self, number: usize) -> String {
        format!("?{number}")
    }

    fn history_types(&self) -> HistoryTypes {
        // An INTEGER PRIMARY KEY is the rowid, which counts by itself.
        // https://sqlite.org/lang_createtable.html#rowid
        HistoryTypes {
            counter: "INTEGER",
            timestamp: "TEXT",
        }
    }

    fn now(&self) -> String {
        self.step_began(0)
    }

    fn step_began(&self, micros: u64) -> String {
        let (seconds, micros) = (micros / 1_000_000, micros % 1_000_000);
        format!("strftime('%Y-%m-%d %H:%M:%f', 'now', '-{seconds}.{micros:06} seconds')")
    }

    fn opening(&self, _extent: Extent) -> Option<Statement> {
        None
    }

    fn closing(&self, _extent: Extent) -> Option<Statement> {
        None
    }

    fn was_inside_transaction(&self) -> Option<&'static str> {
        None
    }

    fn presence(&self, _version: &TableName, _history: &TableName) -> Option<Statement> {
        None
    }

    fn create_schema(&self, _schema: &str) -> Option<Statement> {
        None
    }
}

/// Returns the statement's first word in capitals.
fn first_word(statement: &Statement) -> String {
    let letters = statement.sql.chars().take_while(char::is_ascii_alphabetic);
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

const fn if_exists(if_exists: bool) -> &'static str {
    if if_exists { "IF EXISTS " } else { "" }
}

fn rename_table(rename: &RenameTable) -> Result<String, Refusal> {
    names::check_new(rename.to.name())?;
    let stays = rename.to.schema().is_none() || rename.to.schema() == rename.from.schema();
    if !stays {
        let what = format!(
            "a table cannot move to another schema, as to `{}`",
            rename.to
        );
        return Err(Refusal::unsupported(what).help("leave the schema of the new name out"));
    }
    let (from, to) = (
        names::table(&rename.from)?,
        names::quoted(rename.to.name())?,
    );
    Ok(format!("ALTER TABLE {from} RENAME TO {to}"))
}

/// Returns the statements of a command: several only for raw SQL.
fn commands(command: &Command) -> Result<Vec<Statement>, Refusal> {
    let mut statements = match command {
        Command::Sql(sql) => raw_statements(Dialect::Sqlite, sql)?,
        Command::Insert(_)
        | Command::Update(_)
        | Command::Delete(_)
        | Command::Select(_)
        | Command::With(_) => vec![query::statement(command)?],
    };
    for statement in &mut statements {
        statement.params.iter().try_for_each(rows::check_bound)?;
        if statement.params.len() > MAX_PARAMS {
            let what = format!("a statement with more than {MAX_PARAMS} values");
            return Err(Refusal::unsupported(what).help("use `op.bulk_insert`, which splits"));
        }
    }
    // Custom expressions are text: they must not end the statement they are in.
    if let ([statement], false) = (
        statements.as_mut_slice(),
        matches!(command, Command::Sql(_)),
    ) {
        statement.sql = single_statement(Dialect::Sqlite, &statement.sql)?.into();
    }
    Ok(statements)
}
