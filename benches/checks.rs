//! The walk behind `testing::checks!`: every revision up, down and up again with rows in all tables, and its script.
//!
//! Each revision makes a table, so that the last ones are tried among as many tables as there are revisions. Tests are
//! compiled without optimization, and so is this when it is run with
//! `MIGRATOR_TEST_POSTGRES=postgres://… cargo bench --profile dev --bench checks`; `… -- 100 postgres` tries so many
//! revisions, on one of the two.

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Instant;

use migrator::{Migrations, Options};
use migrator_core::checks::{MakeWorkshop, Verdict, walk};
use migrator_core::session::Ground as _;
use support::load::script;
use support::postgres::TestDatabase;
use support::{Rev, set};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = words.iter().find_map(|it| it.parse().ok());
    let n_revisions = number.unwrap_or(300);
    let is_meant = |name: &str| {
        let mut names = words
            .iter()
            .filter(|it| ["sqlite", "postgres"].contains(&it.as_str()));
        words.iter().any(|it| it == name) || names.next().is_none()
    };
    let set = set((0..n_revisions).map(revision).collect());
    if is_meant("sqlite") {
        timed("SQLite", n_revisions, set, &|| {
            Ok(migrator::sqlite::Memory.workshop())
        });
    }
    if !is_meant("postgres") {
        return;
    }
    let Some(database) = TestDatabase::new() else {
        return;
    };
    let url = database.url();
    timed("PostgreSQL", n_revisions, set, &|| {
        Ok(migrator::postgres::Server::url(&url).workshop())
    });
}

fn revision(at: usize) -> Rev {
    let id = |at: usize| format!("{at:012x}");
    let parent = at.checked_sub(1).map(id);
    let parents: Vec<&str> = parent.as_deref().into_iter().collect();
    let mut down = format!("DROP TABLE t{at}");
    if at > 0 && at.is_multiple_of(5) {
        let other = at - 1;
        down =
            format!("DROP INDEX ix_t{other}_name; ALTER TABLE t{other} DROP COLUMN extra; {down}");
    }
    Rev::sql(&id(at), &parents, &script(at).join("; ")).down(&down)
}

fn timed(on: &str, n_revisions: usize, set: &Migrations, make: &MakeWorkshop<'_>) {
    let set = set.loaded().expect("a sound set");
    let started = Instant::now();
    let walked = walk(set, &Options::new(), make).expect("databases");
    let took = started.elapsed();
    assert_eq!(walked.revisions.len(), n_revisions);
    let verdicts = walked
        .revisions
        .values()
        .flat_map(|it| it.verdicts.values());
    let other = verdicts.filter(|it| **it != Verdict::Passed).count();
    println!(
        "{on}: {n_revisions} revisions in {:.1} s, {other} verdicts other than passed",
        took.as_secs_f64()
    );
}
