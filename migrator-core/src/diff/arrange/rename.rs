//! New names, in an order in which none is taken twice.

use std::collections::{BTreeMap, BTreeSet};

use super::order::renames;
use super::steps::Together;
use super::work::Work;
use crate::base::TableName;
use crate::diff::{Change, DiffError, Difference};
use crate::ops::{
    DomainOperation, EnumOperation, Operation, Rename, RenameIndex, RenameTable, SequenceOperation,
    TableChange, ViewOperation,
};
use crate::schema::{Constraint, ObjectKind, ObjectName};

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
        self.rename_in_turn();
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
        let mut all: BTreeMap<TableName, Together> = BTreeMap::new();
        for it in self.part_renames().into_iter().filter(|it| !it.is_index) {
            let together = all.entry(it.table.clone()).or_default();
            together.push(it.change(), [it.at]);
        }
        for (table, together) in all {
            self.alter(&table, together);
        }
    }

    fn rename_indexes(&mut self) {
        for it in self.part_renames().into_iter().filter(|it| it.is_index) {
            self.rename_index(&it);
        }
    }

    fn rename_index(&mut self, it: &PartRename) {
        let (from, to) = (it.from.1.clone(), it.to.1.name().to_owned());
        let rename = RenameIndex { from, to };
        self.step(Operation::RenameIndex(rename), vec![it.at], None);
    }

    /// Renames what takes a name from another that has a new one, too, one after the other.
    fn rename_in_turn(&mut self) {
        let all = self.all_part_renames();
        let turns = all.iter().enumerate().filter(|(_, it)| it.is_in_turn(&all));
        let turns: Vec<_> = turns
            .map(|(at, it)| (at, it.from.clone(), it.to.clone()))
            .collect();
        let names = all.iter().flat_map(|it| [&it.from.1, &it.to.1]);
        let taken: BTreeSet<String> = names.map(|it| it.name().to_owned()).collect();
        let free = |(place, name): &PartName| {
            (place.clone(), name.sibling(free_name(name.name(), &taken)))
        };
        for (at, from, to) in renames(&turns, free) {
            let Some(of) = all.get(at) else { continue };
            let it = PartRename {
                from,
                to,
                ..of.clone()
            };
            if it.is_index {
                self.rename_index(&it);
            } else {
                let mut together = Together::default();
                together.push(it.change(), [it.at]);
                self.alter(&it.table, together);
            }
        }
    }

    /// The new names that nothing has, at any time.
    fn part_renames(&self) -> Vec<PartRename> {
        let all = self.all_part_renames();
        let free = all.iter().filter(|it| !it.is_in_turn(&all));
        free.cloned().collect()
    }

    pub(super) fn all_part_renames(&self) -> Vec<PartRename> {
        let mut all = Vec::new();
        let constraints = self.parts.iter().filter(|_| !self.builds_anew());
        for (table, (at, difference)) in constraints
            .flat_map(|(table, parts)| parts.constraints.iter().map(move |it| (table, it)))
        {
            if let Difference::Renamed { from, to } = difference
                && !self.is_early(table, from)
                && let (Some(was), Some(is)) = (from.name(), to.name())
            {
                let place = place_of(table, from);
                all.push(PartRename {
                    at: *at,
                    table: table.clone(),
                    is_index: false,
                    from: (place.clone(), table.sibling(was.to_owned())),
                    to: (place, table.sibling(is.to_owned())),
                });
            }
        }
        for (at, change) in self.changes.iter().enumerate() {
            if let Change::Index(Difference::Renamed { from, to }) = change
                && !self.is_index_disturbed(from)
            {
                let named = |name: &str| (None, to.table().sibling(name.to_owned()));
                all.push(PartRename {
                    at,
                    table: to.table().clone(),
                    is_index: true,
                    from: named(from.name()),
                    to: named(to.name()),
                });
            }
        }
        all
    }
}

/// A name, for what shares none but with others of its table with the table.
pub(super) type PartName = (Option<TableName>, TableName);

/// Returns the name of a constraint of a table, if it has one.
pub(super) fn part_name(table: &TableName, constraint: &Constraint) -> Option<PartName> {
    let name = table.sibling(constraint.name()?.to_owned());
    Some((place_of(table, constraint), name))
}

/// Returns the table of a constraint that shares its name with others of that only.
fn place_of(table: &TableName, constraint: &Constraint) -> Option<TableName> {
    let is_own = matches!(constraint, Constraint::Check(_) | Constraint::ForeignKey(_));
    is_own.then(|| table.clone())
}

/// The new name of an index or a constraint.
#[derive(Debug, Clone)]
pub(super) struct PartRename {
    at: usize,
    pub(super) table: TableName,
    pub(super) is_index: bool,
    from: PartName,
    pub(super) to: PartName,
}

impl PartRename {
    /// Tells whether it takes the name of another, or another takes its.
    fn is_in_turn(&self, all: &[Self]) -> bool {
        all.iter()
            .any(|it| it.from == self.to || it.to == self.from)
    }

    fn change(&self) -> TableChange {
        TableChange::RenameConstraint {
            from: self.from.1.name().to_owned(),
            to: self.to.1.name().to_owned(),
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
