//! What needs what.

use super::answer::{Answer, Line};
use super::relations::Relations;
use super::routines::Routines;
use super::types::Types;
use crate::catalog::{Catalog, CatalogError, Need};
use crate::schema::{ColumnType, ObjectKind, ObjectName};
use crate::session::Rows;

/// What is PostgreSQL's own has numbers below 16384. A row type stands for its table, an array for its
/// element.
pub(super) const SQL: &str = "WITH {spaces}, uses AS (\
    SELECT d.classid, d.objid, d.deptype, d.refobjsubid AS part, \
    CASE WHEN d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass THEN 'function' \
    WHEN d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass OR t.typrelid <> 0 \
    THEN 'relation' ELSE 'type' END AS kind, \
    CASE WHEN t.typrelid <> 0 THEN t.typrelid \
    WHEN t.typtype = 'b' AND t.typcategory = 'A' THEN t.typelem ELSE d.refobjid END AS whom \
    FROM pg_catalog.pg_depend AS d LEFT JOIN pg_catalog.pg_type AS t ON t.oid = d.refobjid \
    AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass \
    WHERE d.refobjid >= 16384 AND d.deptype IN ('n', 'a') \
    AND d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, \
    'pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_type'::pg_catalog.regclass) \
    AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, \
    'pg_catalog.pg_attrdef'::pg_catalog.regclass, 'pg_catalog.pg_constraint'::pg_catalog.regclass, \
    'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, \
    'pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_type'::pg_catalog.regclass)) \
    SELECT 'view' AS who, r.ev_class AS number, NULL AS called, u.kind, u.whom, u.part \
    FROM uses AS u JOIN pg_catalog.pg_rewrite AS r ON r.oid = u.objid \
    WHERE u.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass \
    UNION ALL \
    SELECT 'column', a.adrelid, a.adnum::text, u.kind, u.whom, u.part \
    FROM uses AS u JOIN pg_catalog.pg_attrdef AS a ON a.oid = u.objid \
    WHERE u.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND u.deptype = 'n' \
    OR u.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND u.deptype = 'a' \
    AND u.kind = 'relation' AND u.whom = a.adrelid AND u.part <> a.adnum \
    UNION ALL \
    SELECT CASE WHEN k.contypid = 0 THEN 'check' ELSE 'domain' END, \
    CASE WHEN k.contypid = 0 THEN k.conrelid ELSE k.contypid END, k.conname::text, \
    u.kind, u.whom, u.part \
    FROM uses AS u JOIN pg_catalog.pg_constraint AS k ON k.oid = u.objid \
    WHERE u.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.contype IN ('c', 'x') \
    AND u.kind <> 'relation' \
    UNION ALL \
    SELECT 'trigger', t.tgrelid, t.tgname::text, u.kind, u.whom, u.part \
    FROM uses AS u JOIN pg_catalog.pg_trigger AS t ON t.oid = u.objid \
    WHERE u.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND NOT t.tgisinternal \
    AND (u.kind <> 'relation' OR u.whom <> t.tgrelid OR u.part <> 0) \
    UNION ALL \
    SELECT CASE WHEN u.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass THEN 'function' \
    ELSE 'domain' END, u.objid, NULL, u.kind, u.whom, u.part FROM uses AS u \
    WHERE u.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass \
    OR u.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND u.kind <> 'relation' \
    UNION ALL \
    SELECT 'index', i.indrelid, c.relname::text, u.kind, u.whom, u.part \
    FROM uses AS u JOIN pg_catalog.pg_index AS i ON i.indexrelid = u.objid \
    JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid \
    WHERE u.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND u.kind <> 'relation'";

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
