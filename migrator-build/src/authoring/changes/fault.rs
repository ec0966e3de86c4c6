//! What can keep a change from being made.

use std::io;

use thiserror::Error;

/// A change that could not be made.
#[derive(Debug, Error)]
#[error("{failed}{}", before(done))]
#[non_exhaustive]
pub struct ApplyError {
    /// Which one, as half a sentence.
    pub failed: String,
    /// Why not.
    #[source]
    pub fault: ApplyFault,
    /// What was done before and stays, one sentence each, in order.
    pub done: Vec<String>,
}

impl ApplyError {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match &self.fault {
            ApplyFault::Exists => Some("remove or rename that file, and try again".to_owned()),
            ApplyFault::Changed | ApplyFault::Gone => {
                Some("try again: the file is read anew".to_owned())
            }
            ApplyFault::ReadOnly => Some("make the file writable, and try again".to_owned()),
            ApplyFault::Link => Some("rename the file it leads to by hand".to_owned()),
            ApplyFault::Io(_) => None,
        }
    }
}

/// Why a change cannot be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ApplyFault {
    /// A new file would replace one that is there.
    #[error("there is a file of this name already")]
    Exists,
    /// The file does not read as it did when the change was decided.
    #[error("the file was changed in the meantime")]
    Changed,
    /// The file is not there anymore.
    #[error("the file was removed in the meantime")]
    Gone,
    /// The file may be read only.
    #[error("the file is read-only")]
    ReadOnly,
    /// The file is a symbolic link.
    #[error("the file is a symbolic link")]
    Link,
    /// The system refused.
    #[error(transparent)]
    Io(io::Error),
}

fn before(done: &[String]) -> String {
    if done.is_empty() {
        String::new()
    } else {
        format!("; before that, {}", done.join(", "))
    }
}
