//! The type of an enumeration, and what may become of it; other values are in `enum_values`.

use super::dropping::sealed::Sealed;
use super::{Dropping, EnumValue, Object, Rename, ReplaceEnum};
use crate::base::TableName;
use crate::schema::{ColumnType, IntoNames};

/// The type of an enumeration: its name and its values in their order.
///
/// # Examples
/// ```
/// # use migrator_core::ops::Enumeration;
/// let mood = Enumeration::new("mood", ["sad", "ok"]);
/// assert_eq!(mood.values(), ["sad", "ok"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Enumeration(Box<EnumerationData>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct EnumerationData {
    name: TableName,
    values: Vec<String>,
    if_not_exists: bool,
}

impl Enumeration {
    /// Defines an enumeration.
    #[inline(never)]
    pub fn new(name: impl Into<TableName>, values: impl IntoNames) -> Self {
        Self::build(name.into(), values.into_names())
    }

    #[inline(never)]
    fn build(name: TableName, values: Vec<String>) -> Self {
        Self(Box::new(EnumerationData {
            name,
            values,
            if_not_exists: false,
        }))
    }

    /// Takes a type of that name that has exactly these values for this one.
    pub fn if_not_exists(mut self) -> Self {
        self.0.if_not_exists = true;
        self
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &TableName {
        &self.0.name
    }

    /// Returns its values in order; none if only its name was given.
    #[must_use]
    pub fn values(&self) -> &[String] {
        &self.0.values
    }

    /// Tells whether an existing type is to be taken for this one.
    #[must_use]
    pub fn is_if_not_exists(&self) -> bool {
        self.0.if_not_exists
    }

    /// Returns the type of a column that has it; the type is there already.
    ///
    /// A column finds the type in the schema of its table.
    #[must_use]
    pub fn column_type(&self) -> ColumnType {
        ColumnType::Enum {
            name: self.0.name.name().to_owned(),
            values: self.0.values.clone(),
            existing: true,
        }
    }
}

impl From<&str> for Enumeration {
    fn from(name: &str) -> Self {
        Self::build(name.into(), Vec::new())
    }
}

impl From<(&str, &str)> for Enumeration {
    fn from(name: (&str, &str)) -> Self {
        Self::build(name.into(), Vec::new())
    }
}

/// The type of an enumeration to drop: `DropEnum::new("mood").if_exists()`. A name or a definition is one, too; see [`Dropping`].
pub type DropEnum = Dropping<Enumeration>;

impl Sealed for Enumeration {}
impl Object for Enumeration {}

/// What is done to the type of an enumeration.
#[derive(Debug, Clone, PartialEq)]
pub enum EnumOperation {
    /// Creates it.
    Create(Enumeration),
    /// Adds a value.
    AddValue {
        /// The type.
        name: TableName,
        /// The value.
        value: EnumValue,
    },
    /// Gives a value another text.
    RenameValue {
        /// The type.
        name: TableName,
        /// The text it has.
        from: String,
        /// The text it gets.
        to: String,
    },
    /// Gives it other values.
    Replace(ReplaceEnum),
    /// Gives it another name.
    Rename(Rename),
    /// Drops it.
    Drop(DropEnum),
}

impl EnumOperation {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_enum",
            Self::AddValue { .. } => "add_enum_value",
            Self::RenameValue { .. } => "rename_enum_value",
            Self::Replace(_) => "replace_enum",
            Self::Rename(_) => "rename_enum",
            Self::Drop(_) => "drop_enum",
        }
    }

    pub(super) fn object(&self) -> String {
        match self {
            Self::Create(create) => create.name().to_string(),
            Self::AddValue { name, .. } | Self::RenameValue { name, .. } => name.to_string(),
            Self::Replace(replace) => replace.name.to_string(),
            Self::Rename(rename) => rename.from.to_string(),
            Self::Drop(drop) => drop.object.name().to_string(),
        }
    }
}
