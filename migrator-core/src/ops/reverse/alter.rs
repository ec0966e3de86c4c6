//! What undoes the changes of a table, or why nothing does.
//!
//! | recorded | its inverse |
//! |---|---|
//! | add a column, a constraint | drop it by its definition |
//! | drop a column, a constraint | add it again, if the definition was given; unknown with `cascade` |
//! | alter a column | alter it back, if [`AlterColumn::was`](crate::schema::AlterColumn::was) tells what it was |
//! | rename a column, a constraint | rename it back |
//! | validate a constraint | nothing: it holds as before |
//! | set a comment | drop it |

use super::irreversible::{CASCADE, Inverse, MAYBE_CREATED, NAME_ALONE, Reason};
use crate::ops::{
    AlterTable, ConstraintTarget, DropColumn, DropConstraint, Operation, TableChange,
};

const NO_FORMER_COLUMN: Reason = Reason(
    "what the column was before is not given",
    "say it with `.was(Column::new(…))`",
);
const COMMENT: Reason = Reason(
    "what the comment was is not given",
    "write the downgrade with `op.create_table_comment`",
);

/// Returns the changes that undo those of a table, the last one first.
pub(super) fn reversed(alter: &AlterTable) -> Inverse {
    let changes = alter.changes.iter().rev().map(one);
    let changes: Vec<Option<(TableChange, &str)>> = changes.collect::<Result<_, _>>()?;
    let changes: Vec<(TableChange, &str)> = changes.into_iter().flatten().collect();
    let called = match changes.as_slice() {
        [] => return Ok(Vec::new()),
        [(_, called)] if alter.called != "alter_table" => called,
        _ => "alter_table",
    };
    Ok(vec![Operation::AlterTable(AlterTable {
        table: alter.table.clone(),
        called,
        changes: changes.into_iter().map(|(change, _)| change).collect(),
    })])
}

/// Returns what undoes a change, and the method that does it alone; `None` if there is
/// nothing to undo.
fn one(change: &TableChange) -> Result<Option<(TableChange, &'static str)>, Reason> {
    let inverse = match change {
        TableChange::AddColumn {
            column,
            if_not_exists,
        } => {
            if *if_not_exists {
                return Err(MAYBE_CREATED);
            }
            let drop = DropColumn::from(column.as_ref().clone());
            (TableChange::DropColumn(drop), "drop_column")
        }
        TableChange::DropColumn(drop) => (dropped_column(drop)?, "add_column"),
        TableChange::RenameColumn { from, to } => {
            let (from, to) = (to.clone(), from.clone());
            (TableChange::RenameColumn { from, to }, "rename_column")
        }
        TableChange::AlterColumn(alter) => {
            let back = alter.reversed().ok_or(NO_FORMER_COLUMN)?;
            (TableChange::AlterColumn(back), "alter_column")
        }
        TableChange::AddConstraint(constraint) => {
            let drop = DropConstraint::from(constraint.clone());
            (TableChange::DropConstraint(drop), "drop_constraint")
        }
        TableChange::DropConstraint(drop) => (dropped_constraint(drop)?, "add_constraint"),
        TableChange::RenameConstraint { from, to } => {
            let (from, to) = (to.clone(), from.clone());
            let rename = TableChange::RenameConstraint { from, to };
            (rename, "rename_constraint")
        }
        TableChange::ValidateConstraint { .. } => return Ok(None),
        TableChange::Comment(Some(_)) => (TableChange::Comment(None), "drop_table_comment"),
        TableChange::Comment(None) => return Err(COMMENT),
    };
    Ok(Some(inverse))
}

fn dropped_column(drop: &DropColumn) -> Result<TableChange, Reason> {
    match drop.definition() {
        _ if drop.is_cascade() => Err(CASCADE),
        None => Err(NAME_ALONE),
        Some(column) => Ok(TableChange::AddColumn {
            column: Box::new(column.clone()),
            if_not_exists: false,
        }),
    }
}

