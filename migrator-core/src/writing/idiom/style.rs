//! What the idiom depends on.

use std::fmt;

use crate::catalog::Introspection;
use crate::schema::NamingConvention;

/// For which database a migration is written, and under which rules for names.
#[derive(Clone, Copy)]
pub struct Style<'s> {
    /// What knows the database.
    pub introspection: &'s dyn Introspection,
    /// What names what has no name.
    pub convention: &'s NamingConvention,
}

impl fmt::Debug for Style<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Style")
            .field("convention", &self.convention)
            .finish_non_exhaustive()
    }
}
