//! Why two catalogs could not be compared.

use thiserror::Error;

use super::sql::quoted;
use crate::base::TableName;
use crate::declared::RenameHint;
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
    /// What an edit of the changes has left needs what it has taken out.
    #[error("{} `{who}` needs {} `{whom}`, which the edit of the changes leaves out", who.kind, whom.kind)]
    Torn {
        /// What is left.
        who: ObjectName,
        /// What is not there.
        whom: ObjectName,
    },
    /// An edit has taken out or put in a new name, by which other changes go.
    #[error("the edit of the changes touches the new name of {} `{object}`", object.kind)]
    Kept {
        /// What has another name.
        object: ObjectName,
    },
    /// Hints give things the names of others that are there, and the revision may have been written already.
    #[error("nothing tells whether {}", renamed(renames))]
    Unclear {
        /// The hints.
        renames: Vec<RenameHint>,
        /// What to do about it.
        help: String,
    },
}

impl DiffError {
    pub(super) fn unclear(renames: Vec<RenameHint>) -> Self {
        let flags: Vec<String> = renames.iter().map(flag).collect();
        Self::Unclear {
            help: format!(
                "take the hints out if a revision has done it, else say it for this time only: {}",
                flags.join(" ")
            ),
            renames,
        }
    }

    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> &str {
        match self {
            Self::Undeclared { .. } => {
                "declare them, drop them by a revision, or leave them out by the filter"
            }
            Self::Impossible { help, .. } | Self::Unclear { help, .. } => help,
            Self::Torn { .. } => "take out the changes of both, or of none",
            Self::Kept { .. } => "leave it in, and say by a hint what is no rename",
            Self::Occupied { .. } => "declare it by another name, or leave it out by the filter",
        }
    }
}

fn renamed(renames: &[RenameHint]) -> String {
    let names = renames.iter().filter_map(|it| match it {
        RenameHint::Object { from, to } => Some((from.to_string(), to.as_ref()?.to_string())),
        RenameHint::Column { table, from, to } => Some((format!("{table}.{from}"), to.clone()?)),
    });
    let texts = names.enumerate().map(|(at, (from, to))| match at {
        0 => format!("`{from}` is still to be renamed to `{to}`"),
        _ => format!("`{from}` to `{to}`"),
    });
    texts.collect::<Vec<_>>().join(", and ")
}

/// Returns a rename as it is typed.
fn flag(rename: &RenameHint) -> String {
    let name = |name: &str| {
        let is_plain = |it: char| it.is_ascii_alphanumeric() || it == '_';
        match name.chars().all(is_plain) {
            true => name.to_owned(),
            false => quoted(name),
        }
    };
    let object = |it: &TableName| {
        let schema = it.schema().map(|it| format!("{}.", name(it)));
        schema.unwrap_or_default() + &name(it.name())
    };
    match rename {
        RenameHint::Object { from, to } => {
            let to = to.as_ref().map(object).unwrap_or_default();
            format!("`--rename-table {}={to}`", object(from))
        }
        RenameHint::Column { table, from, to } => {
            let to = to.as_deref().map(name).unwrap_or_default();
            format!("`--rename {}.{}={to}`", object(table), name(from))
        }
    }
}

fn listed(objects: &[ObjectName]) -> String {
    let names = objects.iter().map(|it| format!("{} `{it}`", it.kind));
    names.collect::<Vec<_>>().join(", ")
}
