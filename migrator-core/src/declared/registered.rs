//! The models that are linked into the program.
//!
//! `#[derive(Table)]` submits one of these for each struct; `inventory` collects them when the program
//! is linked, so none is forgotten and nobody keeps a list. The order in which the linker leaves them
//! is nobody's promise, so they are sorted.

use super::Declared;

/// A model that is linked into the program.
#[doc(hidden)]
#[derive(Debug)]
pub struct Registration {
    /// The schema of its table, if it has one, and the table.
    pub table: (Option<&'static str>, &'static str),
    /// The struct, with its module, to tell two of one table apart.
    pub name: &'static str,
    /// Returns what it declares.
    pub declared: fn() -> Declared,
}

inventory::collect!(Registration);

impl Registration {
    /// Returns all of them, in the order of their tables' names.
    #[must_use]
    pub fn all() -> Vec<&'static Self> {
        let mut models: Vec<&Self> = inventory::iter::<Self>.into_iter().collect();
        models.sort_by_key(|model| (model.table, model.name));
        models
    }
}

impl Declared {
    /// Declares what all models declare that are linked into the program, but for those with the
    /// attribute `unregistered`.
    ///
    /// They come in the order of their tables' names. A model of a library counts only if the program
    /// refers to that crate, if only by `use the_crate as _;`.
    pub fn registered() -> Self {
        let models = Registration::all().into_iter();
        models.fold(Self::new(), |declared, model| {
            declared.with((model.declared)())
        })
    }
}
