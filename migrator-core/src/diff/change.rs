//! One difference between two catalogs.

use super::{Difference, became, cut, filler};
use crate::base::{Dialect, TableName};
use crate::catalog::Beyond;
use crate::ops::{Domain, Enumeration, Extension, Function, Schema, Sequence, Trigger, View};
use crate::schema::{Column, ColumnType, Constraint, Index, ObjectKind, ObjectName, Table};

/// One difference between two catalogs.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// Of a schema.
    Schema(Difference<Schema>),
    /// Of an extension.
    Extension(Difference<Extension>),
    /// Of the type of an enumeration.
    Enum {
        /// What became of it.
        difference: Difference<Enumeration>,
        /// Former values and what they are now, of those that are not the same.
        values: Vec<(String, String)>,
    },
    /// Of a domain.
    Domain(Difference<Domain>),
    /// Of a sequence.
    Sequence(Difference<Sequence>),
    /// Of a table as a whole: added with all its parts but its indexes, removed, renamed. Never `Changed`.
    Table(Difference<Table>),
    /// Of a table's comment.
    Comment {
        /// The table, by its name now.
        table: TableName,
        /// The table, by the name it had.
        former_table: TableName,
        /// As it was.
        from: Option<String>,
        /// As it is to be.
        to: Option<String>,
    },
    /// Of a column of a table that is there before and after.
    Column {
        /// The table, by its name now.
        table: TableName,
        /// The table, by the name it had.
        former_table: TableName,
        /// What became of it.
        difference: Difference<Column>,
        /// For rows that are there: an expression for the values of a column that is added or no
        /// longer bears `NULL`.
        backfill: Option<String>,
        /// How the values come to the new type, if the database does not know by itself.
        using: Option<String>,
        /// Former values and what they are now, of those that are not the same; where an enumeration is
        /// no type of its own.
        values: Vec<(String, String)>,
    },
    /// Of a constraint of a table that is there before and after.
    Constraint {
        /// The table, by its name now.
        table: TableName,
        /// The table, by the name it had.
        former_table: TableName,
        /// What became of it.
        difference: Difference<Constraint>,
    },
    /// Of an index.
    Index(Difference<Index>),
    /// Of a view.
    View(Difference<View>),
    /// Of a function or procedure.
    Function(Difference<Function>),
    /// Of a trigger.
    Trigger(Difference<Trigger>),
    /// Of what is made by plain SQL, because there is no operation for it. Added, or removed on the way back.
    Beyond(Difference<Beyond>),
}

impl Change {
    /// Returns the way back, for [`arrange`](super::arrange) with the catalogs swapped.
    ///
    /// What was said about rows is about the way forth, so it is left out. Where rows need a value on the way back,
    /// because what they had is lost, they get a default or one that says nothing: an empty text, zero.
    #[must_use]
    pub fn reversed(&self) -> Self {
        match self {
            Self::Schema(it) => Self::Schema(it.reversed()),
            Self::Extension(it) => Self::Extension(it.reversed()),
            Self::Enum { difference, values } => Self::Enum {
                difference: difference.reversed(),
                values: became::back(former_values(difference), values),
            },
            Self::Domain(it) => Self::Domain(it.reversed()),
            Self::Sequence(it) => Self::Sequence(it.reversed()),
            Self::Table(it) => Self::Table(it.reversed()),
            Self::Comment {
                table,
                former_table,
                from,
                to,
            } => Self::Comment {
                table: former_table.clone(),
                former_table: table.clone(),
                from: to.clone(),
                to: from.clone(),
            },
            Self::Column {
                table,
                former_table,
                difference,
                values,
                ..
            } => Self::Column {
                table: former_table.clone(),
                former_table: table.clone(),
                difference: difference.reversed(),
                backfill: filler::of(&difference.reversed()),
                using: None,
                values: became::back(counted_values(difference), values),
            },
            Self::Constraint {
                table,
                former_table,
                difference,
            } => Self::Constraint {
                table: former_table.clone(),
                former_table: table.clone(),
                difference: difference.reversed(),
            },
            Self::Index(it) => Self::Index(it.reversed()),
            Self::View(it) => Self::View(it.reversed()),
            Self::Function(it) => Self::Function(it.reversed()),
            Self::Trigger(it) => Self::Trigger(it.reversed()),
            Self::Beyond(it) => Self::Beyond(it.reversed()),
        }
    }

