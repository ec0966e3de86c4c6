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
}

fn listed(objects: &[ObjectName]) -> String {
    let names = objects.iter().map(|it| format!("{} `{it}`", it.kind));
    names.collect::<Vec<_>>().join(", ")
}
