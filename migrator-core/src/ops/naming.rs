//! Gives names to what an operation creates and the migration has left without one.

use super::{AlterTable, ConstraintTarget, DropIndex, Operation, TableChange};
use crate::schema::{Namer, NamingConvention, NamingError};

impl Operation {
    /// Names the constraints and indexes that have no name.
    ///
    /// A definition that is to be dropped keeps having none, because what exists may have none
    /// either: it gets the name to expect, see
    /// [`DropConstraint::expected_name`](super::DropConstraint::expected_name).
    ///
    /// # Errors
    /// A template of the convention that is none.
    pub fn apply_naming(&mut self, convention: &NamingConvention) -> Result<(), NamingError> {
        match self {
            Self::CreateTable(create) => {
                let name = create.table.name().clone();
                Namer::new(convention, &name).table(&mut create.table)
            }
            Self::AlterTable(alter) => alter_table(alter, convention),
            Self::CreateIndex(create) => {
                let table = create.index.table().clone();
                Namer::new(convention, &table).index(&mut create.index)
            }
            Self::DropIndex(drop) => dropped_index(drop, convention),
            Self::DropTable(_)
            | Self::RenameTable(_)
            | Self::RenameIndex(_)
            | Self::Enumeration(_)
            | Self::Domain(_)
            | Self::Schema(_)
            | Self::Sequence(_)
            | Self::View(_)
            | Self::Function(_)
            | Self::Trigger(_)
            | Self::Extension(_)
            | Self::Execute(_)
            | Self::BulkInsert(_)
            | Self::InBatches(_) => Ok(()),
        }
    }
}

/// An index that is told by its definition alone is the one that the convention names so.
fn dropped_index(drop: &mut DropIndex, convention: &NamingConvention) -> Result<(), NamingError> {
    if let Some(index) = drop.definition.as_mut().filter(|it| !it.is_named()) {
        let table = index.table().clone();
        Namer::new(convention, &table).index(index)?;
        drop.index = table.sibling(index.name().to_owned());
    }
    Ok(())
}

fn alter_table(alter: &mut AlterTable, convention: &NamingConvention) -> Result<(), NamingError> {
    let mut namer = Namer::new(convention, &alter.table);
    for change in &alter.changes {
        match change {
            TableChange::AddColumn { column, .. } => namer.reserve_column(column),
            TableChange::AddConstraint(constraint) => namer.reserve(constraint.name()),
            TableChange::RenameConstraint { to, .. } => namer.reserve(Some(to)),
            TableChange::DropColumn(_)
            | TableChange::RenameColumn { .. }
            | TableChange::AlterColumn(_)
            | TableChange::DropConstraint(_)
            | TableChange::ValidateConstraint { .. }
            | TableChange::Comment(_) => {}
        }
    }
    for change in &mut alter.changes {
        match change {
            TableChange::AddColumn { column, .. } => namer.column(column)?,
            TableChange::AddConstraint(constraint) => namer.constraint(constraint)?,
            TableChange::DropConstraint(drop) => {
                if let ConstraintTarget::Defined(constraint) = drop.target()
                    && constraint.name().is_none()
                {
                    // Names given by this operation do not count: it was named by another.
                    let mut namer = Namer::new(convention, &alter.table);
                    let name = namer.name_of(constraint)?;
                    drop.expect_name(name);
                }
            }
            TableChange::DropColumn(_)
            | TableChange::RenameColumn { .. }
            | TableChange::AlterColumn(_)
            | TableChange::RenameConstraint { .. }
            | TableChange::ValidateConstraint { .. }
            | TableChange::Comment(_) => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::ops::{AlterTable, CreateIndex, Operation, TableChange, TableChanges};
    use crate::schema::{Check, Column, Index, NamingConvention, Unique, integer, text};

    /// Names what is in the changes of a table `t`; returns the names, `?` before those to expect.
    fn check(changes: impl FnOnce(&mut TableChanges) -> &mut TableChanges, expect: &[&str]) {
        let mut collected = TableChanges::default();
        changes(&mut collected);
        let mut operation = Operation::AlterTable(AlterTable {
            table: "t".into(),
            changes: collected.into_changes(),
            called: "alter_table",
        });
        operation.apply_naming(&NamingConvention::new()).unwrap();
        let Operation::AlterTable(alter) = operation else {
            panic!("another operation")
        };
        let names: Vec<String> = alter.changes.iter().flat_map(names).collect();
        assert_eq!(names, expect);
    }

    fn names(change: &TableChange) -> Vec<String> {
        let names = match change {
            TableChange::AddColumn { column, .. } => {
                let checks = column.checks().iter().map(Check::name);
                let of_column = [column.key_name(), column.unique_name()];
                of_column
                    .into_iter()
                    .chain(checks)
                    .map(|it| it.map(str::to_owned))
                    .collect()
            }
            TableChange::AddConstraint(constraint) => vec![constraint.name().map(str::to_owned)],
            TableChange::DropConstraint(drop) => vec![
                drop.target().name().map(str::to_owned),
                drop.expected_name().map(|it| format!("?{it}")),
            ],
            _ => Vec::new(),
        };
        names.into_iter().flatten().collect()
    }

    #[test]
    fn what_is_added_is_named_and_what_is_dropped_gets_a_name_to_expect() {
        check(
            |t| {
                t.add_column(Column::new("a", integer()).unique().check("a > 0"))
                    .add_constraint(Unique::new(["b", "c"]))
            },
            &["uq_t_a", "ck_t_a", "uq_t_b_c"],
        );
        check(|t| t.drop_constraint(Unique::new(["a"])), &["?uq_t_a"]);
        check(
            |t| t.drop_constraint(Unique::new(["a"]).named("mine")),
            &["mine"],
        );
        check(|t| t.drop_constraint("mine"), &["mine"]);
    }

    #[test]
    fn a_check_goes_under_the_name_it_came_with() {
        check(
            |t| t.add_constraint(Check::new("a > 0")),
            &["ck_t_1e09f5ed"],
        );
        check(
            |t| t.drop_constraint(Check::new("a>0")),
            &["?ck_t_1e09f5ed"],
        );
    }

    #[test]
    fn a_constraint_that_takes_the_place_of_another_gets_its_name() {
        check(
            |t| {
                t.drop_constraint(Unique::new(["a"]))
                    .add_constraint(Unique::new(["a"]))
            },
            &["?uq_t_a", "uq_t_a"],
        );
    }

    #[test]
    fn names_that_are_given_in_the_same_call_come_first() {
        check(
            |t| {
                t.add_constraint(Unique::new(["a"]))
                    .add_column(Column::new("b", text()).unique_named("uq_t_a"))
            },
            &["uq_t_a_8e678f06", "uq_t_a"],
        );
    }

    #[test]
    fn an_index_that_is_dropped_by_its_definition_is_the_one_so_called() {
        let mut operation = Operation::DropIndex(Index::of(("app", "t"), ["a"]).into());
        operation.apply_naming(&NamingConvention::new()).unwrap();
        assert_eq!(operation.object(), "app.ix_t_a");
    }

    #[test]
    fn an_index_is_named_after_its_table() {
        let mut operation = Operation::CreateIndex(CreateIndex {
            index: Index::of(("app", "t"), ["a"]),
        });
        operation.apply_naming(&NamingConvention::new()).unwrap();
        assert_eq!(operation.object(), "ix_t_a");
    }
}
