//! Types that somebody made: enumerations, domains, and what operator classes go with.

use std::collections::HashMap;

use super::answer::{Answer, Line, is_true, name};
use super::expression::bare;
use super::type_names;
use crate::base::TableName;
use crate::catalog::{Beyond, Catalog, CatalogError};
use crate::ops::{Domain, Enumeration};
use crate::schema::{Check, ColumnType, ObjectKind, ObjectName};
use crate::session::Rows;

/// Of all schemas, because columns of the read ones may have them: `flag` tells which are the
/// scope's and no extension's. Labels and checks follow their types.
pub(super) const SQL: &str = "WITH {pinned}, {spaces}, made AS (\
    SELECT t.*, s.oid IS NOT NULL AND t.oid NOT IN (SELECT d.objid FROM pg_catalog.pg_depend AS d \
    WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.deptype = 'e') AS is_read, \
    nullif(n.nspname, pg_catalog.current_schema()) AS schema \
    FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace \
    LEFT JOIN spaces AS s ON s.oid = n.oid \
    WHERE t.typtype IN ('e', 'd', 'r', 'c', 'b') AND t.oid >= 16384 AND NOT (t.typtype = 'b' AND t.typcategory = 'A') \
    AND (t.typrelid = 0 OR t.typrelid IN \
    (SELECT c.oid FROM pg_catalog.pg_class AS c WHERE c.relkind = 'c'))) \
    SELECT 1 AS part, m.typtype::text AS kind, m.oid AS number, m.schema::text AS schema, \
    m.typname::text AS name, f.said AS other, m.is_read AS flag, 0 AS place \
    FROM pinned CROSS JOIN made AS m LEFT JOIN (SELECT a.attrelid, pg_catalog.json_build_array(\
    'CREATE TYPE ' || pg_catalog.format_type(c.reltype, NULL) || ' AS (' || pg_catalog.string_agg(\
    pg_catalog.concat_ws(' ', pg_catalog.quote_ident(a.attname), \
    pg_catalog.format_type(a.atttypid, a.atttypmod), \
    'COLLATE ' || CASE WHEN a.attcollation <> b.typcollation \
    THEN a.attcollation::pg_catalog.regcollation END), ', ' ORDER BY a.attnum) || ')', \
    'DROP TYPE ' || pg_catalog.format_type(c.reltype, NULL))::text AS said \
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid \
    JOIN pg_catalog.pg_type AS b ON b.oid = a.atttypid \
    WHERE c.relkind = 'c' AND a.attnum > 0 AND NOT a.attisdropped \
    GROUP BY a.attrelid, c.reltype) AS f ON f.attrelid = m.typrelid WHERE m.typtype <> 'd' \
    UNION ALL \
    SELECT 1, 'array', m.typarray, NULL, m.oid::text, NULL, NULL, 0 \
    FROM made AS m WHERE m.typarray <> 0 \
    UNION ALL \
    SELECT 2, 'label', e.enumtypid, NULL, e.enumlabel::text, NULL, NULL, e.enumsortorder \
    FROM pg_catalog.pg_enum AS e \
    UNION ALL \
    SELECT 3, 'd', m.oid, m.schema::text, m.typname::text, pg_catalog.to_json(ARRAY[\
    pg_catalog.format_type(m.typbasetype, m.typtypmod), m.typbasetype::text, \
    m.typndims::text, m.typnotnull::text, c.collname::text, \
    pg_catalog.pg_get_expr(m.typdefaultbin, 0)])::text, m.is_read, 0 \
    FROM pinned, made AS m JOIN pg_catalog.pg_type AS base ON base.oid = m.typbasetype \
    LEFT JOIN pg_catalog.pg_collation AS c \
    ON c.oid = m.typcollation AND m.typcollation <> base.typcollation \
    WHERE m.typtype = 'd' \
    UNION ALL \
    SELECT 4, 'check', k.contypid, NULL, k.conname::text, pg_catalog.pg_get_expr(k.conbin, 0), \
    k.convalidated, 0 FROM pinned, pg_catalog.pg_constraint AS k \
    WHERE k.contypid <> 0 AND k.contype = 'c' \
    UNION ALL \
    SELECT 5, 'class', o.oid, NULL, CASE WHEN n.nspname IN ('pg_catalog', \
    pg_catalog.current_schema()) THEN pg_catalog.quote_ident(o.opcname) \
    ELSE pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(o.opcname) END, \
    o.opcmethod || ' ' || o.opcintype, o.opcdefault, 0 FROM pg_catalog.pg_opclass AS o \
    JOIN pg_catalog.pg_namespace AS n ON n.oid = o.opcnamespace \
    UNION ALL \
    SELECT 6, 'collation', l.oid, NULL, l.collname::text, NULL, NULL, 0 \
    FROM pg_catalog.pg_collation AS l WHERE l.oid IN (\
    SELECT pg_catalog.unnest(i.indcollation::oid[]) FROM pg_catalog.pg_index AS i \
    WHERE NOT i.indcollation::oid[] <@ '{0,100}'::oid[]) \
    ORDER BY part, place";

