//! Other values for an enumeration.

use crate::base::TableName;
use crate::schema::IntoNames;

/// A value to add to an enumeration: behind the others, unless it is said where.
///
/// # Examples
/// ```
/// # use migrator_core::ops::EnumValue;
/// let value = EnumValue::new("fine").before("ok").if_not_exists();
/// assert_eq!(value.text(), "fine");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct EnumValue {
    text: String,
    place: EnumPlace,
    if_not_exists: bool,
}

/// Where a value is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnumPlace {
    /// Behind all others.
    End,
    /// Right before a value.
    Before(String),
    /// Right after a value.
    After(String),
}

impl EnumValue {
    /// Puts a value behind the others.
    #[inline(never)]
    pub fn new(text: impl AsRef<str>) -> Self {
        Self {
            text: text.as_ref().to_owned(),
            place: EnumPlace::End,
            if_not_exists: false,
        }
    }

    /// Puts it right before another value.
    #[inline(never)]
    pub fn before(mut self, value: impl AsRef<str>) -> Self {
        self.place = EnumPlace::Before(value.as_ref().to_owned());
        self
    }

    /// Puts it right after another value.
    #[inline(never)]
    pub fn after(mut self, value: impl AsRef<str>) -> Self {
        self.place = EnumPlace::After(value.as_ref().to_owned());
        self
    }

    /// Leaves the enumeration alone if it has the value.
    pub fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }

    /// Returns the value.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns where it is put.
    #[must_use]
    pub fn place(&self) -> &EnumPlace {
        &self.place
    }

    /// Tells whether the value may be there.
    #[must_use]
    pub fn is_if_not_exists(&self) -> bool {
        self.if_not_exists
    }
}

impl From<&str> for EnumValue {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for EnumValue {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// The values an enumeration is to have, and what becomes of those it loses.
///
/// # Examples
/// ```
/// # use migrator_core::ops::ReplaceEnum;
/// let replace = ReplaceEnum::new("mood", ["ok", "sad"])
///     .instead_of(["sad", "meh", "ok"])
///     .map("meh", "sad");
/// assert_eq!(replace.values, ["ok", "sad"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct ReplaceEnum {
    /// The type.
    pub name: TableName,
    /// All its values afterwards, in their order.
    pub values: Vec<String>,
    /// All its values before, if they were given.
    pub former: Option<Vec<String>>,
    /// Values it loses, each with the one that rows have instead.
    pub mapping: Vec<(String, String)>,
}

impl ReplaceEnum {
    /// Gives an enumeration these values, in this order.
    #[inline(never)]
    pub fn new(name: impl Into<TableName>, values: impl IntoNames) -> Self {
        Self {
            name: name.into(),
            values: values.into_names(),
            former: None,
            mapping: Vec::new(),
        }
    }

    /// Says which values it had, which makes the change reversible.
    #[inline(never)]
    pub fn instead_of(mut self, values: impl IntoNames) -> Self {
        self.former = Some(values.into_names());
        self
    }

    /// Gives rows and defaults that have the value `from`, which goes, the value `to` instead.
    #[inline(never)]
    pub fn map(mut self, from: impl AsRef<str>, to: impl AsRef<str>) -> Self {
        let pair = (from.as_ref().to_owned(), to.as_ref().to_owned());
        self.mapping.push(pair);
        self
    }

    /// Returns the change back, if the former values are known. A value that took the place of exactly one
    /// other goes back to it; rows whose value was merged into another stay there.
    pub(in crate::ops) fn reversed(&self) -> Option<Self> {
        let former = self.former.clone()?;
        let mut back: Vec<(String, String)> = Vec::new();
        for (from, to) in &self.mapping {
            let is_new = !former.contains(to);
            if is_new && !back.iter().any(|(value, _)| value == to) {
                back.push((to.clone(), from.clone()));
            }
        }
        Some(Self {
            name: self.name.clone(),
            values: former,
            former: Some(self.values.clone()),
            mapping: back,
        })
    }
}
