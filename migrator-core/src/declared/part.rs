//! A part of the declared schema, and where it was declared.

use std::collections::BTreeMap;

use super::{Declared, DeclaredError};
use crate::base::{Dialect, PerDialect, TableName};
use crate::ops::{
    DomainOperation, EnumOperation, ExtensionOperation, FunctionOperation, Operation,
    SchemaOperation, SequenceOperation, Sql, TriggerOperation, ViewOperation,
};
use crate::schema::{ObjectKind, ObjectName};

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
    /// Made by an operation: a table, an index, a view…
    Operation(Box<Operation>),
    /// Made by plain SQL of one or several statements.
    Sql(Box<PlainSql>),
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
            What::Operation(operation) => created(operation),
            What::Sql(sql) => sql.object.clone(),
        }
    }

    /// Returns the table of an index that is to be named by the naming convention.
    fn unnamed_index_of(&self) -> Option<&TableName> {
        let What::Operation(operation) = &self.what else {
            return None;
        };
        match &**operation {
            Operation::CreateIndex(create) if !create.index.is_named() => {
                Some(create.index.table())
            }
            _ => None,
        }
    }

    /// Returns the SQL of a part that is SQL; `None` for one that an operation makes.
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

impl Declared {
    /// Returns the parts in the order in which they were declared, those that are declared twice in
    /// the same way once.
    ///
    /// # Errors
    /// [`DeclaredError::Twice`] if the same thing is declared in two ways. Plain SQL is not read: what
    /// it makes a second time is the database's error.
    pub fn checked_parts(&self) -> Result<Vec<&Part>, DeclaredError> {
        let mut seen: BTreeMap<ObjectName, &Part> = BTreeMap::new();
        let mut unnamed: BTreeMap<&TableName, Vec<&Part>> = BTreeMap::new();
        let mut parts = Vec::new();
        for part in self.parts() {
            let is_new = match (part.object(), part.unnamed_index_of()) {
                (Some(object), _) => is_new(&mut seen, object, part)?,
                (None, Some(table)) => {
                    let others = unnamed.entry(table).or_default();
                    let is_new = others.iter().all(|other| other.what != part.what);
                    others.push(part);
                    is_new
                }
                (None, None) => true,
            };
            if is_new {
                parts.push(part);
            }
        }
        Ok(parts)
    }
}

/// Notes a part that has a name, and tells whether it was not declared before.
fn is_new<'p>(
    seen: &mut BTreeMap<ObjectName, &'p Part>,
    object: ObjectName,
    part: &'p Part,
) -> Result<bool, DeclaredError> {
    match seen.get(&object) {
        Some(first) if first.what == part.what => Ok(false),
        Some(first) => Err(DeclaredError::Twice {
            first: first.origin.clone(),
            second: part.origin.clone(),
            object,
        }),
        None => {
            seen.insert(object, part);
            Ok(true)
        }
    }
}

/// Returns what an operation creates, if it has a name.
fn created(operation: &Operation) -> Option<ObjectName> {
    let (kind, name): (ObjectKind, TableName) = match operation {
        Operation::CreateTable(create) => (ObjectKind::Table, create.table.name().clone()),
        Operation::CreateIndex(create) if create.index.is_named() => {
            let name = create.index.name().to_owned();
            (ObjectKind::Index, create.index.table().sibling(name))
        }
        Operation::View(ViewOperation::Create(view)) => (ObjectKind::View, view.name().clone()),
        Operation::Enumeration(EnumOperation::Create(enumeration)) => {
            (ObjectKind::Enum, enumeration.name().clone())
        }
        Operation::Domain(DomainOperation::Create(domain)) => {
            (ObjectKind::Domain, domain.name().clone())
        }
        Operation::Sequence(SequenceOperation::Create(sequence)) => {
            (ObjectKind::Sequence, sequence.name().clone())
        }
        Operation::Function(FunctionOperation::Create(function)) => {
            (ObjectKind::Function, function.signature().into())
        }
        Operation::Extension(ExtensionOperation::Create(extension)) => {
            (ObjectKind::Extension, extension.name().into())
        }
        Operation::Schema(SchemaOperation::Create(schema)) => {
            (ObjectKind::Schema, schema.name().into())
        }
        Operation::Trigger(TriggerOperation::Create(trigger)) => {
            let (table, name) = (trigger.table(), trigger.name());
            return Some(ObjectName::part(ObjectKind::Trigger, table, name));
        }
        // A declared schema is made of what creates something.
        _ => return None,
    };
    Some(ObjectName::new(kind, name))
}
