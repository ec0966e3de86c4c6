//! Random graphs against a model that is too simple to be wrong, and slow.
//!
//! The model knows sets of numbers, direct edges, and reachability by trying;
//! rows are the members of a set that no other member reaches.

use std::collections::{BTreeMap, BTreeSet};

use migrator_core::graph::{Graph, Position, ResolveError, Revision, RevisionSpec, Target};
use migrator_core::plan::{self, Applied, Direction, Plan, PlanError};
use proptest::prelude::*;

use crate::text::rows_after_each;

type Set = BTreeSet<usize>;

/// Revision `i` has edges only to smaller numbers; ids are scattered.
#[derive(Debug, Clone)]
struct Model {
    ids: Vec<String>,
    parents: Vec<Vec<usize>>,
    dependencies: Vec<Vec<usize>>,
}

impl Model {
    fn below(&self, revision: usize) -> impl Iterator<Item = usize> {
        self.parents[revision]
            .iter()
            .chain(&self.dependencies[revision])
            .copied()
    }

    /// Returns the revisions and all they need.
    fn closure(&self, of: impl IntoIterator<Item = usize>) -> Set {
        let mut closure: Set = of.into_iter().collect();
        for revision in (0..self.ids.len()).rev() {
            if closure.contains(&revision) {
                closure.extend(self.below(revision));
            }
        }
        closure
    }

    /// Returns whether `upper` needs `lower`, directly or not.
    fn reaches(&self, upper: usize, lower: usize) -> bool {
        upper != lower && self.closure([upper]).contains(&lower)
    }

    fn maximal(&self, set: &Set) -> Set {
        let is_maximal = |&&lower: &&usize| !set.iter().any(|&upper| self.reaches(upper, lower));
        set.iter().filter(is_maximal).copied().collect()
    }

    /// Returns the rows that say that a set is applied.
    fn rows(&self, applied: &Set) -> Set {
        self.maximal(&self.closure(applied.iter().copied()))
    }

    fn specs(&self) -> Vec<RevisionSpec> {
        let spec = |revision: usize| {
            let mut spec = RevisionSpec::new(&self.ids[revision]);
            spec.parents = self.names(&self.parents[revision]);
            spec.depends_on = self.names(&self.dependencies[revision]);
            spec
        };
        (0..self.ids.len()).map(spec).collect()
    }

    fn names<'a>(&self, of: impl IntoIterator<Item = &'a usize>) -> Vec<String> {
        of.into_iter()
            .map(|&revision| self.ids[revision].clone())
            .collect()
    }

    fn number(&self, graph: &Graph, position: Position) -> usize {
        self.ids
            .iter()
            .position(|id| id == graph.id_at(position))
            .unwrap()
    }

    fn numbers(&self, graph: &Graph, positions: &[Position]) -> Set {
        positions
            .iter()
            .map(|&position| self.number(graph, position))
            .collect()
    }

    /// The order of Alembic, with reachability tried out.
    fn newest_first(&self, set: &Set) -> Vec<usize> {
        let mut frontier: Vec<usize> = self.maximal(set).into_iter().collect();
        frontier.sort_by_key(|&revision| &self.ids[revision]);
        let mut order = Vec::new();
        let mut current = 0;
        while let Some(&revision) = frontier.get(current) {
            let above = frontier
                .iter()
                .position(|&other| self.reaches(other, revision));
            if let Some(above) = above {
                current = above;
                continue;
            }
            order.push(revision);
            let mut add: Vec<usize> = Vec::new();
            for below in self.below(revision) {
                let is_new = !frontier.contains(&below) && !add.contains(&below);
                if set.contains(&below) && is_new {
                    add.push(below);
                }
            }
            if add.is_empty() {
                frontier.remove(current);
                current = current.saturating_sub(1);
            } else {
                frontier[current] = add.remove(0);
                frontier.extend(add);
            }
        }
        order
    }
}

