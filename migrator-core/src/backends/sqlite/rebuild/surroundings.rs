//! Everything about the database that decides how a table is changed.

use super::super::definition::{Definition, same_name};
use super::super::names;
use crate::dialect::Refusal;

/// Everything about the database that decides how a table is changed.
#[derive(Debug)]
pub(super) struct Surroundings {
    /// `main` or `temp`.
    pub(super) schema: &'static str,
    /// The table's name as it is stored.
    pub(super) name: String,
    /// The statement that made it.
    pub(super) sql: String,
    /// Tables, indexes, views and triggers of both schemas, oldest first.
    pub(super) objects: Vec<Object>,
    /// The foreign keys of the table's schema, a row for each column.
    pub(super) references: Vec<Reference>,
    /// Whether the database can drop columns by itself.
    pub(super) drops_columns: bool,
    /// The columns as SQLite has them, and whether each is computed.
    pub(super) columns: Vec<(String, bool)>,
}

/// A part of the schema.
#[derive(Debug, Clone)]
pub(super) struct Object {
    pub(super) schema: &'static str,
    pub(super) kind: Kind,
    pub(super) name: String,
    /// The table that an index or a trigger is for.
    pub(super) table: String,
    /// `None` for the index of a key or a unique constraint.
    pub(super) sql: Option<String>,
    /// Whether it is a view that SQLite could not resolve.
    pub(super) is_broken: bool,
}

/// What a part of the schema is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    Index,
    View,
    Trigger,
}

/// A column of a foreign key.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub(super) child: String,
    /// The number of the foreign key within its table.
    pub(super) key: i64,
    pub(super) parent: String,
    /// The column referred to; `None` for the primary key.
    pub(super) to: Option<String>,
}

impl Surroundings {
    /// Returns the table's definition.
    ///
    /// # Errors
    /// A text that is not understood, or otherwise than SQLite understands it.
    pub(super) fn definition(&self) -> Result<Definition, Refusal> {
        let not_understood = |why: String| {
            let what = format!("the definition of `{}` is not understood: {why}", self.name);
            Refusal::unsupported(what).help(
                "create a table of that kind, copy the rows, drop the old one and rename the \
                 new one, with `op.execute`",
            )
        };
        let definition = Definition::parse(&self.sql);
        let definition = definition.map_err(|error| not_understood(error.to_string()))?;
        let columns = definition.columns().iter();
        let columns = columns.map(|column| (column.name().to_owned(), column.is_generated()));
        let has_columns = columns.eq(self.columns.iter().cloned());
        if has_columns && same_name(definition.name(), &self.name) {
            return Ok(definition);
        }
        Err(not_understood("SQLite reads it otherwise".to_owned()))
    }

    /// Tells whether a foreign key refers to the table, its own included.
    pub(super) fn is_referred_to(&self) -> bool {
        let mut references = self.references.iter();
        references.any(|it| same_name(&it.parent, &self.name))
    }

    /// Returns a name that nothing has and nothing refers to, made of the table's.
    pub(super) fn unused_name(&self, what: &str) -> String {
        let is_used = |name: &str| {
            self.objects.iter().any(|it| same_name(&it.name, name))
                || self.references.iter().any(|it| same_name(&it.parent, name))
        };
        let first = format!("{} ({what})", self.name);
        let others = (2_usize..).map(|at| format!("{} ({what} {at})", self.name));
        let mut names = std::iter::once(first.clone()).chain(others);
        names.find(|name| !is_used(name)).unwrap_or(first)
    }

    /// Returns the objects of the table's schema, and the temporary ones, which may use it, too.
    pub(super) fn around(&self) -> impl Iterator<Item = &Object> {
        let schema = self.schema;
        let reaches = move |it: &&Object| it.schema == schema || it.schema == "temp";
        self.objects.iter().filter(reaches)
    }

    /// Returns the indexes of the table that a statement has made.
    pub(super) fn indexes(&self) -> impl Iterator<Item = (&Object, &str)> {
        let own = |it: &&Object| {
            it.kind == Kind::Index && it.schema == self.schema && same_name(&it.table, &self.name)
        };
        let indexes = self.objects.iter().filter(own);
        indexes.filter_map(|it| Some((it, it.sql.as_deref()?)))
    }

    /// Tells whether the table's schema has a table.
    pub(super) fn has_table(&self, name: &str) -> bool {
        let is = |it: &Object| {
            it.kind == Kind::Table && it.schema == self.schema && same_name(&it.name, name)
        };
        self.objects.iter().any(is)
    }

    /// Returns a name within the table's schema, as SQL.
    pub(super) fn qualified(&self, name: &str) -> Result<String, Refusal> {
        Ok(format!("\"{}\".{}", self.schema, names::quoted(name)?))
    }
}
