//! Adds a column.

use super::super::capabilities::can_be_added;
use super::super::column::{self, Place};
use super::work::Work;
use crate::dialect::Refusal;
use crate::schema::Column;

impl Work<'_> {
    /// Adds a column after the others.
    pub(super) fn add_column(
        &mut self,
        column: &Column,
        if_not_exists: bool,
    ) -> Result<(), Refusal> {
        if self.after.column(column.name()).is_some() {
            return match if_not_exists {
                true => Ok(()),
                false => Err(Refusal::invalid(format!(
                    "there is a column `{}` already",
                    column.name()
                ))),
            };
        }
        if column.is_primary_key() {
            self.refuse_second_key()?;
        }
        let place = Place::added(self.table, self.typing(), column);
        let sql = column::definition(place, column)?;
        self.after.add_column(&sql)?;
        self.fresh.insert(column.name().to_ascii_lowercase());
        self.keys_changed |= column.is_unique() || column.is_primary_key();
        if !can_be_added(column, self.foreign_keys) {
            self.native = None;
        }
        let table = self.surroundings.qualified(&self.surroundings.name)?;
        if let Some(native) = &mut self.native {
            native.push(format!("ALTER TABLE {table} ADD COLUMN {sql}"));
        }
        Ok(())
    }
}
