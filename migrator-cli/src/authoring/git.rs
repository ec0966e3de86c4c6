//! Asks git which revisions another branch has.

use std::collections::BTreeSet;
use std::process::Command;

use migrator_build::authoring::Folder;

/// Returns the ids of those revisions whose files a commit has, too; `None` if git cannot tell.
pub(crate) fn ids_at(folder: &Folder, reference: &str) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for place in folder.folders() {
        // In a subfolder of a repository this lists that subfolder, by names relative to it.
        let mut git = Command::new("git");
        git.args(["ls-tree", "-z", "--name-only", "--end-of-options"])
            .arg(reference)
            .current_dir(&place.path);
        // Git tells its hooks where the repository is, and lists it from its top then.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            git.env_remove(name);
        }
        let output = git.output().ok()?;
        if !output.status.success() {
            return None;
        }
        let listed = String::from_utf8_lossy(&output.stdout);
        names.extend(listed.split('\0').map(ToOwned::to_owned));
    }
    let at = folder.files().filter(|file| names.contains(&file.name));
    Some(at.map(|file| file.id().to_owned()).collect())
}
