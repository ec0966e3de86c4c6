//! Names of files that decide whether a tool reads them.

use super::version::Version;

/// What Flyway runs beside SQL.
const SCRIPTS: [&str; 8] = ["java", "kt", "cmd", "bat", "ps1", "py", "sh", "bash"];

/// Takes a name of refinery without its extension apart: the version and the name.
pub(super) fn refinery(stem: &str) -> Option<(Version, &str)> {
    let (version, name) = stem.strip_prefix(['V', 'U'])?.split_once("__")?;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    (!name.is_empty() && name.chars().all(is_word)).then_some(())?;
    Some((Version::number(version)?, name))
}

/// Takes a name of Flyway without its extension apart: whether it is a way up, the version, the name,
/// which may be missing.
pub(super) fn flyway(stem: &str) -> Option<(bool, Version, &str)> {
    let rest = stem.strip_prefix(['V', 'U'])?;
    let (version, name) = rest.split_once("__").unwrap_or((rest, ""));
    Some((stem.starts_with('V'), Version::dotted(version)?, name))
}

/// Tells whether a file is a migration of Flyway that is no SQL.
pub(super) fn is_flyway_script(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return false;
    };
    SCRIPTS.contains(&extension) && (flyway(stem).is_some() || stem.starts_with("R__"))
}

/// Takes a name of goose without its extension apart: the version and the name.
pub(super) fn goose(stem: &str) -> Option<(Version, &str)> {
    let (version, name) = stem.split_once('_')?;
    let version = Version::number(version)?;
    // The row of the version 0 is that of the table itself.
    (version.text != "0").then_some((version, name))
}

/// Tells whether a file is a migration in Go.
pub(super) fn is_go(name: &str) -> bool {
    let stem = name
        .strip_suffix(".go")
        .filter(|stem| !stem.ends_with("_test"));
    stem.is_some_and(|stem| goose(stem).is_some())
}

/// Takes a name of golang-migrate apart, whatever its extension: the version, the name, whether it is a way up.
pub(super) fn golang_migrate(name: &str) -> Option<(Version, &str, bool)> {
    let (version, name) = name.split_once('_')?;
    let last = |mark: &str| name.rfind(mark).map(|at| (at, mark == ".up."));
    let (at, is_up) = last(".up.").max(last(".down."))?;
    Some((Version::number(version)?, name.get(..at)?, is_up))
}
