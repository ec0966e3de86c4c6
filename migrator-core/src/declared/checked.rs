//! Parts that are declared twice.

use std::collections::BTreeMap;

use super::{Declared, DeclaredError, Part};
use crate::base::TableName;
use crate::schema::ObjectName;

impl Declared {
    /// Returns the parts in the order in which they were declared, those that are declared twice in
    /// the same way once.
    ///
    /// # Errors
    /// [`DeclaredError::Twice`] if the same thing is declared in two ways. Plain SQL is not read: what
    /// it makes a second time is the database's error.
    pub fn checked_parts(&self) -> Result<Vec<&Part>, DeclaredError> {
        let mut seen: BTreeMap<ObjectName, &Part> = BTreeMap::new();
        let mut unnamed: BTreeMap<&TableName, Vec<&Part>> = BTreeMap::new();
        let mut parts = Vec::new();
        for part in self.parts() {
            let is_new = match (part.object(), part.unnamed_index_of()) {
                (Some(object), _) => is_new(&mut seen, object, part)?,
                (None, Some(table)) => {
                    let others = unnamed.entry(table).or_default();
                    let is_new = others.iter().all(|other| other.what != part.what);
                    others.push(part);
                    is_new
                }
                (None, None) => true,
            };
            if is_new {
                parts.push(part);
            }
        }
        Ok(parts)
    }
}

/// Notes a part that has a name, and tells whether it was not declared before.
fn is_new<'p>(
    seen: &mut BTreeMap<ObjectName, &'p Part>,
    object: ObjectName,
    part: &'p Part,
) -> Result<bool, DeclaredError> {
    match seen.get(&object) {
        Some(first) if first.what == part.what => Ok(false),
        Some(first) => Err(DeclaredError::Twice {
            first: first.origin.clone(),
            second: part.origin.clone(),
            object,
        }),
        None => {
            seen.insert(object, part);
            Ok(true)
        }
    }
}
