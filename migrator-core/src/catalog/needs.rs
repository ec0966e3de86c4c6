//! What is known of objects beside their values.

use crate::base::TableName;
use crate::schema::ObjectName;

/// One object that cannot be without another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The view, function, trigger, column default or check that needs something.
    pub who: ObjectName,
    /// What it needs; a column where that is known.
    pub whom: ObjectName,
}

/// Something that is there and no operation can make: it is left alone, or made by plain SQL where that is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Beyond {
    /// What it is called, of the kind that is nearest: a partition is a table.
    pub object: ObjectName,
    /// What it is, as in `a partition of events`.
    pub what: String,
    /// The SQL for it, where that is known.
    pub by: Option<BySql>,
}

/// The SQL by which something comes and goes that no operation makes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct BySql {
    /// The table it is a part of.
    pub of: Option<TableName>,
    /// The statements that make it.
    pub make: Vec<String>,
    /// The statement that drops it.
    pub drop: String,
}

impl Beyond {
    /// Names something that nobody knows how to make.
    pub fn new(object: ObjectName, what: impl Into<String>) -> Self {
        Self {
            object,
            what: what.into(),
            by: None,
        }
    }

    /// Says by what it comes and goes.
    #[must_use]
    pub fn by(self, of: Option<TableName>, make: Vec<String>, drop: impl Into<String>) -> Self {
        let drop = drop.into();
        Self {
            by: Some(BySql { of, make, drop }),
            ..self
        }
    }
}
