//! What no operation can make: it is left alone where it is, and cannot come into being.

use super::Comparison;
use crate::catalog::Beyond;
use crate::diff::DiffError;
use crate::schema::{ObjectKind, ObjectName};

impl Comparison<'_> {
    /// Fails if something is declared that no operation makes, or has the name of such a thing.
    pub(super) fn beyond(&self) -> Result<(), DiffError> {
        let (found, wanted) = (self.found, self.wanted);
        for it in wanted
            .beyond
            .iter()
            .filter(|it| self.scope.holds(&it.object))
        {
            if !found.beyond.contains(it) {
                return Err(DiffError::Impossible {
                    object: it.object.clone(),
                    what: it.what.clone(),
                    help: "make it by `op.execute` in a revision of its own".to_owned(),
                });
            }
        }
        let mut wholes = found.beyond.iter().filter(|it| it.object.part.is_none());
        wholes.try_for_each(|it| self.refuse_clash(it))
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
