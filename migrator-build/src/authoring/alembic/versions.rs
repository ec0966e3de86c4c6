//! Alembic's folders of version files.

use std::path::{Path, PathBuf};

use super::version_file::VersionFile;
use crate::problem::{Problem, Problems};
use crate::scan;

/// Reads the version files of folders, each by name; `root` is what they are relative to.
///
/// As Alembic does, it takes every `.py` file directly in a folder, but `__init__.py` and hidden ones.
///
/// # Errors
/// Every file that cannot be read, with its line: what is not written out, as a revision that is computed, is not
/// guessed. Folders without a version file are an error, too.
pub fn read_versions(root: &Path, folders: &[PathBuf]) -> Result<Vec<VersionFile>, Problems> {
    let mut problems = Vec::new();
    let mut versions = Vec::new();
    for folder in folders {
        let shown = scan::display_of(folder);
        let n_before = (versions.len(), problems.len());
        match scan::entries(&root.join(folder)) {
            Ok(entries) => {
                let names = entries.iter().filter(|entry| !entry.is_folder);
                for name in names.filter_map(|entry| entry.name.to_str()) {
                    if is_version_file(name) {
                        read(
                            &root.join(folder).join(name),
                            &format!("{shown}/{name}"),
                            &mut versions,
                            &mut problems,
                        );
                    }
                }
            }
            Err(error) => problems.push(scan::unreadable_folder(&shown, &error)),
        }
        if n_before == (versions.len(), problems.len()) {
            let problem = Problem::of_file(shown, "there is no version file of Alembic");
            problems
                .push(problem.help("name the folder that holds them, mostly `alembic/versions`"));
        }
    }
    match Problems::new(problems) {
        Some(problems) => Err(problems),
        None => Ok(versions),
    }
}

fn is_version_file(name: &str) -> bool {
    let is_python = Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "py");
    is_python && !name.starts_with('.') && !name.starts_with("__init__")
}

fn read(path: &Path, shown: &str, versions: &mut Vec<VersionFile>, problems: &mut Vec<Problem>) {
    match scan::read(path, shown) {
        Ok(text) => versions.extend(VersionFile::read(shown, &text, problems)),
        Err(problem) => problems.push(problem),
    }
}
