//! What a package's `Cargo.toml` says about its sources.

use std::fs;
use std::path::Path;

use toml::Table;

/// The edition of a package that names none.
const OLDEST: &str = "2015";

/// Where there is no package the files will be of one that is new.
const NEWEST: &str = "2024";

/// Returns the edition of the package in a folder.
pub(super) fn edition(package: &Path) -> String {
    let Some(manifest) = read(package) else {
        return NEWEST.to_owned();
    };
    let edition = manifest.get("package").and_then(|it| it.get("edition"));
    let edition = match edition {
        Some(toml::Value::String(edition)) => Some(edition.clone()),
        Some(_) => package.ancestors().find_map(of_workspace),
        None => None,
    };
    edition.unwrap_or_else(|| OLDEST.to_owned())
}

fn of_workspace(folder: &Path) -> Option<String> {
    let manifest = read(folder)?;
    let package = manifest.get("workspace")?.get("package")?;
    Some(package.get("edition")?.as_str()?.to_owned())
}

fn read(folder: &Path) -> Option<Table> {
    fs::read_to_string(folder.join("Cargo.toml"))
        .ok()?
        .parse()
        .ok()
}
