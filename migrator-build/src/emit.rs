//! Writes a checked folder as Rust code.
//!
//! ```text
//!  #[path = "../migrations/x.rs"] mod m_x;     one per Rust migration
//!  static __MIGRATIONS_SET: … = …;             the graph and what runs, as data
//!  pub static MIGRATIONS: … = …;               the handle
//!  submit! { … }                               unless it is a library
//!  #[test] fn migrations_are_current() { … }
//! ```
//!
//! A thousand migrations must compile in seconds, so the code is few tokens:
//! positions instead of names, checksums as one literal each, the same
//! statements once. It is made as text, because the compiler's own lexer is
//! faster than building tokens one by one.

use std::collections::HashMap;
use std::fmt::Write as _;

use migrator_core::base::{Checksum, Dialect};
use migrator_core::graph::{Graph, Revision};
use migrator_core::script::module_names;

use crate::check::Compiled;
use crate::source::{Body, Migration, SqlBody, SqlText};

/// How the handle is called and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Handle {
    /// `MIGRATIONS` or what stands behind `as`.
    pub(crate) name: String,
    /// The free verbs find it.
    pub(crate) is_registered: bool,
    /// Sets to combine with: the name of the constant that holds them, and
    /// whether several heads are fine.
    pub(crate) combined: Option<(String, bool)>,
}

/// The name of a handle without `as`.
pub(crate) const DEFAULT_NAME: &str = "MIGRATIONS";

/// Where generated code finds what it needs.
const PRIVATE: &str = "::migrator::__private";

/// Writes the code; `base` is the folder seen from the calling file.
pub(crate) fn emit(compiled: &Compiled, base: &str, handle: &Handle) -> String {
    let files = compiled
        .migrations
        .iter()
        .map(|migration| migration.file.as_str());
    let mut emitter = Emitter {
        compiled,
        base,
        modules: modules(files, handle),
        code: String::new(),
        shared: HashMap::new(),
        statements: String::new(),
    };
    emitter.modules();
    emitter.tracked_files();
    emitter.unused_constants();
    emitter.set(&set_name(&handle.name));
    emitter.code.push_str(&static_handle(handle));
    emitter.registration(handle);
    emitter.test(handle);
    emitter.code
}

/// Writes an empty handle, so that a mistake in the folder is the only error.
pub(crate) fn emit_broken(unparsable: &[String], base: &str, handle: &Handle) -> String {
    let mut code = String::new();
    for (file, module) in unparsable
        .iter()
        .zip(modules(unparsable.iter().map(String::as_str), handle))
    {
        let path = format!("{base}/{file}");
        let _ = writeln!(code, "#[allow(dead_code)] #[path = {path:?}] mod {module};");
    }
    let _ = write!(
        code,
        "#[allow(dead_code)] static {set}: {PRIVATE}::EmbeddedSet = {PRIVATE}::EmbeddedSet::EMPTY;\n\
         #[allow(dead_code)] {handle}",
        set = set_name(&handle.name),
        handle = static_handle(handle),
    );
    code
}

/// Names the modules; two sets in one file must not have one in common.
fn modules<'a>(files: impl Iterator<Item = &'a str>, handle: &Handle) -> Vec<String> {
    let mut names = module_names(files);
    if handle.name != DEFAULT_NAME {
        let set = handle.name.to_lowercase();
        names
            .iter_mut()
            .for_each(|name| *name = format!("set_{set}_{name}"));
    }
    names
}

fn set_name(handle: &str) -> String {
    format!("__{handle}_SET")
}

fn static_handle(handle: &Handle) -> String {
    let name = &handle.name;
    let set = set_name(name);
    let value = match &handle.combined {
        None => format!("::migrator::Migrations::embedded(&{set})"),
        Some((parts, allow_heads)) => {
            format!("::migrator::Migrations::combined(&{set}, {parts}, {allow_heads})")
        }
    };
    format!(
        "#[doc = \"The migrations embedded by `embed_migrations!`.\"]\n\
         pub static {name}: ::migrator::Migrations = {value};\n"
    )
}

struct Emitter<'a> {
    compiled: &'a Compiled,
    base: &'a str,
    /// The module of each migration; those of SQL files are not used.
    modules: Vec<String>,
    code: String,
    /// Statement lists already written, by their code.
    shared: HashMap<String, usize>,
    /// The constants that hold them.
    statements: String,
}

