//! Entries of `Cargo.toml`'s tables of dependencies.

use std::iter;

use toml_edit::{Array, InlineTable, Item, Value};

use super::choices::Database;
use super::package::{Package, is_inherited};

/// The versions of the drivers that this version of migrator was made for.
const RUSQLITE: &str = "0.41";
const POSTGRES: &str = "0.19";

/// A dependency that there should be.
#[derive(Debug, Clone)]
pub(super) struct Dependency {
    pub(super) name: &'static str,
    version: String,
    features: Vec<&'static str>,
    has_default_features: bool,
}

/// The feature that compares schemas. Who has an entry without it may have left it out.
const COMPARING: &str = "autogenerate";

/// What is there of it.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    /// All that is needed.
    Fits,
    /// An entry that is not enough.
    Lacks(Advice),
    /// Nothing: this entry is to be added, with something to say perhaps.
    Missing { new: Value, advice: Option<Advice> },
}

/// What is left to the user.
#[derive(Debug, Clone)]
pub(super) struct Advice {
    pub(super) because: String,
    pub(super) help: String,
}

impl Dependency {
    fn new(name: &'static str, version: impl Into<String>) -> Self {
        Self {
            name,
            version: version.into(),
            features: Vec::new(),
            has_default_features: true,
        }
    }

    /// The migration compiler.
    pub(super) fn compiler() -> Self {
        Self::new("migrator-build", own_version())
    }

    /// What `[dependencies]` should hold.
    pub(super) fn all(package: &Package, databases: &[Database]) -> Vec<Self> {
        let is_async = package.dependency("tokio-postgres").is_some()
            && package.dependency("postgres").is_none();
        let library = |database: &Database| match database {
            Database::Postgres if is_async => "tokio",
            other => other.name(),
        };
        let mut all = vec![
            Self {
                features: databases.iter().map(library).collect(),
                ..Self::new("migrator", own_version())
            },
            Self {
                features: iter::once(COMPARING)
                    .chain(databases.iter().map(|it| it.name()))
                    .collect(),
                has_default_features: false,
                ..Self::new("migrator-cli", own_version())
            },
        ];
        let has_postgres = databases.contains(&Database::Postgres);
        if has_postgres && !is_async {
            all.push(Self::new("postgres", POSTGRES));
        }
        if databases.iter().any(|it| *it != Database::Postgres) {
            all.push(Self::new("rusqlite", RUSQLITE));
        }
        all
    }

    /// Looks for the entry in a table.
    pub(super) fn entry(&self, package: &Package, table: &str) -> Entry {
        if let Some(found) = package.entry(table, self.name) {
            let mut lacking = self.lacking(package, found);
            lacking.retain(|feature| *feature != COMPARING);
            return match self.advice(&lacking, table) {
                None => Entry::Fits,
                Some(advice) => Entry::Lacks(advice),
            };
        }
        let Some(inherited) = package.workspace_dependency(self.name) else {
            return Entry::Missing {
                new: self.plain(),
                advice: None,
            };
        };
        let features = self.lacking(package, inherited);
        let has_defaults = has_default_features(inherited);
        let advice = (has_defaults && !self.has_default_features).then(|| Advice {
            because: format!("the workspace's `{}` has its default features on, which compile what only writes files", self.name),
            help: "set `default-features = false` in `[workspace.dependencies]`".to_owned(),
        });
        Entry::Missing {
            new: inheriting(&features),
            advice,
        }
    }

    /// The entry of a package that has no workspace, or one that does not know it.
    fn plain(&self) -> Value {
        if self.features.is_empty() && self.has_default_features {
            return self.version.as_str().into();
        }
        let mut table = InlineTable::new();
        table.insert("version", self.version.as_str().into());
        if !self.has_default_features {
            table.insert("default-features", false.into());
        }
        if !self.features.is_empty() {
            table.insert(
                "features",
                Value::Array(list(self.features.iter().copied())),
            );
        }
        Value::InlineTable(table)
    }

    /// The features that an entry does not have, and the workspace's neither.
    fn lacking(&self, package: &Package, entry: &Item) -> Vec<&'static str> {
        let mut has = features(entry);
        if is_inherited(entry) {
            let inherited = package.workspace_dependency(self.name);
            has.extend(inherited.map(features).unwrap_or_default());
        }
        let has = |feature: &str| has.iter().any(|it| it == feature);
        let is_covered = |wanted: &str| match wanted {
            "sqlite" => has("sqlite") || has("sqlite-bundled"),
            // Then it is the driver that brings SQLite.
            "sqlite-bundled" => has("sqlite-bundled") || has("sqlite") && brings_sqlite(package),
            "postgres" => has("postgres") || has("tokio") || has("tls"),
            other => has(other),
        };
        let wanted = self.features.iter().copied();
        wanted.filter(|feature| !is_covered(feature)).collect()
    }

    fn advice(&self, lacking: &[&str], table: &str) -> Option<Advice> {
        if lacking.is_empty() {
            return None;
        }
        let named: Vec<String> = lacking.iter().map(|it| format!("`{it}`")).collect();
        let (named, name) = (named.join(" and "), self.name);
        Some(Advice {
            because: format!("`{name}` is there without {named}"),
            help: format!("add {named} to the features of `{name}` in `[{table}]`"),
        })
    }
}

/// `{ workspace = true, features = […] }`.
fn inheriting(features: &[&str]) -> Value {
    let mut table = InlineTable::new();
    table.insert("workspace", true.into());
    if !features.is_empty() {
        table.insert("features", Value::Array(list(features.iter().copied())));
    }
    Value::InlineTable(table)
}

/// A list of texts.
fn list<'a>(items: impl IntoIterator<Item = &'a str>) -> Array {
    items.into_iter().collect()
}

fn features(entry: &Item) -> Vec<String> {
    let array = entry
        .as_table_like()
        .and_then(|it| it.get("features")?.as_array());
    let features = array.into_iter().flatten().filter_map(Value::as_str);
    features.map(str::to_owned).collect()
}

fn has_default_features(entry: &Item) -> bool {
    let table = entry.as_table_like();
    table.and_then(|it| it.get("default-features")?.as_bool()) != Some(false)
}

fn brings_sqlite(package: &Package) -> bool {
    let own = package.dependency("rusqlite").map(features);
    let inherited = package.workspace_dependency("rusqlite").map(features);
    let has = |features: Option<Vec<String>>| {
        features.is_some_and(|it| it.iter().any(|feature| feature.starts_with("bundled")))
    };
    has(own) || has(inherited)
}

/// The version of migrator as entries have it: what is compatible with it.
fn own_version() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut numbers = version.split('.');
    match (numbers.next(), numbers.next()) {
        (Some("0"), Some(minor)) => format!("0.{minor}"),
        (Some(major), _) => major.to_owned(),
        (None, _) => version.to_owned(),
    }
}
