//! How an object of a database is called, whatever its kind.

use std::fmt;

use crate::base::TableName;

/// A kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ObjectKind {
    /// A schema.
    Schema,
    /// An extension.
    Extension,
    /// The type of an enumeration.
    Enum,
    /// A domain.
    Domain,
    /// A sequence.
    Sequence,
    /// A table.
    Table,
    /// A column of a table.
    Column,
    /// A constraint of a table.
    Constraint,
    /// An index.
    Index,
    /// A view, materialized or not.
    View,
    /// A function or procedure.
    Function,
    /// A trigger of a table.
    Trigger,
}

impl ObjectKind {
    /// Returns the word for it, as in `column`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Extension => "extension",
            Self::Enum => "enum",
            Self::Domain => "domain",
            Self::Sequence => "sequence",
            Self::Table => "table",
            Self::Column => "column",
            Self::Constraint => "constraint",
            Self::Index => "index",
            Self::View => "view",
            Self::Function => "function",
            Self::Trigger => "trigger",
        }
    }
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The name of an object: `users`, `app.users`, or a part as in `users.email`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectName {
    /// What it is.
    pub kind: ObjectKind,
    /// The object; for a part the table it is in. A function has its signature for a name.
    pub name: TableName,
    /// The column, constraint or trigger of the table.
    pub part: Option<String>,
}

impl ObjectName {
    /// Names an object that stands by itself.
    #[must_use]
    pub fn new(kind: ObjectKind, name: impl Into<TableName>) -> Self {
        Self {
            kind,
            name: name.into(),
            part: None,
        }
    }

    /// Names a column, constraint or trigger of a table.
    #[must_use]
    pub fn part(kind: ObjectKind, table: impl Into<TableName>, part: impl Into<String>) -> Self {
        Self {
            kind,
            name: table.into(),
            part: Some(part.into()),
        }
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        match &self.part {
            Some(part) => write!(f, ".{part}"),
            None => Ok(()),
        }
    }
}
