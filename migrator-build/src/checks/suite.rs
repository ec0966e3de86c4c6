//! The module with the tests, as text.
//!
//! A thousand revisions are five thousand tests, so each is one call of a plain function.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use migrator_core::script::{ReleasedLine, RevisionCheck};

use super::checking::Checking;
use crate::check::Compiled;
use crate::emit::checksum;
use crate::source::Migration;

/// The file with the released revisions, in the folder.
const LOCK_FILE: &str = "migrator.lock";

pub(super) struct Suite<'s> {
    checking: &'s Checking,
    manifest_dir: &'s Path,
    compiled: &'s Compiled,
    /// The module of each revision.
    modules: Vec<String>,
    code: String,
}

impl<'s> Suite<'s> {
    pub(super) fn new(
        checking: &'s Checking,
        manifest_dir: &'s Path,
        compiled: &'s Compiled,
    ) -> Self {
        let ids = compiled.migrations.iter().map(Migration::id);
        Self {
            checking,
            manifest_dir,
            compiled,
            modules: modules(ids),
            code: String::new(),
        }
    }

    pub(super) fn code(mut self) -> String {
        let name = self.checking.name();
        let _ = writeln!(
            self.code,
            "#[cfg(test)] mod {name} {{\nuse ::migrator::testing::__checks as c;"
        );
        self.tracked_files();
        self.folder();
        self.of_the_set();
        self.released();
        for database in &self.checking.databases {
            self.on(database);
        }
        self.code.push_str("}\n");
        self.code
    }

    /// Makes the compiler watch what was read.
    fn tracked_files(&mut self) {
        let folder = &self.compiled.folder;
        let mut code = String::new();
        let mut tracked = |path: &str| {
            let _ = writeln!(
                code,
                "const _: &[u8] = ::core::include_bytes!(::core::concat!(::core::env!(\"CARGO_MANIFEST_DIR\"), {path:?}));"
            );
        };
        for migration in &self.compiled.migrations {
            for file in std::iter::once(&migration.file).chain(migration.further()) {
                tracked(&format!("/{folder}/{file}"));
            }
        }
        if self.lock().is_some() {
            tracked(&format!("/{folder}/{LOCK_FILE}"));
        }
        let includes = self.compiled.migrations.iter().flat_map(|it| &it.includes);
        let includes: HashSet<&Path> = includes.map(PathBuf::as_path).collect();
        let mut includes: Vec<&str> = includes.into_iter().filter_map(Path::to_str).collect();
        includes.sort_unstable();
        for path in includes {
            let _ = writeln!(code, "const _: &[u8] = ::core::include_bytes!({path:?});");
        }
        self.code.push_str(&code);
    }

    /// What was read, and what is waived: in headers, and by the macro.
    fn folder(&mut self) {
        let mut waives = String::new();
        let mut foreign = String::new();
        for migration in &self.compiled.migrations {
            if migration.original.is_some() {
                let _ = write!(foreign, "{:?},", migration.id());
            }
            for waiver in &migration.header.waives {
                let (check, id) = (variant(waiver.check.value), migration.id());
                let _ = write!(waives, "c::Waiver::header({id:?}, {check}),");
            }
        }
        for waive in &self.checking.waives {
            let check = variant(waive.check);
            let _ = match &waive.revision {
                Some(id) => write!(waives, "c::Waiver::revision({id:?}, {check}),"),
                None => write!(waives, "c::Waiver::foreign({check}),"),
            };
        }
        let (set, options) = (
            self.checking.function("set"),
            self.checking.function("options"),
        );
        let _ = writeln!(
            self.code,
            "static FOLDER: c::Folder = c::Folder {{ name: {:?}, digest: c::{}, \
             package: ::core::env!(\"CARGO_MANIFEST_DIR\"), test: ::core::module_path!(), set: super::{set}, options: super::{options}, \
             waives: &[{waives}], foreign: &[{foreign}], allow_heads: {} }};",
            self.compiled.folder,
            checksum(self.compiled.digest),
            self.checking.allow_heads,
        );
    }

