//! Making one change.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::change::Change;
use super::fault::ApplyFault;

/// Finds out what would keep a change from being made, without making it.
pub(super) fn check(change: &Change) -> Result<(), ApplyFault> {
    match change {
        Change::Create { path, .. } => is_free(&path.path),
        Change::Edit { path, old, .. } => still_reads(&path.path, old),
        Change::Rename { from, to, old, .. } => {
            still_reads(&from.path, old)?;
            if fs::symlink_metadata(&from.path).is_ok_and(|it| it.is_symlink()) {
                return Err(ApplyFault::Link);
            }
            if differ_in_case_only(&from.path, &to.path) {
                is_unlisted(&to.path)
            } else {
                is_free(&to.path)
            }
        }
    }
}

/// Makes a change.
pub(super) fn apply(change: &Change) -> Result<(), ApplyFault> {
    check(change)?;
    match change {
        Change::Create { path, text } => {
            if let Some(folder) = path.path.parent() {
                fs::create_dir_all(folder).map_err(ApplyFault::Io)?;
            }
            write_new(&path.path, text, None)
        }
        Change::Edit { path, old, new } => {
            // Behind a symbolic link the file is edited, not the link replaced.
            let path = fs::canonicalize(&path.path).map_err(fault)?;
            replace(&path, old, new)
        }
        Change::Rename { from, to, old, new } => {
            let (from, to) = (&from.path, &to.path);
            if differ_in_case_only(from, to) {
                // Where names ignore case a new file would be the old one.
                if old != new {
                    replace(from, old, new)?;
                }
                return fs::rename(from, to).map_err(fault);
            }
            let permissions = fs::metadata(from).map_err(fault)?.permissions();
            write_new(to, new, Some(permissions))?;
            fs::remove_file(from).map_err(fault)
        }
    }
}

/// Refuses a path where something lies, be it a dangling link.
fn is_free(path: &Path) -> Result<(), ApplyFault> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(ApplyFault::Exists),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(ApplyFault::Io(error)),
    }
}

/// Refuses a name that its folder lists in exactly this spelling.
fn is_unlisted(path: &Path) -> Result<(), ApplyFault> {
    let folder = path.parent().unwrap_or(Path::new(""));
    for entry in fs::read_dir(folder).map_err(fault)? {
        if Some(entry.map_err(fault)?.file_name().as_os_str()) == path.file_name() {
            return Err(ApplyFault::Exists);
        }
    }
    Ok(())
}

fn still_reads(path: &Path, old: &str) -> Result<(), ApplyFault> {
    if fs::read(path).map_err(fault)? != old.as_bytes() {
        return Err(ApplyFault::Changed);
    }
    let metadata = fs::metadata(path).map_err(fault)?;
    if metadata.permissions().readonly() {
        return Err(ApplyFault::ReadOnly);
    }
    Ok(())
}

fn differ_in_case_only(from: &Path, to: &Path) -> bool {
    let folded = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().to_lowercase())
    };
    from != to && from.parent() == to.parent() && folded(from) == folded(to)
}

/// Writes a file that is not there yet; what was begun is removed if it fails.
fn write_new(path: &Path, text: &str, permissions: Option<Permissions>) -> Result<(), ApplyFault> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(fault)?;
    let written = fill(&mut file, text, permissions);
    written.map_err(|error| {
        let _ = fs::remove_file(path);
        ApplyFault::Io(error)
    })
}

fn fill(file: &mut File, text: &str, permissions: Option<Permissions>) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}

/// Writes beside the file and renames, so that no reader sees half of it.
fn replace(path: &Path, old: &str, new: &str) -> Result<(), ApplyFault> {
    let permissions = fs::metadata(path).map_err(fault)?.permissions();
    let beside = beside(path);
    write_new(&beside, new, Some(permissions))?;
    let replaced =
        still_reads(path, old).and_then(|()| fs::rename(&beside, path).map_err(ApplyFault::Io));
    replaced.inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

/// A hidden name in the same folder, which nobody takes for a migration.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.new", std::process::id()))
}

fn fault(error: io::Error) -> ApplyFault {
    match error.kind() {
        ErrorKind::AlreadyExists => ApplyFault::Exists,
        ErrorKind::NotFound => ApplyFault::Gone,
        _ => ApplyFault::Io(error),
    }
}
