//! Sequences, and the identity columns that count by them.

use super::relations::Relations;
use crate::catalog::Catalog;

/// At which numbers those stand that go up and end at their last number: with the column to which one belongs.
pub(super) const STANDING: &str = "WITH {spaces} \
    SELECT s.name::text AS schema, coalesce(t.relname, c.relname)::text AS name, \
    a.attname::text AS column_name, pg_catalog.pg_sequence_last_value(c.oid)::text AS number \
    FROM spaces AS s JOIN pg_catalog.pg_class AS c ON c.relnamespace = s.oid \
    JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = c.oid AND q.seqincrement > 0 AND NOT q.seqcycle \
    LEFT JOIN pg_catalog.pg_depend AS d ON d.objid = c.oid AND d.objsubid = 0 \
    AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass \
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0 \
    AND d.deptype IN ('a', 'i') \
    LEFT JOIN pg_catalog.pg_class AS t ON t.oid = d.refobjid \
    LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid";

/// Gives identity columns the options of their sequences, and the catalog all other sequences.
pub(super) fn put(relations: &mut Relations<'_>, catalog: &mut Catalog) {
    let counters = std::mem::take(&mut relations.counters);
    for counter in &counters {
        match &counter.owner {
            Some(owner) if owner.is_identity => {
                let table = relations.table_mut(owner.table);
                let column = table.and_then(|table| table.column_mut(owner.column));
                if let Some(column) = column
                    && let Some(identity) = column.identity_options()
                {
                    *column = column.clone().identity(counter.identity(identity));
                }
            }
            _ => {
                let owner = counter.owner.as_ref().and_then(|owner| {
                    let table = relations.table(owner.table)?;
                    Some((&table.name, table.column(owner.column)?.name()))
                });
                catalog.sequences.push(counter.sequence(owner));
            }
        }
    }
    relations.counters = counters;
}
