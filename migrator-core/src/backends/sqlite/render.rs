//! Operations as SQLite's SQL.

use super::definition::same_name;
use super::lookup::Lookup;
use super::rows::MAX_PARAMS;
use super::{
    alter, drop_index, drop_table, index, keys, missing, names, query, rebuild, rename,
    rename_table, rows, table, trigger, view,
};
use crate::base::{Dialect, TableName};
use crate::dialect::{
    DialectError, Extent, HistoryTypes, Recovery, Refusal, Rendered, Renderer, Shell, Veils,
    raw_statements, single_statement, the_only,
};
use crate::ops::{Command, Operation, Query};
use crate::script::runs_in_transaction;
use crate::session::{Rows, Statement};

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
            Operation::DropTable(drop) => drop_table::statement(drop)?,
            Operation::RenameTable(rename) => rename_table::statement(rename)?,
            Operation::AlterTable(alter) => return alter::alter(alter, self.foreign_keys),
            Operation::CreateIndex(create) => index::create(&create.index)?,
            Operation::DropIndex(drop) => index::drop(drop)?,
            Operation::RenameIndex(_) => return Err(rename_index()),
            Operation::Enumeration(it) => return missing::enumeration(it).map(|()| Vec::new()),
            Operation::Domain(_) => return Err(missing::refusal("domains")),
            Operation::Schema(_) => return Err(missing::refusal("schemas to create or drop")),
            Operation::Sequence(_) => return Err(missing::refusal("sequences")),
            Operation::View(it) => return Ok(as_statements(view::statements(it)?)),
            Operation::Function(it) => return missing::function(it).map(|()| Vec::new()),
            Operation::Trigger(it) => return Ok(as_statements(trigger::statements(it)?)),
            Operation::Extension(_) => return Err(missing::refusal("extensions in a file")),
            Operation::Execute(execute) => return commands(&execute.command),
            Operation::BulkInsert(insert) => return rows::insert(insert),
            Operation::InBatches(_) => return Err(Refusal::needs_rows()),
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
            .map_err(|refusal| refused(refusal, operation))
    }

    fn parts(&self, operation: Operation) -> Vec<Operation> {
        match operation {
            Operation::AlterTable(alter) => {
                let parts = rebuild::parts(alter).into_iter();
                parts.map(Operation::AlterTable).collect()
            }
            operation => vec![operation],
        }
    }

    fn asks(&self, operation: &Operation) -> Result<Vec<Statement>, DialectError> {
        let asks = match Lookup::of(operation) {
            None => Ok(Vec::new()),
            Some(Lookup::Changes(alter)) => rebuild::asks(alter, self.foreign_keys),
            Some(Lookup::Drop(drop)) => drop_table::asks(drop),
            Some(Lookup::DropIndex(drop)) => drop_index::asks(drop),
            Some(Lookup::RenameTable(rename)) => rename_table::asks(rename),
            Some(Lookup::Rename(it)) => rename::asks(&it),
        };
        asks.map_err(|refusal| refused(refusal, operation))
    }

    fn render_known(
        &self,
        operation: &Operation,
        answers: &[Rows],
    ) -> Result<Rendered, DialectError> {
        let lookup = Lookup::of(operation).filter(|_| !answers.is_empty());
        let rendered = match lookup {
            None => self.statements(operation).map(Rendered::from),
            Some(Lookup::Changes(alter)) => rebuild::render(alter, answers, self.foreign_keys),
            Some(Lookup::Drop(drop)) => drop_table::known(drop, answers).map(only),
            Some(Lookup::DropIndex(drop)) => drop_index::known(drop, answers).map(only),
            Some(Lookup::RenameTable(rename)) => rename_table::check(rename, answers)
                .and_then(|()| self.statements(operation))
                .map(Rendered::from),
            Some(Lookup::Rename(it)) => rename::render(&it, answers).map(Rendered::from),
        };
        rendered.map_err(|refusal| refused(refusal, operation))
    }

    fn render_query(&self, query: &Query) -> Result<Statement, DialectError> {
        let statements = commands(&query.command)
            .map_err(|refusal| refusal.of(Dialect::Sqlite, "query", String::new()))?;
        the_only(statements)
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

    fn is_same_column(&self, one: &str, other: &str) -> bool {
        same_name(one, other)
    }

    fn sets_connection(&self, statement: &Statement) -> bool {
        // Pragmas that change the file bear repetition as well.
        first_word(statement) == "PRAGMA"
    }

    fn runs_in_transaction(&self, statement: &Statement) -> bool {
        runs_in_transaction(Dialect::Sqlite, &statement.sql)
    }

    fn recovery(&self, _statement: &Statement) -> Recovery {
        // VACUUM, ATTACH, DETACH and pragmas bear repetition.
        Recovery::Repeat
    }

    fn stray_references(&self) -> Option<Statement> {
        Some(Statement::new("PRAGMA foreign_key_check"))
    }

    fn stray_references_by_table(&self) -> Option<Statement> {
        let of = |schema| {
            format!(
                "SELECT DISTINCT 'PRAGMA {schema}.foreign_key_check(' || quote(m.name) || ')' \
                 FROM {schema}.sqlite_master AS m, pragma_foreign_key_list(m.name, '{schema}') \
                 WHERE m.type = 'table'"
            )
        };
        Some(Statement::new(["main", "temp"].map(of).join(" UNION ALL ")))
    }

    fn shares_steps(&self) -> bool {
        // What was cut off and what another process is running are both repeated without harm.
        true
    }

    fn keys(&self, table: &TableName) -> Result<Statement, DialectError> {
        keys::query(table)
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

    fn unix_micros(&self, column: &str) -> String {
        format!(
            "CAST(strftime('%s', {column}) AS INTEGER) * 1000000 \
             + CAST(substr(strftime('%f', {column}), 4) AS INTEGER) * 1000"
        )
    }

    fn step_began(&self, micros: u64) -> String {
        if micros == 0 {
            return "strftime('%Y-%m-%d %H:%M:%f', 'now')".to_owned();
        }
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

    /// The names of our own tables say `main`, and rows cannot be hidden.
    fn veils(
        &self,
        _version: &TableName,
        _history: &TableName,
    ) -> Result<Option<Veils>, DialectError> {
        Ok(None)
    }

    fn presence(&self, _version: &TableName, _history: &TableName) -> Option<Statement> {
        None
    }

    fn create_schema(&self, _schema: &str) -> Option<Statement> {
        None
    }

    #[cfg(feature = "adopt")]
    fn tables_named(&self, names: &[&str]) -> Statement {
        super::strangers::tables_named(names)
    }

    #[cfg(feature = "adopt")]
    fn some_tables(&self, limit: usize) -> Statement {
        super::strangers::some_tables(limit)
    }

    #[cfg(feature = "adopt")]
    fn user_version(&self) -> Option<Statement> {
        Some(Statement::new(
            "SELECT user_version FROM pragma_user_version",
        ))
    }

    // `BEGIN IMMEDIATE` keeps everybody from writing anything.
    #[cfg(feature = "adopt")]
    fn hold_table(&self, _table: &str) -> Option<Statement> {
        None
    }

    #[cfg(feature = "adopt")]
    fn hexadecimal(&self, column: &str) -> String {
        format!("lower(hex({column}))")
    }

    fn shell(&self) -> &dyn Shell {
        &super::shell::Sqlite3
    }
}

fn refused(refusal: Refusal, operation: &Operation) -> DialectError {
    refusal.of(Dialect::Sqlite, operation.name(), operation.object())
}

/// Returns the statement's first word in capitals.
fn first_word(statement: &Statement) -> String {
    let letters = statement.sql.chars().take_while(char::is_ascii_alphabetic);
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

fn only(sql: String) -> Rendered {
    vec![Statement::new(sql)].into()
}

fn as_statements(sql: Vec<String>) -> Vec<Statement> {
    sql.into_iter().map(Statement::new).collect()
}

fn rename_index() -> Refusal {
    Refusal::unsupported("an index cannot be renamed without looking at the database")
        .help("drop it and create it under the new name")
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
