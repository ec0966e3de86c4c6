//! What is asked of the database before a table is changed, and what the answers say.

use std::collections::BTreeSet;

use super::super::definition::same_name;
use super::super::literal::text_literal;
use super::super::names;
use super::surroundings::{Kind, Object, Reference, Surroundings};
use crate::base::TableName;
use crate::dialect::Refusal;
use crate::session::{FromValue, Row, RowError, Rows, Statement};

const SCHEMAS: [&str; 2] = ["main", "temp"];

/// Everything in the schema.
const OBJECTS: &str = "SELECT '{schema}' AS \"schema\", rowid AS age, type, name, tbl_name, sql FROM {schema}.sqlite_master";

/// The columns of all foreign keys.
const REFERENCES: &str = "SELECT '{schema}' AS \"schema\", m.name AS child, f.id, f.\"table\" AS parent, f.\"to\" AS target \
     FROM {schema}.sqlite_master AS m, pragma_foreign_key_list(m.name, '{schema}') AS f \
     WHERE m.type = 'table'";

/// The columns of a table.
const COLUMNS: &str = "SELECT '{schema}' AS \"schema\", x.cid, x.name, x.hidden \
     FROM {schema}.sqlite_master AS m, pragma_table_xinfo(m.name, '{schema}') AS x \
     WHERE m.type = 'table' AND m.name = {name} COLLATE NOCASE";

/// Returns the queries, in the order in which [`read`] takes the answers.
///
/// # Errors
/// A name that no text can hold.
pub(super) fn asks(table: &TableName) -> Result<Vec<Statement>, Refusal> {
    let name = text_literal(table.name())?;
    let both = |query: &str| {
        let of = |schema: &str| query.replace("{schema}", schema).replace("{name}", &name);
        Statement::new(SCHEMAS.map(of).join(" UNION ALL "))
    };
    Ok(vec![
        Statement::new("SELECT sqlite_version() AS version"),
        both(OBJECTS),
        both(REFERENCES),
        // As a statement and not as a table: before SQLite 3.37 it is unknown, and then has no rows.
        Statement::new("PRAGMA table_list"),
        both(COLUMNS),
    ])
}

/// Reads the answers to [`asks`].
///
/// # Errors
/// No such table, and tables that cannot be changed.
pub(super) fn read(table: &TableName, answers: &[Rows]) -> Result<Surroundings, Refusal> {
    let [version, objects, references, tables, columns] = answers else {
        return Err(Refusal::unsupported("the schema was not read"));
    };
    let answers = Answers {
        version,
        objects,
        references,
        tables,
        columns,
    };
    answers.surroundings(table).map_err(|error| match error {
        Unread::Row(error) => Refusal::unsupported(format!("the schema cannot be read: {error}")),
        Unread::Refused(refusal) => refusal,
    })
}

/// The answers, by what they are about.
struct Answers<'a> {
    version: &'a Rows,
    objects: &'a Rows,
    references: &'a Rows,
    tables: &'a Rows,
    columns: &'a Rows,
}

/// Why the answers say nothing.
enum Unread {
    Row(RowError),
    Refused(Refusal),
}

impl From<RowError> for Unread {
    fn from(error: RowError) -> Self {
        Self::Row(error)
    }
}

impl From<Refusal> for Unread {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Answers<'_> {
    fn surroundings(&self, table: &TableName) -> Result<Surroundings, Unread> {
        let objects = self.objects()?;
        let found = find(table, &objects)?;
        let (schema, name) = (found.schema, found.name.clone());
        let sql = found.sql.clone().unwrap_or_default();
        self.refuse_other_tables(schema, &name, &sql)?;
        Ok(Surroundings {
            schema,
            name,
            sql,
            objects,
            references: self.references(schema)?,
            drops_columns: self.drops_columns()?,
            columns: self.columns(schema)?,
        })
    }

    fn objects(&self) -> Result<Vec<Object>, RowError> {
        let broken = self.broken_views()?;
        let mut objects = Vec::new();
        for row in self.objects {
            let kind = match row.get::<String>("type")?.as_str() {
                "index" => Kind::Index,
                "view" => Kind::View,
                "trigger" => Kind::Trigger,
                _ => Kind::Table,
            };
            let (schema, name) = (schema(row)?, row.get::<String>("name")?);
            let object = Object {
                schema,
                kind,
                table: row.get("tbl_name")?,
                sql: row.get("sql")?,
                is_broken: kind == Kind::View && broken.contains(&(schema, name.clone())),
                name,
            };
            objects.push((row.get::<i64>("age")?, object));
        }
        objects.sort_by_key(|(age, _)| *age);
        Ok(objects.into_iter().map(|(_, object)| object).collect())
    }

