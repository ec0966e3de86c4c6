//! New names, in an order in which none is taken twice.

use std::collections::BTreeSet;

use super::order::renames;
use super::work::{Together, Work};
use crate::base::TableName;
use crate::diff::{Change, DiffError, Difference};
use crate::ops::{
    DomainOperation, EnumOperation, Operation, Rename, RenameIndex, RenameTable, SequenceOperation,
    TableChange, ViewOperation,
};
use crate::schema::{ObjectKind, ObjectName};

/// The longest name that PostgreSQL takes, in bytes.
const LONGEST: usize = 63;

impl Work<'_> {
    /// Gives everything but columns its new name.
    pub(super) fn rename(&mut self) -> Result<(), DiffError> {
        let pair = |from: &TableName, to: &TableName| Some((from.clone(), to.clone()));
        self.rename_all(ObjectKind::Enum, |it| match it {
            Change::Enum {
                difference: Difference::Renamed { from, to },
                ..
            } => pair(from.name(), to.name()),
            _ => None,
        })?;
        self.rename_all(ObjectKind::Domain, |it| match it {
            Change::Domain(Difference::Renamed { from, to }) => pair(from.name(), to.name()),
            _ => None,
        })?;
        self.rename_all(ObjectKind::Sequence, |it| match it {
            Change::Sequence(Difference::Renamed { from, to }) => pair(from.name(), to.name()),
            _ => None,
        })?;
        self.rename_all(ObjectKind::Table, |it| match it {
            Change::Table(Difference::Renamed { from, to }) => pair(from.name(), to.name()),
            _ => None,
        })?;
        self.rename_all(ObjectKind::View, |it| match it {
            Change::View(Difference::Renamed { from, to }) => pair(from.name(), to.name()),
            _ => None,
        })?;
        self.rename_constraints();
        self.rename_indexes();
        Ok(())
    }

    fn rename_all(
        &mut self,
        kind: ObjectKind,
        names: impl Fn(&Change) -> Option<(TableName, TableName)>,
    ) -> Result<(), DiffError> {
        let changes = self.changes.iter().enumerate();
        let all = changes.filter_map(|(at, it)| {
            let (from, to) = names(it)?;
            // A view that is made anew gets its name then.
            let is_made = kind == ObjectKind::View && self.disturbed.views.contains(&from);
            (!is_made).then_some((at, from, to))
        });
        let all: Vec<_> = all.collect();
        let taken: BTreeSet<String> = all
            .iter()
            .flat_map(|(_, from, to)| [from.name().to_owned(), to.name().to_owned()])
            .chain(self.tables.keys().map(|it| it.name().to_owned()))
            .collect();
        let free = |it: &TableName| it.sibling(free_name(it.name(), &taken));
        for (at, from, to) in renames(&all, free) {
            if to.schema().is_none()
                && let Some(schema) = from.schema()
            {
                return Err(DiffError::Impossible {
                    object: ObjectName::new(kind, &to),
                    what: format!("a move out of the schema `{schema}`"),
                    help: "declare it in a schema that is named, or move it by `op.execute`"
                        .to_owned(),
                });
            }
            if let Some(operation) = self.renaming(kind, from, to) {
                self.step(operation, vec![at], None);
            }
        }
        Ok(())
    }

    fn renaming(&self, kind: ObjectKind, from: TableName, to: TableName) -> Option<Operation> {
        let rename = || Rename {
            from: from.clone(),
            to: to.clone(),
        };
        Some(match kind {
            ObjectKind::Enum => Operation::Enumeration(EnumOperation::Rename(rename())),
            ObjectKind::Domain => Operation::Domain(DomainOperation::Rename(rename())),
            ObjectKind::Sequence => Operation::Sequence(SequenceOperation::Rename(rename())),
            ObjectKind::Table => Operation::RenameTable(RenameTable { from, to }),
            ObjectKind::View => {
                let is_it = |it: &&&crate::ops::View| {
                    *it.name() == from || self.now.table_name(it.name()) == to
                };
                let view = self.views.values().find(is_it)?;
                let view = view.renamed(from);
                Operation::View(ViewOperation::Rename { view, to })
            }
            _ => return None,
        })
    }

    /// Names of constraints are shared by all tables of a schema, because indexes have them, so they must be
    /// free before anything is created. SQLite builds a table anew for them, and so waits for its turn.
    fn rename_constraints(&mut self) {
        if self.builds_anew() {
            return;
        }
        let mut all: Vec<(TableName, Together)> = Vec::new();
        for (table, parts) in &self.parts {
            let mut together = Together::default();
            for (at, difference) in &parts.constraints {
                if let Difference::Renamed { from, to } = difference
                    && !self.is_early(table, from)
                    && let (Some(from), Some(to)) = (from.name(), to.name())
                {
                    let (from, to) = (from.to_owned(), to.to_owned());
                    together.push(TableChange::RenameConstraint { from, to }, [*at]);
                }
            }
            all.push((table.clone(), together));
        }
        for (table, together) in all {
            self.alter(&table, together);
        }
    }

    fn rename_indexes(&mut self) {
        for (at, change) in self.changes.iter().enumerate() {
            let Change::Index(Difference::Renamed { from, to }) = change else {
                continue;
            };
            if self.is_index_disturbed(from) {
                continue;
            }
            let rename = RenameIndex {
                from: to.table().sibling(from.name().to_owned()),
                to: to.name().to_owned(),
            };
            self.step(Operation::RenameIndex(rename), vec![at], None);
        }
    }
}

/// Returns a name that nothing has.
pub(super) fn free_name(name: &str, taken: &BTreeSet<String>) -> String {
    let mut end = LONGEST - "_former00".len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let start = name.get(..end).unwrap_or(name);
    let numbered = (1..).map(|it: u32| match it {
        1 => format!("{start}_former"),
        it => format!("{start}_former{it}"),
    });
    let mut free = numbered.filter(|it| !taken.contains(it));
    free.next().unwrap_or_else(|| start.to_owned())
}
