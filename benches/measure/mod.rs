//! What the benchmarks of applying share: the work, the clock, and a table of ratios.
//!
//! What is compared runs in turn, so that a load of the machine meets both; the ratio is the
//! median of the ratios of such pairs.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each benchmark uses its own part of this"
)]

use std::time::{Duration, Instant};

use migrator::Migrations;

use crate::support::load::{revisions, script};
use crate::support::set;

/// The revisions, and the same SQL by itself.
pub struct Work {
    pub scripts: Vec<Vec<String>>,
    pub set: &'static Migrations,
}

impl Work {
    pub fn new(n_revisions: usize) -> Self {
        let scripts: Vec<Vec<String>> = (0..n_revisions).map(script).collect();
        let set = set(revisions(&scripts));
        Self { scripts, set }
    }

    pub fn n_revisions(&self) -> usize {
        self.scripts.len()
    }
}

/// The id of the revision at this place.
pub fn id(at: usize) -> String {
    format!("{at:012x}")
}

/// How long something took each time, beside its floor.
#[derive(Default)]
pub struct Pairs {
    floor: Vec<Duration>,
    own: Vec<Duration>,
}

impl Pairs {
    pub fn add(&mut self, floor: Duration, own: Duration) {
        self.floor.push(floor);
        self.own.push(own);
    }

    /// Runs both in turn, this many times.
    pub fn measure(n_runs: usize, mut floor: impl FnMut(), mut own: impl FnMut()) -> Self {
        let mut pairs = Self::default();
        for _ in 0..n_runs {
            let (floor, own) = (timed(&mut floor), timed(&mut own));
            pairs.add(floor, own);
        }
        pairs
    }

    /// Prints a line of the table.
    pub fn print(&self, what: &str) {
        let ratio = |(own, floor): (&Duration, &Duration)| own.as_secs_f64() / floor.as_secs_f64();
        let mut ratios: Vec<f64> = self.own.iter().zip(&self.floor).map(ratio).collect();
        ratios.sort_by(f64::total_cmp);
        println!(
            "{what:<66} {:>10.3} {:>10.3} {:>6.2}  {:.2} to {:.2}",
            milliseconds(&self.floor),
            milliseconds(&self.own),
            ratios[ratios.len() / 2],
            ratios[ratios.len() / 10],
            ratios[ratios.len() - 1 - ratios.len() / 10],
        );
    }
}

/// Prints the head of the table.
pub fn print_head(title: &str) {
    println!(
        "{title:<66} {:>10} {:>10} {:>6}  nine of ten",
        "floor, ms", "own, ms", "ratio"
    );
}

pub fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

/// The median, in milliseconds.
fn milliseconds(durations: &[Duration]) -> f64 {
    let mut durations = durations.to_vec();
    durations.sort_unstable();
    durations[durations.len() / 2].as_secs_f64() * 1e3
}

/// What the command line asks for instead of the table: one way of doing the work, once, for a
/// profiler that counts instructions or system calls.
pub fn only() -> Option<(String, usize)> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&String> = words.iter().filter(|it| !it.starts_with("--")).collect();
    let [way, n_revisions] = words.as_slice() else {
        return None;
    };
    Some((way.to_string(), n_revisions.parse().ok()?))
}