/// Types and operator classes, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Types<'a> {
    enums: HashMap<&'a str, Labels<'a>>,
    domains: HashMap<&'a str, Base>,
    /// From the number of an array to its element's.
    arrays: HashMap<&'a str, &'a str>,
    classes: HashMap<&'a str, Class<'a>>,
    collations: HashMap<&'a str, &'a str>,
    /// Method and type that have a default class of their own.
    defaults: HashMap<&'a str, &'a str>,
}

#[derive(Debug)]
struct Labels<'a> {
    schema: Option<&'a str>,
    name: &'a str,
    values: Vec<String>,
    is_read: bool,
}

/// What a domain is made of.
#[derive(Debug)]
struct Base {
    name: TableName,
    kind: String,
    collation: Option<String>,
    is_read: bool,
    domain: Domain,
    checks: Vec<Check>,
}

#[derive(Debug)]
struct Class<'a> {
    name: &'a str,
    /// Method and type.
    of: &'a str,
    is_default: bool,
}

/// Reads the answer.
///
/// # Errors
/// If it is none.
pub(super) fn read<'a>(
    answers: &'a [Rows],
    catalog: &mut Catalog,
) -> Result<Types<'a>, CatalogError> {
    let mut types = Types::default();
    for line in Answer::to("query for types", 1, answers)?.lines() {
        let [_, kind, number, schema, called, other, flag, _] = line.cells()?;
        let (number, called) = (line.text(number)?, line.text(called)?);
        let is_yes = is_true(flag);
        match line.text(kind)? {
            "e" => {
                let values = Vec::new();
                let labels = Labels {
                    schema,
                    name: called,
                    values,
                    is_read: is_yes,
                };
                types.enums.insert(number, labels);
            }
            // Its name is the number of its element.
            "array" => drop(types.arrays.insert(number, called)),
            "label" => {
                if let Some(labels) = types.enums.get_mut(number) {
                    labels.values.push(called.to_owned());
                }
            }
            "d" => {
                let base = types.base(line, name(schema, called), other, is_yes)?;
                types.domains.insert(number, base);
            }
            "check" => {
                let check = Check::new(bare(line.text(other)?)).named(called);
                let check = if is_yes { check } else { check.not_valid() };
                if let Some(base) = types.domains.get_mut(number) {
                    base.checks.push(check);
                }
            }
            "collation" => drop(types.collations.insert(number, called)),
            "class" => types.class(number, called, line.text(other)?, is_yes),
            kind if is_yes => {
                let sql = line.list(other)?;
                let beyond = beyond(name(schema, called), kind, sql);
                catalog.beyond.push(beyond);
            }
            _ => {}
        }
    }
    types.put(catalog);
    Ok(types)
}

/// `sql` is what makes it and what drops it, if that is known.
fn beyond(name: TableName, kind: &str, sql: Vec<Option<String>>) -> Beyond {
    let what = match kind {
        "c" => "a composite type",
        "r" => "a range type",
        _ => "a base type",
    };
    let beyond = Beyond::new(ObjectName::new(ObjectKind::Domain, name), what);
    match <[Option<String>; 2]>::try_from(sql) {
        Ok([Some(make), Some(drop)]) => beyond.by(None, vec![make], drop),
        _ => beyond,
    }
}

