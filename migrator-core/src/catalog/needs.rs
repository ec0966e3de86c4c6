//! What is known of objects beside their values.

use crate::schema::ObjectName;

/// One object that cannot be without another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The view, function, trigger, column default or check that needs something.
    pub who: ObjectName,
    /// What it needs; a column where that is known.
    pub whom: ObjectName,
}

/// Something that is there and no operation can make, so that it is left alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Beyond {
    /// What it is called, of the kind that is nearest: a partition is a table.
    pub object: ObjectName,
    /// What it is, as in `a partition of events`.
    pub what: String,
}
