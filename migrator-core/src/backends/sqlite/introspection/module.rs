//! Virtual tables, and the tables in which their modules keep what they show.

use std::collections::BTreeMap;

use super::lexeme::lexemes;
use super::stored::{Stored, behind_name, text};
use crate::backends::sqlite::definition::{same_name, unquoted};
use crate::catalog::Beyond;
use crate::schema::{ObjectKind, ObjectName};
use crate::session::{RowError, Rows};

/// Asks which tables a module keeps. As a statement and not as a table: before SQLite 3.37 it is unknown, and
/// then has no rows.
pub(super) const TABLES: &str = "PRAGMA main.table_list";

/// What the modules that come with SQLite call their tables, behind the name of the virtual one.
const KEPT: [(&str, &[&str]); 7] = [
    (
        "fts3",
        &["content", "segments", "segdir", "docsize", "stat"],
    ),
    (
        "fts4",
        &["content", "segments", "segdir", "docsize", "stat"],
    ),
    ("fts5", &["data", "idx", "content", "docsize", "config"]),
    ("rtree", &["node", "rowid", "parent"]),
    ("rtree_i32", &["node", "rowid", "parent"]),
    ("geopoly", &["node", "rowid", "parent"]),
    ("spellfix1", &["vocab"]),
];

/// The tables that no operation can make.
#[derive(Debug, Default)]
pub(super) struct Modules<'r> {
    /// What each is, by its name in lower case.
    tables: BTreeMap<String, (&'r str, String)>,
}

impl<'r> Modules<'r> {
    /// Takes the virtual tables that are stored, and the answer to [`TABLES`].
    ///
    /// # Errors
    /// [`RowError`] for an answer to something else.
    pub(super) fn of(stored: &[Stored<'r>], listed: &'r Rows) -> Result<Self, RowError> {
        let mut all = Self::default();
        let virtuals: Vec<(&str, String)> = stored
            .iter()
            .filter(|it| it.is_virtual())
            .map(|it| (it.name, module(*it).unwrap_or_default()))
            .collect();
        for (name, module) in &virtuals {
            all.add(name, format!("a virtual table of `{module}`"));
        }
        if virtuals.is_empty() {
            return Ok(all);
        }
        let is_kept = |name: &str| virtuals.iter().any(|(of, module)| keeps(of, module, name));
        for it in stored
            .iter()
            .filter(|it| it.kind == "table" && is_kept(it.name))
        {
            all.add(it.name, "kept by a virtual table".to_owned());
        }
        for row in listed {
            let name = text(row, 1)?;
            if same_name(text(row, 0)?, "main") && text(row, 2)? == "shadow" {
                all.add(name, "kept by a virtual table".to_owned());
            }
        }
        Ok(all)
    }

    fn add(&mut self, name: &'r str, what: String) {
        self.tables.insert(name.to_ascii_lowercase(), (name, what));
    }

    /// Tells whether a table is one of them.
    pub(super) fn has(&self, name: &str) -> bool {
        !self.tables.is_empty() && self.tables.contains_key(&name.to_ascii_lowercase())
    }

    /// Says what they are.
    pub(super) fn beyond(self) -> impl Iterator<Item = Beyond> {
        self.tables
            .into_values()
            .map(|(name, what)| Beyond::new(ObjectName::new(ObjectKind::Table, name), what))
    }
}

/// Returns the module of a virtual table.
fn module(stored: Stored<'_>) -> Option<String> {
    let tokens = lexemes(stored.sql).ok()?;
    let rest = behind_name(&tokens, "TABLE")?;
    let using = rest.first().filter(|word| word.is("USING"));
    using.and_then(|_| Some(unquoted(rest.get(1)?.text)))
}

fn keeps(of: &str, module: &str, name: &str) -> bool {
    let Some((start, rest)) = name.split_at_checked(of.len()) else {
        return false;
    };
    let kept = KEPT.iter().find(|(it, _)| same_name(it, module));
    let suffix = rest.strip_prefix('_').filter(|_| same_name(start, of));
    match (kept, suffix) {
        (Some((_, kept)), Some(suffix)) => kept.iter().any(|it| same_name(it, suffix)),
        _ => false,
    }
}
