//! A package as it lies on the disk: its manifest, the workspace's, and its files.

use std::path::{Path, PathBuf};

use migrator_core::script::Layout;
use toml_edit::{DocumentMut, Item, TableLike};

use super::error::InitError;
use crate::authoring::FilePath;

/// A package, read from its `Cargo.toml`.
#[derive(Debug, Clone)]
pub struct Package {
    root: PathBuf,
    /// The manifest's text.
    pub(super) text: String,
    pub(super) document: DocumentMut,
    /// The manifest of the workspace, if the package is a member of one or its root.
    workspace: Option<DocumentMut>,
}

impl Package {
    /// Reads a `Cargo.toml`, or the one in a folder.
    ///
    /// # Errors
    /// [`InitError::Unreadable`] and [`InitError::Toml`] of this manifest and the workspace's;
    /// [`InitError::NoPackage`] if there is only a workspace in it.
    pub fn read(manifest: impl AsRef<Path>) -> Result<Self, InitError> {
        let mut path = manifest.as_ref().to_owned();
        if path.is_dir() {
            path.push("Cargo.toml");
        }
        let (text, document) = parse(&path)?;
        if document
            .get("package")
            .and_then(Item::as_table_like)
            .is_none()
        {
            return Err(InitError::NoPackage { path });
        }
        let root = path.parent().map(Path::to_owned).unwrap_or_default();
        let mut package = Self {
            root,
            text,
            document,
            workspace: None,
        };
        package.workspace = package.find_workspace()?;
        Ok(package)
    }

    /// Returns a file of the package, shown by its relative path.
    pub(super) fn file(&self, relative: &str) -> FilePath {
        FilePath::new(self.root.join(relative)).shown_as(relative)
    }

    /// Returns the text of a file, if it is there and is text.
    pub(super) fn read_file(&self, relative: &str) -> Option<String> {
        std::fs::read_to_string(self.root.join(relative)).ok()
    }

    pub(super) fn exists(&self, relative: &str) -> bool {
        self.root.join(relative).exists()
    }

    /// Tells whether a folder holds a file, so that git keeps it.
    pub(super) fn has_files(&self, folder: &str) -> bool {
        let entries = std::fs::read_dir(self.root.join(folder));
        let mut entries = entries.into_iter().flatten().flatten();
        entries.any(|entry| entry.path().is_file())
    }

