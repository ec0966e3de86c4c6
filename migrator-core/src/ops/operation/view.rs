//! A view, and what may become of it.

use super::dropping::sealed::Sealed;
use super::{Dropping, Object, Replacing, Sql};
use crate::base::TableName;
use crate::schema::IntoNames;

/// A view, materialized or not.
///
/// Its query is SQL: one text for all databases, or an [`Sql`] with a text for each.
///
/// # Examples
/// ```
/// # use migrator_core::ops::View;
/// let view = View::new("adults").columns(["name"]).as_("SELECT name FROM users WHERE age >= 18");
/// assert_eq!(view.name().name(), "adults");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct View(Box<ViewData>);

#[derive(Debug, Clone, PartialEq)]
struct ViewData {
    name: TableName,
    columns: Vec<String>,
    query: Option<Sql>,
    options: Option<String>,
    materialized: bool,
    without_data: bool,
    if_not_exists: bool,
}

impl View {
    /// Names a view; say with [`as_`](Self::as_) what it shows.
    #[inline(never)]
    pub fn new(name: impl Into<TableName>) -> Self {
        Self::build(name.into())
    }

    /// Names a materialized view, which keeps its rows until it is refreshed.
    #[inline(never)]
    pub fn materialized(name: impl Into<TableName>) -> Self {
        let mut view = Self::build(name.into());
        view.0.materialized = true;
        view
    }

    #[inline(never)]
    fn build(name: TableName) -> Self {
        Self(Box::new(ViewData {
            name,
            columns: Vec::new(),
            query: None,
            options: None,
            materialized: false,
            without_data: false,
            if_not_exists: false,
        }))
    }

    /// Names its columns, in the query's order.
    #[inline(never)]
    pub fn columns(mut self, columns: impl IntoNames) -> Self {
        self.0.columns = columns.into_names();
        self
    }

    /// Sets the query.
    #[inline(never)]
    pub fn as_(mut self, query: impl Into<Sql>) -> Self {
        self.0.query = Some(query.into());
        self
    }

    /// Sets options, as in SQL: `security_barrier = true`; storage parameters of a materialized view.
    #[inline(never)]
    pub fn with(mut self, options: impl AsRef<str>) -> Self {
        self.0.options = Some(options.as_ref().to_owned());
        self
    }

    /// Leaves a materialized view empty, and unreadable, until it is refreshed.
    pub fn without_data(mut self) -> Self {
        self.0.without_data = true;
        self
    }

    /// Leaves a view of that name alone if there is one, whatever it shows.
    ///
    /// On PostgreSQL only materialized views can be created so.
    pub fn if_not_exists(mut self) -> Self {
        self.0.if_not_exists = true;
        self
    }

    /// Says what the view was before, which makes [`replace_view`](crate::ops::Op::replace_view) reversible.
    pub fn instead_of(self, former: Self) -> ReplaceView {
        ReplaceView {
            replacing: Replacing::with(self, former),
            recreate: false,
        }
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &TableName {
        &self.0.name
    }

    /// Returns the names of its columns; none if they are the query's.
    #[must_use]
    pub fn column_names(&self) -> &[String] {
        &self.0.columns
    }

    /// Returns the query; `None` if only the name was given.
    #[must_use]
    pub fn query(&self) -> Option<&Sql> {
        self.0.query.as_ref()
    }

    /// Returns the options as SQL.
    #[must_use]
    pub fn options(&self) -> Option<&str> {
        self.0.options.as_deref()
    }

    /// Tells whether it keeps its rows.
    #[must_use]
    pub fn is_materialized(&self) -> bool {
        self.0.materialized
    }

    /// Tells whether it is left empty.
    #[must_use]
    pub fn is_without_data(&self) -> bool {
        self.0.without_data
    }

    /// Tells whether an existing view is to be left alone.
    #[must_use]
    pub fn is_if_not_exists(&self) -> bool {
        self.0.if_not_exists
    }

    /// Returns the view under another name.
    #[must_use = "the view itself is not changed"]
    pub(crate) fn renamed(&self, name: TableName) -> Self {
        let mut view = self.clone();
        view.0.name = name;
        view
    }
}

impl From<&str> for View {
    fn from(name: &str) -> Self {
        Self::build(name.into())
    }
}

impl From<(&str, &str)> for View {
    fn from(name: (&str, &str)) -> Self {
        Self::build(name.into())
    }
}

/// A view to drop: `DropView::new("reports").if_exists().cascade()`. A name or a definition is one, too; see [`Dropping`].
pub type DropView = Dropping<View>;

impl Sealed for View {}
impl Object for View {}

/// A view to replace.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct ReplaceView {
    /// What it is afterwards, and what it was before.
    pub replacing: Replacing<View>,
    /// Whether it may be dropped and created where its columns allow nothing else.
    pub recreate: bool,
}

impl ReplaceView {
    /// Drops the view and creates it again if its columns change in a way that no replacement
    /// allows on PostgreSQL: one goes, or gets another name or type. Its grants and its
    /// comment are lost then, and views that depend on it stand in the way.
    pub fn recreate(mut self) -> Self {
        self.recreate = true;
        self
    }
}

impl From<View> for ReplaceView {
    fn from(view: View) -> Self {
        Self {
            replacing: view.into(),
            recreate: false,
        }
    }
}

/// A materialized view to refresh; its name alone is one, too.
///
/// ```
/// # use migrator_core::ops::RefreshView;
/// let refresh = RefreshView::new(("reports", "totals")).concurrently();
/// assert!(refresh.concurrently);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RefreshView {
    /// Its name.
    pub name: TableName,
    /// Whether readers are not to be locked out meanwhile.
    pub concurrently: bool,
}

impl RefreshView {
    /// Reads the rows of a materialized view again.
    #[inline(never)]
    pub fn new(name: impl Into<TableName>) -> Self {
        Self {
            name: name.into(),
            concurrently: false,
        }
    }

    /// Does not lock out readers meanwhile; the view needs a unique index on columns.
    pub fn concurrently(mut self) -> Self {
        self.concurrently = true;
        self
    }
}

impl From<&str> for RefreshView {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<(&str, &str)> for RefreshView {
    fn from(name: (&str, &str)) -> Self {
        Self::new(name)
    }
}

/// What is done to a view.
#[derive(Debug, Clone, PartialEq)]
pub enum ViewOperation {
    /// Creates it.
    Create(View),
    /// Puts another in its place.
    Replace(ReplaceView),
    /// Gives it another name.
    Rename {
        /// The view as it is: its definition, or its name alone.
        view: View,
        /// The name it gets.
        to: TableName,
    },
    /// Reads its rows again.
    Refresh(RefreshView),
    /// Drops it.
    Drop(DropView),
}

impl ViewOperation {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_view",
            Self::Replace(_) => "replace_view",
            Self::Rename { .. } => "rename_view",
            Self::Refresh(_) => "refresh_view",
            Self::Drop(_) => "drop_view",
        }
    }

    pub(super) fn object(&self) -> String {
        match self {
            Self::Create(view) | Self::Rename { view, .. } => view.name().to_string(),
            Self::Replace(replace) => replace.replacing.object.name().to_string(),
            Self::Refresh(refresh) => refresh.name.to_string(),
            Self::Drop(drop) => drop.object.name().to_string(),
        }
    }
}
