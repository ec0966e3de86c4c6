//! The planner cases recorded from Alembic's own test suite.
//!
//! `../data/dag_cases.json` holds 255 cases: what Alembic 1.20.1 answered to each
//! question while its tests ran and passed. Where the order of an answer is an
//! accident of Alembic (`order` is not `unique`), sets are compared and any order
//! that respects parents and dependencies is accepted. Where this crate answers
//! otherwise on purpose, [`DIFFERENT`] says why; a listed case that does not
//! differ fails.

use std::collections::{BTreeMap, BTreeSet};

use migrator_core::graph::{
    Edges, Graph, GraphProblem, GraphProblems, Position, ResolveError, Revision, RevisionSpec,
    Target,
};
use migrator_core::plan::{self, Applied, Direction, Plan, PlanError};
use serde_json::Value;

use crate::text::rows_after_each;

/// Cases that differ, each with its reason.
const DIFFERENT: &[(&str, &str)] = &[
    (
        "BranchedPathTest::test_downgrade_once_order_left#1-downgrade",
        SEVERAL_HEADS,
    ),
    (
        "BranchedPathTest::test_downgrade_once_order_left_unbalanced#1-downgrade",
        SEVERAL_HEADS,
    ),
    (
        "BranchedPathTest::test_downgrade_once_order_right#1-downgrade",
        SEVERAL_HEADS,
    ),
    (
        "BranchedPathTest::test_downgrade_once_order_right_unbalanced#1-downgrade",
        SEVERAL_HEADS,
    ),
];

/// Alembic picks the row that the database happens to return first, and warns.
const SEVERAL_HEADS: &str = "with several heads a bare `-N` is refused and `label@-N` is offered";

