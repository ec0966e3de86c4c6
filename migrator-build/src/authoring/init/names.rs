//! How things are called if nothing is said.

/// Where migrations are.
pub(super) const DEFAULT_FOLDER: &str = "migrations";

/// How the binary is called; `cargo migrator` looks for this name.
pub(super) const DEFAULT_BINARY: &str = "migrate";
