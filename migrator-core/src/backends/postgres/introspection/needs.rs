//! What needs what.

use super::answer::{Answer, Line};
use super::relations::Relations;
use super::routines::Routines;
use super::types::Types;
use crate::catalog::{Catalog, CatalogError, Need};
use crate::schema::{ColumnType, ObjectKind, ObjectName};
use crate::session::Rows;

/// What is PostgreSQL's own has numbers below 16384. A row type stands for its table, an array for its
/// element. In one pass, because this table is the longest of all.
pub(super) const SQL: &str = "WITH {spaces} \
    SELECT CASE WHEN r.oid IS NOT NULL THEN 'view' WHEN a.oid IS NOT NULL THEN 'column' \
    WHEN k.contypid <> 0 THEN 'domain' WHEN k.oid IS NOT NULL THEN 'check' \
    WHEN g.oid IS NOT NULL THEN 'trigger' WHEN i.indexrelid IS NOT NULL THEN 'index' \
    WHEN d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass THEN 'function' \
    ELSE 'domain' END AS who, \
    coalesce(r.ev_class, a.adrelid, nullif(k.contypid, 0), k.conrelid, g.tgrelid, i.indrelid, \
    d.objid) AS number, \
    coalesce(a.adnum::text, k.conname, g.tgname, c.relname)::text AS called, \
    CASE WHEN d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass THEN 'function' \
    WHEN d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass OR t.typrelid <> 0 \
    THEN 'relation' ELSE 'type' END AS kind, \
    CASE WHEN t.typrelid <> 0 THEN t.typrelid \
    WHEN t.typtype = 'b' AND t.typcategory = 'A' THEN t.typelem ELSE d.refobjid END AS whom, \
    d.refobjsubid AS part \
    FROM pg_catalog.pg_depend AS d \
    LEFT JOIN pg_catalog.pg_type AS t ON t.oid = d.refobjid \
    AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass \
    LEFT JOIN pg_catalog.pg_rewrite AS r ON r.oid = d.objid \
    AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass \
    LEFT JOIN pg_catalog.pg_attrdef AS a ON a.oid = d.objid \
    AND d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass \
    LEFT JOIN pg_catalog.pg_constraint AS k ON k.oid = d.objid \
    AND d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass \
    LEFT JOIN pg_catalog.pg_trigger AS g ON g.oid = d.objid \
    AND d.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass \
    LEFT JOIN (pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid) \
    ON i.indexrelid = d.objid AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass \
    WHERE d.refobjid >= 16384 AND d.deptype IN ('n', 'a') AND CASE d.refclassid \
    WHEN 'pg_catalog.pg_proc'::pg_catalog.regclass THEN \
    d.classid <> 'pg_catalog.pg_class'::pg_catalog.regclass OR i.indexrelid IS NOT NULL \
    WHEN 'pg_catalog.pg_type'::pg_catalog.regclass THEN \
    d.classid <> 'pg_catalog.pg_class'::pg_catalog.regclass OR i.indexrelid IS NOT NULL \
    WHEN 'pg_catalog.pg_class'::pg_catalog.regclass THEN CASE d.classid \
    WHEN 'pg_catalog.pg_rewrite'::pg_catalog.regclass THEN true \
    WHEN 'pg_catalog.pg_proc'::pg_catalog.regclass THEN true \
    WHEN 'pg_catalog.pg_attrdef'::pg_catalog.regclass THEN \
    d.deptype = 'n' OR d.refobjid <> a.adrelid OR d.refobjsubid <> a.adnum \
    WHEN 'pg_catalog.pg_trigger'::pg_catalog.regclass THEN NOT g.tgisinternal \
    AND (d.refobjid <> g.tgrelid OR d.refobjsubid <> 0) \
    ELSE false END ELSE false END";

/// Everything that has a number.
#[derive(Debug, Clone, Copy)]
struct Numbers<'n, 'a> {
    types: &'n Types<'a>,
    relations: &'n Relations<'a>,
    routines: &'n Routines<'a>,
}

/// Reads the answer; what is not read, or left out, needs nothing and is not needed. Nothing needs itself.
///
/// # Errors
/// If it is none.
pub(super) fn read<'a>(
    answers: &'a [Rows],
    types: &Types<'a>,
    relations: &Relations<'a>,
    routines: &Routines<'a>,
    catalog: &mut Catalog,
) -> Result<(), CatalogError> {
    let numbers = Numbers {
        types,
        relations,
        routines,
    };
    for line in Answer::to("query for what needs what", 7, answers)?.lines() {
        let [who, number, called, kind, whom, part] = line.cells()?;
        let who = numbers.who(line, line.text(who)?, line.text(number)?, called)?;
        let whom = numbers.whom(line.text(kind)?, line.text(whom)?, line.number(part)?);
        if let (Some(who), Some(whom)) = (who, whom)
            && who != whom
        {
            catalog.needs.push(Need { who, whom });
        }
    }
    catalog.needs.extend(numbers.columns());
    Ok(())
}

impl<'a> Numbers<'_, 'a> {
    fn who(
        self,
        line: Line<'a>,
        kind: &str,
        number: &str,
        called: Option<&'a str>,
    ) -> Result<Option<ObjectName>, CatalogError> {
        let in_table = |kind, part: &str| {
            let table = self.relations.name(number)?;
            Some(ObjectName::part(kind, table, part))
        };
        Ok(match kind {
            "view" => self.relations.object(number, 0),
            "column" => self.relations.object(number, line.number(called)?),
            "check" => in_table(ObjectKind::Constraint, line.text(called)?),
            "trigger" => in_table(ObjectKind::Trigger, line.text(called)?),
            "domain" => self.types.object(number),
            "function" => self.routines.object(number),
            _ => {
                let name = line.text(called)?.to_owned();
                let table = self.relations.name(number);
                table.map(|table| ObjectName::new(ObjectKind::Index, table.sibling(name)))
            }
        })
    }

    /// Returns what the columns need whose types are known by their names only: domains, and
    /// enumerations of other schemas.
    fn columns(self) -> impl Iterator<Item = Need> {
        let tables = self.relations.tables.iter().filter(|table| table.is_read);
        let all = tables.flat_map(|table| {
            let columns = table.columns.iter().zip(&table.kinds);
            columns.map(move |((_, column), (_, kind))| (table, column, *kind))
        });
        let named = all.filter(|(_, column, _)| is_named(column.kind()));
        named.filter_map(move |(table, column, kind)| {
            Some(Need {
                who: ObjectName::part(ObjectKind::Column, &table.name, column.name()),
                whom: self.types.object(kind)?,
            })
        })
    }

    fn whom(self, kind: &str, number: &str, part: u16) -> Option<ObjectName> {
        match kind {
            "function" => self.routines.object(number),
            "relation" => self.relations.object(number, part),
            _ => self.types.object(number),
        }
    }
}

fn is_named(kind: &ColumnType) -> bool {
    match kind {
        ColumnType::Custom(_) => true,
        ColumnType::Array { element, .. } => is_named(element),
        _ => false,
    }
}
