//! The library and the binaries of a package, as Cargo finds them.

use toml_edit::{Item, TableLike};

use super::package::Package;

/// What Cargo compiles.
#[derive(Debug, Clone)]
pub(super) struct Targets {
    pub(super) library: Option<Library>,
    /// The file of the package's own binary: the only one, or `src/main.rs`.
    pub(super) main: Option<String>,
    /// Names of all binaries but the one that is to be made.
    pub(super) binaries: Vec<String>,
    /// The file of the binary that is to be made, if it is there.
    pub(super) migrate: Option<String>,
    /// Whether Cargo finds binaries by itself.
    pub(super) finds_binaries: bool,
    pub(super) build: Build,
}

/// A library.
#[derive(Debug, Clone)]
pub(super) struct Library {
    pub(super) file: String,
    /// The name by which binaries use it.
    pub(super) crate_name: String,
    /// Whether binaries can use what it defines.
    pub(super) is_linkable: bool,
    /// Whether it defines macros and nothing else.
    pub(super) is_proc_macro: bool,
}

/// The build script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Build {
    /// This file, which may be missing.
    File(String),
    /// `build = false`.
    Off,
    /// Something newer than this program.
    Unknown,
}

impl Targets {
    /// `binary` is the name of the binary that is to be made.
    pub(super) fn of(package: &Package, binary: &str) -> Self {
        let is_on = |key: &str| {
            let value = package.table().and_then(|table| table.get(key)?.as_bool());
            value.unwrap_or(true)
        };
        let finds_binaries = is_on("autobins");
        let mut found = declared(package);
        if finds_binaries {
            let has = |found: &[Binary], file: &str| found.iter().any(|it| it.file == file);
            for other in discovered(package) {
                let is_known = found.iter().any(|it| it.name == other.name);
                if !is_known && !has(&found, &other.file) {
                    found.push(other);
                }
            }
        }
        let (migrate, others): (Vec<_>, Vec<_>) = found
            .iter()
            .partition(|it| it.name == binary && it.file != "src/main.rs");
        let main = match others.as_slice() {
            [only] => Some(only),
            several => several.iter().find(|it| it.file == "src/main.rs"),
        };
        Self {
            library: library(package, is_on("autolib")),
            main: main.map(|it| it.file.clone()),
            binaries: others.into_iter().map(|it| it.name.clone()).collect(),
            migrate: migrate.into_iter().next().map(|it| it.file.clone()),
            finds_binaries,
            build: build(package),
        }
    }
}

#[derive(Debug, Clone)]
struct Binary {
    name: String,
    file: String,
}

/// The `[[bin]]` sections.
fn declared(package: &Package) -> Vec<Binary> {
    let bins = package.document.get("bin");
    let tables: Vec<&dyn TableLike> = match bins {
        Some(Item::ArrayOfTables(tables)) => tables.iter().map(|it| it as &dyn TableLike).collect(),
        Some(Item::Value(toml_edit::Value::Array(array))) => {
            let tables = array.iter().filter_map(toml_edit::Value::as_inline_table);
            tables.map(|it| it as &dyn TableLike).collect()
        }
        _ => Vec::new(),
    };
    let binary = |table: &&dyn TableLike| {
        let name = table.get("name")?.as_str()?.to_owned();
        let path = table.get("path").and_then(Item::as_str);
        let file = match path {
            Some(path) => path.replace('\\', "/"),
            None => guess(package, &name),
        };
        Some(Binary { name, file })
    };
    tables.iter().filter_map(binary).collect()
}

/// Where Cargo looks for a binary whose path is not given.
fn guess(package: &Package, name: &str) -> String {
    let places = [
        format!("src/bin/{name}.rs"),
        format!("src/bin/{name}/main.rs"),
    ];
    let found = places.iter().find(|place| package.exists(place));
    found.map_or_else(|| "src/main.rs".to_owned(), Clone::clone)
}

/// `src/main.rs`, and what is in `src/bin`.
fn discovered(package: &Package) -> Vec<Binary> {
    let mut found = Vec::new();
    if package.exists("src/main.rs") {
        found.push(Binary {
            name: package.text_key("name").unwrap_or_default().to_owned(),
            file: "src/main.rs".to_owned(),
        });
    }
    for (path, is_folder) in package.list("src/bin") {
        let name = path.trim_start_matches("src/bin/");
        let main = format!("{path}/main.rs");
        if is_folder && package.exists(&main) {
            found.push(Binary {
                name: name.to_owned(),
                file: main,
            });
        } else if let Some(name) = name.strip_suffix(".rs").filter(|_| !is_folder) {
            found.push(Binary {
                name: name.to_owned(),
                file: path.clone(),
            });
        }
    }
    found
}

fn library(package: &Package, is_found: bool) -> Option<Library> {
    let section = package.document.get("lib").and_then(Item::as_table_like);
    if section.is_none() && !(is_found && package.exists("src/lib.rs")) {
        return None;
    }
    let text = |key: &str| section.and_then(|section| section.get(key)?.as_str());
    let is_proc_macro = ["proc-macro", "proc_macro"]
        .iter()
        .any(|key| section.and_then(|section| section.get(key)?.as_bool()) == Some(true));
    let kinds = section.and_then(|section| section.get("crate-type")?.as_array());
    let links = |kind: &str| matches!(kind, "lib" | "rlib" | "dylib");
    let is_linkable =
        kinds.is_none_or(|kinds| kinds.iter().filter_map(toml_edit::Value::as_str).any(links));
    let name = text("name").or_else(|| package.text_key("name"));
    Some(Library {
        file: text("path").unwrap_or("src/lib.rs").replace('\\', "/"),
        crate_name: name.unwrap_or_default().replace('-', "_"),
        is_linkable: is_linkable && !is_proc_macro,
        is_proc_macro,
    })
}

fn build(package: &Package) -> Build {
    const DEFAULT: &str = "build.rs";
    let Some(item) = package.table().and_then(|table| table.get("build")) else {
        return Build::File(DEFAULT.to_owned());
    };
    match (item.as_bool(), item.as_str()) {
        (Some(true), _) => Build::File(DEFAULT.to_owned()),
        (Some(false), _) => Build::Off,
        (None, Some(file)) => Build::File(file.replace('\\', "/")),
        (None, None) => Build::Unknown,
    }
}
