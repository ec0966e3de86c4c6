//! Creates, replaces, renames, refreshes and drops views.

use std::panic::Location as Caller;

use super::{DropView, Op, Operation, RefreshView, ReplaceView, View, ViewOperation};
use crate::base::TableName;

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