#[test]
fn every_case_is_answered_as_alembic_does_or_differs_on_purpose() {
    let data: Value = serde_json::from_str(include_str!("../data/dag_cases.json")).unwrap();
    let cases = data["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 255);
    let mut failures = Vec::new();
    let mut different: BTreeMap<&str, &str> = DIFFERENT.iter().copied().collect();
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let outcome = check(&data["graphs"][case["graph"].as_str().unwrap()], case);
        match (outcome, different.remove(name)) {
            (Ok(()), None) | (Err(_), Some(_)) => {}
            (Ok(()), Some(reason)) => failures.push(format!("{name} does not differ: {reason}")),
            (Err(failure), None) => failures.push(format!("{name}: {failure}")),
        }
    }
    failures.extend(
        different
            .keys()
            .map(|name| format!("there is no case {name}")),
    );
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn the_refused_relative_downgrades_offer_the_branches() {
    let data: Value = serde_json::from_str(include_str!("../data/dag_cases.json")).unwrap();
    let graph = build(&data["graphs"]["g45"]).unwrap();
    let rows = ["1ff1de774005", "4e732ced3463"];
    let error = plan::downgrade(&graph, &rows, &Target::relative(-1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`-1` counts from the current revision, and there are several: \
         `1ff1de774005`, `4e732ced3463`"
    );
    assert_eq!(
        error.help().as_deref(),
        Some("choose one, `c1branch@-1` or `c2branch@-1`")
    );
}

/// What a case expects, and what came out, in the same form.
type Outcome = Result<(), String>;

fn check(graph: &Value, case: &Value) -> Outcome {
    let built = build(graph);
    let op = case["op"].as_str().unwrap();
    if op == "load" {
        return check_load(built, case);
    }
    let graph = built.map_err(|problems| problems.to_string())?;
    let id = &case["id"];
    match op {
        "heads" => same(case, &graph, Ok(positions(graph.heads()))),
        "get_revision" => same(case, &graph, one(&graph, &texts(id)[0])),
        "get_revisions" => same(case, &graph, many(&graph, &texts(id)[0])),
        "base_revisions" => {
            let bases = target(&texts(id)[0])
                .and_then(|target| Ok(graph.downgrade_goal(&target, &[])?.roots));
            same(case, &graph, bases)
        }
        "ancestors" => {
            let of = texts(id)
                .iter()
                .map(|id| position(&graph, id))
                .collect::<Vec<_>>();
            same_set(
                case,
                &graph,
                &graph.ancestors(of, Edges::All).iter().collect::<Vec<_>>(),
            )
        }
        "filter_for_lineage" => {
            let against = many(&graph, case["check_against"].as_str().unwrap()).unwrap();
            let inside = |target: &Position| {
                against
                    .iter()
                    .any(|&of| graph.lineage(of, Edges::Parents).contains(*target))
            };
            let targets = texts(&case["targets"]);
            let targets: Vec<Position> = targets
                .iter()
                .map(|id| position(&graph, id))
                .filter(inside)
                .collect();
            same_set(case, &graph, &targets)
        }
        "iterate" => same(case, &graph, iterate(&graph, case)),
        "upgrade" => {
            let targets: Result<Vec<Target>, PlanError> = texts(&case["target"])
                .iter()
                .map(|text| target(text))
                .collect();
            let plan = targets.and_then(|targets| {
                plan::upgrade_from(&graph, &applied(&graph, &texts(&case["current"])), &targets)
            });
            check_plan(case, &graph, plan)
        }
        "downgrade" => {
            let text = case["target"].as_str().unwrap_or("base");
            let plan = target(text)
                .and_then(|target| plan::downgrade(&graph, &texts(&case["current"]), &target));
            check_plan(case, &graph, plan)
        }
        "stamp" => {
            let target = target(case["target"].as_str().unwrap()).unwrap();
            let stamp = plan::stamp(&graph, &texts(&case["current"]), &[target]);
            let stamp = stamp.map_err(|error| error.to_string())?;
            equal(
                &sorted(&graph, &stamp.rows_after),
                &texts(&case["expect_heads_after"]),
            )
        }
        "apply" => check_apply(case, &graph),
        other => Err(format!("unknown op {other}")),
    }
}

fn check_load(built: Result<Graph, GraphProblems>, case: &Value) -> Outcome {
    let graph = match (built, case["expect_error"]["kind"].as_str()) {
        (Ok(graph), None) => graph,
        (Ok(_), Some(kind)) => return Err(format!("loaded instead of {kind}")),
        (Err(problems), None) => return Err(problems.to_string()),
        (Err(problems), Some(kind)) => {
            let is_expected = |problem: &GraphProblem| match kind {
                "CycleDetected" | "DependencyCycleDetected" => {
                    matches!(problem, GraphProblem::Cycle { .. })
                }
                "LoopDetected" => matches!(problem, GraphProblem::SelfParent { .. }),
                "DependencyLoopDetected" => matches!(problem, GraphProblem::SelfDependency { .. }),
                _ => matches!(problem, GraphProblem::DuplicateLabel { .. }),
            };
            let found: Vec<&GraphProblem> = problems.iter().collect();
            return match *found.as_slice() {
                [problem] if is_expected(problem) => Ok(()),
                _ => Err(format!("{kind} expected, got {problems}")),
            };
        }
    };
    let expect = &case["expect"];
    let set = |key: &str| texts(&expect[key]).into_iter().collect::<BTreeSet<_>>();
    let ids = |revisions: &mut dyn Iterator<Item = Revision<'_>>| {
        revisions
            .map(|revision| revision.id().to_owned())
            .collect::<BTreeSet<_>>()
    };
    equal(&ids(&mut graph.heads()), &set("heads"))?;
    equal(&ids(&mut graph.real_heads()), &set("real_heads"))?;
    equal(&ids(&mut graph.bases()), &set("bases"))?;
    let all = || graph.revisions();
    equal(
        &ids(&mut all().filter(|it| it.is_real_base())),
        &set("real_bases"),
    )?;
    equal(
        &ids(&mut all().filter(|it| it.is_branch_point())),
        &set("branch_points"),
    )?;
    equal(
        &ids(&mut all().filter(|it| it.is_merge_point())),
        &set("merge_points"),
    )?;
    for revision in graph.revisions() {
        let of = |key: &str| texts(&expect[key][revision.id()]).into_iter().collect();
        let mut down = revision.parents().chain(revision.dependencies());
        equal(&ids(&mut down), &of("all_down"))?;
        let labels: BTreeSet<String> = revision.all_labels().map(str::to_owned).collect();
        equal(&labels, &of("labels"))?;
    }
    Ok(())
}

/// Alembic's `iterate_revisions`, made of what this crate offers: `between`
/// for ranges, the plans for the two forms that upgrade and downgrade use.
fn iterate(graph: &Graph, case: &Value) -> Result<Vec<Position>, PlanError> {
    let is_set = |key: &str| case[key].as_bool().unwrap();
    let (upper, lower) = (&case["upper"], &case["lower"]);
    let end = |lower: &[Position]| -> Result<Vec<Position>, PlanError> {
        let mut end = Vec::new();
        for text in texts(upper) {
            end.extend(match Target::parse(&text)? {
                target if target.needs_rows() => graph.upgrade_goals(&target, lower)?,
                target => graph.resolve(&target)?,
            });
        }
        Ok(end)
    };
    let ids = |positions: &[Position]| -> Vec<String> {
        positions
            .iter()
            .map(|&position| graph.id_at(position).to_owned())
            .collect()
    };
    if is_set("select_for_downgrade") {
        let lower = target(lower.as_str().unwrap())?;
        let applied = applied(graph, &ids(&end(&[])?));
        let plan = plan::downgrade_from(graph, &applied, &lower)?;
        let goal = graph.downgrade_goal(&lower, applied.current())?;
        let mut set: BTreeSet<Position> = plan.steps().iter().map(|step| step.position).collect();
        if is_set("implicit_base") {
            // What Alembic calls winding other branches back to base.
            let line = graph.ancestors(goal.roots.iter().copied(), Edges::All);
            set.extend(
                applied
                    .set()
                    .iter()
                    .filter(|&position| !line.contains(position)),
            );
        }
        if is_set("inclusive") {
            set.extend(goal.landing);
        }
        return Ok(graph.newest_first(&set.into_iter().collect()));
    }
    // The database of a case stands on the upper end.
    let mut start = Vec::new();
    let rows = if texts(lower).iter().any(|text| text.contains("@-")) {
        end(&[])?
    } else {
        vec![]
    };
    for text in texts(lower) {
        start.extend(graph.resolve_at(&target(&text)?, &rows)?);
    }
    let mut set: BTreeSet<Position> = if is_set("implicit_base") {
        let targets = ids(&end(&start)?)
            .iter()
            .map(Target::revision)
            .collect::<Vec<_>>();
        let plan = plan::upgrade_from(graph, &applied(graph, &ids(&start)), &targets)?;
        plan.steps()
            .iter()
            .map(|step| step.position)
            .chain(start.iter().copied())
            .collect()
    } else if let Some(range) = range(upper, lower) {
        graph.history_at(&range?, &rows)?.into_iter().collect()
    } else {
        graph.between(&start, &end(&start)?)?.into_iter().collect()
    };
    if !is_set("inclusive") {
        set.retain(|position| !start.contains(position));
    }
    Ok(graph.newest_first(&set.into_iter().collect()))
}

/// Returns the range of a case whose sides are single targets.
fn range(
    upper: &Value,
    lower: &Value,
) -> Option<Result<migrator_core::graph::TargetRange, PlanError>> {
    let text = format!("{}:{}", lower.as_str()?, upper.as_str()?);
    Some(migrator_core::graph::TargetRange::parse(&text).map_err(PlanError::from))
}

fn check_plan(case: &Value, graph: &Graph, plan: Result<Plan, PlanError>) -> Outcome {
    let plan = match (plan, case["expect_error"]["kind"].as_str()) {
        (Ok(plan), None) => plan,
        (Ok(_), Some(kind)) => return Err(format!("a plan instead of {kind}")),
        (Err(error), expect) => return equal(&Some(kind(&error)), &expect),
    };
    check_order(graph, &plan)?;
    let steps = |step: &Value| {
        let direction = step["dir"].as_str().unwrap();
        format!("{} {direction}", step["id"].as_str().unwrap())
    };
    let mut expect: Vec<String> = case["expect_steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(steps)
        .collect();
    let mut found: Vec<String> = plan.steps().iter().map(|step| show(graph, step)).collect();
    if case["order"] == "unique" {
        let trace: Vec<Vec<String>> = case["heads_trace"]
            .as_array()
            .unwrap()
            .iter()
            .map(texts)
            .collect();
        let rows: Vec<Vec<String>> = rows_after_each(&plan)
            .iter()
            .map(|rows| sorted(graph, rows))
            .collect();
        equal(&rows, &trace)?;
    } else {
        expect.sort();
        found.sort();
    }
    equal(&found, &expect)?;
    equal(
        &sorted(graph, plan.rows_after()),
        &texts(&case["expect_heads_after"]),
    )
}

/// Checks that every step comes after what it needs, or before on the way down.
fn check_order(graph: &Graph, plan: &Plan) -> Outcome {
    let place: BTreeMap<Position, usize> = plan
        .steps()
        .iter()
        .enumerate()
        .map(|(index, step)| (step.position, index))
        .collect();
    for (index, step) in plan.steps().iter().enumerate() {
        let revision = graph.at(step.position).unwrap();
        for below in revision.parents().chain(revision.dependencies()) {
            let Some(&other) = place.get(&below.position()) else {
                continue;
            };
            let is_right = match step.direction {
                Direction::Up => other < index,
                Direction::Down => other > index,
            };
            if !is_right {
                return Err(format!("{} and {} are swapped", revision.id(), below.id()));
            }
        }
    }
    Ok(())
}

/// Takes the given steps one at a time.
fn check_apply(case: &Value, graph: &Graph) -> Outcome {
    let mut rows = texts(&case["current"]);
    let mut trace = Vec::new();
    for step in case["steps"].as_array().unwrap() {
        let id = step["id"].as_str().unwrap();
        let plan = if step["dir"] == "up" {
            plan::upgrade(graph, &rows, &Target::revision(id))
        } else {
            plan::downgrade(graph, &rows, &Target::relative(-1).in_branch(id))
        };
        let plan = plan.map_err(|error| error.to_string())?;
        equal(&plan.steps().len(), &1)?;
        rows = sorted(graph, plan.rows_after());
        trace.push(rows.clone());
    }
    let expect: Vec<Vec<String>> = case["heads_trace"]
        .as_array()
        .unwrap()
        .iter()
        .map(texts)
        .collect();
    equal(&trace, &expect)
}

fn same(case: &Value, graph: &Graph, found: Result<Vec<Position>, PlanError>) -> Outcome {
    let found = match (found, case["expect_error"]["kind"].as_str()) {
        (Ok(found), None) => found,
        (Ok(_), Some(kind)) => return Err(format!("an answer instead of {kind}")),
        (Err(error), expect) => return equal(&Some(kind(&error)), &expect),
    };
    if case["order"] != "unique" {
        return same_set(case, graph, &found);
    }
    let found: Vec<String> = found.iter().map(|&p| graph.id_at(p).to_owned()).collect();
    equal(&found, &texts(&case["expect_ids"]))
}

fn same_set(case: &Value, graph: &Graph, found: &[Position]) -> Outcome {
    let mut expect = texts(&case["expect_ids"]);
    expect.sort();
    equal(&sorted(graph, found), &expect)
}

/// Returns the name of Alembic's class for an error of ours.
fn kind(error: &PlanError) -> &'static str {
    match error {
        PlanError::NotBelow { .. } => "RangeNotAncestorError",
        PlanError::Resolve { source } => match source {
            ResolveError::NotAncestor { .. } => "RangeNotAncestorError",
            ResolveError::ManyHeads { .. } | ResolveError::ManyRevisions { .. } => "MultipleHeads",
            ResolveError::UnknownTarget { .. }
            | ResolveError::UnknownBranch { .. }
            | ResolveError::AmbiguousTarget { .. }
            | ResolveError::NotInBranch { .. } => "ResolutionError",
            _ => "RevisionError",
        },
        _ => "another",
    }
}

fn one(graph: &Graph, text: &str) -> Result<Vec<Position>, PlanError> {
    let found = many(graph, text)?;
    if found.len() > 1 {
        let error = ResolveError::ManyRevisions {
            target: text.to_owned(),
            matches: Vec::new(),
        };
        return Err(error.into());
    }
    Ok(found)
}

fn many(graph: &Graph, text: &str) -> Result<Vec<Position>, PlanError> {
    Ok(graph.resolve(&target(text)?)?)
}

fn target(text: &str) -> Result<Target, PlanError> {
    Ok(Target::parse(text)?)
}

fn applied(graph: &Graph, rows: &[String]) -> Applied {
    Applied::closure_of(graph, rows).unwrap()
}

fn position(graph: &Graph, id: &str) -> Position {
    graph.find(id).unwrap().position()
}

fn positions<'g>(revisions: impl Iterator<Item = Revision<'g>>) -> Vec<Position> {
    revisions.map(Revision::position).collect()
}

