//! Giving an empty database the tables of another.

use crate::session::{Session, SessionError, Statement, always};

/// Everything that is created by a statement of its own, in an order in which each finds what it needs.
/// Tables that belong to a virtual table come with it.
const OBJECTS: &str = "SELECT name, sql FROM main.sqlite_master WHERE sql IS NOT NULL \
    AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
    ORDER BY CASE WHEN sql LIKE 'CREATE VIRTUAL %' THEN 0 WHEN type = 'table' THEN 1 \
    WHEN type = 'index' THEN 2 WHEN type = 'view' THEN 3 ELSE 4 END, rowid";

/// Creates the tables, indexes, views and triggers of one database in another; no rows are copied.
///
/// # Errors
/// What the databases say: a virtual table's module may be missing, for example.
pub(in crate::backends) fn copy_schema(
    from: &mut dyn Session,
    to: &mut dyn Session,
) -> Result<(), SessionError> {
    let objects = from.query(&Statement::new(OBJECTS))?;
    for object in &objects {
        let (Ok(name), Ok(sql)) = (object.get::<String>(0), object.get::<String>(1)) else {
            continue;
        };
        let is_there = "SELECT 1 FROM main.sqlite_master WHERE name = ?1";
        let is_there = Statement::new(is_there).with_params(vec![name.into()]);
        if to.query(&is_there)?.is_empty() {
            let created = to.execute(&[Statement::new(sql)], &mut always);
            created.map_err(|failed| failed.error)?;
        }
    }
    Ok(())
}
