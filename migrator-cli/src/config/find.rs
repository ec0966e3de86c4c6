//! Which file configures a call.
//!
//! From the folder where the call is made upwards, the first folder that has one: `migrator.toml`, or a
//! table in `Cargo.toml`. Outermost is the folder of the workspace, or of the package that has none.
//! Outside packages only the folder itself is looked at: a file of someone else's above it could
//! name a program to run.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::config::file::{self, File, Form};
use crate::failure::Failure;

/// The name of our own file.
const OWN: &str = "migrator.toml";
const MANIFEST: &str = "Cargo.toml";

/// Where a call stands.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    /// What the file says; nothing without one.
    pub(crate) file: File,
    /// The file that was read.
    pub(crate) path: Option<PathBuf>,
    /// The folder of the nearest package.
    pub(crate) package: Option<PathBuf>,
}

/// Returns the folder of a package that was named by its manifest.
///
/// Looking upwards from a folder that is not there would find another package.
pub(crate) fn folder_of(manifest: &Path, current: &Path) -> Result<PathBuf, Failure> {
    let path = current.join(manifest);
    let is_called_so = path.file_name().is_some_and(|name| name == MANIFEST);
    match path.parent() {
        Some(folder) if is_called_so && path.is_file() => Ok(folder.to_owned()),
        _ => {
            let shown = manifest.display();
            let error = match path.is_dir() {
                true => Failure::usage(format!("`{shown}` is a folder, and no `Cargo.toml`")).help(
                    format!(
                        "write `--manifest-path {}`",
                        manifest.join(MANIFEST).display()
                    ),
                ),
                false => Failure::usage(format!("there is no `Cargo.toml` at `{shown}`"))
                    .help("name the package's `Cargo.toml`, or leave out `--manifest-path`"),
            };
            Err(error)
        }
    }
}

/// Looks from a folder upwards.
pub(crate) fn look(from: &Path, current: &Path) -> Result<Surroundings, Failure> {
    let package = package(from);
    let mut found = Surroundings {
        package: package.map(ToOwned::to_owned),
        ..Surroundings::default()
    };
    let outermost = outermost(package).unwrap_or(from);
    for folder in from.ancestors() {
        if let Some((path, file)) = in_folder(folder, current)? {
            found.file = file;
            found.path = Some(path);
            break;
        }
        if folder == outermost {
            break;
        }
    }
    Ok(found)
}

/// Returns the folder of the nearest package.
fn package(from: &Path) -> Option<&Path> {
    let mut folders = from.ancestors();
    folders.find(|folder| folder.join(MANIFEST).is_file())
}

/// Returns the folder of the workspace that a package is in, or its own.
fn outermost(package: Option<&Path>) -> Option<&Path> {
    let mut folders = package?.ancestors();
    let workspace = folders.find(|folder| {
        let manifest = fs::read_to_string(folder.join(MANIFEST));
        manifest.is_ok_and(|text| file::is_workspace(&text))
    });
    workspace.or(package)
}

/// Reads the file that was named.
pub(crate) fn named(path: &Path, from: &Path, current: &Path) -> Result<Surroundings, Failure> {
    let absolute = current.join(path);
    let form = match path.file_name() {
        Some(name) if name == MANIFEST => Form::Manifest,
        _ => Form::Own,
    };
    let Some(text) = read(&absolute)? else {
        return Err(Failure::usage(format!(
            "there is no configuration file `{}`",
            path.display()
        )));
    };
    let file = parse(&absolute, &text, form, current)?;
    Ok(Surroundings {
        file: file.unwrap_or_default(),
        path: Some(absolute),
        package: package(from).map(ToOwned::to_owned),
    })
}

fn in_folder(folder: &Path, current: &Path) -> Result<Option<(PathBuf, File)>, Failure> {
    let own = folder.join(OWN);
    let ours = match read(&own)? {
        Some(text) => parse(&own, &text, Form::Own, current)?,
        None => None,
    };
    let path = folder.join(MANIFEST);
    // Most manifests say nothing about us, and need not be parsed to know it.
    let theirs = match read(&path)? {
        Some(text) if text.contains("metadata") && text.contains("migrator") => {
            parse(&path, &text, Form::Manifest, current)?
        }
        _ => None,
    };
    match (ours, theirs) {
        (Some(_), Some(_)) => Err(Failure::usage(format!(
            "both `{}` and the table `metadata.migrator` of `{}` configure this",
            file::shown(&own, current).display(),
            file::shown(&path, current).display(),
        ))
        .help("move the settings into one of the two")),
        (Some(file), None) => Ok(Some((own, file))),
        (None, Some(file)) => Ok(Some((path, file))),
        (None, None) => Ok(None),
    }
}

fn parse(path: &Path, text: &str, form: Form, current: &Path) -> Result<Option<File>, Failure> {
    let folder = path.parent().unwrap_or(path);
    file::read(text, form, &file::shown(path, current), folder)
}

/// Reads a file, which need not be there.
fn read(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => {
            Err(Failure::new(format!("`{}` cannot be read", path.display())).because(&error))
        }
    }
}
