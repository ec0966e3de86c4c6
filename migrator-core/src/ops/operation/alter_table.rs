//! Changes of one table, in the order in which they are to happen.

use super::{DropColumn, DropConstraint};
use crate::base::TableName;
use crate::schema::{AlterColumn, Column, Constraint};

/// Changes of one table, in the order they are to happen.
#[derive(Debug, Clone, PartialEq)]
pub struct AlterTable {
    /// The table.
    pub table: TableName,
    /// What changes; possibly nothing.
    pub changes: Vec<TableChange>,
    /// The method called on `op`.
    pub called: &'static str,
}

/// One change of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum TableChange {
    /// Adds a column after the others.
    AddColumn {
        /// The column.
        column: Box<Column>,
        /// Whether a column of that name is fine, whatever it is.
        if_not_exists: bool,
    },
    /// Drops a column.
    DropColumn(DropColumn),
    /// Renames a column.
    RenameColumn {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// Changes a column.
    AlterColumn(AlterColumn),
    /// Adds a constraint.
    AddConstraint(Constraint),
    /// Drops a constraint.
    DropConstraint(DropConstraint),
    /// Renames a constraint.
    RenameConstraint {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// Checks the rows that a constraint has left unchecked.
    ValidateConstraint {
        /// The constraint's name.
        name: String,
    },
    /// Sets the table's comment, or drops it.
    Comment(Option<String>),
}

impl TableChange {
    /// Returns what it is done to within the table, for messages.
    #[must_use]
    pub fn object(&self) -> Option<&str> {
        match self {
            Self::AddColumn { column, .. } => Some(column.name()),
            Self::DropColumn(drop) => Some(drop.name()),
            Self::RenameColumn { from, .. } | Self::RenameConstraint { from, .. } => Some(from),
            Self::AlterColumn(alter) => Some(alter.name()),
            Self::AddConstraint(constraint) => constraint.name(),
            Self::DropConstraint(drop) => drop.target().name(),
            Self::ValidateConstraint { name } => Some(name),
            Self::Comment(_) => None,
        }
    }
}

impl AlterTable {
    /// Returns what is changed, for messages: the table, or `table.column` for one change.
    #[must_use]
    pub fn object(&self) -> String {
        match self.changes.as_slice() {
            [only] => only.object().map_or_else(
                || self.table.to_string(),
                |part| format!("{}.{part}", self.table),
            ),
            _ => self.table.to_string(),
        }
    }
}

/// Collects the changes of [`Op::alter_table`](crate::ops::Op::alter_table), in the order in which they
/// are to happen.
///
/// Each is what the method of the same name on `Op` does; the name of the table is left out. On SQLite
/// the table is built anew once for all of them, where one of them needs it.
///
/// ```
/// # use migrator_core::ops::Op;
/// # use migrator_core::schema::{Column, Unique, text};
/// fn upgrade(op: &mut Op) {
///     op.alter_table("users", |users| {
///         users.rename_column("mail", "email").add_constraint(Unique::new(["email"]));
///         for name in ["street", "city"] {
///             users.add_column(Column::new(name, text()));
///         }
///     });
/// }
/// ```
#[derive(Debug, Default)]
pub struct TableChanges {
    changes: Vec<TableChange>,
}

impl TableChanges {
    /// Adds a column after the others.
    pub fn add_column(&mut self, column: Column) -> &mut Self {
        self.push(TableChange::AddColumn {
            column: Box::new(column),
            if_not_exists: false,
        })
    }

    /// Drops a column: its name, or its definition, from which it can be restored.
    #[inline(never)]
    pub fn drop_column(&mut self, column: impl Into<DropColumn>) -> &mut Self {
        self.push(TableChange::DropColumn(column.into()))
    }

    /// Renames a column.
    #[inline(never)]
    pub fn rename_column(&mut self, from: impl AsRef<str>, to: impl AsRef<str>) -> &mut Self {
        self.push(TableChange::RenameColumn {
            from: from.as_ref().to_owned(),
            to: to.as_ref().to_owned(),
        })
    }

    /// Changes a column.
    pub fn alter_column(&mut self, column: AlterColumn) -> &mut Self {
        self.push(TableChange::AlterColumn(column))
    }

    /// Adds a constraint.
    #[inline(never)]
    pub fn add_constraint(&mut self, constraint: impl Into<Constraint>) -> &mut Self {
        self.push(TableChange::AddConstraint(constraint.into()))
    }

    /// Drops a constraint: its name, or its definition, which finds one without a name, too.
    #[inline(never)]
    pub fn drop_constraint(&mut self, constraint: impl Into<DropConstraint>) -> &mut Self {
        self.push(TableChange::DropConstraint(constraint.into()))
    }

    /// Renames a constraint.
    #[inline(never)]
    pub fn rename_constraint(&mut self, from: impl AsRef<str>, to: impl AsRef<str>) -> &mut Self {
        self.push(TableChange::RenameConstraint {
            from: from.as_ref().to_owned(),
            to: to.as_ref().to_owned(),
        })
    }

    /// Checks the rows that a constraint has left unchecked.
    #[inline(never)]
    pub fn validate_constraint(&mut self, name: impl AsRef<str>) -> &mut Self {
        let name = name.as_ref().to_owned();
        self.push(TableChange::ValidateConstraint { name })
    }

    /// Sets the table's comment.
    #[inline(never)]
    pub fn comment(&mut self, comment: impl AsRef<str>) -> &mut Self {
        self.push(TableChange::Comment(Some(comment.as_ref().to_owned())))
    }

    /// Drops the table's comment.
    pub fn drop_comment(&mut self) -> &mut Self {
        self.push(TableChange::Comment(None))
    }

    pub(in crate::ops) fn into_changes(self) -> Vec<TableChange> {
        self.changes
    }

    fn push(&mut self, change: TableChange) -> &mut Self {
        self.changes.push(change);
        self
    }
}
