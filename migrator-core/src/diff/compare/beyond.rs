//! What no operation can make: it is left alone where it is, and comes into being by plain SQL or not at all.

use super::Comparison;
use crate::catalog::Beyond;
use crate::diff::{Change, DiffError, Difference};
use crate::schema::{ObjectKind, ObjectName, Table};

impl Comparison<'_> {
    /// Finds what comes by plain SQL. Fails if something is declared that nobody knows how to make, or has the
    /// name of such a thing.
    pub(super) fn beyond(&mut self) -> Result<(), DiffError> {
        let (found, wanted) = (self.found, self.wanted);
        let mut come = Vec::new();
        for it in wanted
            .beyond
            .iter()
            .filter(|it| self.scope.holds(&it.object))
        {
            let is_same = |other: &Beyond| other.object == it.object && other.what == it.what;
            if found.beyond.iter().any(is_same) {
                continue;
            }
            if it.by.is_some() && !self.is_taken(&it.object) {
                come.push(Change::Beyond(Difference::Added(it.clone())));
            } else {
                return Err(DiffError::Impossible {
                    object: it.object.clone(),
                    what: it.what.clone(),
                    help: "make it by `op.execute` in a revision of its own".to_owned(),
                });
            }
        }
        come.into_iter().for_each(|it| self.push(it));
        let mut wholes = found.beyond.iter().filter(|it| it.object.part.is_none());
        wholes.try_for_each(|it| self.refuse_clash(it))
    }

    /// Tells whether something else has the name: it would have to go, and its rows with it.
    fn is_taken(&self, object: &ObjectName) -> bool {
        let found = self.found;
        let tables = found.tables.iter().map(Table::name);
        let beyond = found.beyond.iter().map(|it| &it.object.name);
        tables.chain(beyond).any(|it| *it == object.name)
    }

    fn refuse_clash(&self, beyond: &Beyond) -> Result<(), DiffError> {
        let name = &beyond.object.name;
        let tables = self.wanted.tables.iter();
        let tables = tables.map(|it| ObjectName::new(ObjectKind::Table, it.name()));
        let views = self.wanted.views.iter();
        let views = views.map(|it| ObjectName::new(ObjectKind::View, it.name()));
        let is_relation = matches!(beyond.object.kind, ObjectKind::Table | ObjectKind::View);
        let mut clashes = tables
            .chain(views)
            .filter(|it| is_relation && it.name == *name);
        match clashes.find(|it| self.scope.holds(it)) {
            None => Ok(()),
            Some(object) => Err(DiffError::Occupied {
                object,
                what: beyond.what.clone(),
            }),
        }
    }
}
