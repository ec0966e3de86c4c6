//! An extension of the database, and what may become of it.

use super::dropping::sealed::Sealed;
use super::{Dropping, Object, Replacing};

/// An extension of the database, by the name the server knows it under.
///
/// # Examples
/// ```
/// # use migrator_core::ops::Extension;
/// let extension = Extension::new("citext").schema("public").version("1.6").if_not_exists();
/// assert_eq!(extension.version_wanted(), Some("1.6"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Extension(Box<ExtensionData>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct ExtensionData {
    name: String,
    schema: Option<String>,
    version: Option<String>,
    if_not_exists: bool,
    cascade: bool,
}

impl Extension {
    /// Names an extension.
    #[inline(never)]
    pub fn new(name: impl AsRef<str>) -> Self {
        Self(Box::new(ExtensionData {
            name: name.as_ref().to_owned(),
            schema: None,
            version: None,
            if_not_exists: false,
            cascade: false,
        }))
    }

    /// Sets the schema its objects are in.
    #[inline(never)]
    pub fn schema(mut self, schema: impl AsRef<str>) -> Self {
        self.0.schema = Some(schema.as_ref().to_owned());
        self
    }

    /// Sets the version; without one it is the server's default.
    #[inline(never)]
    pub fn version(mut self, version: impl AsRef<str>) -> Self {
        self.0.version = Some(version.as_ref().to_owned());
        self
    }

    /// Leaves the extension alone if it is there, whatever its version is.
    pub fn if_not_exists(mut self) -> Self {
        self.0.if_not_exists = true;
        self
    }

    /// Creates the extensions it needs as well.
    pub fn cascade(mut self) -> Self {
        self.0.cascade = true;
        self
    }

    /// Says what the extension was before, which makes
    /// [`alter_extension`](crate::ops::Op::alter_extension) reversible.
    pub fn instead_of(self, former: Self) -> Replacing<Self> {
        Replacing::with(self, former)
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Returns the schema, if one was given.
    #[must_use]
    pub fn schema_wanted(&self) -> Option<&str> {
        self.0.schema.as_deref()
    }

    /// Returns the version, if one was given.
    #[must_use]
    pub fn version_wanted(&self) -> Option<&str> {
        self.0.version.as_deref()
    }

    /// Tells whether an existing extension is to be left alone.
    #[must_use]
    pub fn is_if_not_exists(&self) -> bool {
        self.0.if_not_exists
    }

    /// Tells whether the extensions it needs are created too.
    #[must_use]
    pub fn is_cascade(&self) -> bool {
        self.0.cascade
    }
}

impl From<&str> for Extension {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Extension {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

/// An extension to drop: `DropExtension::new("hstore").if_exists().cascade()`. A name or a definition is one, too; see [`Dropping`].
pub type DropExtension = Dropping<Extension>;

impl Sealed for Extension {}
impl Object for Extension {}

/// What is done to an extension.
#[derive(Debug, Clone, PartialEq)]
pub enum ExtensionOperation {
    /// Creates it.
    Create(Extension),
    /// Changes its version or its schema.
    Alter(Replacing<Extension>),
    /// Drops it.
    Drop(DropExtension),
}

impl ExtensionOperation {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_extension",
            Self::Alter(_) => "alter_extension",
            Self::Drop(_) => "drop_extension",
        }
    }

    pub(super) fn object(&self) -> String {
        match self {
            Self::Create(extension) => extension.name().to_owned(),
            Self::Alter(alter) => alter.object.name().to_owned(),
            Self::Drop(drop) => drop.object.name().to_owned(),
        }
    }
}
