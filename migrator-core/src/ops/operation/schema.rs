//! A schema, and what may become of it.

use super::dropping::sealed::Sealed;
use super::{Dropping, Object};

/// A schema.
///
/// # Examples
/// ```
/// # use migrator_core::ops::Schema;
/// let schema = Schema::new("app").owner("app_owner").if_not_exists();
/// assert_eq!(schema.name(), "app");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Schema {
    name: String,
    owner: Option<String>,
    if_not_exists: bool,
}

impl Schema {
    /// Names a schema.
    #[inline(never)]
    pub fn new(name: impl AsRef<str>) -> Self {
        Self {
            name: name.as_ref().to_owned(),
            owner: None,
            if_not_exists: false,
        }
    }

    /// Gives it to a role.
    #[inline(never)]
    pub fn owner(mut self, role: impl AsRef<str>) -> Self {
        self.owner = Some(role.as_ref().to_owned());
        self
    }

    /// Leaves a schema of that name alone if there is one.
    pub fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the role it is given to.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        self.owner.as_deref()
    }

    /// Tells whether an existing schema is to be left alone.
    #[must_use]
    pub fn is_if_not_exists(&self) -> bool {
        self.if_not_exists
    }
}

impl From<&str> for Schema {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Schema {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

/// A schema to drop: `DropSchema::new("app").cascade()`. A name or a definition is one, too; see [`Dropping`].
pub type DropSchema = Dropping<Schema>;

impl Sealed for Schema {}
impl Object for Schema {}

/// What is done to a schema.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemaOperation {
    /// Creates it.
    Create(Schema),
    /// Drops it.
    Drop(DropSchema),
    /// Gives it another name.
    Rename {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
}

impl SchemaOperation {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_schema",
            Self::Drop(_) => "drop_schema",
            Self::Rename { .. } => "rename_schema",
        }
    }

    pub(super) fn object(&self) -> String {
        match self {
            Self::Create(schema) => schema.name.clone(),
            Self::Drop(drop) => drop.object.name.clone(),
            Self::Rename { from, .. } => from.clone(),
        }
    }
}
