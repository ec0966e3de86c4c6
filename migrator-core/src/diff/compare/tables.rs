//! Tables: which of them are the same, and what is different of them.

use super::{Comparison, Pair, pairs};
use crate::diff::{Change, DiffError, Difference};
use crate::schema::{ObjectKind, ObjectName, Table};

/// Help for what would need a new table.
const ANEW: &str =
    "create another table with it, move the rows by `op.execute`, and drop the old one";

impl<'a> Comparison<'a> {
    /// Returns the tables that are the same, by their names now.
    pub(super) fn paired_tables(&mut self) -> Vec<Pair<'a, Table>> {
        let (found, wanted) = (self.found, self.wanted);
        let paired = pairs(
            &found.tables,
            &wanted.tables,
            |it| self.key(&self.now.table_name(it.name())),
            |it| self.key(it.name()),
        );
        for pair in &paired {
            if let (Some(from), Some(to)) = pair {
                // Where only the case is another, all that mentions it is read by the case of now.
                if from.name() != to.name() {
                    self.now.relation(from.name(), to.name());
                }
            }
        }
        paired
    }

    /// Compares tables and all that belongs to them.
    pub(super) fn tables(&mut self, paired: &[Pair<'a, Table>]) -> Result<(), DiffError> {
        self.whole_tables(paired);
        for pair in paired {
            if let (Some(from), Some(to)) = *pair {
                self.table(from, to)?;
            }
        }
        Ok(())
    }

    fn whole_tables(&mut self, paired: &[Pair<'a, Table>]) {
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for pair in paired {
            let name = pair.1.or(pair.0).map(Table::name);
            let Some(name) = name.map(|it| ObjectName::new(ObjectKind::Table, it)) else {
                continue;
            };
            if !self.scope.holds(&name) {
                continue;
            }
            let difference = match *pair {
                (Some(from), None) if self.scope.drops(&name) => {
                    gone.push(from);
                    Difference::Removed(from.clone())
                }
                (None, Some(to)) => {
                    come.push(to);
                    Difference::Added(to.clone())
                }
                (Some(from), Some(to)) if self.key(from.name()) != self.key(to.name()) => {
                    Difference::Renamed {
                        from: from.clone(),
                        to: to.clone(),
                    }
                }
                _ => continue,
            };
            self.push(Change::Table(difference));
        }
        self.ask_for_tables(&gone, &come);
    }

    fn table(&mut self, from: &'a Table, to: &'a Table) -> Result<(), DiffError> {
        if self.now.is_empty() && from == to {
            return Ok(());
        }
        let name = ObjectName::new(ObjectKind::Table, to.name());
        if self.scope.holds(&name) {
            refuse_nature(from, to, &name)?;
            if from.comment_text() != to.comment_text() {
                self.push(Change::Comment {
                    table: to.name().clone(),
                    former_table: from.name().clone(),
                    from: from.comment_text().map(str::to_owned),
                    to: to.comment_text().map(str::to_owned),
                });
            }
        }
        self.columns(from, to)?;
        self.constraints(from, to);
        Ok(())
    }
}

/// Fails if a table is of another nature.
fn refuse_nature(from: &Table, to: &Table, object: &ObjectName) -> Result<(), DiffError> {
    let natures = [
        ("`STRICT`", from.is_strict() != to.is_strict()),
        (
            "`WITHOUT ROWID`",
            from.is_without_rowid() != to.is_without_rowid(),
        ),
        ("`TEMPORARY`", from.is_temporary() != to.is_temporary()),
        (
            "the partition key",
            from.partition_key() != to.partition_key(),
        ),
    ];
    let changed = natures.into_iter().find(|(_, is_changed)| *is_changed);
    changed.map_or(Ok(()), |(what, _)| {
        Err(DiffError::Impossible {
            object: object.clone(),
            what: format!("a change of {what}"),
            help: ANEW.to_owned(),
        })
    })
}
