//! Indexes that no constraint made.

use super::answer::{Answer, Line, is_true};
use super::expression::bare;
use super::relations::{Found, Relations};
use super::types::Types;
use crate::base::TableName;
use crate::catalog::{Beyond, Catalog, CatalogError};
use crate::schema::{Index, IndexPart, ObjectKind, ObjectName};
use crate::session::Rows;

/// The names of collations come only where one may be other than the database's, the texts of parts
/// only where one is an expression.
pub(super) const SQL: &str = "WITH {pinned}, {spaces} \
    SELECT i.indrelid AS relation, c.relname::text AS name, nullif(i.indisunique, false) AS is_unique, \
    i.indnkeyatts AS keys, i.indkey::text AS columns, i.indoption::text AS options, \
    i.indclass::text AS classes, nullif(am.amname, 'btree')::text AS method, \
    nullif(i.nulls_equal, false) AS nulls_equal, nullif(i.indisvalid, true) AS is_valid, \
    CASE WHEN i.indcollation::oid[] <@ '{0,100}'::oid[] THEN NULL ELSE pg_catalog.to_json(ARRAY(\
    SELECT l.collname::text FROM ROWS FROM (pg_catalog.unnest(i.indcollation::oid[])) \
    WITH ORDINALITY AS u(number, place) LEFT JOIN pg_catalog.pg_collation AS l \
    ON l.oid = u.number ORDER BY u.place))::text END AS collations, \
    CASE WHEN i.indexprs IS NULL THEN NULL ELSE pg_catalog.to_json(ARRAY(\
    SELECT pg_catalog.pg_get_indexdef(i.indexrelid, part, false) \
    FROM pg_catalog.generate_series(1, i.indnkeyatts) AS part))::text END AS parts, \
    CASE WHEN i.indexrelid IN (SELECT a.attrelid FROM pg_catalog.pg_attribute AS a \
    WHERE a.attoptions IS NOT NULL) THEN pg_catalog.to_json(ARRAY(\
    SELECT pg_catalog.array_to_string(a.attoptions, ', ') FROM pg_catalog.pg_attribute AS a \
    WHERE a.attrelid = i.indexrelid ORDER BY a.attnum))::text END AS class_options, \
    CASE WHEN i.indpred IS NULL THEN NULL \
    ELSE pg_catalog.pg_get_expr(i.indpred, i.indrelid) END AS condition, \
    pg_catalog.array_to_string(c.reloptions, ', ') AS parameters, \
    CASE WHEN c.reltablespace <> 0 THEN (SELECT p.spcname::text \
    FROM pg_catalog.pg_tablespace AS p WHERE p.oid = c.reltablespace) END AS tablespace \
    FROM pinned CROSS JOIN (SELECT false AS indnullsnotdistinct) AS older \
    CROSS JOIN LATERAL (SELECT x.*, indnullsnotdistinct AS nulls_equal \
    FROM pg_catalog.pg_index AS x) AS i \
    JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid \
    JOIN spaces AS s ON s.oid = c.relnamespace \
    JOIN pg_catalog.pg_am AS am ON am.oid = c.relam \
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k \
    WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))";

/// Reads the answer.
///
/// # Errors
/// If it is none.
pub(super) fn read(
    answers: &[Rows],
    types: &Types<'_>,
    relations: &Relations<'_>,
    catalog: &mut Catalog,
) -> Result<(), CatalogError> {
    for line in Answer::to("query for indexes", 5, answers)?.lines() {
        let row = Row::of(line)?;
        let Some(table) = relations.name(row.relation) else {
            continue;
        };
        if row.is_invalid {
            let name = table.sibling(row.name.to_owned());
            catalog.beyond.push(Beyond {
                object: ObjectName::new(ObjectKind::Index, name),
                what: "an index that is not valid".to_owned(),
            });
            continue;
        }
        let index = row.index(table, types, relations.table(row.relation))?;
        catalog.indexes.push(index);
    }
    Ok(())
}

