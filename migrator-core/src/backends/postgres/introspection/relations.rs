//! Tables, views and sequences.

use std::collections::HashMap;

use super::answer::{Answer, is_true, name};
use super::counter::Counter;
use crate::base::TableName;
use crate::catalog::{Beyond, Catalog, CatalogError, Scope};
use crate::ops::View;
use crate::schema::{
    Check, Column, Constraint, Exclude, ForeignKey, ObjectKind, ObjectName, PrimaryKey, Unique,
};
use crate::session::Rows;

/// `beyond` says of a table what no operation can make it. Tables of other schemas come along if
/// foreign keys refer to them.
pub(super) const SQL: &str = "WITH {pinned}, {spaces} \
    SELECT c.oid AS number, c.relkind::text AS kind, \
    nullif(n.nspname, pg_catalog.current_schema())::text AS schema, c.relname::text AS name, \
    CASE WHEN s.oid IS NULL THEN true END AS is_outside, o.description AS comment, \
    CASE WHEN c.relkind IN ('v', 'm', 'S') THEN NULL \
    WHEN c.relispartition THEN 'a partition of ' || parents.names \
    WHEN c.relkind = 'f' THEN 'a foreign table' \
    WHEN parents.names IS NOT NULL THEN 'a table that inherits from ' || parents.names \
    WHEN c.relpersistence = 'u' THEN 'an unlogged table' \
    WHEN c.reloftype <> 0 THEN 'a table of a composite type' END AS beyond, \
    CASE WHEN c.relkind IN ('v', 'm') THEN \
    pg_catalog.array_to_string(c.reloptions, ', ') END AS options, \
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) \
    WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS definition, \
    CASE WHEN c.relkind = 'S' THEN pg_catalog.concat_ws(' ', q.seqtypid, q.seqstart, \
    q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle) END AS counting, \
    CASE WHEN d.objid IS NOT NULL THEN \
    pg_catalog.concat_ws(' ', d.deptype, d.refobjid, d.refobjsubid) END AS owner, \
    CASE WHEN c.relispartition THEN pg_catalog.to_json(ARRAY[nullif(parents.schema, \
    pg_catalog.current_schema())::text, parents.names, 'DROP TABLE ' || c.oid::pg_catalog.regclass, \
    'CREATE TABLE ' || c.oid::pg_catalog.regclass || ' PARTITION OF ' || parents.oid::pg_catalog.regclass \
    || ' ' || pg_catalog.pg_get_expr(c.relpartbound, c.oid) \
    || coalesce(' PARTITION BY ' || pg_catalog.pg_get_partkeydef(c.oid), '')] || more.parts)::text END AS made \
    FROM pinned CROSS JOIN pg_catalog.pg_class AS c \
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
    LEFT JOIN spaces AS s ON s.oid = n.oid \
    LEFT JOIN pg_catalog.pg_description AS o ON o.objoid = c.oid AND o.objsubid = 0 \
    AND o.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.relkind IN ('r', 'p') \
    LEFT JOIN (SELECT i.inhrelid, pg_catalog.string_agg(p.relname, ', ' ORDER BY i.inhseqno) \
    AS names, pg_catalog.min(p.oid) AS oid, pg_catalog.min(m.nspname::text) AS schema \
    FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS p ON p.oid = i.inhparent \
    JOIN pg_catalog.pg_namespace AS m ON m.oid = p.relnamespace \
    WHERE p.relkind IN ('r', 'p', 'f') GROUP BY i.inhrelid) AS parents \
    ON parents.inhrelid = c.oid \
    LEFT JOIN (SELECT own.oid, pg_catalog.array_agg(own.sql ORDER BY own.rank, own.sql) AS parts FROM (\
    SELECT k.conrelid AS oid, 1 AS rank, 'ALTER TABLE ' || k.conrelid::pg_catalog.regclass || ' ADD CONSTRAINT ' \
    || pg_catalog.quote_ident(k.conname) || ' ' || pg_catalog.pg_get_constraintdef(k.oid, true) AS sql \
    FROM pinned, pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_class AS t ON t.oid = k.conrelid \
    WHERE t.relispartition AND k.conparentid = 0 AND k.coninhcount = 0 AND k.contype IN ('p', 'u', 'c', 'f', 'x') \
    UNION ALL SELECT x.indrelid, 0, pg_catalog.pg_get_indexdef(x.indexrelid, 0, true) \
    FROM pinned, pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS t ON t.oid = x.indrelid \
    WHERE t.relispartition AND x.indexrelid NOT IN (SELECT h.inhrelid FROM pg_catalog.pg_inherits AS h) \
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = x.indexrelid \
    AND k.contype IN ('p', 'u', 'x'))) AS own GROUP BY own.oid) AS more ON more.oid = c.oid \
    LEFT JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = c.oid \
    LEFT JOIN pg_catalog.pg_depend AS d ON d.objid = c.oid AND c.relkind = 'S' \
    AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid = 0 \
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0 \
    AND d.deptype IN ('a', 'i') \
    WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND (s.oid IS NOT NULL \
    OR c.relkind IN ('r', 'p') AND c.oid IN (SELECT k.confrelid FROM pg_catalog.pg_constraint AS k \
    JOIN spaces AS f ON f.oid = k.connamespace WHERE k.contype = 'f')) AND NOT EXISTS \
    (SELECT FROM pg_catalog.pg_depend AS e WHERE e.deptype = 'e' \
    AND e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid)";

