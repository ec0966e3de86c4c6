//! What a struct declares.

use super::Declared;

/// A struct that stands for a table.
///
/// Implemented by `#[derive(migrator::Table)]`; by hand for what the attributes cannot say.
///
/// # Examples
/// ```
/// # use migrator_core::{declared::{Declared, Model}, schema::{Column, Table, integer, text}};
/// struct Role;
///
/// impl Model for Role {
///     const TABLE: &'static str = "roles";
///
///     fn declared() -> Declared {
///         let id = Column::new("id", integer()).primary_key();
///         Declared::new().table(Table::new(Self::TABLE).column(id))
///     }
/// }
///
/// assert_eq!(Declared::new().model::<Role>().parts().len(), 1);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no model",
    note = "write `#[derive(migrator::Table)]` above the struct"
)]
pub trait Model {
    /// The table's name, without its schema.
    const TABLE: &'static str;

    /// The schema the table is in, if it is not the connection's own.
    const SCHEMA: Option<&'static str> = None;

    /// The names of fields and of their columns; none if fields are called like their columns.
    const COLUMNS: &'static [(&'static str, &'static str)] = &[];

    /// Returns what is to be there: the table, its indexes, and what is known about the way.
    fn declared() -> Declared;
}

impl Declared {
    /// Declares what a model declares.
    pub fn model<M: Model>(self) -> Self {
        self.with(M::declared())
    }
}
