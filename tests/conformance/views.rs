//! Views: what each operation makes of them, and that its inverse leaves the database as it was.

use migrator::__private::Outcome;
use migrator::prelude::*;

use crate::backend::Backend;
use crate::there_and_back::{is_sqlite, refused, there_and_back, users};

pub(crate) fn adults(age: u8) -> View {
    View::new("adults")
        .columns(["who"])
        .as_(format!("SELECT name FROM users WHERE age >= {age}"))
}

pub(crate) fn a_view_is_created_replaced_renamed_and_dropped(on: &dyn Backend) {
    there_and_back(
        on,
        users,
        |op| {
            op.create_view(adults(18));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT who FROM adults"), ["Ada"]),
    );
    fn with_view(op: &mut Op<'_>) -> Outcome {
        users(op)?;
        op.create_view(adults(18));
        Ok(())
    }
    there_and_back(
        on,
        with_view,
        |op| {
            op.replace_view(adults(7).instead_of(adults(18)));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT count(*) FROM adults"), ["2"]),
    );
    // One more column, which the way back has to take away.
    there_and_back(
        on,
        with_view,
        |op| {
            let wider = View::new("adults")
                .columns(["who", "age"])
                .as_("SELECT name, age FROM users WHERE age >= 18");
            op.replace_view(wider.instead_of(adults(18)));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT who, age FROM adults"), ["Ada | 36"]),
    );
    there_and_back(
        on,
        with_view,
        |op| {
            op.rename_view(adults(18), "grown ups");
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT who FROM \"grown ups\""), ["Ada"]),
    );
    there_and_back(
        on,
        with_view,
        |op| {
            op.drop_view(adults(18));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT count(*) FROM users"), ["2"]),
    );
    there_and_back(
        on,
        with_view,
        |op| {
            op.rename_view("adults", "grown ups");
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT who FROM \"grown ups\""), ["Ada"]),
    );
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                with_view(op)?;
                op.execute(
                    "CREATE TRIGGER tr INSTEAD OF DELETE ON adults BEGIN DELETE FROM users; END",
                );
                op.rename_view("adults", "b");
                Ok(())
            },
            "the view has triggers",
        );
        refused(
            on,
            |op| {
                op.create_view(adults(1).with("x = 1"));
                Ok(())
            },
            "create_view `adults`",
        );
    } else {
        refused(
            on,
            |op| {
                op.create_view(adults(1).if_not_exists());
                Ok(())
            },
            "create_view `adults`",
        );
    }
}

pub(crate) fn materialized_views_are_filled_and_refreshed(on: &dyn Backend) {
    fn totals() -> View {
        View::materialized("totals").as_("SELECT age, count(*) AS n FROM users GROUP BY age")
    }
    if is_sqlite(on) {
        refused(
            on,
            |op| {
                op.create_view(totals());
                Ok(())
            },
            "create_view `totals`",
        );
        refused(
            on,
            |op| {
                op.drop_view(totals());
                Ok(())
            },
            "drop_view `totals`",
        );
        refused(
            on,
            |op| {
                op.refresh_view("totals");
                Ok(())
            },
            "refresh_view `totals`",
        );
        return;
    }
    there_and_back(
        on,
        users,
        |op| {
            op.create_view(totals().without_data());
            op.create_index(Index::new("ix_totals").on("totals", ["age"]).unique());
            op.refresh_view("totals");
            op.refresh_view(RefreshView::new("totals").concurrently());
            op.rename_view(View::materialized("totals"), "sums");
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT n FROM sums"), ["1", "1"]),
    );
    there_and_back(
        on,
        |op| {
            users(op)?;
            op.create_view(totals());
            Ok(())
        },
        |op| {
            let other = View::materialized("totals").as_("SELECT count(*) AS n FROM users");
            op.replace_view(other.instead_of(totals()));
            Ok(())
        },
        |it| assert_eq!(it.lines("SELECT n FROM totals"), ["2"]),
    );
}