/// An index as it is stored.
#[derive(Debug)]
struct Row<'a> {
    line: Line<'a>,
    relation: &'a str,
    name: &'a str,
    is_unique: bool,
    n_keys: usize,
    columns: &'a str,
    options: &'a str,
    classes: &'a str,
    method: Option<&'a str>,
    nulls_equal: bool,
    is_invalid: bool,
    collations: Option<&'a str>,
    parts: Option<&'a str>,
    class_options: Option<&'a str>,
    condition: Option<&'a str>,
    parameters: Option<&'a str>,
    tablespace: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn of(line: Line<'a>) -> Result<Self, CatalogError> {
        let [
            relation,
            name,
            is_unique,
            keys,
            columns,
            options,
            classes,
            method,
            nulls_equal,
            is_valid,
            collations,
            parts,
            class_options,
            condition,
            parameters,
            tablespace,
        ] = line.cells()?;
        Ok(Self {
            line,
            relation: line.text(relation)?,
            name: line.text(name)?,
            is_unique: is_true(is_unique),
            n_keys: line.number(keys)?,
            columns: line.text(columns)?,
            options: line.text(options)?,
            classes: line.text(classes)?,
            method,
            nulls_equal: is_true(nulls_equal),
            is_invalid: is_valid.is_some(),
            collations,
            parts,
            class_options,
            condition,
            parameters,
            tablespace,
        })
    }

    fn index(
        &self,
        name: &TableName,
        types: &Types<'_>,
        table: Option<&Found<'_>>,
    ) -> Result<Index, CatalogError> {
        let parts = self.parts(types, table)?;
        let mut index = Index::new(self.name).on(name, parts);
        let column = |number: &str| Some(table?.column(number.parse().ok()?)?.name().to_owned());
        let included = self.columns.split(' ').skip(self.n_keys);
        let included: Vec<String> = included.filter_map(column).collect();
        if !included.is_empty() {
            index = index.include(included);
        }
        if self.is_unique {
            index = index.unique();
        }
        if self.nulls_equal {
            index = index.nulls_not_distinct();
        }
        if let Some(method) = self.method {
            index = index.using(method);
        }
        if let Some(condition) = self.condition {
            index = index.filter(bare(condition));
        }
        if let Some(parameters) = self.parameters.filter(|it| !it.is_empty()) {
            index = index.with(parameters);
        }
        if let Some(tablespace) = self.tablespace {
            index = index.tablespace(tablespace);
        }
        Ok(index)
    }

    fn parts(
        &self,
        types: &Types<'_>,
        table: Option<&Found<'_>>,
    ) -> Result<Vec<IndexPart>, CatalogError> {
        let (collations, texts, class_options) = (
            self.line.list(self.collations)?,
            self.line.list(self.parts)?,
            self.line.list(self.class_options)?,
        );
        let said = |texts: &[Option<String>], at: usize| texts.get(at).cloned().flatten();
        let columns = self.columns.split(' ').take(self.n_keys);
        let (mut options, mut classes) = (self.options.split(' '), self.classes.split(' '));
        let mut parts = Vec::with_capacity(self.n_keys);
        for (at, number) in columns.enumerate() {
            let place = Place {
                table,
                types,
                number: self.line.number(Some(number))?,
                text: said(&texts, at),
            };
            let mut part = place
                .part(said(&collations, at).as_deref())
                .ok_or_else(|| self.line.wrong(4, "TEXT", "a column's number"))?;
            let class = classes.next().unwrap_or_default();
            part = place.with_class(part, class, said(&class_options, at));
            parts.push(ordered(part, options.next()));
        }
        Ok(parts)
    }
}

/// What an index covers at one place.
struct Place<'p, 'a> {
    table: Option<&'p Found<'a>>,
    types: &'p Types<'a>,
    /// The column; 0 for an expression.
    number: u16,
    text: Option<String>,
}

impl Place<'_, '_> {
    /// Returns the part, with a collation unless it would have that one anyway.
    fn part(&self, collation: Option<&str>) -> Option<IndexPart> {
        if self.number == 0 {
            let part = IndexPart::expression(bare(self.text.as_deref()?));
            // What an expression's own collation is nobody tells.
            let said = collation.filter(|it| *it != "default");
            return Some(said.map_or(part.clone(), |it| part.collate(it)));
        }
        let table = self.table?;
        let column = table.column(self.number)?;
        let part = IndexPart::column(column.name());
        let of_type = || {
            table
                .kind(self.number)
                .and_then(|kind| self.types.collation(kind))
        };
        let own = column.collation().or_else(of_type).unwrap_or("default");
        let said = collation.filter(|it| *it != own);
        Some(said.map_or(part.clone(), |it| part.collate(it)))
    }

    fn with_class(&self, part: IndexPart, class: &str, options: Option<String>) -> IndexPart {
        let kind = self.table.and_then(|table| table.kind(self.number));
        let said = self.types.class_of(class, kind.unwrap_or_default());
        match (said, options) {
            (None, None) => part,
            (Some(name), None) => part.opclass(name),
            (_, Some(options)) => match self.types.class_name(class) {
                Some(name) => part.opclass(format!("{name} ({options})")),
                None => part,
            },
        }
    }
}

/// Says how a part is sorted, from the two bits that the server keeps: descending, and `NULL`s first.
fn ordered(part: IndexPart, option: Option<&str>) -> IndexPart {
    match option {
        Some("1") => part.desc().nulls_last(),
        Some("2") => part.nulls_first(),
        Some("3") => part.desc(),
        _ => part,
    }
}
