//! Constraints in words.

use crate::schema::Constraint;

/// Returns what a constraint says, in short.
pub(super) fn constraint(constraint: &Constraint) -> String {
    match constraint {
        Constraint::PrimaryKey(key) => format!("({})", key.columns().join(", ")),
        Constraint::Unique(unique) => format!("({})", unique.columns().join(", ")),
        Constraint::Check(check) => format!("({})", check.expression()),
        Constraint::ForeignKey(key) => format!(
            "({}) to {} ({})",
            key.columns().join(", "),
            key.target(),
            key.target_columns().join(", ")
        ),
        Constraint::Exclude(exclude) => format!("using {}", exclude.method()),
    }
}
