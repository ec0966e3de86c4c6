//! A table: what concerns one column stands at the column.

use super::column::{self, Implied};
use super::concern::only_column;
use super::{Style, name};
use crate::base::TableName;
use crate::schema::{
    Column, ColumnType, Constraint, ForeignKey, Identity, PrimaryKey, Table, Unique,
};

/// Returns a table as a person would write it.
pub(super) fn table(table: &Table, style: &Style<'_>) -> Table {
    let key = table.key_columns();
    let implied = |it: &Column| Implied {
        not_null: key.contains(&it.name()) || it.identity_options().is_some(),
        identity: counts_anyway(table, it),
    };
    let columns = table.columns().iter();
    let columns = columns.map(|it| column::column(it, style, implied(it)));
    let mut parts = Parts {
        style,
        table: table.name(),
        columns: columns.collect(),
        rest: Vec::new(),
    };
    if let Some(key) = table.table_primary_key() {
        parts.add(&key.clone().into());
    }
    for it in table.uniques() {
        parts.add(&it.clone().into());
    }
    for it in table.foreign_keys() {
        parts.add(&it.clone().into());
    }
    for it in table.checks() {
        parts.add(&it.clone().into());
    }
    for it in table.excludes() {
        parts.add(&it.clone().into());
    }
    with_rest(parts.made(), table)
}

/// Tells whether a column counts by itself if nothing is said: the only key column, an integer.
fn counts_anyway(table: &Table, column: &Column) -> bool {
    table.generated_column().map(Column::name) == Some(column.name())
        && column.default_value().is_none()
        && column.identity_options() == Some(Identity::by_default())
}

fn with_rest(made: Table, table: &Table) -> Table {
    let mut made = made;
    if let Some(comment) = table.comment_text() {
        made = made.comment(comment);
    }
    if let Some(key) = table.partition_key() {
        made = made.partition_by(key);
    }
    if table.is_temporary() {
        made = made.temporary();
    }
    if table.is_strict() {
        made = made.strict();
    }
    if table.is_without_rowid() {
        made = made.without_rowid();
    }
    match table.is_if_not_exists() {
        true => made.if_not_exists(),
        false => made,
    }
}

/// Columns, and the constraints that are about several of them.
pub(super) struct Parts<'t> {
    pub(super) style: &'t Style<'t>,
    pub(super) table: &'t TableName,
    pub(super) columns: Vec<Column>,
    pub(super) rest: Vec<Constraint>,
}

impl Parts<'_> {
    /// Adds a constraint: to its column, if it has one that can say so; without its name, if it
    /// gets this one anyway.
    pub(super) fn add(&mut self, constraint: &Constraint) {
        let (style, table) = (self.style, self.table);
        let given = name::given(style, table, constraint);
        let wanted = constraint.name().map(str::to_owned).or(given.clone());
        if let Some(column) = self.column_of(constraint) {
            let given_there = match constraint {
                Constraint::Check(it) => name::given_check(style, table, column, it),
                _ => given.clone(),
            };
            if given_there == wanted {
                *column = said(column.clone(), &name::without_name(constraint));
                return;
            }
            // Rather without a name, and among those of the table.
            if given != wanted {
                *column = said(column.clone(), constraint);
                return;
            }
        }
        self.rest.push(match given == wanted {
            true => name::without_name(constraint),
            false => constraint.clone(),
        });
    }

    /// Returns the column that a constraint is about, if it can say so.
    fn column_of(&mut self, constraint: &Constraint) -> Option<&mut Column> {
        let columns = self.columns.iter().map(Column::name);
        let place = match constraint {
            Constraint::PrimaryKey(it) => only(it.columns()).filter(|_| is_plain_key(it)),
            Constraint::Unique(it) => only(it.columns()).filter(|_| is_plain_unique(it)),
            Constraint::ForeignKey(it) => only(it.columns()).filter(|_| is_plain_reference(it)),
            Constraint::Check(it) => only_column(it.expression(), columns)
                .filter(|_| !it.is_not_valid() && !it.is_no_inherit()),
            Constraint::Exclude(_) => None,
        };
        let place = place?.to_owned();
        let column = self.columns.iter_mut().find(|it| it.name() == place);
        column.filter(|it| has_room(it, constraint, self.style))
    }

    fn made(self) -> Table {
        let table = Table::new(self.table);
        let table = self.columns.into_iter().fold(table, Table::column);
        let rest = self.rest.into_iter();
        rest.fold(table, |table, constraint| match constraint {
            Constraint::PrimaryKey(it) => table.primary_key(it),
            Constraint::Unique(it) => table.unique(it),
            Constraint::Check(it) => table.check(it),
            Constraint::ForeignKey(it) => table.foreign_key(it),
            Constraint::Exclude(it) => table.exclude(it),
        })
    }
}

fn only(columns: &[String]) -> Option<&str> {
    match columns {
        [only] => Some(only),
        _ => None,
    }
}

fn is_plain_key(key: &PrimaryKey) -> bool {
    key.included().is_empty() && key.deferral().is_none()
}

fn is_plain_unique(it: &Unique) -> bool {
    it.included().is_empty() && it.deferral().is_none() && !it.is_nulls_not_distinct()
}

fn is_plain_reference(it: &ForeignKey) -> bool {
    let says_more = it.deferral().is_some() || it.is_match_full() || it.is_not_valid();
    it.target_columns().len() == 1 && it.delete_columns().is_empty() && !says_more
}

/// Tells whether a column can say this, too.
fn has_room(column: &Column, constraint: &Constraint, style: &Style<'_>) -> bool {
    match constraint {
        Constraint::PrimaryKey(_) => !column.is_primary_key(),
        Constraint::Unique(_) => !column.is_unique(),
        Constraint::ForeignKey(_) => column.foreign_key().is_none(),
        // Beside the check of the values of an enumeration one like it would be taken for that.
        Constraint::Check(_) => {
            style.introspection.habits().has_enumerations
                || !matches!(column.kind(), ColumnType::Enum { .. })
        }
        Constraint::Exclude(_) => false,
    }
}

fn said(column: Column, constraint: &Constraint) -> Column {
    match (constraint, constraint.name()) {
        (Constraint::PrimaryKey(_), Some(name)) => column.primary_key_named(name),
        (Constraint::PrimaryKey(_), None) => column.primary_key(),
        (Constraint::Unique(_), Some(name)) => column.unique_named(name),
        (Constraint::Unique(_), None) => column.unique(),
        (Constraint::Check(check), _) => column.check(check.clone()),
        (Constraint::ForeignKey(key), _) => refer(column, key),
        (Constraint::Exclude(_), _) => column,
    }
}

fn refer(column: Column, key: &ForeignKey) -> Column {
    let target = key.target_columns().first().map_or("", String::as_str);
    let mut column = column.references(key.target(), target);
    if let Some(name) = key.name() {
        column = column.references_named(name);
    }
    if let Some(action) = key.delete_action() {
        column = column.on_delete(action);
    }
    match key.update_action() {
        Some(action) => column.on_update(action),
        None => column,
    }
}
