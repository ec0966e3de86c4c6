//! Which program this is.

use std::sync::OnceLock;
use std::time::UNIX_EPOCH;

/// Returns what changes when the program is built anew: its file, how long that is, and when it was written.
///
/// What a function of the application does stands in no digest, but its program does. Empty if the system does not
/// tell.
#[must_use]
pub fn program() -> &'static str {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    PROGRAM.get_or_init(described)
}

fn described() -> String {
    let Ok(path) = std::env::current_exe() else {
        return String::new();
    };
    let written = path
        .metadata()
        .and_then(|it| Ok((it.len(), it.modified()?)));
    let Ok((length, written)) = written else {
        return path.display().to_string();
    };
    let written = written.duration_since(UNIX_EPOCH).unwrap_or_default();
    format!("{} {length} {}", path.display(), written.as_nanos())
}
