//! What a macro does that reads a folder, whatever it makes of it.

use std::fmt::Write as _;
use std::path::PathBuf;

/// Where migrations are if nothing is said.
const DEFAULT_FOLDER: &str = "migrations";

/// Returns the folder that a macro is about, relative to the package's `Cargo.toml`.
pub(crate) fn folder(said: Option<&str>) -> PathBuf {
    PathBuf::from(said.unwrap_or(DEFAULT_FOLDER))
}

/// Reads and writes with tokens of our own: the compiler's have no places in files it did not read itself.
pub(crate) fn with_places<T>(work: impl FnOnce() -> T) -> T {
    proc_macro2::fallback::force();
    let made = work();
    proc_macro2::fallback::unforce();
    made
}

/// Returns code that does not compile, with these messages.
pub(crate) fn errors<M: ToString>(messages: impl IntoIterator<Item = M>) -> String {
    let mut code = String::new();
    for message in messages {
        let _ = writeln!(code, "::core::compile_error!({:?});", message.to_string());
    }
    code
}
