//! Which build of which program this is.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::path::Path;
use std::sync::OnceLock;
use std::time::UNIX_EPOCH;

/// A program, as a process of it knows itself.
///
/// What a function of the application does stands in no digest, but its program does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its file.
    pub file: String,
    /// What changes when it is built anew: how long the file is, and when it was written.
    pub build: String,
}

/// Returns the program of this process. If the system does not tell, each process counts as one of its own.
#[must_use]
pub fn program() -> &'static Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let described = std::env::current_exe().and_then(|path| described(&path));
        described.unwrap_or_else(|_| Program {
            file: String::new(),
            build: RandomState::new().build_hasher().finish().to_string(),
        })
    })
}

fn described(path: &Path) -> io::Result<Program> {
    let metadata = path.metadata()?;
    let written = metadata.modified()?.duration_since(UNIX_EPOCH);
    let written = written.unwrap_or_default().as_nanos();
    Ok(Program {
        // In a form that tells names apart that are not valid Unicode.
        file: format!("{path:?}"),
        build: format!("{} {written}", metadata.len()),
    })
}
