//! A domain: a type with a default and checks of its own.

use super::dropping::sealed::Sealed;
use super::{Dropping, Object, Rename, Replacing};
use crate::base::{TableName, Value};
use crate::schema::{Check, ColumnDefault, ColumnType};

/// A domain as it is to be: what `op.create_domain` takes.
///
/// # Examples
/// ```
/// # use migrator_core::{ops::Domain, schema::{Check, text}};
/// let email = Domain::new("email", text())
///     .not_null()
///     .check(Check::new("VALUE LIKE '%@%'").named("ck_email_at"));
/// assert_eq!(email.checks().len(), 1);
/// ```
///
/// # Dialects
/// PostgreSQL only ([CREATE DOMAIN](https://www.postgresql.org/docs/current/sql-createdomain.html));
/// SQLite has no types of one's own.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Domain(Box<DomainData>);

#[derive(Debug, Clone, PartialEq)]
struct DomainData {
    name: TableName,
    kind: Option<ColumnType>,
    nullable: bool,
    default: Option<ColumnDefault>,
    collation: Option<String>,
    checks: Vec<Check>,
}

impl Domain {
    /// Starts a domain over a type; its values may be `NULL`.
    #[inline(never)]
    pub fn new(name: impl Into<TableName>, kind: impl Into<ColumnType>) -> Self {
        Self::build(name.into(), Some(kind.into()))
    }

    #[inline(never)]
    fn build(name: TableName, kind: Option<ColumnType>) -> Self {
        Self(Box::new(DomainData {
            name,
            kind,
            nullable: true,
            default: None,
            collation: None,
            checks: Vec::new(),
        }))
    }

    /// Forbids `NULL`.
    pub fn not_null(mut self) -> Self {
        self.0.nullable = false;
        self
    }

    /// Gives columns of the domain a default.
    #[inline(never)]
    pub fn default(mut self, value: impl Into<Value>) -> Self {
        self.0.default = Some(ColumnDefault::Value(value.into()));
        self
    }

    /// Gives columns of the domain an expression as default.
    #[inline(never)]
    pub fn default_expr(mut self, sql: impl AsRef<str>) -> Self {
        self.0.default = Some(ColumnDefault::Expression(sql.as_ref().to_owned()));
        self
    }

    /// Sets how its texts are compared.
    #[inline(never)]
    pub fn collate(mut self, collation: impl AsRef<str>) -> Self {
        self.0.collation = Some(collation.as_ref().to_owned());
        self
    }

    /// Adds a condition on `VALUE`.
    #[inline(never)]
    pub fn check(mut self, check: impl Into<Check>) -> Self {
        self.0.checks.push(check.into());
        self
    }

    /// Says what the domain was before: then only what differs is changed, and
    /// [`replace_domain`](crate::ops::Op::replace_domain) is reversible.
    pub fn instead_of(self, former: Self) -> Replacing<Self> {
        Replacing::with(self, former)
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &TableName {
        &self.0.name
    }

    /// Returns the type under it; `None` if only the name was given, to drop it.
    #[must_use]
    pub fn kind(&self) -> Option<&ColumnType> {
        self.0.kind.as_ref()
    }

    /// Tells whether `NULL` is allowed.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        self.0.nullable
    }

    /// Returns the default.
    #[must_use]
    pub fn default_value(&self) -> Option<&ColumnDefault> {
        self.0.default.as_ref()
    }

    /// Returns the collation.
    #[must_use]
    pub fn collation(&self) -> Option<&str> {
        self.0.collation.as_deref()
    }

    /// Returns the conditions, in their order.
    pub fn checks(&self) -> &[Check] {
        &self.0.checks
    }
}

impl From<&str> for Domain {
    fn from(name: &str) -> Self {
        Self::build(name.into(), None)
    }
}

impl From<(&str, &str)> for Domain {
    fn from(name: (&str, &str)) -> Self {
        Self::build(name.into(), None)
    }
}

/// A domain to drop: `DropDomain::new("email").if_exists()`. A name or a definition is one, too; see [`Dropping`].
pub type DropDomain = Dropping<Domain>;

impl Sealed for Domain {}
impl Object for Domain {}

/// What is done to a domain.
#[derive(Debug, Clone, PartialEq)]
pub enum DomainOperation {
    /// Creates it.
    Create(Domain),
    /// Gives it another default, other checks, and says anew whether it bears `NULL`.
    Replace(Replacing<Domain>),
    /// Gives it another name.
    Rename(Rename),
    /// Drops it.
    Drop(DropDomain),
}

impl DomainOperation {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_domain",
            Self::Replace(_) => "replace_domain",
            Self::Rename(_) => "rename_domain",
            Self::Drop(_) => "drop_domain",
        }
    }

    pub(super) fn object(&self) -> String {
        match self {
            Self::Create(domain) => domain.name().to_string(),
            Self::Replace(replace) => replace.object.name().to_string(),
            Self::Rename(rename) => rename.from.to_string(),
            Self::Drop(drop) => drop.object.name().to_string(),
        }
    }
}