fn models() -> impl Strategy<Value = Model> {
    let revision = (
        prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        0..4_usize,
    );
    (prop::collection::vec(revision, 1..16), any::<u64>()).prop_map(|(revisions, seed)| {
        let mut model = Model {
            ids: Vec::new(),
            parents: Vec::new(),
            dependencies: Vec::new(),
        };
        for (number, (edges, n_dependencies)) in revisions.into_iter().enumerate() {
            let scattered = (number as u64 + 1)
                .wrapping_mul(seed | 1)
                .wrapping_mul(0x9e37_79b9);
            model.ids.push(format!("{scattered:x}_{number}"));
            let mut below: Vec<usize> = Vec::new();
            for edge in edges.iter().filter(|_| number > 0) {
                let edge = edge.index(number);
                if !below.contains(&edge) {
                    below.push(edge);
                }
            }
            // Mostly parents, so that there are lines; sometimes all are dependencies.
            let n_parents = below.len() - below.len().min(n_dependencies.saturating_sub(1));
            model.dependencies.push(below.split_off(n_parents));
            model.parents.push(below);
        }
        model
    })
}

/// A model, some applied revisions that are closed downwards, and a revision.
fn situations() -> impl Strategy<Value = (Model, Set, usize)> {
    let picks = prop::collection::vec(any::<prop::sample::Index>(), 0..4);
    (models(), picks, any::<prop::sample::Index>()).prop_map(|(model, picks, target)| {
        let n = model.ids.len();
        let applied = model.closure(picks.iter().map(|pick| pick.index(n)));
        (model, applied, target.index(n))
    })
}

/// Follows a plan and compares the rows after every step; returns what is applied then.
fn follow(model: &Model, graph: &Graph, plan: &Plan, applied: &Set) -> Result<Set, TestCaseError> {
    let mut applied = applied.clone();
    for (step, rows) in plan.steps().iter().zip(rows_after_each(plan)) {
        let revision = model.number(graph, step.position);
        match step.direction {
            Direction::Up => {
                prop_assert!(model.below(revision).all(|below| applied.contains(&below)));
                prop_assert!(applied.insert(revision));
            }
            Direction::Down => {
                prop_assert!(!applied.iter().any(|&above| model.reaches(above, revision)));
                prop_assert!(applied.remove(&revision));
            }
        }
        prop_assert_eq!(model.numbers(graph, &rows), model.rows(&applied));
    }
    Ok(applied)
}

fn target(model: &Model, revision: usize) -> Target {
    Target::revision(&model.ids[revision])
}

