//! Constraints that wait for the end of the transaction.
//!
//! A table with rows of which such a constraint is still to be looked at, as after an `UPDATE`, may not be altered:
//! they have to be looked at before, see [`look_now`](crate::catalog::Introspection::look_now).

use super::work::Work;
use crate::base::TableName;
use crate::diff::renaming::constraints;
use crate::schema::{Constraint, Deferrable};

impl Work<'_> {
    /// Tells whether changes of a table's rows are looked at only later, here or where others refer to them;
    /// the table by its name now.
    pub(super) fn is_looked_at_later(&self, table: &TableName) -> bool {
        if self.introspection.look_now().is_none() {
            return false;
        }
        let former = self.former(table);
        let is_of = |owner: &TableName, it: &Constraint, name: &TableName| match it {
            Constraint::ForeignKey(key) => owner == name || key.target() == name,
            _ => owner == name,
        };
        let found = self.tables.iter().flat_map(|(name, it)| {
            let all = constraints(it).into_iter();
            all.filter(|it| is_of(name, it, &former))
                .collect::<Vec<_>>()
        });
        let wanted = self.wanted.tables.iter().flat_map(|it| {
            let all = constraints(it).into_iter();
            all.filter(|constraint| is_of(it.name(), constraint, table))
                .collect::<Vec<_>>()
        });
        found.chain(wanted).any(|it| is_deferred(&it))
    }
}

fn is_deferred(constraint: &Constraint) -> bool {
    let deferral = match constraint {
        Constraint::PrimaryKey(it) => it.deferral(),
        Constraint::Unique(it) => it.deferral(),
        Constraint::ForeignKey(it) => it.deferral(),
        Constraint::Exclude(it) => it.deferral(),
        Constraint::Check(_) => None,
    };
    deferral == Some(Deferrable::InitiallyDeferred)
}
