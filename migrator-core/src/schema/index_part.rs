//! What an index covers: columns and expressions, and their order.

use super::IntoNames;

/// One part of an index: a column or an expression, and how it is sorted.
///
/// ```
/// # use migrator_core::schema::IndexPart;
/// let part = IndexPart::column("name").collate("C").desc().nulls_last();
/// assert_eq!(part.collation(), Some("C"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct IndexPart(Box<PartData>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct PartData {
    target: IndexTarget,
    descending: bool,
    nulls: Option<Nulls>,
    collation: Option<String>,
    opclass: Option<String>,
}

/// Where an index has its `NULL`s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nulls {
    /// Before every value.
    First,
    /// After every value.
    Last,
}

/// What a part of an index covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexTarget {
    /// A column, by its name.
    Column(String),
    /// An expression in SQL.
    Expression(String),
}

impl IndexPart {
    /// Covers a column.
    #[inline(never)]
    pub fn column(name: impl Into<String>) -> Self {
        Self::build(IndexTarget::Column(name.into()))
    }

    /// Covers an expression in SQL.
    #[inline(never)]
    pub fn expression(sql: impl AsRef<str>) -> Self {
        Self::build(IndexTarget::Expression(sql.as_ref().to_owned()))
    }

    #[inline(never)]
    fn build(target: IndexTarget) -> Self {
        Self(Box::new(PartData {
            target,
            descending: false,
            nulls: None,
            collation: None,
            opclass: None,
        }))
    }

    /// Sorts this part from high to low.
    pub fn desc(mut self) -> Self {
        self.0.descending = true;
        self
    }

    /// Sorts `NULL`s before every value.
    pub fn nulls_first(mut self) -> Self {
        self.0.nulls = Some(Nulls::First);
        self
    }

    /// Sorts `NULL`s after every value.
    pub fn nulls_last(mut self) -> Self {
        self.0.nulls = Some(Nulls::Last);
        self
    }

    /// Compares texts by a collation, by the exact name the database has for it.
    #[inline(never)]
    pub fn collate(self, collation: impl AsRef<str>) -> Self {
        self.with_collation(collation.as_ref())
    }

    #[inline(never)]
    fn with_collation(mut self, collation: &str) -> Self {
        self.0.collation = Some(collation.to_owned());
        self
    }

    /// Sets the operator class, as in SQL: `text_pattern_ops`, or with parameters
    /// `gist_trgm_ops(siglen = 32)`.
    #[inline(never)]
    pub fn opclass(self, opclass: impl AsRef<str>) -> Self {
        self.with_opclass(opclass.as_ref())
    }

    #[inline(never)]
    fn with_opclass(mut self, opclass: &str) -> Self {
        self.0.opclass = Some(opclass.to_owned());
        self
    }

    /// Returns what is covered.
    #[must_use]
    pub fn target(&self) -> &IndexTarget {
        &self.0.target
    }

    /// Tells whether the part sorts from high to low.
    #[must_use]
    pub fn is_descending(&self) -> bool {
        self.0.descending
    }

    /// Returns where the `NULL`s are, if that was said.
    #[must_use]
    pub fn nulls(&self) -> Option<Nulls> {
        self.0.nulls
    }

    /// Returns the collation's name, if one was given.
    #[must_use]
    pub fn collation(&self) -> Option<&str> {
        self.0.collation.as_deref()
    }

    /// Returns the operator class as SQL, if one was given.
    #[must_use]
    pub fn operator_class(&self) -> Option<&str> {
        self.0.opclass.as_deref()
    }
}

/// What an index covers, as callers write it: column names, or parts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of index columns",
    note = "write the names as `[\"a\", \"b\"]`, or parts as `[IndexPart::column(\"a\").desc(), IndexPart::expression(\"lower(b)\")]`"
)]
pub trait IntoIndexParts {
    /// Returns the parts in the order given.
    fn into_parts(self) -> Vec<IndexPart>;
}

impl<T: IntoNames> IntoIndexParts for T {
    fn into_parts(self) -> Vec<IndexPart> {
        columns(&self.into_names())
    }
}

impl<const N: usize> IntoIndexParts for [IndexPart; N] {
    fn into_parts(self) -> Vec<IndexPart> {
        Vec::from(self)
    }
}

impl IntoIndexParts for Vec<IndexPart> {
    fn into_parts(self) -> Vec<IndexPart> {
        self
    }
}

#[inline(never)]
fn columns(names: &[String]) -> Vec<IndexPart> {
    names.iter().map(IndexPart::column).collect()
}
