//! `Cargo.toml`: what is missing is added; comments, layout and entries stay.

use migrator_core::script::Layout;
use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value, value};

use super::choices::Database;
use super::dependency::{Dependency, Entry};
use super::names::DEFAULT_BINARY;
use super::package::Package;
use super::plan::Plan;
use super::setup::Setup;

const FILE: &str = "Cargo.toml";

/// The manifest while it is edited.
#[derive(Debug)]
pub(super) struct Manifest<'a> {
    package: &'a Package,
    document: DocumentMut,
}

impl<'a> Manifest<'a> {
    pub(super) fn new(package: &'a Package) -> Self {
        Self {
            package,
            document: package.document.clone(),
        }
    }

    /// Adds the libraries, and the drivers that the application connects with.
    pub(super) fn dependencies(&mut self, databases: &[Database], setup: &mut Setup) {
        for dependency in Dependency::all(self.package, databases) {
            self.dependency("dependencies", &dependency, setup);
        }
    }

    pub(super) fn build_dependency(&mut self, setup: &mut Setup) {
        self.dependency("build-dependencies", &Dependency::compiler(), setup);
    }

    fn dependency(&mut self, table: &str, dependency: &Dependency, setup: &mut Setup) {
        match dependency.entry(self.package, table) {
            Entry::Fits => {}
            Entry::Lacks(advice) => setup.leave(FILE, advice.because, advice.help),
            Entry::Missing { new, advice } => {
                let Some(entries) = section(self.document.as_table_mut(), table) else {
                    return;
                };
                let name = dependency.name;
                setup.done(FILE, format!("add `{name}` to `[{table}]`"));
                if let Some(advice) = advice {
                    setup.leave(FILE, advice.because, advice.help);
                }
                let is_sorted = entries.iter().map(|(key, _)| key).is_sorted();
                entries.insert(name, value(new));
                if is_sorted {
                    entries.sort_values();
                }
            }
        }
    }

    /// Adds the section in which `cargo migrator` looks, unless there is one.
    pub(super) fn section(&mut self, plan: &Plan<'_>, setup: &mut Setup) {
        let has_file = self.package.exists("migrator.toml");
        if has_file || self.package.section().is_some() {
            if plan.layout != Layout::Migrator && self.package.configured_layout().is_none() {
                let file = if has_file { "migrator.toml" } else { FILE };
                let help = format!("add `layout = \"{}\"`", plan.layout.keyword());
                setup.leave(file, "the command line is not told the layout", help);
            }
            return;
        }
        let mut new = Table::new();
        new.insert("folder", value(&plan.folder));
        if plan.layout != Layout::Migrator {
            new.insert("layout", value(plan.layout.keyword()));
        }
        if plan.binary != DEFAULT_BINARY {
            new.insert("bin", value(&plan.binary));
        }
        if let Some(mut key) = new.key_mut("folder") {
            let comment =
                "# The database is what `DATABASE_URL` in the environment says, or `--url`.\n";
            key.leaf_decor_mut().set_prefix(comment);
        }
        let Some(package) = section(self.document.as_table_mut(), "package") else {
            return;
        };
        if !package.contains_key("metadata") {
            let mut metadata = Table::new();
            metadata.set_implicit(true);
            package.insert("metadata", Item::Table(metadata));
        }
        let metadata = package
            .get_mut("metadata")
            .and_then(Item::as_table_like_mut);
        if let Some(metadata) = metadata {
            metadata.insert("migrator", Item::Table(new));
            setup.done(
                FILE,
                "say where the migrations are: `[package.metadata.migrator]`",
            );
        }
    }

    /// Declares the binary, where Cargo does not find it by itself.
    pub(super) fn binary(&mut self, plan: &Plan<'_>, file: &str, setup: &mut Setup) {
        if plan.targets.finds_binaries || plan.targets.migrate.is_some() {
            return;
        }
        let name = &plan.binary;
        let bins = self
            .document
            .entry("bin")
            .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        match bins {
            Item::ArrayOfTables(bins) => {
                let mut bin = Table::new();
                bin.insert("name", value(name));
                bin.insert("path", value(file));
                bins.push(bin);
            }
            Item::Value(Value::Array(bins)) => {
                let mut bin = InlineTable::new();
                bin.insert("name", name.as_str().into());
                bin.insert("path", file.into());
                bins.push(bin);
            }
            _ => return,
        }
        setup.done(
            FILE,
            format!("declare the binary `{name}`, because of `autobins = false`"),
        );
    }

    /// `cargo run` shall go on running the application's own binary.
    pub(super) fn default_run(&mut self, plan: &Plan<'_>, setup: &mut Setup) {
        let [own] = plan.targets.binaries.as_slice() else {
            return;
        };
        let Some(package) = section(self.document.as_table_mut(), "package") else {
            return;
        };
        if package.contains_key("default-run") {
            return;
        }
        package.insert("default-run", value(own));
        let what = format!("have `cargo run` run `{own}` as before: `default-run`");
        setup.done(FILE, what);
    }

    /// Makes one change of all edits.
    pub(super) fn finish(self, setup: &mut Setup) {
        let old = self.package.text.clone();
        let new = self.document.to_string();
        // Lines that were ended by the library are ended as the others are.
        let new = if old.contains("\r\n") {
            new.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            new
        };
        if old != new {
            setup.sort();
            setup.edit_quietly(self.package.file(FILE), old, new);
        }
    }
}

/// Returns a table, made if it is missing; `None` if something else has its name, which
/// Cargo would not have read.
fn section<'a>(document: &'a mut Table, name: &str) -> Option<&'a mut dyn TableLike> {
    let item = document
        .entry(name)
        .or_insert_with(|| Item::Table(Table::new()));
    item.as_table_like_mut()
}