    /// Returns what it is about, by its name now, or the last one it had.
    #[must_use]
    pub fn object(&self) -> ObjectName {
        match self {
            Self::Schema(it) => ObjectName::new(ObjectKind::Schema, it.now().name()),
            Self::Extension(it) => ObjectName::new(ObjectKind::Extension, it.now().name()),
            Self::Enum { difference, .. } => {
                ObjectName::new(ObjectKind::Enum, difference.now().name())
            }
            Self::Domain(it) => ObjectName::new(ObjectKind::Domain, it.now().name()),
            Self::Sequence(it) => ObjectName::new(ObjectKind::Sequence, it.now().name()),
            Self::Table(it) => ObjectName::new(ObjectKind::Table, it.now().name()),
            Self::Comment { table, .. } => ObjectName::new(ObjectKind::Table, table),
            Self::Column {
                table, difference, ..
            } => ObjectName::part(ObjectKind::Column, table, difference.now().name()),
            Self::Constraint {
                table, difference, ..
            } => constraint_name(table, difference.now()),
            Self::Index(it) => ObjectName::new(
                ObjectKind::Index,
                it.now().table().sibling(it.now().name().to_owned()),
            ),
            Self::View(it) => ObjectName::new(ObjectKind::View, it.now().name()),
            Self::Function(it) => ObjectName::new(ObjectKind::Function, it.now().signature()),
            Self::Trigger(it) => {
                ObjectName::part(ObjectKind::Trigger, it.now().table(), it.now().name())
            }
            Self::Beyond(it) => it.now().object.clone(),
        }
    }

    /// Returns what rows lose by it in such a database, as in `the rows of users`; `None` if nothing.
    #[must_use]
    pub fn loses(&self, dialect: Dialect) -> Option<String> {
        match self {
            Self::Enum { difference, values } => {
                let former = former_values(difference);
                let name = difference.now().name().to_string();
                became::mixed(former, difference.now().values(), values, &name)
            }
            Self::Table(Difference::Removed(table)) => {
                Some(format!("the rows of {}", table.name()))
            }
            Self::Column {
                table,
                difference,
                using,
                values,
                ..
            } => column_loses(table, difference)
                .or_else(|| type_loses(dialect, table, difference, using.is_some()))
                .or_else(|| {
                    let former = counted_values(difference);
                    let name = format!("{table}.{}", difference.now().name());
                    let now = counted(difference.now());
                    became::mixed(former, now, values, &name)
                }),
            Self::Sequence(Difference::Removed(sequence)) => {
                Some(format!("the position of {}", sequence.name()))
            }
            Self::Beyond(Difference::Removed(it)) if it.object.kind == ObjectKind::Table => {
                Some(format!("the rows of {}", it.object))
            }
            _ => None,
        }
    }
}

fn column_loses(table: &TableName, difference: &Difference<Column>) -> Option<String> {
    match difference {
        // What is computed can be computed again.
        Difference::Removed(column) if column.generated().is_none() => {
            Some(format!("the values of {table}.{}", column.name()))
        }
        Difference::Changed { from, to }
            if from.generated().is_none() && to.generated().is_some() =>
        {
            Some(format!("the values of {table}.{}", to.name()))
        }
        _ => None,
    }
}

fn type_loses(
    dialect: Dialect,
    table: &TableName,
    difference: &Difference<Column>,
    is_written: bool,
) -> Option<String> {
    let Difference::Changed { from, to } = difference else {
        return None;
    };
    if from.generated().is_some() {
        return None;
    }
    let what = cut::cuts(dialect, from.kind(), to.kind(), is_written)?;
    Some(format!("{what} in {table}.{}", to.name()))
}

fn constraint_name(table: &TableName, constraint: &Constraint) -> ObjectName {
    let described = || super::words::constraint(constraint);
    let name = constraint.name().map_or_else(described, str::to_owned);
    ObjectName::part(ObjectKind::Constraint, table, name)
}

fn former_values(difference: &Difference<Enumeration>) -> &[String] {
    difference.former().map_or(&[], Enumeration::values)
}

fn counted_values(difference: &Difference<Column>) -> &[String] {
    difference.former().map_or(&[], counted)
}

fn counted(column: &Column) -> &[String] {
    match column.kind() {
        ColumnType::Enum { values, .. } => values,
        _ => &[],
    }
}
