//! Asks git which revisions another branch has.

use std::collections::BTreeSet;

use migrator_build::authoring::Folder;
use migrator_build::guard;

/// Returns the ids of those revisions whose files a commit has, too; `None` if git cannot tell.
pub(crate) fn ids_at(folder: &Folder, reference: &str) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for place in folder.folders() {
        // In a subfolder of a repository this lists that subfolder, by names relative to it.
        let mut git = guard::git(&place.path);
        git.args(["ls-tree", "-z", "--name-only", "--end-of-options"]);
        let output = git.arg(reference).output().ok()?;
        if !output.status.success() {
            return None;
        }
        let listed = String::from_utf8_lossy(&output.stdout);
        names.extend(listed.split('\0').map(ToOwned::to_owned));
    }
    let at = folder.files().filter(|file| names.contains(&file.name));
    Some(at.map(|file| file.id().to_owned()).collect())
}
