//! What is kept, and what is not believed.

use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use migrator::Declared;
use migrator::autogenerate::{Autogenerate, Change};
use migrator::prelude::*;

use crate::backend::{Backend, autogenerate};
use crate::support::{Rev, set};

thread_local! {
    /// How often the migrations of this test have run.
    static RUNS: Cell<usize> = const { Cell::new(0) };
}

fn revision(id: &str) -> Rev {
    Rev::rust(id, &[], |op| {
        RUNS.set(RUNS.get() + 1);
        op.create_table(table());
        Ok(())
    })
}

fn table() -> Table {
    Table::new("t").column(Column::new("a", integer()))
}

fn compared(folder: &Path) -> Autogenerate<'static> {
    autogenerate(set(vec![revision("a1")]), Declared::new().table(table())).cache(folder)
}

fn n_files(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

/// Compares, finds nothing, and tells whether a migration ran.
fn runs(backend: &Backend, compared: &Autogenerate<'_>) -> bool {
    let before = RUNS.get();
    assert_eq!(backend.check(compared).unwrap().lines(), [""; 0]);
    RUNS.get() > before
}

#[test]
fn nothing_is_made_again_while_nothing_changes() {
    for backend in Backend::all() {
        let folder = tempfile::tempdir().unwrap();
        let cache = folder.path().join("cache");
        assert!(runs(&backend, &compared(&cache)));
        // Both sides, and that they are the same.
        assert_eq!(n_files(&cache), 3);
        assert!(!runs(&backend, &compared(&cache)));
        assert_eq!(n_files(&cache), 3);
    }
}

#[test]
fn the_migrations_run_once_for_the_comparison_and_the_proof() {
    for backend in Backend::all() {
        let folder = tempfile::tempdir().unwrap();
        let wider = |name: &str| {
            let declared = Declared::new().table(table().column(Column::new(name, text())));
            autogenerate(set(vec![revision("a1")]), declared)
        };
        let runs = |compared: &Autogenerate<'_>| {
            let before = RUNS.get();
            let proposal = backend.propose(compared).unwrap();
            assert_eq!(proposal.unproved(), [""; 0]);
            RUNS.get() - before
        };
        assert_eq!(runs(&wider("b")), 1);
        // Where nothing is kept, where nothing is known, and where one side is.
        assert_eq!(runs(&wider("b").cache(folder.path())), 1);
        assert_eq!(runs(&wider("c").cache(folder.path())), 1);
        // Both are known.
        assert_eq!(runs(&wider("c").cache(folder.path())), 1);
        assert_eq!(runs(&wider("c").cache(folder.path()).prove(false)), 0);
    }
}

#[test]
fn whatever_changes_is_made_again() {
    for backend in Backend::all() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        assert!(runs(&backend, &compared(folder)));
        // Another graph.
        let other = autogenerate(set(vec![revision("b2")]), Declared::new().table(table()));
        assert!(runs(&backend, &other.cache(folder)));
        // Another side of the same two is not.
        let declared = Declared::new().table(table().comment(""));
        let wider = table().column(Column::new("b", text()));
        let more = autogenerate(set(vec![revision("a1")]), Declared::new().table(wider));
        let before = RUNS.get();
        assert_eq!(
            backend.check(&more.cache(folder)).unwrap().lines(),
            ["added column t.b"]
        );
        assert_eq!(RUNS.get(), before);
        drop(declared);
        // What is prepared, said, and called.
        assert!(runs(&backend, &compared(folder).prepare("SELECT 1")));
        let options = migrator::Options::new().tag("blue");
        let tagged = set(vec![revision("a1")]).with(options);
        assert!(runs(
            &backend,
            &tagged
                .autogenerate(Declared::new().table(table()))
                .cache(folder)
        ));
    }
}

#[test]
fn that_nothing_differs_holds_for_what_was_compared() {
    for backend in Backend::all() {
        let folder = tempfile::tempdir().unwrap();
        let same = || compared(folder.path());
        let none = |it: &mut Vec<Change>| it.truncate(0);
        assert!(runs(&backend, &same()));
        // One that sees less or more is another comparison, and so is one whose changes are edited.
        let wider = Declared::new().table(table().column(Column::new("b", text())));
        let wider = || autogenerate(set(vec![revision("a1")]), wider.clone()).cache(folder.path());
        assert!(backend.check(&wider().edit(none)).unwrap().is_empty());
        assert_eq!(
            backend.check(&wider()).unwrap().lines(),
            ["added column t.b"]
        );
        let is_asked = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&is_asked);
        let edited = same().edit(move |_| asked.store(true, Ordering::Relaxed));
        assert!(backend.check(&edited).unwrap().is_empty());
        assert!(is_asked.load(Ordering::Relaxed));
        assert!(backend.propose(&same()).unwrap().is_empty());
    }
}

#[test]
fn damaged_files_are_written_again() {
    for backend in Backend::all() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        assert!(runs(&backend, &compared(folder)));
        for damage in ["", "{}", "\u{fffd}"] {
            for file in fs::read_dir(folder).unwrap() {
                fs::write(file.unwrap().path(), damage).unwrap();
            }
            assert!(runs(&backend, &compared(folder)));
            assert!(!runs(&backend, &compared(folder)));
        }
    }
}

#[test]
fn what_one_kind_of_database_said_is_not_taken_for_another() {
    let folder = tempfile::tempdir().unwrap();
    for backend in Backend::all() {
        assert!(runs(&backend, &compared(folder.path())));
    }
}

#[test]
fn the_database_itself_is_always_read() {
    for backend in Backend::all() {
        let folder = tempfile::tempdir().unwrap();
        let live = compared(folder.path()).from_database();
        backend.upgrade(set(vec![revision("a1")]), "head");
        assert!(backend.check(&live).unwrap().is_empty());
        backend.run("ALTER TABLE t ADD COLUMN b TEXT");
        assert_eq!(
            backend.check(&live).unwrap().lines(),
            ["removed column t.b"]
        );
    }
}

#[cfg(feature = "sqlite")]
#[test]
fn what_an_application_prepares_itself_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache");
    let prepared = migrator::sqlite::Memory::with(|connection| {
        connection.execute_batch("CREATE TABLE t (a INTEGER, b INTEGER)")
    });
    let declared = Declared::new().table(table());
    let compared =
        autogenerate(set(vec![Rev::rust("a1", &[], |_| Ok(()))]), declared).cache(&cache);
    let there = compared.check(prepared);
    assert_eq!(n_files(&cache), 0, "{there:?}");
}
