//! Columns of tables.

use super::answer::{Answer, is_true};
use super::expression::bare;
use super::relations::Relations;
use super::types::Types;
use crate::catalog::CatalogError;
use crate::schema::{Column, Identity};
use crate::session::Rows;

/// In no order: what is sorted here need not be sorted there. No part is a query of its own, because
/// the planner would expect it to run for every row, and compile what takes no time.
pub(super) const SQL: &str = "WITH {pinned}, {spaces} \
    SELECT a.attrelid AS relation, a.attnum AS number, a.attname::text AS name, \
    a.atttypid AS type, pg_catalog.format_type(a.atttypid, a.atttypmod) AS printed, \
    nullif(a.attndims, 0) AS dimensions, nullif(a.attnotnull, false) AS not_null, \
    nullif(a.attidentity, '')::text AS identity, nullif(a.attgenerated, '')::text AS generated, \
    pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression, l.collname::text AS collation, \
    o.description AS comment \
    FROM pinned CROSS JOIN pg_catalog.pg_class AS c \
    LEFT JOIN spaces AS s ON s.oid = c.relnamespace \
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid \
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid \
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum \
    AND a.atthasdef \
    LEFT JOIN pg_catalog.pg_collation AS l ON l.oid = a.attcollation \
    AND a.attcollation <> t.typcollation \
    LEFT JOIN pg_catalog.pg_description AS o ON o.objoid = c.oid AND o.objsubid = a.attnum \
    AND o.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass \
    WHERE c.relkind IN ('r', 'p', 'f', 'm') AND a.attnum > 0 AND NOT a.attisdropped \
    AND (s.oid IS NOT NULL OR c.oid IN (SELECT k.confrelid FROM pg_catalog.pg_constraint AS k \
    JOIN spaces AS f ON f.oid = k.connamespace WHERE k.contype = 'f'))";

/// Reads the answer into the tables.
///
/// # Errors
/// If it is none.
pub(super) fn read<'a>(
    answers: &'a [Rows],
    types: &Types<'_>,
    relations: &mut Relations<'a>,
) -> Result<(), CatalogError> {
    for line in Answer::to("query for columns", 3, answers)?.lines() {
        let [
            relation,
            number,
            name,
            kind,
            printed,
            dimensions,
            not_null,
            identity,
            generated,
            expression,
            collation,
            comment,
        ] = line.cells()?;
        let Some(table) = relations.table_mut(line.text(relation)?) else {
            continue;
        };
        let (number, kind) = (line.number(number)?, line.text(kind)?);
        let dimensions = match dimensions {
            Some(_) => line.number(dimensions)?,
            None => 0,
        };
        let printed = line.text(printed)?;
        let of = types.column_type(kind, printed, dimensions, table.name.schema());
        let mut column = Column::new(line.text(name)?, of);
        if is_true(not_null) {
            column = column.not_null();
        }
        column = match identity {
            Some("a") => column.identity(Identity::always()),
            Some(_) => column.identity(Identity::by_default()),
            None => column,
        };
        column = match (expression.map(bare), generated) {
            (Some(sql), None) => column.default_expr(sql),
            (Some(sql), Some("s")) => column.generated_stored(sql),
            (Some(sql), Some(_)) => column.generated_virtual(sql),
            (None, _) => column,
        };
        if let Some(collation) = collation {
            column = column.collate(collation);
        }
        if let Some(comment) = comment {
            column = column.comment(comment);
        }
        table.columns.push((number, column));
        table.kinds.push((number, kind));
    }
    for table in &mut relations.tables {
        table.columns.sort_by_key(|(number, _)| *number);
        table.kinds.sort_by_key(|(number, _)| *number);
    }
    Ok(())
}
