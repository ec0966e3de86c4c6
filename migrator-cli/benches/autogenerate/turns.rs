//! Ways that take turns, and the table of what they took.

use std::time::{Duration, Instant};

/// What is measured: a name, and how one run is timed.
pub(crate) struct Way<'a> {
    name: &'static str,
    run: Box<dyn FnMut() -> Duration + 'a>,
    times: Vec<Duration>,
}

/// Ways of ours, and what each of them is held against.
pub(crate) struct Group<'a> {
    other: Option<Way<'a>>,
    owns: Vec<Way<'a>>,
}

impl<'a> Way<'a> {
    pub(crate) fn new(name: &'static str, run: impl FnMut() -> Duration + 'a) -> Self {
        Self {
            name,
            run: Box::new(run),
            times: Vec::new(),
        }
    }

    fn take(&mut self, is_counted: bool) {
        let time = (self.run)();
        if is_counted {
            self.times.push(time);
        }
    }

    fn median(&self) -> f64 {
        let all = self.times.iter().map(|it| it.as_secs_f64() * 1e3);
        middle(all.collect()).1
    }
}

impl<'a> Group<'a> {
    pub(crate) fn new(other: Option<Way<'a>>) -> Self {
        Self {
            other,
            owns: Vec::new(),
        }
    }

    pub(crate) fn own(mut self, name: &'static str, run: impl FnMut() -> Duration + 'a) -> Self {
        self.owns.push(Way::new(name, run));
        self
    }

    fn print(&self) {
        if let Some(other) = &self.other {
            println!("  {:<44} {:>9.1}", other.name, other.median());
        }
        for own in &self.owns {
            print!("    {:<42} {:>9.1}", own.name, own.median());
            if let Some(other) = &self.other {
                let pairs = other.times.iter().zip(&own.times);
                let ratios = pairs.map(|(other, own)| other.as_secs_f64() / own.as_secs_f64());
                let (least, median, greatest) = middle(ratios.collect());
                print!(" {median:>8.1}  {least:.1} to {greatest:.1}");
            }
            println!();
        }
    }
}

/// Runs all in turn, round by round, and prints what they took. The first round only fills caches.
pub(crate) fn measure(title: &str, n_rounds: usize, groups: &mut [Group<'_>]) {
    for round in 0..=n_rounds {
        for group in groups.iter_mut() {
            for way in group.other.iter_mut().chain(&mut group.owns) {
                way.take(round > 0);
            }
        }
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{title}, rounds: {n_rounds}, cores: {cores}");
    println!(
        "  {:<44} {:>9} {:>8}  of all rounds",
        "", "median, ms", "ratio"
    );
    groups.iter().for_each(Group::print);
}

/// Returns the least, the median and the greatest.
fn middle(mut values: Vec<f64>) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    (
        values[0],
        values[values.len() / 2],
        values[values.len() - 1],
    )
}

pub(crate) fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}
