//! What a declared schema says about the way there, and about what is compared.

use super::{Backfill, ConversionHint, Declared, EnumValueHint, RenameHint, Undeclared};
use crate::base::TableName;
use crate::schema::ObjectKind;

impl Declared {
    /// Says that a table, view, sequence, enumeration or domain had another name.
    ///
    /// Like all that is said about the way, it may stay when the way is gone.
    #[inline(never)]
    pub fn renamed_table(mut self, from: impl Into<TableName>, to: impl Into<TableName>) -> Self {
        self.hints.renames.push(RenameHint::Object {
            from: from.into(),
            to: Some(to.into()),
        });
        self
    }

    /// Says that a column of a table, which goes by its name now, had another name.
    #[inline(never)]
    pub fn renamed_column(
        mut self,
        table: impl Into<TableName>,
        from: impl AsRef<str>,
        to: impl AsRef<str>,
    ) -> Self {
        self.hints.renames.push(RenameHint::Column {
            table: table.into(),
            from: from.as_ref().to_owned(),
            to: Some(to.as_ref().to_owned()),
        });
        self
    }

    /// Says what rows that are there get in a column that comes to bear no `NULL`: an SQL
    /// expression over the row's columns.
    #[inline(never)]
    pub fn backfill(
        mut self,
        table: impl Into<TableName>,
        column: impl AsRef<str>,
        expression: impl AsRef<str>,
    ) -> Self {
        self.hints.backfills.push(Backfill {
            table: table.into(),
            column: column.as_ref().to_owned(),
            expression: Some(expression.as_ref().to_owned()),
        });
        self
    }

    /// Says how the values of a column come to its new type: an SQL expression over the row's columns.
    #[inline(never)]
    pub fn conversion(
        mut self,
        table: impl Into<TableName>,
        column: impl AsRef<str>,
        using: impl AsRef<str>,
    ) -> Self {
        self.hints.conversions.push(ConversionHint {
            table: table.into(),
            column: column.as_ref().to_owned(),
            using: using.as_ref().to_owned(),
        });
        self
    }

    /// Says what became of a value of an enumeration: its new name, or the value that takes its place.
    ///
    /// Where enumerations are no types of their own, on SQLite, it is said of the column: its table
    /// takes the place of the schema, as in `("people", "mood")`.
    #[inline(never)]
    pub fn enum_value(
        mut self,
        enumeration: impl Into<TableName>,
        from: impl AsRef<str>,
        to: impl AsRef<str>,
    ) -> Self {
        self.hints.enum_values.push(EnumValueHint {
            enumeration: enumeration.into(),
            from: from.as_ref().to_owned(),
            to: Some(to.as_ref().to_owned()),
        });
        self
    }

    /// Compares only what matches one of the patterns that are included: names with `*` for any
    /// characters and `?` for one, as in `audit_*`, `app.*` or `users.legacy_*`.
    #[inline(never)]
    pub fn include(mut self, pattern: impl AsRef<str>) -> Self {
        self.filter.include.push(pattern.as_ref().to_owned());
        self
    }

    /// Leaves alone what matches the pattern; one that is included, too, is left alone.
    #[inline(never)]
    pub fn exclude(mut self, pattern: impl AsRef<str>) -> Self {
        self.filter.exclude.push(pattern.as_ref().to_owned());
        self
    }

    /// Compares only objects of these kinds, besides those said before.
    #[inline(never)]
    pub fn only(mut self, kinds: impl IntoIterator<Item = ObjectKind>) -> Self {
        self.filter.kinds.extend(kinds);
        self
    }

    /// Sets what happens to what is there and declared nowhere.
    pub fn undeclared(mut self, policy: Undeclared) -> Self {
        self.filter.undeclared = Some(policy);
        self
    }
}