/// Tables, views and sequences by their numbers.
#[derive(Debug, Default)]
pub(super) struct Relations<'a> {
    places: HashMap<&'a str, Place>,
    pub(super) tables: Vec<Found<'a>>,
    pub(super) views: Vec<TableName>,
    pub(super) counters: Vec<Counter<'a>>,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Table(usize),
    /// Its name, and its columns if it is materialized and can have indexes.
    View(usize, Option<usize>),
    Sequence(usize),
}

/// A table, as far as it is read.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) name: TableName,
    pub(super) comment: Option<&'a str>,
    /// How its rows are divided among partitions.
    pub(super) partition_key: Option<&'a str>,
    /// Whether it becomes one of the catalog's; else only its columns are of interest.
    pub(super) is_read: bool,
    /// The columns by their numbers.
    pub(super) columns: Vec<(u16, Column)>,
    /// The numbers of the columns' types.
    pub(super) kinds: Vec<(u16, &'a str)>,
    pub(super) primary_key: Option<PrimaryKey>,
    pub(super) uniques: Vec<Unique>,
    pub(super) foreign_keys: Vec<ForeignKey>,
    pub(super) checks: Vec<Check>,
    pub(super) excludes: Vec<Exclude>,
}

impl<'a> Found<'a> {
    /// Returns the column of that number.
    pub(super) fn column(&self, number: u16) -> Option<&Column> {
        let mut columns = self.columns.iter();
        columns.find(|(at, _)| *at == number).map(|(_, it)| it)
    }

    /// Returns the column of that number, to change it.
    pub(super) fn column_mut(&mut self, number: u16) -> Option<&mut Column> {
        let mut columns = self.columns.iter_mut();
        columns.find(|(at, _)| *at == number).map(|(_, it)| it)
    }

    /// Adds a constraint.
    pub(super) fn add(&mut self, constraint: Constraint) {
        match constraint {
            Constraint::PrimaryKey(key) => self.primary_key = Some(key),
            Constraint::Unique(unique) => self.uniques.push(unique),
            Constraint::Check(check) => self.checks.push(check),
            Constraint::ForeignKey(key) => self.foreign_keys.push(key),
            Constraint::Exclude(exclude) => self.excludes.push(exclude),
        }
    }

    /// Returns the number of a column's type.
    pub(super) fn kind(&self, number: u16) -> Option<&'a str> {
        let mut kinds = self.kinds.iter();
        kinds.find(|(at, _)| *at == number).map(|(_, kind)| *kind)
    }
}