    fn of_the_set(&mut self) {
        let databases = self.checking.databases.iter();
        let suites: String = databases.map(|it| format!("&{it}::HERE,")).collect();
        let _ = writeln!(
            self.code,
            "#[test] fn single_head() {{ c::single_head(&FOLDER) }}\n\
             #[test] fn waivers_are_needed() {{ c::waivers_are_needed(&FOLDER, &[{suites}]) }}"
        );
    }

    /// The lines of the lock file, if there is one.
    fn lock(&self) -> Option<Vec<String>> {
        let path = self
            .manifest_dir
            .join(&self.compiled.folder)
            .join(LOCK_FILE);
        let text = std::fs::read_to_string(path).ok()?;
        let lines = text.lines().map(str::trim);
        let ids = lines.filter_map(|line| Some(ReleasedLine::parse(line).ok()?.id));
        Some(ids.collect())
    }

    fn released(&mut self) {
        let Some(ids) = self.lock() else { return };
        let ids: HashSet<&str> = ids.iter().map(String::as_str).collect();
        let _ = writeln!(
            self.code,
            "mod released {{ use super::{{FOLDER, c}};\n\
             #[test] fn none_is_gone() {{ c::none_is_gone(&FOLDER) }}"
        );
        for (migration, module) in self.compiled.migrations.iter().zip(&self.modules) {
            let id = migration.id();
            if ids.contains(id) {
                let _ = writeln!(
                    self.code,
                    "#[test] fn {module}() {{ c::released(&FOLDER, {id:?}) }}"
                );
            }
        }
        self.code.push_str("}\n");
    }

    fn on(&mut self, database: &str) {
        let ground = self.checking.function(database);
        let _ = writeln!(
            self.code,
            "mod {database} {{ use super::c;\n\
             pub(super) static HERE: c::Suite = c::Suite::new(&super::FOLDER, {database:?}, super::super::{ground});\n\
             #[test] fn up_from_empty() {{ c::up_from_empty(&HERE) }}"
        );
        if !self.checking.no_models {
            self.code
                .push_str("#[test] fn models() { c::models(&HERE) }\n");
        }
        let checks = RevisionCheck::ALL.into_iter();
        let checks: Vec<RevisionCheck> =
            checks.filter(|it| *it != RevisionCheck::Released).collect();
        for (migration, module) in self.compiled.migrations.iter().zip(&self.modules) {
            let _ = write!(self.code, "mod {module} {{ use super::{{HERE, c}};");
            for check in &checks {
                let _ = write!(
                    self.code,
                    " #[test] fn {}() {{ c::revision(&HERE, {:?}, {}) }}",
                    check.keyword(),
                    migration.id(),
                    variant(*check),
                );
            }
            self.code.push_str(" }\n");
        }
        self.code.push_str("}\n");
    }
}

fn variant(check: RevisionCheck) -> String {
    format!("c::RevisionCheck::{check:?}")
}

/// Names the modules, all different.
fn modules<'i>(ids: impl Iterator<Item = &'i str>) -> Vec<String> {
    let mut taken = HashSet::new();
    let name = |id: &str| {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let name = format!("revision_{}", id.chars().map(plain).collect::<String>());
        let mut numbers = 2_u32..;
        let mut unique = name.clone();
        while !taken.insert(unique.clone()) {
            unique = format!("{name}_{}", numbers.next().unwrap_or_default());
        }
        unique
    };
    ids.map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::modules;

    #[test]
    fn every_revision_has_a_module_of_its_own() {
        let names = modules(["a1", "a-1", "a_1", "A1", "2024.1"].into_iter());
        assert_eq!(
            names,
            [
                "revision_a1",
                "revision_a_1",
                "revision_a_1_2",
                "revision_A1",
                "revision_2024_1"
            ]
        );
    }
}
