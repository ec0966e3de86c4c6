//! A part of the declared schema, what it is, and where it was declared.

use super::DeclaredError;
use crate::base::{Dialect, PerDialect, TableName};
use crate::ops::{
    CreateIndex, CreateTable, Domain, DomainOperation, EnumOperation, Enumeration, Extension,
    ExtensionOperation, Function, FunctionOperation, Operation, Schema, SchemaOperation, Sequence,
    SequenceOperation, Sql, Trigger, TriggerOperation, View, ViewOperation,
};
use crate::schema::{Index, ObjectKind, ObjectName, Table};

/// A part of the declared schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Where it was declared, as in `src/models.rs:12:8` or `schema.sql`.
    pub origin: String,
    /// What it is.
    pub what: What,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// An object that an operation makes.
    Object(Object),
    /// Made by plain SQL of one or several statements.
    Sql(Box<PlainSql>),
}

/// An object that an operation makes.
///
/// Not the operation itself, because that may be much else, and cannot go to another thread.
#[derive(Debug, Clone, PartialEq)]
pub enum Object {
    /// A schema.
    Schema(Schema),
    /// An extension.
    Extension(Extension),
    /// The type of an enumeration.
    Enumeration(Enumeration),
    /// A domain.
    Domain(Domain),
    /// A sequence.
    Sequence(Sequence),
    /// A table.
    Table(Table),
    /// An index; one without a name is named by the naming convention.
    Index(Index),
    /// A view, materialized or not.
    View(View),
    /// A function or a procedure.
    Function(Function),
    /// A trigger.
    Trigger(Trigger),
}

impl Object {
    /// Returns the operation that makes it.
    #[must_use]
    pub fn operation(&self) -> Operation {
        match self.clone() {
            Self::Schema(it) => Operation::Schema(SchemaOperation::Create(it)),
            Self::Extension(it) => Operation::Extension(ExtensionOperation::Create(it)),
            Self::Enumeration(it) => Operation::Enumeration(EnumOperation::Create(it)),
            Self::Domain(it) => Operation::Domain(DomainOperation::Create(it)),
            Self::Sequence(it) => Operation::Sequence(SequenceOperation::Create(it)),
            Self::Table(table) => Operation::CreateTable(CreateTable { table }),
            Self::Index(index) => Operation::CreateIndex(CreateIndex { index }),
            Self::View(it) => Operation::View(ViewOperation::Create(it)),
            Self::Function(it) => Operation::Function(FunctionOperation::Create(it)),
            Self::Trigger(it) => Operation::Trigger(TriggerOperation::Create(it)),
        }
    }

    /// Returns its name; `None` for an index that has none yet.
    #[must_use]
    pub fn name(&self) -> Option<ObjectName> {
        let (kind, name): (ObjectKind, TableName) = match self {
            Self::Schema(it) => (ObjectKind::Schema, it.name().into()),
            Self::Extension(it) => (ObjectKind::Extension, it.name().into()),
            Self::Enumeration(it) => (ObjectKind::Enum, it.name().into()),
            Self::Domain(it) => (ObjectKind::Domain, it.name().into()),
            Self::Sequence(it) => (ObjectKind::Sequence, it.name().into()),
            Self::Table(it) => (ObjectKind::Table, it.name().into()),
            // An index is in the schema of its table.
            Self::Index(it) if it.is_named() => {
                let name = it.table().sibling(it.name().to_owned());
                (ObjectKind::Index, name)
            }
            Self::Index(_) => return None,
            Self::View(it) => (ObjectKind::View, it.name().into()),
            Self::Function(it) => (ObjectKind::Function, it.signature().into()),
            Self::Trigger(it) => {
                let (table, name) = (it.table(), it.name());
                return Some(ObjectName::part(ObjectKind::Trigger, table, name));
            }
        };
        Some(ObjectName::new(kind, name))
    }
}

/// SQL that makes a part of the schema.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainSql {
    /// The SQL; empty where there is nothing to be.
    pub sql: Sql,
    /// Why it could not be written for a database.
    pub refusals: PerDialect<Option<String>>,
    /// What it makes, if that is one thing and known.
    pub object: Option<ObjectName>,
}

impl Part {
    /// Returns what the part makes, if that is one thing and known; an index that has no name yet
    /// is not.
    #[must_use]
    pub fn object(&self) -> Option<ObjectName> {
        match &self.what {
            What::Object(object) => object.name(),
            What::Sql(sql) => sql.object.clone(),
        }
    }

    /// Returns the table of an index that is to be named by the naming convention.
    pub(super) fn unnamed_index_of(&self) -> Option<&TableName> {
        match &self.what {
            What::Object(Object::Index(index)) if !index.is_named() => Some(index.table()),
            What::Object(_) | What::Sql(_) => None,
        }
    }

    /// Returns the SQL of a part that is SQL; `None` for an object that an operation makes.
    ///
    /// # Errors
    /// [`DeclaredError::NoText`] and [`DeclaredError::Unwritable`] if there is none for this database.
    pub fn sql(&self, dialect: Dialect) -> Result<Option<&str>, DeclaredError> {
        let What::Sql(plain) = &self.what else {
            return Ok(None);
        };
        let origin = self.origin.clone();
        if let Some(reason) = plain.refusals.get(dialect).clone() {
            return Err(DeclaredError::Unwritable {
                origin,
                dialect,
                reason,
            });
        }
        match plain.sql.text(dialect) {
            Some(text) => Ok(Some(text)),
            None => Err(DeclaredError::NoText { origin, dialect }),
        }
    }
}
