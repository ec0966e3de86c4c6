//! Constraints of tables, all of which stand at the table.

use super::answer::Answer;
use super::constraint::Row;
use super::exclusions;
use super::relations::Relations;
use super::types::Types;
use crate::catalog::{Catalog, CatalogError};
use crate::session::Rows;

/// What only newer servers have, PostgreSQL finds in the catalogue before it looks at `older`. What
/// has a parent PostgreSQL has made itself, for a partition.
pub(super) const SQL: &str = "WITH {pinned}, {spaces} \
    SELECT k.conrelid AS relation, k.conname::text AS name, k.contype::text AS kind, \
    CASE WHEN k.condeferrable THEN k.condeferred END AS deferred, \
    nullif(k.convalidated, true) AS validated, nullif(k.connoinherit, false) AS no_inherit, \
    k.conkey::text AS columns, nullif(k.confrelid, 0) AS target, \
    k.confkey::text AS target_columns, CASE k.contype WHEN 'f' THEN \
    k.confmatchtype::text || k.confdeltype::text || k.confupdtype::text END AS actions, \
    k.set_columns::text AS delete_columns, \
    pg_catalog.pg_get_expr(k.conbin, k.conrelid) AS expression, \
    CASE WHEN i.indnatts > i.indnkeyatts OR k.contype = 'x' \
    THEN i.indnkeyatts || ' ' || i.indkey::text END AS index_columns, \
    nullif(i.nulls_equal, false) AS nulls_equal, x.said AS excluding, \
    CASE k.contype WHEN 'x' THEN pg_catalog.pg_get_expr(i.indexprs, i.indrelid) END AS parts, \
    CASE k.contype WHEN 'x' THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END AS condition \
    FROM pinned CROSS JOIN \
    (SELECT NULL::smallint[] AS confdelsetcols, false AS indnullsnotdistinct) AS older \
    CROSS JOIN LATERAL (SELECT c.*, confdelsetcols AS set_columns \
    FROM pg_catalog.pg_constraint AS c \
    WHERE c.contype IN ('p', 'u', 'c', 'f', 'x') AND c.conparentid = 0) AS k \
    JOIN spaces AS s ON s.oid = k.connamespace \
    LEFT JOIN LATERAL (SELECT n.*, indnullsnotdistinct AS nulls_equal \
    FROM pg_catalog.pg_index AS n) AS i \
    ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x') \
    LEFT JOIN (SELECT e.oid, pg_catalog.json_build_array(am.amname, n.indclass::text, \
    n.indcollation::text, n.indoption::text, pg_catalog.json_agg(\
    CASE WHEN s.nspname IN ('pg_catalog', pg_catalog.current_schema()) THEN p.oprname::text \
    ELSE 'OPERATOR(' || pg_catalog.quote_ident(s.nspname) || '.' || p.oprname || ')' END \
    ORDER BY u.place))::text AS said FROM pg_catalog.pg_constraint AS e \
    JOIN pg_catalog.pg_index AS n ON n.indexrelid = e.conindid \
    JOIN pg_catalog.pg_class AS c ON c.oid = e.conindid \
    JOIN pg_catalog.pg_am AS am ON am.oid = c.relam \
    CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(e.conexclop)) \
    WITH ORDINALITY AS u(operator, place) \
    JOIN pg_catalog.pg_operator AS p ON p.oid = u.operator \
    JOIN pg_catalog.pg_namespace AS s ON s.oid = p.oprnamespace WHERE e.contype = 'x' \
    GROUP BY e.oid, am.amname, n.indclass, n.indcollation, n.indoption) AS x ON x.oid = k.oid";

/// Reads the answer into the tables.
///
/// # Errors
/// If it is none.
pub(super) fn read<'a>(
    answers: &'a [Rows],
    types: &Types<'_>,
    relations: &mut Relations<'a>,
    catalog: &mut Catalog,
) -> Result<(), CatalogError> {
    for line in Answer::to("query for constraints", 4, answers)?.lines() {
        let row = Row::of(line)?;
        let Some(table) = relations.table(row.relation).filter(|it| it.is_read) else {
            continue;
        };
        let constraint = match row.kind {
            "p" => row.primary_key(table)?.into(),
            "u" => row.unique(table)?.into(),
            "c" => row.check()?.into(),
            "f" => row.foreign_key(table, relations)?.into(),
            _ => match exclusions::exclude(&row, table, types)? {
                Ok(exclude) => exclude.into(),
                Err(beyond) => {
                    catalog.beyond.push(beyond);
                    continue;
                }
            },
        };
        if let Some(table) = relations.table_mut(row.relation) {
            table.add(constraint);
        }
    }
    Ok(())
}
