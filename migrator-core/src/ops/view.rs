//! Creates, replaces, renames, refreshes and drops views.

use std::panic::Location as Caller;

use super::{Dropping, Op, Operation, Replacing, Sql};
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

    /// Says what the view was before, which makes [`replace_view`](Op::replace_view) reversible.
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

/// A view to drop.
pub type DropView = Dropping<View>;

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

/// A materialized view to refresh.
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

impl Op<'_> {
    /// Creates a view, or a materialized one.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `CREATE VIEW "adults" ("name") AS SELECT …`; `CREATE MATERIALIZED VIEW "totals" AS SELECT … WITH NO DATA` |
    /// | SQLite | ``CREATE VIEW "adults" (`name`) AS SELECT …``; materialized views and options are refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Op, Sql, View};
    /// fn upgrade(op: &mut Op) {
    ///     op.create_view(View::new("adults").as_("SELECT name FROM users WHERE age >= 18"));
    ///     op.create_view(View::new("today").as_(
    ///         Sql::sqlite("SELECT * FROM log WHERE day = date()")
    ///             .postgres("SELECT * FROM log WHERE day = current_date"),
    ///     ));
    /// }
    /// ```
    #[track_caller]
    pub fn create_view(&mut self, view: View) {
        self.record_view(ViewOperation::Create(view), Caller::caller());
    }

    /// Puts another view in the place of the one of that name.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `CREATE OR REPLACE VIEW "adults" AS SELECT …`, which can add columns behind the others and change no other; see [`ReplaceView::recreate`]. A materialized view is dropped, with its indexes, and created |
    /// | SQLite | `DROP VIEW "adults"`, `CREATE VIEW "adults" AS SELECT …`; its `INSTEAD OF` triggers are dropped with it |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Op, View};
    /// fn upgrade(op: &mut Op) {
    ///     let former = View::new("adults").as_("SELECT name FROM users WHERE age >= 21");
    ///     let adults = View::new("adults").as_("SELECT name FROM users WHERE age >= 18");
    ///     op.replace_view(adults.instead_of(former));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn replace_view(&mut self, view: impl Into<ReplaceView>) {
        self.record_view(ViewOperation::Replace(view.into()), Caller::caller());
    }

    /// Renames a view. A materialized one is given as `View::materialized("totals")`.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `ALTER VIEW "adults" RENAME TO "grown_ups"`, `ALTER MATERIALIZED VIEW …`; into another schema: `ALTER VIEW "adults" SET SCHEMA "app"` before it |
    /// | SQLite | `DROP VIEW "adults"`, `CREATE VIEW "grown_ups" AS SELECT …`, as it is given or else as SQLite has stored it; views and triggers that refer to it by the old name are not changed, and a view with triggers is refused |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Op, View};
    /// fn upgrade(op: &mut Op) {
    ///     op.rename_view("adults", "grown_ups");
    ///     op.rename_view(View::materialized("totals"), "sums");
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn rename_view(&mut self, view: impl Into<View>, to: impl Into<TableName>) {
        let rename = ViewOperation::Rename {
            view: view.into(),
            to: to.into(),
        };
        self.record_view(rename, Caller::caller());
    }

    /// Reads the rows of a materialized view again.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `REFRESH MATERIALIZED VIEW "totals"`, `REFRESH MATERIALIZED VIEW CONCURRENTLY "totals"` |
    /// | SQLite | refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{Op, RefreshView};
    /// fn upgrade(op: &mut Op) {
    ///     op.refresh_view("totals");
    ///     op.refresh_view(RefreshView::new("totals_by_day").concurrently());
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn refresh_view(&mut self, view: impl Into<RefreshView>) {
        self.record_view(ViewOperation::Refresh(view.into()), Caller::caller());
    }

    /// Drops a view. A materialized one is given as `View::materialized("totals")`; to be
    /// reversible either needs its query.
    ///
    /// # Dialects
    /// | | |
    /// |---|---|
    /// | PostgreSQL | `DROP VIEW "adults"`, `DROP MATERIALIZED VIEW "totals"`; with everything: `DROP VIEW IF EXISTS "adults" CASCADE` |
    /// | SQLite | `DROP VIEW "adults"`; `CASCADE` is refused before anything runs |
    ///
    /// # Examples
    /// ```
    /// # use migrator_core::ops::{DropView, Op, View};
    /// fn upgrade(op: &mut Op) {
    ///     op.drop_view("reports");
    ///     op.drop_view(DropView::new(View::materialized("totals")).if_exists());
    ///     op.drop_view(View::new("adults").as_("SELECT name FROM users WHERE age >= 18"));
    /// }
    /// ```
    #[track_caller]
    #[inline(never)]
    pub fn drop_view(&mut self, view: impl Into<DropView>) {
        self.record_view(ViewOperation::Drop(view.into()), Caller::caller());
    }

    #[inline(never)]
    fn record_view(&mut self, operation: ViewOperation, caller: &'static Caller<'static>) {
        self.record(Operation::View(operation), caller);
    }
}
