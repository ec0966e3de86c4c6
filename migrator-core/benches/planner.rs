//! How long it takes to build a graph and to plan an upgrade from nothing to `head`.
//!
//! One line of development with side branches: every tenth revision is a merge.
//! Prints milliseconds and how the time for one revision grows with the graph;
//! linear means that the last column stays near 1. The second table has
//! one long-lived branch that is merged again and again, which is the hard case for the order.

use std::hint::black_box;
use std::time::Instant;

use migrator_core::graph::{Graph, RevisionSpec, Target};
use migrator_core::plan;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const RUNS: usize = 5;

fn main() {
    report("short branches, 10 % merges", short_branches);
    report("one long branch, 10 % merges", long_branch);
}

fn report(title: &str, make: fn(usize) -> Vec<RevisionSpec>) {
    println!(
        "{title}\n{:>10} {:>10} {:>10} {:>10} {:>10}",
        "revisions", "build ms", "plan ms", "sum ms", "per rev."
    );
    let mut first = None;
    for size in SIZES {
        let specs = make(size);
        let (mut build, mut plan) = (f64::MAX, f64::MAX);
        for _ in 0..RUNS {
            let input = specs.clone();
            let start = Instant::now();
            let graph = Graph::build(input).expect("the graph is sound");
            build = build.min(start.elapsed().as_secs_f64() * 1e3);
            let start = Instant::now();
            let steps = plan::upgrade::<&str>(&graph, &[], &Target::head()).expect("one head");
            plan = plan.min(start.elapsed().as_secs_f64() * 1e3);
            assert_eq!(black_box(steps).steps().len(), size);
        }
        let sum = build + plan;
        let each = sum / size as f64;
        let ratio = each / *first.get_or_insert(each);
        println!("{size:>10} {build:>10.2} {plan:>10.2} {sum:>10.2} {ratio:>10.2}");
    }
}

/// Nine revisions and a merge, again and again; the branch has three of the nine.
fn short_branches(size: usize) -> Vec<RevisionSpec> {
    let mut specs: Vec<RevisionSpec> = Vec::with_capacity(size);
    let (mut line, mut branch): (Option<String>, Option<String>) = (None, None);
    for index in 0..size {
        let mut spec = RevisionSpec::new(id(index));
        let parents = match index % 10 {
            0 | 1 | 5.. if index % 10 < 9 => [line.replace(id(index)), None],
            2 => [line.clone(), {
                branch = Some(id(index));
                None
            }],
            3 | 4 => [branch.replace(id(index)), None],
            _ => [line.replace(id(index)), branch.take()],
        };
        for parent in parents.into_iter().flatten() {
            spec = spec.parent(parent);
        }
        specs.push(spec);
    }
    if let (Some(branch), Some(last)) = (branch, specs.last_mut()) {
        *last = std::mem::take(last).parent(branch);
    }
    specs
}

/// Two lines of equal length side by side; every fifth revision of the first merges the second.
fn long_branch(size: usize) -> Vec<RevisionSpec> {
    let mut specs = vec![RevisionSpec::new(id(0))];
    let (mut line, mut branch) = (id(0), id(0));
    for index in 1..size {
        let mut spec = RevisionSpec::new(id(index));
        if index % 2 == 0 && index < size - 1 {
            spec = spec.parent(std::mem::replace(&mut branch, id(index)));
        } else {
            spec = spec.parent(std::mem::replace(&mut line, id(index)));
            if index % 10 == 9 || index == size - 1 {
                spec = spec.parent(branch.clone());
            }
        }
        specs.push(spec);
    }
    specs
}

/// Ids as scattered as real ones.
fn id(index: usize) -> String {
    format!(
        "{:012x}",
        (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16
    )
}
