//! Columns of tables.

use super::answer::{Answer, is_true};
use super::expression::bare;
use super::relations::Relations;
use super::types::Types;
use crate::catalog::CatalogError;
use crate::schema::{Column, Identity};
use crate::session::Rows;

/// In no order: what is sorted here need not be sorted there.
pub(super) const SQL: &str = "WITH {pinned}, {spaces} \
    SELECT a.attrelid AS relation, a.attnum AS number, a.attname::text AS name, \
    a.atttypid AS type, pg_catalog.format_type(a.atttypid, a.atttypmod) AS printed, \
    nullif(a.attndims, 0) AS dimensions, a.attnotnull AS not_null, \
    nullif(a.attidentity, '')::text AS identity, nullif(a.attgenerated, '')::text AS generated, \
    CASE WHEN a.atthasdef THEN (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) \
    FROM pg_catalog.pg_attrdef AS d \
    WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END AS expression, \
    CASE WHEN a.attcollation <> t.typcollation THEN (SELECT l.collname::text \
    FROM pg_catalog.pg_collation AS l WHERE l.oid = a.attcollation) END AS collation, \
    o.description AS comment \
    FROM pinned, pg_catalog.pg_class AS c JOIN spaces AS s ON s.oid = c.relnamespace \
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid \
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid \
    LEFT JOIN pg_catalog.pg_description AS o ON o.objoid = c.oid AND o.objsubid = a.attnum \
    AND o.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass \
    WHERE c.relkind IN ('r', 'p', 'f', 'm') AND a.attnum > 0 AND NOT a.attisdropped";

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
