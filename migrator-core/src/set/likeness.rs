//! What the schema of a database is like, seen from the revisions of a set.

/// A place in the graph, and what a database there has otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The version rows of a database that stands there, sorted; none for an empty one.
    pub revisions: Vec<String>,
    /// What would have to change there for the schema to be the database's; a line each.
    pub differences: Vec<String>,
}

impl Place {
    /// Makes one of its parts.
    #[must_use]
    pub fn new(revisions: Vec<String>, differences: Vec<String>) -> Self {
        Self {
            revisions,
            differences,
        }
    }
}

/// What the schema of a database is like.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Likeness {
    /// There is nothing in the database.
    Nothing,
    /// It is equal at these places, the oldest first: where a revision changes no schema, there are several.
    Equal(Vec<Vec<String>>),
    /// It is equal nowhere, and this place is the nearest.
    Near(Place),
}