proptest! {
    #[test]
    fn an_upgrade_applies_what_is_missing((model, applied, goal) in situations()) {
        let graph = Graph::build(model.specs()).unwrap();
        let rows = model.names(&model.rows(&applied));
        let plan = plan::upgrade(&graph, &rows, &target(&model, goal)).unwrap();
        let stands = plan::stands_on(&graph, &rows, &target(&model, goal));
        prop_assert_eq!(stands, model.rows(&applied).contains(&goal));
        let after = follow(&model, &graph, &plan, &applied)?;
        let needed = model.closure([goal]);
        prop_assert_eq!(&after, &(&applied | &needed));
        prop_assert_eq!(model.numbers(&graph, plan.rows_after()), model.rows(&after));

        let steps = plan.steps().iter().rev().map(|step| model.number(&graph, step.position));
        prop_assert_eq!(steps.collect::<Vec<_>>(), model.newest_first(&(&needed - &applied)));
    }

    #[test]
    fn a_downgrade_reverts_what_stands_on_the_target((model, applied, goal) in situations()) {
        let graph = Graph::build(model.specs()).unwrap();
        let rows = model.rows(&applied);
        let plan = plan::downgrade(&graph, &model.names(&rows), &target(&model, goal));
        let roots: Set =
            (0..model.ids.len()).filter(|&child| model.parents[child].contains(&goal)).collect();
        let stands = |&revision: &usize| roots.iter().any(|&root| model.closure([revision]).contains(&root));
        let doomed: Set = applied.iter().copied().filter(stands).collect();
        if doomed.is_empty() && !rows.contains(&goal) {
            let is_refused = matches!(plan, Err(PlanError::NotBelow { .. }));
            prop_assert!(is_refused);
            return Ok(());
        }
        let plan = plan.unwrap();
        let after = follow(&model, &graph, &plan, &applied)?;
        prop_assert_eq!(&after, &(&applied - &doomed));
        let steps = plan.steps().iter().map(|step| model.number(&graph, step.position));
        prop_assert_eq!(steps.collect::<Vec<_>>(), model.newest_first(&doomed));
    }

    #[test]
    fn down_again_leads_back_step_by_step((model, applied, goal) in situations()) {
        let graph = Graph::build(model.specs()).unwrap();
        let rows = model.names(&model.rows(&applied));
        let up = plan::upgrade(&graph, &rows, &target(&model, goal)).unwrap();
        let mut before = vec![up.rows_before().to_vec()];
        before.extend(rows_after_each(&up));
        for (step, rows) in up.steps().iter().zip(before.windows(2)).rev() {
            let ids: Vec<&str> = rows[1].iter().map(|&row| graph.id_at(row)).collect();
            let one_down = Target::relative(-1).in_branch(graph.id_at(step.position));
            let down = plan::downgrade(&graph, &ids, &one_down).unwrap();
            prop_assert_eq!(down.steps().len(), 1);
            prop_assert_eq!(down.steps()[0].position, step.position);
            prop_assert_eq!(down.rows_after(), &rows[0]);
        }
    }

    #[test]
    fn everything_up_and_everything_down(model in models()) {
        let graph = Graph::build(model.specs()).unwrap();
        let up = plan::upgrade::<&str>(&graph, &[], &Target::heads()).unwrap();
        let all = follow(&model, &graph, &up, &Set::new())?;
        prop_assert_eq!(all.len(), model.ids.len());
        let rows: Vec<&str> = up.rows_after().iter().map(|&row| graph.id_at(row)).collect();
        let down = plan::downgrade(&graph, &rows, &Target::base()).unwrap();
        prop_assert!(follow(&model, &graph, &down, &all)?.is_empty());
        let stored = graph.revisions().map(Revision::position).collect::<Vec<_>>();
        let applied: Vec<Position> = up.steps().iter().map(|step| step.position).collect();
        prop_assert_eq!(applied, stored);
    }

    #[test]
    fn a_stamp_replaces_the_rows_comparable_to_its_targets(
        (model, applied, goal) in situations(),
        other in any::<prop::sample::Index>(),
    ) {
        let graph = Graph::build(model.specs()).unwrap();
        let goals: Set = [goal, other.index(model.ids.len())].into();
        let targets: Vec<Target> = goals.iter().map(|&goal| target(&model, goal)).collect();
        let before = model.rows(&applied);
        let stamp = plan::stamp(&graph, &model.names(&before), &targets);
        if model.maximal(&goals) != goals {
            let is_overlap = matches!(
                stamp,
                Err(PlanError::Resolve { source: ResolveError::Overlap { .. } })
            );
            prop_assert!(is_overlap);
            return Ok(());
        }
        let stamp = stamp.unwrap();
        let is_comparable =
            |&row: &usize| goals.iter().any(|&goal| model.reaches(row, goal) || model.reaches(goal, row));
        let mut after: Set = before.iter().copied().filter(|row| !is_comparable(row)).collect();
        after.extend(&goals);
        prop_assert_eq!(model.numbers(&graph, &stamp.rows_after), after.clone());
        prop_assert_eq!(&model.maximal(&after), &after);
        let closure = model.closure(after);
        prop_assert_eq!(model.numbers(&graph, &stamp.marked), &closure - &applied);
        prop_assert_eq!(model.numbers(&graph, &stamp.unmarked), &applied - &closure);
    }

    #[test]
    fn spliced_revisions_are_applied_without_touching_rows(
        (model, applied, goal) in situations(),
        missing in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let graph = Graph::build(model.specs()).unwrap();
        let rows = model.rows(&applied);
        let missing: Set = missing
            .iter()
            .map(|index| index.index(model.ids.len()))
            .filter(|revision| applied.contains(revision) && !rows.contains(revision))
            .collect();
        let known = &applied - &missing;
        let positions = missing.iter().map(|&m| graph.find(&model.ids[m]).unwrap().position());
        let start = Applied::closure_of(&graph, &model.names(&rows)).unwrap().without(positions);

        let up = plan::upgrade_from(&graph, &start, &[target(&model, goal)]).unwrap();
        let needed = model.closure([goal]);
        let mut now = known.clone();
        for (step, rows) in up.steps().iter().zip(rows_after_each(&up)) {
            let revision = model.number(&graph, step.position);
            prop_assert_eq!(step.is_below_rows, missing.contains(&revision));
            prop_assert!(model.below(revision).all(|b| now.contains(&b) || missing.contains(&b)));
            prop_assert!(now.insert(revision));
            prop_assert_eq!(model.numbers(&graph, &rows), model.rows(&(&now | &known)));
        }
        prop_assert_eq!(now, &known | &needed);

        let down = plan::downgrade_from(&graph, &start, &Target::base()).unwrap();
        prop_assert!(follow(&model, &graph, &down, &known)?.is_empty());
        prop_assert!(down.rows_after().is_empty() || down.is_empty());
    }

    #[test]
    fn redundant_rows_change_nothing_but_the_first_step((model, applied, goal) in situations()) {
        let graph = Graph::build(model.specs()).unwrap();
        let up = |rows: &Set| {
            plan::upgrade(&graph, &model.names(rows), &target(&model, goal)).unwrap()
        };
        let (clean, messy) = (up(&model.rows(&applied)), up(&applied));
        prop_assert_eq!(messy.steps().len(), clean.steps().len());
        prop_assert_eq!(rows_after_each(&messy), rows_after_each(&clean));
    }

    #[test]
    fn the_order_of_input_does_not_matter(
        (model, applied, goal) in situations(),
        order in any::<u64>(),
    ) {
        let one = Graph::build(model.specs()).unwrap();
        let mut specs = model.specs();
        specs.sort_by_key(|spec| spec.id.bytes().fold(order, |hash, byte| {
            hash.rotate_left(7).wrapping_mul(0x9e37_79b9) ^ u64::from(byte)
        }));
        let other = Graph::build(specs).unwrap();
        prop_assert_eq!(one.to_specs(), other.to_specs());
        let rows = model.names(&model.rows(&applied));
        let plans = [&one, &other].map(|g| plan::upgrade(g, &rows, &target(&model, goal)));
        prop_assert_eq!(&plans[0], &plans[1]);
    }

    #[test]
    fn any_set_is_sorted_also_across_gaps(
        model in models(),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..9),
    ) {
        let graph = Graph::build(model.specs()).unwrap();
        let set: Set = picks.iter().map(|pick| pick.index(model.ids.len())).collect();
        let positions = set.iter().map(|&r| graph.find(&model.ids[r]).unwrap().position());
        let order = graph.newest_first(&positions.collect());
        let order: Vec<usize> = order.iter().map(|&p| model.number(&graph, p)).collect();
        prop_assert_eq!(order.iter().copied().collect::<Set>(), set);
        let place: BTreeMap<usize, usize> = order.iter().copied().zip(0..).collect();
        for (upper, lower) in order.iter().flat_map(|u| order.iter().map(move |l| (*u, *l))) {
            prop_assert!(!model.reaches(upper, lower) || place[&upper] < place[&lower]);
        }
    }
}
