//! Sequences, and the identity columns that count by them.

use super::relations::Relations;
use crate::catalog::Catalog;

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