impl<'a> Relations<'a> {
    /// Returns the table with that number.
    pub(super) fn table(&self, number: &str) -> Option<&Found<'a>> {
        match self.places.get(number)? {
            Place::Table(at) | Place::View(_, Some(at)) => self.tables.get(*at),
            Place::View(_, None) | Place::Sequence(_) => None,
        }
    }

    /// Returns the table with that number, to add to it.
    pub(super) fn table_mut(&mut self, number: &str) -> Option<&mut Found<'a>> {
        match self.places.get(number)? {
            Place::Table(at) | Place::View(_, Some(at)) => self.tables.get_mut(*at),
            Place::View(_, None) | Place::Sequence(_) => None,
        }
    }

    /// Returns the name of the table or view with that number, if it is read.
    pub(super) fn name(&self, number: &str) -> Option<&TableName> {
        match self.places.get(number)? {
            Place::View(at, _) => self.views.get(*at),
            Place::Table(_) => {
                let table = self.table(number)?;
                table.is_read.then_some(&table.name)
            }
            Place::Sequence(_) => None,
        }
    }

    /// Returns what the relation with that number is called, or its column.
    pub(super) fn object(&self, number: &str, column: u16) -> Option<ObjectName> {
        match self.places.get(number)? {
            Place::Table(_) => {
                let table = self.table(number)?;
                Some(match table.column(column) {
                    Some(it) => ObjectName::part(ObjectKind::Column, &table.name, it.name()),
                    None => ObjectName::new(ObjectKind::Table, &table.name),
                })
            }
            Place::View(at, _) => {
                let view = self.views.get(*at)?;
                Some(ObjectName::new(ObjectKind::View, view))
            }
            Place::Sequence(at) => {
                let counter = self.counters.get(*at)?;
                let is_own = !counter.is_identity();
                is_own.then(|| ObjectName::new(ObjectKind::Sequence, &counter.name))
            }
        }
    }
}

/// Reads the answer.
///
/// # Errors
/// If it is none.
pub(super) fn read<'a>(
    scope: &Scope,
    answers: &'a [Rows],
    catalog: &mut Catalog,
) -> Result<Relations<'a>, CatalogError> {
    let mut relations = Relations::default();
    let answer = Answer::to("query for relations", 2, answers)?;
    relations.places.reserve(answer.len());
    for line in answer.lines() {
        let [
            number,
            kind,
            schema,
            called,
            is_outside,
            comment,
            beyond,
            options,
            definition,
            counting,
            owner,
            made,
        ] = line.cells()?;
        let called = name(schema, line.text(called)?);
        let place = match line.text(kind)? {
            "S" => {
                let counter = Counter::read(line, called, counting, owner)?;
                relations.counters.push(counter);
                Place::Sequence(relations.counters.len() - 1)
            }
            kind @ ("v" | "m") => {
                relations.views.push(called.clone());
                let view = view(kind, called.clone(), line.text(definition)?, options);
                let columns = view.is_materialized().then(|| {
                    relations.tables.push(Found::new(called, false));
                    relations.tables.len() - 1
                });
                catalog.views.push(view);
                Place::View(relations.views.len() - 1, columns)
            }
            _ => {
                let is_left_out = is_true(is_outside) || scope.leave_out.contains(&called);
                if let Some(what) = beyond.filter(|_| !is_left_out) {
                    let object = ObjectName::new(ObjectKind::Table, &called);
                    let beyond = Beyond::new(object, what);
                    catalog.beyond.push(partition(beyond, line.list(made)?));
                }
                let is_read = beyond.is_none() && !is_left_out;
                relations.tables.push(Found {
                    comment,
                    partition_key: definition,
                    ..Found::new(called, is_read)
                });
                Place::Table(relations.tables.len() - 1)
            }
        };
        relations.places.insert(line.text(number)?, place);
    }
    Ok(relations)
}

/// Says by what a partition is made: its schema's and its parent's name, what drops it, what makes it.
fn partition(beyond: Beyond, said: Vec<Option<String>>) -> Beyond {
    let mut said = said.into_iter();
    let (schema, parent, drop) = (said.next(), said.next(), said.next());
    match (parent.flatten(), drop.flatten()) {
        (Some(parent), Some(drop)) => {
            let parent = name(schema.flatten().as_deref(), &parent);
            beyond.by(Some(parent), said.flatten().collect(), drop)
        }
        _ => beyond,
    }
}

fn view(kind: &str, name: TableName, definition: &str, options: Option<&str>) -> View {
    let view = match kind {
        "m" => View::materialized(name),
        _ => View::new(name),
    };
    let definition = definition.trim();
    let query = definition.strip_suffix(';').unwrap_or(definition);
    let view = view.as_(query.trim_end());
    match options {
        Some(options) if !options.is_empty() => view.with(options),
        _ => view,
    }
}

impl<'a> Found<'a> {
    fn new(name: TableName, is_read: bool) -> Self {
        Self {
            name,
            comment: None,
            partition_key: None,
            is_read,
            columns: Vec::new(),
            kinds: Vec::new(),
            primary_key: None,
            uniques: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            excludes: Vec::new(),
        }
    }
}
