//! The migrations folder at a commit.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use migrator_core::base::normalize_path;
use migrator_core::script::{FileRole, Layout};

use super::commit::Commit;
use super::objects::Objects;
use super::repository::Repository;
use crate::check::{self, Collected};
use crate::guard::error::GuardError;
use crate::layout;
use crate::scan::{self, SourceFile, normalized};
use crate::source::Home;

/// What a commit holds, seen from today.
#[derive(Debug)]
pub(crate) struct AtCommit {
    /// The files that are not there today, or read otherwise, or include others.
    pub(crate) changed: Collected,
    /// Ids of the revisions whose files are the same today.
    pub(crate) unchanged: Vec<String>,
    /// Names of all files.
    pub(crate) names: Vec<String>,
}

/// Reads the migrations of a folder at a commit, but those whose names are in `known`.
pub(crate) fn collect_at(
    repository: &Repository,
    commit: &Commit,
    folder: &Path,
    now: &Collected,
    known: &[String],
) -> Result<AtCommit, GuardError> {
    let tree = Tree::list(repository, commit, folder, now)?;
    let objects = Objects::of(repository, commit)?;
    if now.layout != Layout::Migrator {
        return Ok(foreign_at(tree, &objects, now, known));
    }
    let mut scanned = scan::Folder::default();
    let (mut unchanged, mut unread) = (Vec::new(), Vec::new());
    let self_contained = self_contained(now);
    let wanted = tree
        .names
        .iter()
        .filter(|name| known.binary_search(name).is_err());
    for name in wanted {
        match (
            tree.file(name, &objects, &now.display),
            self_contained.get(name.as_str()),
        ) {
            (Some(file), Some((id, text))) if file.text == *text => {
                unchanged.push((*id).to_owned());
            }
            (Some(file), _) => scanned.files.push(file),
            (None, _) => unread.push(name.clone()),
        }
    }
    let home = Home {
        package: &tree.package,
        folder: Path::new(&tree.folder),
        files: &objects,
    };
    let mut changed = check::collect_files(scanned, home);
    changed.display.clone_from(&now.display);
    changed.unread.append(&mut unread);
    Ok(AtCommit {
        changed,
        unchanged,
        names: tree.names,
    })
}

/// Reads another tool's folder, always whole: a migration's parent is the one before it.
fn foreign_at(tree: Tree, objects: &Objects, now: &Collected, known: &[String]) -> AtCommit {
    let (mut texts, mut unread) = (Vec::new(), Vec::new());
    for name in &tree.names {
        match tree.file(name, objects, &now.display) {
            Some(file) => texts.push((file.name, file.text)),
            None => unread.push(name.clone()),
        }
    }
    let mut problems = Vec::new();
    let read = layout::read_texts(texts, &now.display, now.layout, &mut problems);
    let home = Home {
        package: &tree.package,
        folder: Path::new(&tree.folder),
        files: objects,
    };
    let mut changed = check::collect_foreign(read, home);
    let is_known = |file: &String| known.binary_search(file).is_ok();
    changed.migrations.retain(|it| !is_known(&it.file));
    changed.display.clone_from(&now.display);
    changed.unread.append(&mut unread);
    AtCommit {
        changed,
        unchanged: Vec::new(),
        names: tree.names,
    }
}

/// Where the migrations were, and which.
#[derive(Debug)]
struct Tree {
    /// The folder, from the repository's top, without a slash at its end.
    folder: String,
    /// The package's folder, from the repository's top.
    package: PathBuf,
    /// Names of the migrations, sorted.
    names: Vec<String>,
}

impl Tree {
    fn list(
        repository: &Repository,
        commit: &Commit,
        folder: &Path,
        now: &Collected,
    ) -> Result<Self, GuardError> {
        let package = &repository.prefix;
        let shown = scan::display_of(folder);
        let path = if folder.is_absolute() {
            let path = folder.strip_prefix(&repository.top).unwrap_or(folder);
            scan::display_of(path)
        } else {
            normalize_path(&format!("{package}{shown}")).into_owned()
        };
        let names = migrations_in(repository, commit, &path, now.layout)?;
        if !names.is_empty() {
            return Ok(Self {
                folder: path,
                package: PathBuf::from(package),
                names,
            });
        }
        let moved = moved_from(repository, commit, now)?.unwrap_or(path);
        let names = migrations_in(repository, commit, &moved, now.layout)?;
        let old_package = moved.strip_suffix(&shown).unwrap_or(package);
        Ok(Self {
            package: PathBuf::from(old_package),
            folder: moved,
            names,
        })
    }

    /// Reads a file; `None` if that cannot be done, or it is no text.
    fn file(&self, name: &str, objects: &Objects, display: &str) -> Option<SourceFile> {
        let path = if self.folder.is_empty() {
            name.to_owned()
        } else {
            format!("{}/{name}", self.folder)
        };
        let text = String::from_utf8(objects.get(&path)?).ok()?;
        Some(SourceFile {
            name: name.to_owned(),
            display: format!("{display}/{name}"),
            role: FileRole::of(name),
            text: normalized(&text).into_owned(),
        })
    }
}

/// Id and text of today's files that include no others, by name.
fn self_contained(now: &Collected) -> HashMap<&str, (&str, &str)> {
    let texts = now
        .files
        .iter()
        .map(|file| (file.name.as_str(), file.text.as_str()));
    let texts: HashMap<&str, &str> = texts.collect();
    let migrations = now.migrations.iter().filter(|it| it.includes.is_empty());
    migrations
        .filter_map(|it| Some((it.file.as_str(), (it.id(), *texts.get(it.file.as_str())?))))
        .collect()
}

/// Names of the migrations in a folder, as deep as its layout goes, sorted.
fn migrations_in(
    repository: &Repository,
    commit: &Commit,
    folder: &str,
    layout: Layout,
) -> Result<Vec<String>, GuardError> {
    let inside = format!("{folder}/");
    let mut arguments = vec!["ls-tree", "-z", "--full-tree", "--name-only", &commit.hash];
    if layout.depth() > 0 {
        arguments.insert(1, "-r");
    }
    if !folder.is_empty() {
        arguments.push(&inside);
    }
    let listed = repository.git(&arguments)?;
    let names = listed.split('\0').map(|path| match folder {
        "" => path,
        _ => path.strip_prefix(&inside).unwrap_or_default(),
    });
    let mut names: Vec<String> = names
        .filter(|name| match layout {
            Layout::Migrator => FileRole::of(name).is_migration(),
            layout => layout::is_read(name, layout),
        })
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    Ok(names)
}

/// Finds the folder that held most of the files of today: it may have been moved. One
/// that still has such files is that of another package.
fn moved_from(
    repository: &Repository,
    commit: &Commit,
    now: &Collected,
) -> Result<Option<String>, GuardError> {
    let listed = repository.git(&[
        "ls-tree",
        "-r",
        "-z",
        "--full-tree",
        "--name-only",
        &commit.hash,
    ])?;
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    let names: HashSet<&str> = now.files.iter().map(|file| file.name.as_str()).collect();
    for path in listed.split('\0') {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if names.contains(name) && !repository.top.join(path).exists() {
            *folders.entry(folder).or_default() += 1;
        }
    }
    let most = folders.into_iter().max_by_key(|(_, n_files)| *n_files);
    Ok(most.map(|(folder, _)| folder.to_owned()))
}
