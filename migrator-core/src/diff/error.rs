//! Why two catalogs could not be compared.

use thiserror::Error;

use crate::schema::ObjectName;

/// Why two catalogs could not be compared.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DiffError {
    /// There are objects that are declared nowhere, and the filter refuses such.
    #[error("declared nowhere: {}", listed(objects))]
    Undeclared {
        /// The objects.
        objects: Vec<ObjectName>,
    },
    /// A change that no operation of this library can make.
    #[error("no operation makes {what} of `{object}`")]
    Impossible {
        /// The object.
        object: ObjectName,
        /// The change.
        what: String,
        /// What to do about it.
        help: String,
    },
    /// Something that no operation can make has the name of what is declared.
    #[error("{} `{object}` cannot be made: there is {what} of that name", object.kind)]
    Occupied {
        /// The object that is declared.
        object: ObjectName,
        /// What is there, as in `a partition of events`.
        what: String,
    },
}

impl DiffError {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> &str {
        match self {
            Self::Undeclared { .. } => {
                "declare them, drop them by a revision, or leave them out by the filter"
            }
            Self::Impossible { help, .. } => help,
            Self::Occupied { .. } => "declare it by another name, or leave it out by the filter",
        }
    }
}

fn listed(objects: &[ObjectName]) -> String {
    let names = objects.iter().map(|it| format!("{} `{it}`", it.kind));
    names.collect::<Vec<_>>().join(", ")
}