    /// A view that cannot be resolved has no columns.
    fn broken_views(&self) -> Result<BTreeSet<(&'static str, String)>, RowError> {
        let mut broken = BTreeSet::new();
        for row in self.tables {
            let is_view = row.get::<String>("type")? == "view";
            if is_view && row.get::<i64>("ncol")? <= 0 {
                broken.insert((schema(row)?, row.get("name")?));
            }
        }
        Ok(broken)
    }

    fn refuse_other_tables(&self, schema_: &str, name: &str, sql: &str) -> Result<(), Unread> {
        let mut words = sql.split_ascii_whitespace();
        let is_virtual = words.nth(1).is_some_and(|word| same_name(word, "VIRTUAL"));
        let mut is_shadow = false;
        for row in self.tables {
            let is_it = schema(row)? == schema_ && row.get::<String>("name")? == name;
            is_shadow |= is_it && row.get::<String>("type")? == "shadow";
        }
        if is_virtual {
            return Err(Refusal::unsupported("a virtual table cannot be changed")
                .help("drop it and create it anew with `op.execute`")
                .into());
        }
        if is_shadow {
            return Err(Refusal::unsupported("it belongs to a virtual table").into());
        }
        names::check_new(name)?;
        Ok(())
    }

    fn references(&self, schema_: &str) -> Result<Vec<Reference>, RowError> {
        let mut references = Vec::new();
        for row in self.references {
            if schema(row)? == schema_ {
                references.push(Reference {
                    child: row.get("child")?,
                    key: row.get("id")?,
                    parent: row.get("parent")?,
                    to: row.get("target")?,
                });
            }
        }
        Ok(references)
    }

    /// `DROP COLUMN` came with 3.35.
    fn drops_columns(&self) -> Result<bool, RowError> {
        let Some(row) = self.version.first() else {
            return Ok(false);
        };
        let version: String = row.get(0)?;
        let mut numbers = version.split('.').map(|number| number.parse().unwrap_or(0));
        let version: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        Ok(version >= (3, 35))
    }

    fn columns(&self, schema_: &str) -> Result<Vec<(String, bool)>, RowError> {
        let mut columns = Vec::new();
        for row in self.columns {
            if schema(row)? == schema_ {
                // 2 and 3 are the computed ones, https://sqlite.org/pragma.html#pragma_table_xinfo.
                let is_generated = row.get::<i64>("hidden")? >= 2;
                columns.push((row.get::<i64>("cid")?, (row.get("name")?, is_generated)));
            }
        }
        columns.sort_by_key(|(position, _)| *position);
        Ok(columns.into_iter().map(|(_, column)| column).collect())
    }
}

/// Finds a table as SQLite does: a name without a schema means the temporary table, if there is one.
fn find<'o>(table: &TableName, objects: &'o [Object]) -> Result<&'o Object, Refusal> {
    let wanted = names::schema(table)?;
    let is_it = |it: &&Object| {
        matches!(it.kind, Kind::Table | Kind::View)
            && same_name(&it.name, table.name())
            && wanted.is_none_or(|schema| same_name(schema, it.schema))
    };
    let found = || objects.iter().filter(is_it);
    let temporary = found().find(|it| it.schema == "temp");
    match temporary.or_else(|| found().next()) {
        None => Err(Refusal::invalid(format!("there is no table `{table}`"))),
        Some(object) if object.kind == Kind::View => {
            Err(Refusal::unsupported(format!("`{table}` is a view"))
                .help("drop the view and create it anew"))
        }
        Some(object) => Ok(object),
    }
}

/// Returns the schema that a row is about.
fn schema(row: &Row) -> Result<&'static str, RowError> {
    let schema = String::from_value(&row.get("schema")?).unwrap_or_default();
    let known = SCHEMAS.into_iter().find(|it| same_name(it, &schema));
    Ok(known.unwrap_or("attached"))
}
