//! The name of a table, with or without a schema.

use std::fmt;

/// A table's name, optionally qualified by a schema.
///
/// Names are taken as they are: quoting is the dialect's business, so any text
/// is a name, keywords and quotes included.
///
/// ```
/// # use migrator_core::base::TableName;
/// assert_eq!(TableName::from("users").name(), "users");
/// assert_eq!(TableName::from(("app", "users")).schema(), Some("app"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableName {
    schema: Option<String>,
    name: String,
}

impl TableName {
    /// Returns the schema, if the name is qualified.
    #[must_use]
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// Returns the name without its schema.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the same schema with another name.
    #[must_use]
    pub fn sibling(&self, name: String) -> Self {
        Self {
            schema: self.schema.clone(),
            name,
        }
    }
}

// The conversions are not generic and not inlined, so that a migration file
// compiles to one call per name.
impl From<&str> for TableName {
    fn from(name: &str) -> Self {
        Self {
            schema: None,
            name: name.to_owned(),
        }
    }
}

impl From<String> for TableName {
    fn from(name: String) -> Self {
        Self { schema: None, name }
    }
}

impl From<&String> for TableName {
    fn from(name: &String) -> Self {
        Self::from(name.as_str())
    }
}

impl From<(&str, &str)> for TableName {
    fn from((schema, name): (&str, &str)) -> Self {
        Self {
            schema: Some(schema.to_owned()),
            name: name.to_owned(),
        }
    }
}

impl From<&Self> for TableName {
    fn from(name: &Self) -> Self {
        name.clone()
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}.")?;
        }
        f.write_str(&self.name)
    }
}
