//! Targets and ranges: what is printed is what was read, and every question has an answer.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use migrator_core::graph::{Graph, ResolveError, RevisionSpec, Target, TargetRange};
use migrator_core::plan::{self, Plan, PlanError};

/// `a1 <- a2 <- a3 <- m`, `a2 <- b1 <- m`, `c1 <- c2`, and c2 depends on b1.
static GRAPH: LazyLock<Graph> = LazyLock::new(|| {
    let spec = |id: &str, parents: &[&str], depends_on: &[&str], labels: &[&str]| {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let mut spec = RevisionSpec::new(id);
        spec.parents = owned(parents);
        spec.depends_on = owned(depends_on);
        spec.labels = owned(labels);
        spec
    };
    let graph = Graph::build([
        spec("a1", &[], &[], &["main"]),
        spec("a2", &["a1"], &[], &[]),
        spec("a3", &["a2"], &[], &[]),
        spec("b1", &["a2"], &[], &["ä"]),
        spec("m", &["a3", "b1"], &[], &[]),
        spec("c1", &[], &[], &["billing"]),
        spec("c2", &["c1"], &["b1"], &[]),
    ]);
    graph.expect("a graph without problems")
});

/// Where a database may stand; the last two are mended or refused.
const ROWS: &[&[&str]] = &[
    &[],
    &["a1"],
    &["a3", "b1"],
    &["m"],
    &["m", "c2"],
    &["c1", "a2"],
    &["a1", "a3"],
    &["gone"],
];

/// Reads a text as a target and as a range.
pub(crate) fn check(text: &str) {
    match Target::parse(text) {
        Ok(target) => check_target(&target),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert_ne!(error.help().as_deref(), Some(""));
        }
    }
    match TargetRange::parse(text) {
        Ok(range) => check_range(&range),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn check_target(target: &Target) {
    assert_eq!(Target::parse(&target.to_string()).as_ref(), Ok(target));
    resolved(GRAPH.resolve(target));
    for rows in ROWS {
        planned(plan::upgrade(&GRAPH, rows, target));
        planned(plan::downgrade(&GRAPH, rows, target));
        if let Ok(stamp) = plan::stamp(&GRAPH, rows, std::slice::from_ref(target)) {
            let after: BTreeSet<_> = stamp.rows_after.iter().collect();
            assert_eq!(after.len(), stamp.rows_after.len());
        }
    }
}

fn check_range(range: &TargetRange) {
    assert_eq!(TargetRange::parse(&range.to_string()).as_ref(), Ok(range));
    resolved(GRAPH.history(range));
    planned(plan::upgrade_range(&GRAPH, range));
    planned(plan::downgrade_range(&GRAPH, range));
}

fn resolved<T>(answer: Result<T, ResolveError>) {
    if let Err(error) = answer {
        assert!(!error.to_string().is_empty());
        assert_ne!(error.help().as_deref(), Some(""));
    }
}

/// A plan's steps, one after the other, lead where the plan says.
fn planned(answer: Result<Plan, PlanError>) {
    match answer {
        Ok(plan) => {
            let mut rows: BTreeSet<_> = plan.rows_before().iter().copied().collect();
            plan.steps()
                .iter()
                .for_each(|step| step.rows.apply(&mut rows));
            assert_eq!(rows, plan.rows_after().iter().copied().collect());
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert_ne!(error.help().as_deref(), Some(""));
        }
    }
}
