//! What is compared at all, and what becomes of what nobody declared.

use super::lines::Way;
use crate::base::Dialect;
use crate::catalog::{Beyond, Catalog};
use crate::declared::{Filter, Hints, Undeclared};
use crate::ops::View;
use crate::schema::{Column, Index, ObjectKind, ObjectName, Table, integer};

fn lines(filter: &Filter, found: &Catalog, wanted: &Catalog) -> String {
    let way = Way {
        dialect: Dialect::Postgres,
        hints: &Hints::default(),
        filter,
    };
    match way.compare(found, wanted) {
        Ok(it) => it.changes.iter().map(|it| format!("{it}\n")).collect(),
        Err(error) => error.to_string(),
    }
}

fn table(name: &str, columns: &[&str]) -> Table {
    let columns = columns.iter().map(|it| Column::new(it, integer()));
    columns.fold(Table::new(name), Table::column)
}

/// Tables, a column and an index that nobody declares.
fn found() -> Catalog {
    Catalog {
        tables: vec![
            table("audit_log", &["n"]),
            table("users", &["id", "legacy_n"]),
        ],
        indexes: vec![
            Index::new("ix_log").on("audit_log", ["n"]),
            Index::new("ix_users").on("users", ["id"]),
        ],
        views: vec![View::new("v").as_("SELECT 1")],
        ..Catalog::default()
    }
}

fn wanted() -> Catalog {
    Catalog {
        tables: vec![table("users", &["id"])],
        ..Catalog::default()
    }
}

#[test]
fn patterns_leave_out_objects_with_what_is_on_them() {
    let check = |filter: Filter, expect: &str| {
        assert_eq!(lines(&filter, &found(), &wanted()), expect);
    };
    check(
        Filter::default(),
        "removed table audit_log\nremoved column users.legacy_n\n\
         removed index ix_log on audit_log\nremoved index ix_users on users\n",
    );
    let exclude = |patterns: &[&str]| Filter {
        exclude: patterns.iter().map(|it| (*it).to_owned()).collect(),
        ..Filter::default()
    };
    check(
        exclude(&["audit_*", "users.legacy_*"]),
        "removed index ix_users on users\n",
    );
    check(exclude(&["*"]), "");
    let include = |patterns: &[&str]| Filter {
        include: patterns.iter().map(|it| (*it).to_owned()).collect(),
        ..Filter::default()
    };
    check(
        include(&["users"]),
        "removed column users.legacy_n\nremoved index ix_users on users\n",
    );
    check(
        include(&["users.legacy_?"]),
        "removed column users.legacy_n\n",
    );
    let kinds = |kinds: &[ObjectKind]| Filter {
        kinds: kinds.to_vec(),
        ..Filter::default()
    };
    check(
        kinds(&[ObjectKind::Table]),
        "removed table audit_log\nremoved column users.legacy_n\n",
    );
    check(
        kinds(&[ObjectKind::Index]),
        "removed index ix_log on audit_log\nremoved index ix_users on users\n",
    );
}

#[test]
fn what_nobody_declares_is_left_dropped_or_refused() {
    let check = |undeclared: Option<Undeclared>, wanted: &Catalog, expect: &str| {
        let filter = Filter {
            undeclared,
            ..Filter::default()
        };
        assert_eq!(lines(&filter, &found(), wanted), expect);
    };
    check(Some(Undeclared::Ignore), &wanted(), "");
    check(
        Some(Undeclared::Refuse),
        &wanted(),
        "declared nowhere: table `audit_log`, column `users.legacy_n`, index `ix_log`, \
         index `ix_users`, view `v`",
    );
    // One view is declared, so that views are a matter of the declaration.
    let with_view = Catalog {
        views: vec![View::new("w").as_("SELECT 2")],
        ..found()
    };
    check(None, &with_view, "removed view v\nadded view w\n");
}

#[test]
fn what_no_operation_makes_is_left_alone() {
    let partition = |object: ObjectName| Beyond::new(object, "a partition of events");
    let beyond = |name: &str| Catalog {
        beyond: vec![partition(ObjectName::new(ObjectKind::Table, name))],
        ..wanted()
    };
    let filter = Filter::default();
    assert_eq!(lines(&filter, &beyond("events_1"), &wanted()), "");
    assert_eq!(lines(&filter, &beyond("events_1"), &beyond("events_1")), "");
    assert_eq!(
        lines(&filter, &wanted(), &beyond("events_1")),
        "no operation makes a partition of events of `events_1`"
    );
    assert_eq!(
        lines(&filter, &beyond("users"), &wanted()),
        "table `users` cannot be made: there is a partition of events of that name"
    );
}
