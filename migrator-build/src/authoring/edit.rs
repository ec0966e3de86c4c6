//! `edit`: which files a target names.

use super::create::resolve;
use super::{AuthoringError, Folder, RevisionFile};

/// Returns the files of the revisions that a target names, in the order it names them.
///
/// # Errors
/// [`AuthoringError`]; `base` names no revision, and another tool's files are not ours to edit.
pub fn files<'f>(
    folder: &'f Folder,
    target: &str,
) -> Result<Vec<&'f RevisionFile>, AuthoringError> {
    let files = named(folder, target)?;
    files.iter().try_for_each(|file| file.check_own())?;
    Ok(files)
}

fn named<'f>(folder: &'f Folder, target: &str) -> Result<Vec<&'f RevisionFile>, AuthoringError> {
    let ids = resolve(folder, target)?;
    if ids.is_empty() {
        return Err(AuthoringError::NoRevision {
            target: target.to_owned(),
        });
    }
    Ok(ids.iter().filter_map(|id| folder.file(id)).collect())
}

/// Returns the one file that a target names.
pub(super) fn file<'f>(
    folder: &'f Folder,
    target: &str,
) -> Result<&'f RevisionFile, AuthoringError> {
    match named(folder, target)?.as_slice() {
        [file] => Ok(file),
        files => Err(AuthoringError::ManyRevisions {
            target: target.to_owned(),
            ids: files.iter().map(|file| file.id().to_owned()).collect(),
        }),
    }
}
