//! Finds the application's one set of migrations.
//!
//! `embed_migrations!()` registers its set at link time; the free verbs look it
//! up here. None or several is an error, never an empty success.

use migrator_core::set::{Migrations, SetError};

/// One registered set.
#[doc(hidden)]
#[derive(Debug)]
pub struct Registration {
    /// The handle.
    pub migrations: &'static Migrations,
    /// The file of the macro call.
    pub file: &'static str,
}

inventory::collect!(Registration);

/// Returns the application's set.
pub(crate) fn application() -> Result<&'static Migrations, SetError> {
    let registered: Vec<&Registration> = inventory::iter::<Registration>.into_iter().collect();
    match registered.as_slice() {
        [only] => Ok(only.migrations),
        [] => Err(SetError::None),
        several => {
            let name = |it: &&Registration| format!("{} ({})", it.migrations.name(), it.file);
            let mut sets: Vec<String> = several.iter().map(name).collect();
            sets.sort_unstable();
            Err(SetError::Several { sets })
        }
    }
}