fn show(graph: &Graph, step: &plan::Step) -> String {
    let direction = if step.direction == Direction::Up {
        "up"
    } else {
        "down"
    };
    format!("{} {direction}", graph.id_at(step.position))
}

fn sorted(graph: &Graph, positions: &[Position]) -> Vec<String> {
    let mut ids: Vec<String> = positions
        .iter()
        .map(|&p| graph.id_at(p).to_owned())
        .collect();
    ids.sort();
    ids
}

fn build(graph: &Value) -> Result<Graph, GraphProblems> {
    Graph::build(graph.as_array().unwrap().iter().map(|revision| {
        let mut spec = RevisionSpec::new(revision["id"].as_str().unwrap());
        spec.parents = texts(&revision["down"]);
        spec.depends_on = texts(&revision["depends_on"]);
        spec.labels = texts(&revision["labels"]);
        spec
    }))
}

/// Returns a text or a list of texts as a list; nothing for `null`.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(texts) => texts
            .iter()
            .map(|text| text.as_str().unwrap().to_owned())
            .collect(),
        _ => Vec::new(),
    }
}

fn equal<T: PartialEq + std::fmt::Debug>(found: &T, expect: &T) -> Outcome {
    if found == expect {
        Ok(())
    } else {
        Err(format!("found {found:?}, expected {expect:?}"))
    }
}