fn dropped_constraint(drop: &DropConstraint) -> Result<TableChange, Reason> {
    match drop.target() {
        _ if drop.is_cascade() => Err(CASCADE),
        ConstraintTarget::Named(_) => Err(NAME_ALONE),
        ConstraintTarget::Defined(constraint) => {
            Ok(TableChange::AddConstraint(constraint.as_ref().clone()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Reason, TableChange, reversed};
    use crate::ops::{AlterTable, DropColumn, DropConstraint, Operation, TableChanges};
    use crate::schema::{
        AlterColumn, Check, Column, ForeignKey, PrimaryKey, Unique, integer, text,
    };

    fn alter(
        called: &'static str,
        changes: impl FnOnce(&mut TableChanges) -> &mut TableChanges,
    ) -> AlterTable {
        let mut collected = TableChanges::default();
        changes(&mut collected);
        AlterTable {
            table: "t".into(),
            changes: collected.into_changes(),
            called,
        }
    }

    /// Reverses, and reverses what that gives.
    fn check(
        there: impl FnOnce(&mut TableChanges) -> &mut TableChanges,
        back: impl FnOnce(&mut TableChanges) -> &mut TableChanges,
    ) {
        let there = alter("alter_table", there);
        let expect = alter("alter_table", back);
        assert_eq!(of(&there), Ok(vec![Operation::AlterTable(expect.clone())]));
        assert_eq!(of(&expect), Ok(vec![Operation::AlterTable(there)]));
    }

    fn of(alter: &AlterTable) -> Result<Vec<Operation>, &'static str> {
        reversed(alter).map_err(|Reason(why, _)| why)
    }

    fn refused(change: impl FnOnce(&mut TableChanges) -> &mut TableChanges, expect: &str) {
        assert_eq!(of(&alter("alter_table", change)), Err(expect));
    }

    #[test]
    fn what_is_added_is_dropped_and_the_other_way_round() {
        let column = || Column::new("n", integer()).unique();
        check(|t| t.add_column(column()), |t| t.drop_column(column()));
        let key = || ForeignKey::new(["a"]).references("u", ["b"]);
        check(|t| t.add_constraint(key()), |t| t.drop_constraint(key()));
        let named = || Unique::new(["a"]).named("uq");
        check(
            |t| t.add_constraint(named()),
            |t| t.drop_constraint(named()),
        );
    }

    #[test]
    fn what_is_renamed_is_renamed_back() {
        check(|t| t.rename_column("a", "b"), |t| t.rename_column("b", "a"));
        check(
            |t| t.rename_constraint("a", "b"),
            |t| t.rename_constraint("b", "a"),
        );
    }

    #[test]
    fn the_last_change_goes_back_first() {
        check(
            |t| {
                t.rename_column("a", "b")
                    .add_constraint(Check::new("b > 0"));
                t.alter_column(
                    AlterColumn::new("c")
                        .not_null()
                        .was(Column::new("c", text())),
                )
            },
            |t| {
                let now = Column::new("c", text()).not_null();
                t.alter_column(AlterColumn::new("c").nullable().was(now));
                t.drop_constraint(Check::new("b > 0"))
                    .rename_column("b", "a")
            },
        );
    }

    #[test]
    fn one_change_is_called_as_it_is_alone() {
        let back = of(&alter("add_column", |t| {
            t.add_column(Column::new("n", integer()))
        }));
        let names: Vec<&str> = back.unwrap().iter().map(Operation::name).collect();
        assert_eq!(names, ["drop_column"]);
    }

    #[test]
    fn a_validation_leaves_nothing_to_undo() {
        let validate = alter("validate_constraint", |t| t.validate_constraint("ck"));
        assert_eq!(of(&validate), Ok(Vec::new()));
    }

    #[test]
    fn a_comment_that_is_set_is_dropped() {
        let back = of(&alter("alter_table", |t| t.comment("what it is for")));
        let expect = alter("alter_table", |t| t.drop_comment());
        assert_eq!(back, Ok(vec![Operation::AlterTable(expect)]));
        refused(|t| t.drop_comment(), "what the comment was is not given");
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let name = "only the name is given";
        refused(|t| t.drop_column("a"), name);
        refused(|t| t.drop_constraint("a"), name);
        let cascade = "what `cascade` drops besides is not known";
        let column = DropColumn::from(Column::new("a", text())).cascade();
        refused(|t| t.drop_column(column), cascade);
        let key = DropConstraint::from(PrimaryKey::new(["a"])).cascade();
        refused(|t| t.drop_constraint(key), cascade);
        refused(
            |t| t.alter_column(AlterColumn::new("a").not_null()),
            "what the column was before is not given",
        );
        let maybe = TableChange::AddColumn {
            column: Box::new(Column::new("a", text())),
            if_not_exists: true,
        };
        let alter = AlterTable {
            table: "t".into(),
            changes: vec![maybe],
            called: "add_column_if_not_exists",
        };
        assert_eq!(
            of(&alter),
            Err("with `if_not_exists` it may have created nothing")
        );
    }
}
