//! The migrations that a database's speed is measured with.

use super::Rev;

/// Revision i creates a table, every third with a foreign key; every fifth adds
/// a column and an index to the one before.
pub fn script(at: usize) -> Vec<String> {
    let reference = match at.checked_sub(1) {
        Some(other) if at.is_multiple_of(3) => format!(" REFERENCES t{other} (id)"),
        _ => String::new(),
    };
    let mut statements = vec![format!(
        "CREATE TABLE t{at} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, other INTEGER{reference})"
    )];
    if at > 0 && at.is_multiple_of(5) {
        let other = at - 1;
        statements.push(format!("ALTER TABLE t{other} ADD COLUMN extra TEXT"));
        statements.push(format!("CREATE INDEX ix_t{other}_name ON t{other} (name)"));
    }
    statements
}

/// Makes each script a revision, one above the other.
pub fn revisions(scripts: &[Vec<String>]) -> Vec<Rev> {
    let id = |at: usize| format!("{at:012x}");
    let revision = |(at, statements): (usize, &Vec<String>)| {
        let parent = at.checked_sub(1).map(id);
        let parents: Vec<&str> = parent.as_deref().into_iter().collect();
        Rev::sql(&id(at), &parents, &statements.join(";\n"))
    };
    scripts.iter().enumerate().map(revision).collect()
}
