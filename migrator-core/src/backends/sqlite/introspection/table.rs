//! A stored `CREATE TABLE` statement as a table.

use super::collation::collation_of;
use super::constraint::{self, Constraints};
use super::expression::{self, Names};
use super::kind::column_type;
use super::stored::Tables;
use super::unsaid;
use crate::backends::sqlite::definition::{
    Clause, Column as DefinedColumn, Constraint as Defined, Definition, DefinitionError, same_name,
};
use crate::catalog::Beyond;
use crate::schema::{Column, ColumnType, PrimaryKey, Table};

/// Returns a table, and adds what no operation can say of it to `beyond`.
///
/// # Errors
/// [`DefinitionError`] for an expression that has no tokens.
pub(super) fn table(
    definition: &Definition,
    tables: &Tables,
    beyond: &mut Vec<Beyond>,
) -> Result<Table, DefinitionError> {
    let mut table = Table::new(definition.name());
    let key = Key::of(definition);
    for column in definition.columns() {
        table = table.column(self::column(definition, &key, column)?);
    }
    if definition.is_strict() {
        table = table.strict();
    }
    if definition.is_without_rowid() {
        table = table.without_rowid();
    }
    if let Some(key) = definition.primary_key() {
        let columns = constraint::own_columns(definition, key.clause().columns());
        let primary_key = PrimaryKey::new(columns);
        table = table.primary_key(match key.name() {
            Some(name) => primary_key.named(name),
            None => primary_key,
        });
    }
    let constraints = Constraints::of(definition, tables)?;
    table = constraints.onto(table);
    unsaid::note(definition, beyond)?;
    Ok(table)
}

/// What a primary key makes of its columns.
struct Key<'d> {
    columns: &'d [String],
    /// The column that is the rowid.
    rowid: Option<&'d str>,
    /// Whether it never uses a number twice.
    is_counter: bool,
}

impl<'d> Key<'d> {
    fn of(table: &'d Definition) -> Self {
        let columns = table.primary_key().map(|key| key.clause().columns());
        Self {
            columns: columns.unwrap_or_default(),
            rowid: table.rowid_column().map(DefinedColumn::name),
            is_counter: table.is_autoincrement(),
        }
    }

    /// Tells whether a column bears `NULL` no more. SQLite lets a key do so that does not say `NOT NULL`,
    /// for the sake of old files; a key that operations make never does, so that nothing
    /// else is read (<https://sqlite.org/lang_createtable.html#the_primary_key>).
    fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|it| same_name(it, column))
    }

    fn is_only(&self, column: &str) -> bool {
        self.columns.len() == 1 && self.has(column)
    }

    fn is_rowid(&self, column: &str) -> bool {
        self.rowid.is_some_and(|it| same_name(it, column))
    }
}

/// Returns a column without what is a constraint.
fn column(
    table: &Definition,
    key: &Key<'_>,
    defined: &DefinedColumn,
) -> Result<Column, DefinitionError> {
    let name = defined.name();
    let mut column = Column::new(name, kind(defined));
    if key.has(name) || defined.has(|clause| matches!(clause, Clause::NotNull)) {
        column = column.not_null();
    }
    if key.is_rowid(name) && key.is_counter {
        column = column.auto_increment();
    }
    if key.is_only(name) && !key.is_rowid(name) && column.kind().is_integer() {
        column = column.no_generated();
    }
    let collation = collation_of(defined);
    if collation != "BINARY" {
        column = column.collate(collation);
    }
    for clause in defined.constraints() {
        match clause.clause() {
            Clause::Default => {
                if let Some(default) = expression::default(clause.body())? {
                    column = column.default_expr(default);
                }
            }
            Clause::Generated { expression } => {
                let expression = expression::normal(expression, Names::of(table))?;
                column = match is_stored(clause) {
                    true => column.generated_stored(expression),
                    false => column.generated_virtual(expression),
                };
            }
            Clause::PrimaryKey { .. }
            | Clause::Unique { .. }
            | Clause::ForeignKey { .. }
            | Clause::Check { .. }
            | Clause::NotNull
            | Clause::Null
            | Clause::Collate
            | Clause::Deferrable
            | Clause::Nothing => {}
        }
    }
    Ok(column)
}

/// Returns the type. An enumeration is a type of its name with a check of its values.
fn kind(column: &DefinedColumn) -> ColumnType {
    match column_type(column.kind()) {
        ColumnType::Custom(name) if name == "ENUM_TEXT" => {
            let mut checks = column.constraints().iter();
            match checks.find_map(|it| constraint::allowed_values(it, column.name())) {
                Some(values) => ColumnType::Enum {
                    name: String::new(),
                    values,
                    existing: false,
                },
                None => ColumnType::Custom(name),
            }
        }
        kind => kind,
    }
}

/// Tells whether a computed column's values are kept.
fn is_stored(clause: &Defined) -> bool {
    let last = clause
        .body()
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next();
    last.is_some_and(|word| same_name(word, "STORED"))
}