impl Emitter<'_> {
    fn rust_migrations(&self) -> impl Iterator<Item = (&Migration, &String)> {
        let migrations = self.compiled.migrations.iter().zip(&self.modules);
        migrations.filter(|(migration, _)| matches!(migration.body, Body::Rust { .. }))
    }

    fn modules(&mut self) {
        let mut code = String::new();
        for (migration, module) in self.rust_migrations() {
            let path = format!("{}/{}", self.base, migration.file);
            // Their functions must be `pub` and return a `Result`, whatever the
            // application thinks of that.
            let _ = writeln!(
                code,
                "#[allow(unreachable_pub, clippy::unnecessary_wraps)] #[path = {path:?}] mod {module};"
            );
        }
        self.code.push_str(&code);
    }

    /// SQL files are data here; this makes the compiler watch them.
    fn tracked_files(&mut self) {
        let sql = |migration: &&Migration| matches!(migration.body, Body::Sql { .. });
        for migration in self.compiled.migrations.iter().filter(sql) {
            for file in std::iter::once(&migration.file).chain(migration.further()) {
                let path = format!("{}/{file}", self.base);
                let _ = writeln!(
                    self.code,
                    "const _: &[u8] = ::core::include_bytes!({path:?});"
                );
            }
        }
    }

    /// Uses the header constants that the set does not use, so that they are not
    /// reported as dead while everything else in the file still is.
    fn unused_constants(&mut self) {
        let (mut lists, mut waivers) = (String::new(), String::new());
        for (migration, module) in self.rust_migrations() {
            let is_list = |name: &&&str| !matches!(**name, "REVISION" | "TRANSACTION" | "WAIVES");
            for name in migration.constants.iter().filter(is_list) {
                let _ = write!(lists, "{module}::{name},");
            }
            if migration.constants.contains(&"WAIVES") {
                let _ = write!(waivers, "{module}::WAIVES,");
            }
        }
        if !lists.is_empty() {
            let _ = writeln!(self.code, "const _: &[&[&str]] = &[{lists}];");
        }
        if !waivers.is_empty() {
            let _ = writeln!(self.code, "const _: &[&[(&str, &str)]] = &[{waivers}];");
        }
    }

    fn set(&mut self, name: &str) {
        let graph = &self.compiled.graph;
        // Each in an item of its own: rustc's time grows faster than the size of a body.
        let mut items = String::new();
        for (at, revision) in graph.revisions().enumerate() {
            let _ = writeln!(
                items,
                "const R{at}: p::EmbeddedRevision = {};",
                self.revision(revision)
            );
        }
        for (at, migration) in self.compiled.migrations.iter().enumerate() {
            let migration = self.migration(at, migration);
            let _ = writeln!(items, "const M{at}: p::Migration = {migration};");
        }
        let list = |letter: char| -> String {
            (0..self.compiled.migrations.len())
                .map(|at| format!("{letter}{at},"))
                .collect()
        };
        let (revisions, migrations) = (list('R'), list('M'));
        let by_id = positions(graph.revisions_by_id());
        let real_heads = positions(graph.real_heads());
        let external = external(graph);
        let squashes = squashes(graph);
        let folder = &self.compiled.folder;
        let digest = checksum(self.compiled.digest);
        let layout = self.compiled.layout;
        let further = self
            .compiled
            .migrations
            .iter()
            .filter_map(Migration::further);
        let further: Vec<&String> = further.collect();
        let statements = &self.statements;
        let _ = write!(
            self.code,
            "static {name}: {PRIVATE}::EmbeddedSet = {{\n\
             use {PRIVATE} as p;\n\
             {statements}{items}\
             p::EmbeddedSet {{ package: ::core::env!(\"CARGO_PKG_NAME\"), \
             version: ::core::env!(\"CARGO_PKG_VERSION\"), folder: {folder:?}, layout: p::Layout::{layout:?}, \
             further: &{further:?}, \
             graph: p::EmbeddedGraph {{ revisions: &[{revisions}], by_id: &{by_id}, \
             real_heads: &{real_heads}, external: &[{external}], squashes: &[{squashes}] }}, \
             migrations: &[{migrations}], digest: p::{digest} }}\n}};\n"
        );
    }

    fn revision(&self, revision: Revision<'_>) -> String {
        let at = revision.position().index();
        let migration = self.compiled.migrations.get(at);
        let id = match (
            migration.map(|migration| &migration.body),
            self.modules.get(at),
        ) {
            (Some(Body::Rust { .. }), Some(module)) => format!("{module}::REVISION"),
            _ => format!("{:?}", revision.id()),
        };
        format!(
            "p::EmbeddedRevision {{ id: {id}, message: {:?}, parents: &{}, dependencies: &{}, \
             labels: &{:?}, children: &{}, dependents: &{}, all_labels: &{:?} }}",
            revision.message(),
            positions(revision.parents()),
            positions(revision.dependencies()),
            revision.labels().collect::<Vec<_>>(),
            positions(revision.children()),
            positions(revision.dependents()),
            revision.all_labels().collect::<Vec<_>>(),
        )
    }

    fn migration(&mut self, at: usize, migration: &Migration) -> String {
        let module = self.modules.get(at).cloned().unwrap_or_default();
        let file = format!("{}/{}", self.compiled.folder, migration.file);
        let rust = |function: &str| {
            format!("p::Script::Rust(&({module}::{function} as fn(&mut p::Op<'_>) -> _))")
        };
        let (upgrade, downgrade) = match &migration.body {
            Body::Rust { has_downgrade } => {
                (rust("upgrade"), has_downgrade.then(|| rust("downgrade")))
            }
            Body::Sql { up, down } => (self.sql(up), down.as_ref().map(|down| self.sql(down))),
        };
        let transaction = if migration.constants.contains(&"TRANSACTION") {
            format!("{module}::TRANSACTION")
        } else {
            let mode = migration
                .header
                .transaction
                .map(|mode| mode.value)
                .unwrap_or_default();
            format!("p::Transaction::{mode:?}")
        };
        let downgrade = downgrade.map_or_else(
            || "::core::option::Option::None".to_owned(),
            |script| format!("::core::option::Option::Some({script})"),
        );
        format!(
            "p::Migration {{ file: {file:?}, checksum: p::{}, transaction: {transaction}, \
             upgrade: {upgrade}, downgrade: {downgrade}, original: {} }}",
            checksum(migration.checksum),
            self.original(migration),
        )
    }

    /// The file itself, where its tool keeps a checksum of it; the macro leaves it out unless the program takes
    /// databases over.
    fn original(&self, migration: &Migration) -> String {
        match &migration.original {
            Some(original) if original.layout.has_checksums() => {
                let path = format!("{}/{}", self.base, migration.file);
                format!("p::original!({:?}, {path:?})", original.layout)
            }
            _ => "::core::option::Option::None".to_owned(),
        }
    }

    fn sql(&mut self, body: &SqlBody) -> String {
        let fields = Dialect::ALL.map(|dialect| {
            let statements = self.sql_statements(body.get(dialect));
            format!("{}: {statements}", dialect.keyword())
        });
        format!("p::Script::Sql(p::SqlScript {{ {} }})", fields.join(", "))
    }

    fn sql_statements(&mut self, statements: &Result<Vec<SqlText>, String>) -> String {
        let statements = match statements {
            Ok(statements) => statements,
            Err(message) => return format!("::core::result::Result::Err({message:?})"),
        };
        let mut list = String::new();
        for SqlText {
            sql,
            line,
            repeatable,
        } in statements
        {
            let _ = write!(
                list,
                "p::SqlStatement {{ sql: {sql:?}, line: {line}, repeatable: {repeatable} }},"
            );
        }
        let n_shared = self.shared.len();
        let n = *self.shared.entry(list).or_insert_with_key(|list| {
            let _ = writeln!(
                self.statements,
                "const S{n_shared}: &[p::SqlStatement] = &[{list}];"
            );
            n_shared
        });
        format!("::core::result::Result::Ok(S{n})")
    }

    fn registration(&mut self, handle: &Handle) {
        if handle.is_registered {
            let _ = writeln!(
                self.code,
                "{PRIVATE}::inventory::submit! {{ {PRIVATE}::Registration {{ \
                 migrations: &{name}, file: ::core::file!() }} }}",
                name = handle.name,
            );
        }
    }

    fn test(&mut self, handle: &Handle) {
        let function = match handle.name.as_str() {
            DEFAULT_NAME => "migrations_are_current".to_owned(),
            name => format!("{}_migrations_are_current", name.to_lowercase()),
        };
        let _ = writeln!(
            self.code,
            "#[cfg(test)] #[test] fn {function}() \
             -> ::core::result::Result<(), {PRIVATE}::StaleBinary> {{ \
             {PRIVATE}::check_current(&{set}, ::core::env!(\"CARGO_MANIFEST_DIR\")) }}",
            set = set_name(&handle.name),
        );
    }
}