    /// Lists what is in a folder: relative paths, sorted, and whether each is a folder.
    pub(super) fn list(&self, folder: &str) -> Vec<(String, bool)> {
        let entries = std::fs::read_dir(self.root.join(folder));
        let entries = entries.into_iter().flatten().flatten();
        let mut found: Vec<(String, bool)> = entries
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                Some((format!("{folder}/{name}"), entry.path().is_dir()))
            })
            .collect();
        found.sort();
        found
    }

    /// Returns `[package]`.
    pub(super) fn table(&self) -> Option<&dyn TableLike> {
        self.document.get("package")?.as_table_like()
    }

    /// Returns a key of `[package]`, the workspace's if it is inherited.
    pub(super) fn key(&self, name: &str) -> Option<&Item> {
        let own = self.table()?.get(name)?;
        if is_inherited(own) {
            let workspace = self.workspace_table("package")?;
            return workspace.get(name);
        }
        Some(own)
    }

    /// Returns a text of `[package]`.
    pub(super) fn text_key(&self, name: &str) -> Option<&str> {
        self.key(name)?.as_str()
    }

    /// Returns a table of `[workspace]`.
    pub(super) fn workspace_table(&self, name: &str) -> Option<&dyn TableLike> {
        let workspace = self.workspace.as_ref()?.get("workspace")?.as_table_like()?;
        workspace.get(name)?.as_table_like()
    }

    /// Returns a dependency of the workspace.
    pub(super) fn workspace_dependency(&self, name: &str) -> Option<&Item> {
        self.workspace_table("dependencies")?.get(name)
    }

    /// Returns an entry of `[dependencies]`, also one of a target.
    pub(super) fn dependency(&self, name: &str) -> Option<&Item> {
        self.entry("dependencies", name)
    }

    /// Returns an entry of a table of dependencies, also one of a target.
    pub(super) fn entry(&self, table: &str, name: &str) -> Option<&Item> {
        let own = self.document.get(table).and_then(Item::as_table_like);
        if let Some(entry) = own.and_then(|table| table.get(name)) {
            return Some(entry);
        }
        let targets = self.document.get("target")?.as_table_like()?;
        targets.iter().find_map(|(_, target)| {
            let table = target.as_table_like()?.get(table)?.as_table_like()?;
            table.get(name)
        })
    }

    /// Returns `folder` of `[package.metadata.migrator]` or `migrator.toml`.
    pub(super) fn configured_folder(&self) -> Option<String> {
        self.configured("folder")
    }

    /// Returns `layout` of the same, if there is such a one.
    pub(super) fn configured_layout(&self) -> Option<Layout> {
        Layout::of(&self.configured("layout")?)
    }

    fn configured(&self, key: &str) -> Option<String> {
        let of_file = || {
            let (_, document) = parse(&self.root.join("migrator.toml")).ok()?;
            Some(document.get(key)?.as_str()?.to_owned())
        };
        let section = self.section().and_then(Item::as_table_like);
        let value = section.and_then(|section| section.get(key)?.as_str());
        value.map(str::to_owned).or_else(of_file)
    }

    /// Returns `[package.metadata.migrator]`.
    pub(super) fn section(&self) -> Option<&Item> {
        let metadata = self.table()?.get("metadata")?.as_table_like()?;
        metadata.get("migrator")
    }

    /// The macro's code and the three lines of the binary are of the editions since 2018.
    pub(super) fn check_edition(&self) -> Result<(), InitError> {
        match self.text_key("edition") {
            None | Some("2015") => Err(InitError::OldEdition),
            Some(_) => Ok(()),
        }
    }

    /// Finds the workspace as Cargo does: named, or the next one above.
    fn find_workspace(&self) -> Result<Option<DocumentMut>, InitError> {
        if self.document.contains_key("workspace") {
            return Ok(Some(self.document.clone()));
        }
        if let Some(named) = self.table().and_then(|it| it.get("workspace")?.as_str()) {
            return parse(&self.root.join(named).join("Cargo.toml")).map(|(_, it)| Some(it));
        }
        let Ok(root) = self
            .root
            .canonicalize()
            .or_else(|_| std::env::current_dir())
        else {
            return Ok(None);
        };
        for folder in root.ancestors().skip(1) {
            let path = folder.join("Cargo.toml");
            if path.is_file() {
                let (_, document) = parse(&path)?;
                if document.contains_key("workspace") {
                    return Ok((!excludes(&document, folder, &root)).then_some(document));
                }
            }
        }
        Ok(None)
    }
}

/// Tells whether a value is `{ workspace = true }`.
pub(super) fn is_inherited(item: &Item) -> bool {
    let table = item.as_table_like();
    table.is_some_and(|table| table.get("workspace").and_then(Item::as_bool) == Some(true))
}

fn excludes(workspace: &DocumentMut, folder: &Path, package: &Path) -> bool {
    let excluded = workspace
        .get("workspace")
        .and_then(|it| it.as_table_like()?.get("exclude")?.as_array());
    let mut excluded = excluded
        .into_iter()
        .flatten()
        .filter_map(toml_edit::Value::as_str);
    excluded.any(|path| package.starts_with(folder.join(path)))
}

fn parse(path: &Path) -> Result<(String, DocumentMut), InitError> {
    let text = std::fs::read_to_string(path).map_err(|source| InitError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    let document = text.parse().map_err(|source| InitError::Toml {
        path: path.to_owned(),
        source,
    })?;
    Ok((text, document))
}
