//! What `checks!` waives of the files of another tool, which have no header to say it.
//!
//! ```text
//!  waive(downgrade, reason = "…")                                 of all of them
//!  waive(rows_survive, revision = "20240101000000", reason = "…") of one
//! ```
//!
//! A revision in our own format says so itself, so that nothing is waived of what comes on top.

use migrator_core::base::nearest;
use migrator_core::script::RevisionCheck;

use crate::source::Migration;

/// A check that the macro waives; the reason is for those who read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waive {
    /// Which check.
    pub check: RevisionCheck,
    /// Of which revision; `None` of all that another tool has.
    pub revision: Option<String>,
}

/// What is wrong with a waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Which, in the order of the macro.
    pub waive: usize,
    /// Where it is wrong.
    pub part: Part,
    /// What, and what to write instead.
    pub message: String,
}

/// A part of a waiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The name of the check.
    Check,
    /// The revision.
    Revision,
}

/// Judges waivers.
pub(super) fn refused(waives: &[Waive], migrations: &[Migration]) -> Vec<Refused> {
    let mut refused = Vec::new();
    for (at, waive) in waives.iter().enumerate() {
        let others = waives.get(..at).unwrap_or_default();
        let fault = match &waive.revision {
            Some(id) => of_revision(waive.check, id, migrations).map(|it| (Part::Revision, it)),
            None => of_all(waive.check, migrations).map(|it| (Part::Check, it)),
        };
        let fault = fault.or_else(|| Some((Part::Check, twice(waive, others)?)));
        refused.extend(fault.map(|(part, message)| Refused {
            waive: at,
            part,
            message,
        }));
    }
    refused
}

fn of_revision(check: RevisionCheck, id: &str, migrations: &[Migration]) -> Option<String> {
    let Some(migration) = migrations.iter().find(|it| it.id() == id) else {
        let near = nearest(id, migrations.iter().map(Migration::id));
        let help = match near.first() {
            Some(near) => format!("did you mean `{near}`?"),
            None => "an id is written out, as `cargo migrator history` shows it".to_owned(),
        };
        return Some(format!("there is no revision `{id}`: {help}"));
    };
    let path = &migration.path;
    let is_own = migration.original.is_none();
    is_own.then(|| {
        format!(
            "`{id}` is in migrator's own format: say it in {path}, {}",
            header(check, path)
        )
    })
}

fn of_all(check: RevisionCheck, migrations: &[Migration]) -> Option<String> {
    if migrations.iter().any(|it| it.original.is_some()) {
        return None;
    }
    let path = migrations.first().map_or("", |it| &it.path);
    Some(format!(
        "no file here is another tool's, and migrator's own say it themselves: {}",
        header(check, path)
    ))
}

/// How a header waives a check.
fn header(check: RevisionCheck, path: &str) -> String {
    match path.ends_with(".rs") {
        true => format!("`pub const WAIVES: &[(&str, &str)] = &[(\"{check}\", \"why\")];`"),
        false => format!("`-- waives: {check}: why`"),
    }
}

fn twice(waive: &Waive, others: &[Waive]) -> Option<String> {
    let check = waive.check;
    let is_of_the_same = |it: &&Waive| {
        let covers = it.revision.is_none() || waive.revision.is_none();
        it.check == check && (covers || it.revision == waive.revision)
    };
    others.iter().find(is_of_the_same)?;
    Some(match &waive.revision {
        Some(id) => format!("`{check}` of `{id}` is waived twice: keep one of the two"),
        None => format!("`{check}` is waived twice: without `revision` it is waived of all"),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use migrator_core::script::{Layout, RevisionCheck};

    use super::Waive;
    use crate::checks::{Checked, Checking, checks};

    fn made(layout: Layout, waives: &[(RevisionCheck, Option<&str>)]) -> Checked {
        let package = tempfile::tempdir().unwrap();
        let write = |file: &str, text: &str| {
            let path = package.path().join("migrations").join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        let own = match layout {
            Layout::Migrator => "",
            _ => {
                write(
                    "20240101000000_users/up.sql",
                    "CREATE TABLE users (id INTEGER)",
                );
                "20240101000000"
            }
        };
        write(
            "b2_notes.sql",
            &format!(
                "-- revision: b2\n-- down_revision: {own}\n-- migrate:up\nCREATE TABLE notes (id INTEGER);\n"
            ),
        );
        let waive = |(check, id): &(RevisionCheck, Option<&str>)| Waive {
            check: *check,
            revision: id.map(str::to_owned),
        };
        let checking = Checking {
            layout,
            waives: waives.iter().map(waive).collect(),
            ..Checking::default()
        };
        checks(&checking, Path::new(package.path()))
    }

    fn messages(layout: Layout, waives: &[(RevisionCheck, Option<&str>)]) -> Vec<String> {
        let refused = made(layout, waives).refused.into_iter();
        refused
            .map(|it| format!("{} {:?}: {}", it.waive, it.part, it.message))
            .collect()
    }

    #[test]
    fn the_files_of_another_tool_are_waived_and_no_others() {
        let (down, rows) = (RevisionCheck::Downgrade, RevisionCheck::RowsSurvive);
        let checked = made(
            Layout::Diesel,
            &[(down, None), (rows, Some("20240101000000"))],
        );
        assert_eq!(checked.refused, []);
        assert!(checked.code.contains("foreign: &[\"20240101000000\",]"));
        assert_eq!(
            messages(
                Layout::Diesel,
                &[
                    (rows, Some("2024010100000")),
                    (rows, Some("b2")),
                    (down, Some("x"))
                ]
            ),
            [
                "0 Revision: there is no revision `2024010100000`: did you mean `20240101000000`?",
                "1 Revision: `b2` is in migrator's own format: say it in migrations/b2_notes.sql, `-- waives: rows_survive: why`",
                "2 Revision: there is no revision `x`: an id is written out, as `cargo migrator history` shows it",
            ]
        );
        assert_eq!(
            messages(
                Layout::Diesel,
                &[(down, None), (down, Some("20240101000000")), (down, None)]
            ),
            [
                "1 Check: `downgrade` of `20240101000000` is waived twice: keep one of the two",
                "2 Check: `downgrade` is waived twice: without `revision` it is waived of all",
            ]
        );
        assert_eq!(
            messages(Layout::Migrator, &[(down, None)]),
            [
                "0 Check: no file here is another tool's, and migrator's own say it themselves: `-- waives: downgrade: why`"
            ]
        );
    }
}