impl<'a> Types<'a> {
    fn base(
        &self,
        line: Line<'a>,
        name: TableName,
        said: Option<&'a str>,
        is_read: bool,
    ) -> Result<Base, CatalogError> {
        let said = line.list(said)?;
        let Ok([printed, number, dimensions, is_not_null, collation, default]) =
            <[Option<String>; 6]>::try_from(said)
        else {
            return Err(line.wrong(5, "TEXT", "what a domain is made of"));
        };
        let (printed, number) = (printed.unwrap_or_default(), number.unwrap_or_default());
        let dimensions = dimensions.and_then(|it| it.parse().ok()).unwrap_or(0);
        let kind = self.column_type(&number, &printed, dimensions, name.schema());
        let mut domain = Domain::new(&name, kind);
        // As text, a truth value is a whole word.
        if is_not_null.as_deref() == Some("true") {
            domain = domain.not_null();
        }
        if let Some(default) = default {
            domain = domain.default_expr(bare(&default));
        }
        if let Some(collation) = &collation {
            domain = domain.collate(collation);
        }
        Ok(Base {
            name,
            kind: number,
            collation,
            is_read,
            domain,
            checks: Vec::new(),
        })
    }

    fn class(&mut self, number: &'a str, name: &'a str, of: &'a str, is_default: bool) {
        if is_default {
            self.defaults.insert(of, number);
        }
        self.classes.insert(
            number,
            Class {
                name,
                of,
                is_default,
            },
        );
    }

    fn put(&self, catalog: &mut Catalog) {
        for labels in self.enums.values().filter(|labels| labels.is_read) {
            let name = name(labels.schema, labels.name);
            catalog
                .enums
                .push(Enumeration::new(name, labels.values.clone()));
        }
        for base in self.domains.values().filter(|base| base.is_read) {
            let mut checks = base.checks.clone();
            checks.sort_by(|a, b| a.name().cmp(&b.name()));
            let domain = base.domain.clone();
            catalog
                .domains
                .push(checks.into_iter().fold(domain, Domain::check));
        }
    }

    /// Returns the type with that number, as it is printed; `schema` is that of the table.
    pub(super) fn column_type(
        &self,
        number: &str,
        printed: &str,
        dimensions: u32,
        schema: Option<&str>,
    ) -> ColumnType {
        // A column looks for its enumeration in the schema of its table; any other has its full name.
        let enumeration = |number: &str| {
            let labels = self.enums.get(number).filter(|it| it.schema == schema)?;
            Some(ColumnType::Enum {
                name: labels.name.to_owned(),
                values: labels.values.clone(),
                existing: true,
            })
        };
        if let Some(kind) = enumeration(number) {
            return kind;
        }
        if let Some(element) = self.arrays.get(number).and_then(|it| enumeration(it)) {
            return type_names::array(element, dimensions);
        }
        type_names::parse(printed, dimensions)
    }

    /// Returns the collation that columns of a type have, unless it is the database's.
    pub(super) fn collation(&self, number: &str) -> Option<&str> {
        self.domains.get(number)?.collation.as_deref()
    }

    /// Returns the name of a collation that an index has.
    pub(super) fn collation_called(&self, number: &str) -> Option<&'a str> {
        self.collations.get(number).copied()
    }

    /// Returns the name of an operator class, unless a part of that type gets it anyway.
    pub(super) fn class_of(&self, class: &str, kind: &str) -> Option<&'a str> {
        let class = self.classes.get(class)?;
        let mut kind = kind;
        while let Some(base) = self.domains.get(kind) {
            kind = &base.kind;
        }
        let (method, of) = class.of.split_once(' ')?;
        let own = self
            .defaults
            .contains_key(format!("{method} {kind}").as_str());
        let is_implied = class.is_default && (of == kind || !own);
        (!is_implied).then_some(class.name)
    }

    /// Returns the name of an operator class.
    pub(super) fn class_name(&self, class: &str) -> Option<&'a str> {
        self.classes.get(class).map(|class| class.name)
    }

    /// Returns what the type with that number is called, or the element of an array.
    pub(super) fn object(&self, number: &str) -> Option<ObjectName> {
        let number = self.arrays.get(number).copied().unwrap_or(number);
        if let Some(labels) = self.enums.get(number) {
            let name = name(labels.schema, labels.name);
            return Some(ObjectName::new(ObjectKind::Enum, name));
        }
        let domain = self.domains.get(number)?;
        Some(ObjectName::new(ObjectKind::Domain, &domain.name))
    }
}