fn positions<'g>(revisions: impl Iterator<Item = Revision<'g>>) -> String {
    format!(
        "{:?}",
        revisions
            .map(|revision| revision.position().index())
            .collect::<Vec<_>>()
    )
}

fn external(graph: &Graph) -> String {
    let reference = |reference: migrator_core::graph::ExternalReference<'_>| {
        format!(
            "p::EmbeddedReference {{ revision: {}, is_parent: {}, place: {}, name: {:?} }},",
            reference.revision.index(),
            reference.is_parent,
            reference.place,
            reference.name,
        )
    };
    graph.external_references().map(reference).collect()
}

fn squashes(graph: &Graph) -> String {
    let squash = |squash: migrator_core::graph::Squash<'_>| {
        let members = squash.members().map(migrator_core::graph::Position::index);
        format!(
            "p::EmbeddedSquash {{ revision: {}, replaces: &{:?}, members: &{:?} }},",
            squash.revision.position().index(),
            squash.replaces().collect::<Vec<_>>(),
            members.collect::<Vec<_>>(),
        )
    };
    graph.squashes().map(squash).collect()
}

pub(crate) fn checksum(checksum: Checksum) -> String {
    let bytes: String = checksum
        .bytes()
        .iter()
        .map(|byte| format!("\\x{byte:02x}"))
        .collect();
    format!("Checksum::from_parts({}, *b\"{bytes}\")", checksum.scheme())
}
