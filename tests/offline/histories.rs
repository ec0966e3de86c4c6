//! Generated histories: up, up from the middle, and down again.

use std::collections::BTreeSet;

use migrator::{Dialect, Migrations, Options};

use crate::generator::{EVERYTHING, history};
use crate::shells::{Database, check_upgrade, on_each, plain};
use crate::support::set;
use crate::tools::{assert_same, is_soak};

/// How many there are when nothing is left out.
const ALL: u64 = 20;

/// Seeds that together hold everything.
const SHARE: [u64; 3] = [3, 5, 11];

fn seeds() -> Vec<u64> {
    match is_soak() {
        true => (1..=ALL).collect(),
        false => SHARE.to_vec(),
    }
}

#[test]
fn scripts_of_generated_histories_do_what_the_program_does() {
    for seed in seeds() {
        let history = history(seed);
        println!("seed {seed}: {:?}", history.mix);
        let (n_revisions, middle) = (history.revisions.len(), history.middle.clone());
        let set = set(history.revisions);
        on_each(|dialect| {
            println!("seed {seed}, {dialect}, {n_revisions} revisions");
            check_upgrade(dialect, set, &Options::new());
            check_there_and_back(dialect, set, &middle);
        });
    }
}

/// From the middle up, and from the top down.
fn check_there_and_back(dialect: Dialect, set: &Migrations, middle: &str) {
    let (online, offline) = (Database::new(dialect), Database::new(dialect));
    online.upgrade(&plain(set), middle);
    offline.upgrade(&plain(set), middle);
    online.upgrade(&plain(set), "heads");
    let up = set
        .sql(dialect)
        .upgrade(&format!("{middle}:heads"))
        .unwrap();
    offline.run(&up);
    assert_same(&offline.dump(), &online.dump(), "up from the middle");
    for range in [format!("heads:{middle}"), format!("{middle}:base")] {
        let (_, target) = range.split_once(':').unwrap();
        online.downgrade(&plain(set), target);
        offline.run(&set.sql(dialect).downgrade(&range).unwrap());
        assert_same(&offline.dump(), &online.dump(), &range);
    }
}

#[test]
fn the_histories_together_hold_everything() {
    for seeds in [SHARE.to_vec(), (1..=ALL).collect()] {
        let mixes = seeds.iter().flat_map(|seed| history(*seed).mix);
        let mix: BTreeSet<&str> = mixes.collect();
        let missing: Vec<_> = EVERYTHING.iter().filter(|it| !mix.contains(*it)).collect();
        assert!(missing.is_empty(), "{missing:?} in none of {seeds:?}");
    }
}
