//! Indexes that no constraint made.

use std::collections::BTreeMap;

use super::answer::{Answer, Line, is_true};
use super::expression::{bare, list};
use super::relations::{Found, Relations};
use super::types::Types;
use crate::base::TableName;
use crate::catalog::{Beyond, Catalog, CatalogError};
use crate::schema::{Index, IndexPart, ObjectKind, ObjectName};
use crate::session::Rows;

/// Collations come only where one may be other than the database's.
pub(super) const SQL: &str = "WITH {pinned}, {spaces} \
    SELECT i.indrelid AS relation, c.relname::text AS name, nullif(i.indisunique, false) AS is_unique, \
    i.indnkeyatts AS keys, i.indkey::text AS columns, i.indoption::text AS options, \
    i.indclass::text AS classes, nullif(am.amname, 'btree')::text AS method, \
    nullif(i.nulls_equal, false) AS nulls_equal, nullif(i.indisvalid, true) AS is_valid, \
    CASE WHEN i.indcollation::oid[] <@ '{0,100}'::oid[] THEN NULL ELSE i.indcollation::text END \
    AS collations, pg_catalog.pg_get_expr(i.indexprs, i.indrelid) AS parts, \
    a.said AS class_options, pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS condition, \
    pg_catalog.array_to_string(c.reloptions, ', ') AS parameters, p.spcname::text AS tablespace \
    FROM pinned CROSS JOIN (SELECT false AS indnullsnotdistinct) AS older \
    CROSS JOIN LATERAL (SELECT x.*, indnullsnotdistinct AS nulls_equal \
    FROM pg_catalog.pg_index AS x) AS i \
    JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid \
    JOIN spaces AS s ON s.oid = c.relnamespace \
    JOIN pg_catalog.pg_am AS am ON am.oid = c.relam \
    LEFT JOIN pg_catalog.pg_tablespace AS p ON p.oid = c.reltablespace \
    LEFT JOIN (SELECT a.attrelid, pg_catalog.json_object_agg(a.attnum, \
    pg_catalog.array_to_string(a.attoptions, ', '))::text AS said \
    FROM pg_catalog.pg_attribute AS a WHERE a.attoptions IS NOT NULL GROUP BY a.attrelid) AS a \
    ON a.attrelid = i.indexrelid \
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
            let object = ObjectName::new(ObjectKind::Index, name);
            catalog
                .beyond
                .push(Beyond::new(object, "an index that is not valid"));
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
        let options = self.class_options.unwrap_or("{}");
        let class_options: BTreeMap<String, String> = serde_json::from_str(options)
            .map_err(|_| self.line.wrong(12, "TEXT", "options of operator classes"))?;
        let mut expressions = list(self.parts.unwrap_or_default());
        let mut collations = self.collations.unwrap_or_default().split(' ');
        let (mut options, mut classes) = (self.options.split(' '), self.classes.split(' '));
        let mut parts = Vec::with_capacity(self.n_keys);
        for (at, number) in self.columns.split(' ').take(self.n_keys).enumerate() {
            let number = self.line.number(Some(number))?;
            let place = Place {
                table,
                types,
                number,
                text: if number == 0 {
                    expressions.next()
                } else {
                    None
                },
            };
            let part = place
                .part(collations.next().filter(|it| !it.is_empty()))
                .ok_or_else(|| self.line.wrong(4, "TEXT", "a column's number"))?;
            let of_class = class_options.get(&(at + 1).to_string());
            let part = place.with_class(part, classes.next().unwrap_or_default(), of_class);
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
    text: Option<&'p str>,
}

impl Place<'_, '_> {
    /// Returns the part, with a collation unless it would have that one anyway.
    fn part(&self, collation: Option<&str>) -> Option<IndexPart> {
        let said = collation.and_then(|number| self.types.collation_called(number));
        if self.number == 0 {
            let part = IndexPart::expression(self.text?);
            // What an expression's own collation is nobody tells.
            let said = said.filter(|it| *it != "default");
            return Some(said.map_or(part.clone(), |it| part.collate(it)));
        }
        let table = self.table?;
        let column = table.column(self.number)?;
        let part = IndexPart::column(column.name());
        let of_type = || {
            let kind = table.kind(self.number)?;
            self.types.collation(kind)
        };
        let own = column.collation().or_else(of_type).unwrap_or("default");
        // Where nothing is said, all of them are the database's.
        let is_text = |it: &str| it != "0";
        let said = match collation {
            Some(number) => said.filter(|_| is_text(number)),
            None => Some("default").filter(|_| own != "default"),
        };
        let said = said.filter(|it| *it != own);
        Some(said.map_or(part.clone(), |it| part.collate(it)))
    }

    fn with_class(&self, part: IndexPart, class: &str, options: Option<&String>) -> IndexPart {
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
