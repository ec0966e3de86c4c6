//! A constraint in words, where it has no name to be called by.

use crate::schema::{Constraint, Exclude, IndexTarget};

/// Returns what a constraint says, for messages: `UNIQUE (name)`, `CHECK (age > 0)`.
pub(crate) fn description(constraint: &Constraint) -> String {
    let over = |columns: &[String]| format!("{} ({})", constraint.kind(), columns.join(", "));
    match constraint {
        Constraint::PrimaryKey(key) => over(key.columns()),
        Constraint::Unique(unique) => over(unique.columns()),
        Constraint::ForeignKey(key) => over(key.columns()),
        Constraint::Check(check) => format!("CHECK ({})", check.expression()),
        Constraint::Exclude(exclude) => over(&compared(exclude)),
    }
}

/// Returns the columns that are compared; an expression is empty.
pub(crate) fn compared(exclude: &Exclude) -> Vec<String> {
    let column = |target: &IndexTarget| match target {
        IndexTarget::Column(column) => column.clone(),
        IndexTarget::Expression(_) => String::new(),
    };
    let elements = exclude.elements().iter();
    elements.map(|it| column(&it.target)).collect()
}
