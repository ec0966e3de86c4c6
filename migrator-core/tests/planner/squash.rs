//! Revisions that stand for others: their place in the graph, and the ways around them.
//!
//! The files of what a squash replaces are there, or gone, or were never without it; a database may
//! have met any of these programs. Whichever way it went, it ends on the same rows.

use std::collections::BTreeSet;

use migrator_core::graph::{Graph, GraphProblem, Revision, RevisionSpec, Target};
use migrator_core::plan::{self, Plan, PlanError};
use proptest::prelude::*;

use crate::text::{ids, show, specs, target, words};

/// Adds a squash to a graph as text: `S = r1 r2 on a`, `S[label] = r1 on a, b needs c`.
fn squashed(text: &str, squashes: &[&str]) -> Vec<RevisionSpec> {
    let mut all = specs(text);
    all.extend(squashes.iter().map(|squash| {
        let (id, rest) = squash.split_once(" = ").unwrap();
        let (id, labels) = id.split_once('[').unwrap_or((id, ""));
        let (rest, needs) = rest.split_once(" needs ").unwrap_or((rest, ""));
        let (replaces, on) = rest.split_once(" on").unwrap_or((rest, ""));
        let owned = |text: &str| words(text).iter().map(|id| (*id).to_owned()).collect();
        let mut spec = RevisionSpec::new(id);
        spec.replaces = owned(replaces);
        spec.parents = owned(on);
        spec.depends_on = owned(needs);
        spec.labels = owned(labels.trim_end_matches(']'));
        spec
    }));
    all
}

/// Deletes the files of everything that the squashes replace.
fn without_replaced(mut specs: Vec<RevisionSpec>) -> Vec<RevisionSpec> {
    let gone: BTreeSet<String> = specs.iter().flat_map(|it| it.replaces.clone()).collect();
    specs.retain(|spec| !gone.contains(&spec.id));
    specs
}

fn graph(specs: Vec<RevisionSpec>) -> Graph {
    Graph::build(specs).unwrap()
}

fn check_problems(specs: Vec<RevisionSpec>, expect: &[&str]) {
    let problems = Graph::build(specs).unwrap_err();
    let show = |problem: &GraphProblem| {
        let help = problem.help().unwrap_or_default();
        format!("{problem} | {help}")
    };
    let found: Vec<String> = problems.iter().map(show).collect();
    assert_eq!(found, expect);
}

/// Shows a plan with what is only counted.
fn shown(graph: &Graph, plan: &Plan) -> String {
    let steps = plan.steps().iter();
    let mut text = show(graph, plan);
    for step in steps.filter(|step| step.is_counted_only) {
        let id = graph.id_at(step.position);
        text = text.replace(&format!("^{id}"), &format!("^({id})"));
        text = text.replace(&format!("v{id}"), &format!("v({id})"));
    }
    text
}

fn check_up(graph: &Graph, rows: &str, to: &str, expect: &str) {
    let plan = plan::upgrade(graph, &words(rows), &target(to)).unwrap();
    assert_eq!(shown(graph, &plan), expect, "{rows} up to {to}");
}

fn check_down(graph: &Graph, rows: &str, to: &str, expect: &str) {
    let plan = plan::downgrade(graph, &words(rows), &target(to)).unwrap();
    assert_eq!(shown(graph, &plan), expect, "{rows} down to {to}");
}

const LINE: &str = "a <- r1 <- r2 <- r3 <- c";

fn line() -> Vec<RevisionSpec> {
    squashed(LINE, &["S = r1 r2 r3 on a"])
}

#[test]
fn a_squash_stands_between_what_it_replaces_and_what_follows() {
    let parents = |graph: &Graph, id: &str| {
        let parents = graph.find(id).unwrap().parents();
        ids(graph, parents.map(Revision::position))
    };
    let both = graph(line());
    assert_eq!(parents(&both, "S"), "r3");
    assert_eq!(parents(&both, "c"), "S");
    let alone = graph(without_replaced(line()));
    assert_eq!(parents(&alone, "S"), "a");
    assert_eq!(parents(&alone, "c"), "S");
    for graph in [both, alone] {
        assert_eq!(ids(&graph, graph.heads().map(Revision::position)), "c");
        let specs = graph.to_specs();
        let squash = specs.iter().find(|spec| spec.id == "S").unwrap();
        assert_eq!(squash.parents, ["a"]);
        assert_eq!(squash.replaces, ["r1", "r2", "r3"]);
        let again = Graph::build(specs).unwrap();
        assert_eq!(again.to_specs(), graph.to_specs());
    }
}

#[test]
fn a_new_database_goes_by_the_squash() {
    let graph = graph(line());
    check_up(&graph, "", "head", "^a +a; ^S -a +S; ^c -S +c");
    check_up(&graph, "a", "S", "^S -a +S");
}

#[test]
fn a_database_inside_of_it_goes_on_and_then_counts_it() {
    let graph = graph(line());
    check_up(
        &graph,
        "r1",
        "head",
        "^r2 -r1 +r2; ^r3 -r2 +r3; ^(S) -r3 +S; ^c -S +c",
    );
    check_up(&graph, "r3", "head", "^(S) -r3 +S; ^c -S +c");
}

#[test]
fn a_database_beyond_it_has_nothing_to_do() {
    let graph = graph(line());
    check_up(&graph, "c", "head", "");
    check_up(&graph, "c", "S", "");
    check_up(&graph, "S", "r2", "");
}

#[test]
fn what_it_replaces_can_still_be_named() {
    let graph = graph(line());
    check_up(&graph, "", "r2", "^a +a; ^r1 -a +r1; ^r2 -r1 +r2");
    check_down(&graph, "c", "r2", "vc -c +S; v(S) -S +r3; vr3 -r3 +r2");
    check_down(&graph, "S", "r3", "v(S) -S +r3");
}

#[test]
fn the_whole_of_it_goes_by_its_own_downgrade() {
    let graph = graph(line());
    check_down(&graph, "c", "a", "vc -c +S; vS -S +a");
    check_down(&graph, "c", "base", "vc -c +S; vS -S +a; va -a");
    // A database that was never told of it goes back as it came.
    check_down(&graph, "r3", "a", "vr3 -r3 +r2; vr2 -r2 +r1; vr1 -r1 +a");
}

#[test]
fn without_the_files_the_last_one_is_another_name_of_it() {
    let graph = graph(without_replaced(line()));
    check_up(&graph, "", "head", "^a +a; ^S -a +S; ^c -S +c");
    check_up(&graph, "r3", "head", "^(S) -r3 +S; ^c -S +c");
    check_up(&graph, "r3", "S", "^(S) -r3 +S");
    check_up(&graph, "", "r3", "^a +a; ^S -a +S");
    check_up(&graph, "c", "head", "");
    check_down(&graph, "r3", "a", "vS -r3 +a");
    check_down(&graph, "r3", "S", "");
    check_down(&graph, "c", "r3", "vc -c +S");
}

#[test]
fn the_first_step_calls_a_squash_by_its_name_whatever_it_is() {
    let specs = squashed("a <- r1 <- r2; b[side]", &["S = r1 r2 on a"]);
    let graph = graph(without_replaced(specs));
    check_up(&graph, "r2", "side@head", "^(S) -r2 +S; ^b +b");
    let stamp = plan::stamp(&graph, &["r2"], &[target("b")]).unwrap();
    assert_eq!(ids(&graph, stamp.rows_after), "b S");
    assert_eq!(ids(&graph, stamp.rows.removed().to_vec()), "r2");
}

#[test]
fn a_database_inside_of_it_must_not_come_without_the_files() {
    let graph = graph(without_replaced(line()));
    let error = plan::upgrade(&graph, &["r2"], &Target::head()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the database is at `r2`, which `S` replaces together with what follows, up to `r3`"
    );
    assert_eq!(
        error.help().unwrap(),
        "first run a version of the program that has the files up to `r3`: the last one before they were \
         deleted, which has `S`, too"
    );
    assert!(matches!(error, PlanError::InsideSquash { .. }));
    let error = plan::upgrade(&graph, &["a"], &target("r2")).unwrap_err();
    assert_eq!(
        format!("{error} | {}", error.help().unwrap()),
        "revision `r2` is gone: `S` replaces it together with what follows | write `S`"
    );
}

#[test]
fn an_offline_script_begins_where_it_is_told() {
    let rows = |graph: &Graph, starts: &str| {
        let plan = plan::upgrade_between(graph, &[target(starts)], &Target::heads()).unwrap();
        (ids(graph, plan.rows_before().to_vec()), shown(graph, &plan))
    };
    let both = graph(line());
    assert_eq!(
        rows(&both, "r2"),
        (
            "r2".to_owned(),
            "^r3 -r2 +r3; ^(S) -r3 +S; ^c -S +c".to_owned()
        )
    );
    let alone = graph(without_replaced(line()));
    assert_eq!(
        rows(&alone, "r3"),
        ("r3".to_owned(), "^(S) -r3 +S; ^c -S +c".to_owned())
    );
    assert_eq!(rows(&alone, "S"), ("S".to_owned(), "^c -S +c".to_owned()));
    // Also where a name is not written out.
    let specs = squashed(
        "a <- first1 <- last12 <- c",
        &["squash = first1 last12 on a"],
    );
    let alone = graph(without_replaced(specs));
    let up = || "^(squash) -last12 +squash; ^c -squash +c".to_owned();
    assert_eq!(rows(&alone, "last12"), ("last12".to_owned(), up()));
    assert_eq!(rows(&alone, "last"), ("last12".to_owned(), up()));
    assert_eq!(
        rows(&alone, "squa"),
        ("squash".to_owned(), "^c -squash +c".to_owned())
    );
}

#[test]
fn branches_inside_and_needs_outside_are_its_own() {
    let specs = squashed(
        "z; a <- r1[api] <- r2 <- m; r1 <- r3 <- m; z <~ r3; m <- c; m <~ d",
        &["S[api] = r1 r3 r2 m on a needs z"],
    );
    let both = graph(specs.clone());
    check_up(&both, "a", "c", "^z +z; ^S -a -z +S; ^c -S +c");
    check_up(
        &both,
        "r2 z",
        "d",
        "^r3 -z +r3; ^m -r2 -r3 +m; ^(S) -m +S; ^d -S +d",
    );
    check_down(&both, "c", "S", "vc -c +S");
    check_down(&both, "c", "a", "vc -c +S; vS -S +a +z");
    let labels = |graph: &Graph, id: &str| {
        let labels: Vec<String> = graph
            .find(id)
            .unwrap()
            .all_labels()
            .map(str::to_owned)
            .collect();
        labels.join(" ")
    };
    assert_eq!(labels(&both, "S"), "api");
    assert_eq!(labels(&both, "c"), "api");
    let alone = graph(without_replaced(specs));
    assert_eq!(labels(&alone, "c"), "api");
    check_up(&alone, "m", "c", "^(S) -m +S; ^c -S +c");
}

#[test]
fn a_squash_of_squashes_replaces_them_whole() {
    let specs = squashed(
        "a <- r1 <- r2 <- d <- e",
        &["S = r1 r2 on a", "T = r1 r2 S d on a"],
    );
    let all = graph(specs.clone());
    check_up(&all, "", "head", "^a +a; ^T -a +T; ^e -T +e");
    check_up(
        &all,
        "r1",
        "head",
        "^r2 -r1 +r2; ^(S) -r2 +S; ^d -S +d; ^(T) -d +T; ^e -T +e",
    );
    check_up(&all, "S", "T", "^d -S +d; ^(T) -d +T");
    check_down(&all, "e", "a", "ve -e +T; vT -T +a");
    check_down(&all, "T", "S", "v(T) -T +d; vd -d +S");
    // The files of the first range are gone, and both squashes are there.
    let mut half = specs.clone();
    half.retain(|spec| !matches!(spec.id.as_str(), "r1" | "r2"));
    let half = graph(half);
    check_up(&half, "", "head", "^a +a; ^T -a +T; ^e -T +e");
    check_up(
        &half,
        "r2",
        "head",
        "^(S) -r2 +S; ^d -S +d; ^(T) -d +T; ^e -T +e",
    );
    let alone = graph(without_replaced(specs));
    check_up(&alone, "d", "head", "^(T) -d +T; ^e -T +e");
    assert!(matches!(
        plan::upgrade(&alone, &["S"], &Target::head()),
        Err(PlanError::InsideSquash { .. })
    ));
}

#[test]
fn a_label_is_that_of_the_innermost_squash_in_whatever_order_the_files_come() {
    let specs = squashed("d <- e; x", &["S[api] = r1 on ", "T[api] = r1 S d on "]);
    let mut specs: Vec<RevisionSpec> = specs;
    for spec in &mut specs {
        match spec.id.as_str() {
            "d" => spec.parents.push("r1".to_owned()),
            "x" => spec.depends_on.push("api".to_owned()),
            _ => {}
        }
    }
    let expect = [
        "revision `x` needs `S`, which `T` replaces together with what follows | let it need `d`, or have the \
         squash end or begin elsewhere",
    ];
    check_problems(specs.clone(), &expect);
    specs.reverse();
    check_problems(specs, &expect);
}

#[test]
fn what_is_wrong_with_a_squash_is_said_at_once() {
    let check = |text: &str, squash: &str, expect: &[&str]| {
        check_problems(squashed(text, &[squash]), expect);
    };
    check(
        LINE,
        "S = r1 S r2 r2 r3 on a",
        &[
            "revision `S`: it lists `r2` twice | remove it from the list",
            "revision `S`: it replaces itself | remove it from the list",
        ],
    );
    check(
        LINE,
        "S = r1 rr2 r2 r3 on a",
        &[
            "revision `S`: it replaces `rr2`, which does not exist, and `r1`, which does | \
           keep the files of all that it replaces, or delete all of them",
        ],
    );
    check(
        LINE,
        "S = r1 r3 on a",
        &[
            "revision `S`: it has as parents `a`, and what it replaces has as parents `a`, `r2` | \
             let its parents be `a`, `r2`",
            "revision `S`: it replaces `r1`, which does not lead to `r3`, the last of its list | list \
             last the revision to which all the others lead, and none that does not",
            "revision `r2` needs `r1`, which `S` replaces together with what follows | let it need \
             `r3`, or have the squash end or begin elsewhere",
        ],
    );
    check(
        LINE,
        "S = r1 r3 r2 on a",
        &[
            "revision `S`: it replaces `r3`, which does not lead to `r2`, the last of its list | list \
             last the revision to which all the others lead, and none that does not",
            "revision `c` needs `r3`, which `S` replaces together with what follows | let it need `r2`, \
             or have the squash end or begin elsewhere",
        ],
    );
    check(
        "a <- r1[api] <- r2; x <~ r1",
        "S = r1 r2 on r2 needs a",
        &[
            "revision `S`: it depends on nothing, and what it replaces depends on `x` | let its \
             dependencies be `x`",
            "revision `S`: it has as parents `r2`, and what it replaces has as parents `a` | let its \
             parents be `a`",
            "revision `S`: it replaces `r1` and does not declare its branch label `api` | declare the \
             label here, too",
        ],
    );
    // Also when the files are gone.
    let specs = squashed("a; r1 <- c", &["S = r1 r2 on a"]);
    check_problems(
        specs.into_iter().filter(|spec| spec.id != "r1").collect(),
        &[
            "revision `c` needs `r1`, which `S` replaces together with what follows | let it need `r2`, \
           or have the squash end or begin elsewhere",
        ],
    );
    check_problems(
        squashed(LINE, &["S = r1 r2 on a", "T = r2 r3 on r1"]),
        &[
            "revision `T`: it replaces `r2`, as does `S`, and not `S`, `r1` | replace another squash as \
             a whole: list it, and all that it replaces, before what follows",
        ],
    );
}

#[test]
fn a_set_with_a_squash_is_combined_as_any_other() {
    let library = squashed("r1 <- r2", &["S = r1 r2 on elsewhere"]);
    let mut library: Vec<RevisionSpec> = library
        .into_iter()
        .filter(|it| it.id != "elsewhere")
        .collect();
    library
        .iter_mut()
        .filter(|it| it.id == "r1")
        .for_each(|it| it.parents.push("elsewhere".to_owned()));
    for files in [library.clone(), without_replaced(library)] {
        let partial = Graph::build_partial(files).unwrap();
        assert_eq!(partial.unknown.len(), 1);
        let mut all = partial.graph.to_specs();
        all.extend(specs("elsewhere; x <~ c"));
        all.retain(|spec| spec.id != "x");
        let mut above = RevisionSpec::new("c").depends_on("r2");
        above.labels.push("application".to_owned());
        all.retain(|spec| spec.id != "c");
        all.push(above);
        let combined = graph(all);
        check_up(
            &combined,
            "",
            "c",
            "^elsewhere +elsewhere; ^S -elsewhere +S; ^c -S +c",
        );
    }
}

/// Which files a program was built with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Release {
    /// Before there was a squash.
    Old,
    /// The squash beside what it replaces.
    Both,
    /// The squash alone.
    Alone,
}

/// A graph with a range of revisions that a squash can stand for.
#[derive(Debug, Clone)]
struct Case {
    specs: Vec<RevisionSpec>,
    squash: RevisionSpec,
}

impl Case {
    /// Replaces what lies between two revisions; `None` if no squash can stand for that.
    fn new(specs: Vec<RevisionSpec>, bottom: usize, tip: usize) -> Option<Self> {
        let graph = Graph::build(specs.clone()).unwrap();
        let at = |number: usize| graph.find(&specs[number].id).unwrap().position();
        let mut inside = graph.ancestors([at(tip)], migrator_core::graph::Edges::All);
        inside.intersect(&graph.descendants([at(bottom)], migrator_core::graph::Edges::All));
        let inside: BTreeSet<&str> = inside.iter().map(|it| graph.id_at(it)).collect();
        if inside.is_empty() {
            return None;
        }
        let mut squash = RevisionSpec::new("S");
        for spec in specs
            .iter()
            .filter(|spec| inside.contains(spec.id.as_str()))
        {
            squash.replaces.push(spec.id.clone());
            squash.parents.extend(spec.parents.iter().cloned());
            squash.depends_on.extend(spec.depends_on.iter().cloned());
        }
        squash.replaces.sort_by_key(|id| *id == specs[tip].id);
        let (parents, needs) = (&mut squash.parents, &mut squash.depends_on);
        for list in [&mut *parents, &mut *needs] {
            list.retain(|id| !inside.contains(id.as_str()));
            list.sort_unstable();
            list.dedup();
        }
        needs.retain(|id| !parents.contains(id));
        let case = Self { specs, squash };
        Graph::build(case.specs(Release::Both)).ok()?;
        Some(case)
    }

    fn specs(&self, release: Release) -> Vec<RevisionSpec> {
        let mut specs = self.specs.clone();
        if release >= Release::Both {
            specs.push(self.squash.clone());
        }
        match release {
            Release::Old | Release::Both => specs,
            Release::Alone => without_replaced(specs),
        }
    }

    fn graph(&self, release: Release) -> Graph {
        Graph::build(self.specs(release)).unwrap()
    }
}

/// A database that knows what has been done to it, whatever its rows say.
#[derive(Debug, Clone, Default)]
struct Database {
    done: BTreeSet<String>,
    rows: BTreeSet<String>,
}

impl Database {
    fn rows(&self) -> Vec<&str> {
        self.rows.iter().map(String::as_str).collect()
    }

    /// Tells whether it has a part of what the squash replaces.
    fn is_inside(&self, case: &Case) -> bool {
        let replaced = &case.squash.replaces;
        let n_done = replaced.iter().filter(|id| self.done.contains(*id)).count();
        n_done > 0 && n_done < replaced.len()
    }

    /// Does what a plan says, and fails if that cannot be done.
    fn run(&mut self, case: &Case, graph: &Graph, plan: &Plan) {
        let id = |position| graph.id_at(position).to_owned();
        for step in plan.steps() {
            let own = id(step.position);
            let effects = match own == case.squash.id {
                true => case.squash.replaces.clone(),
                false => vec![own],
            };
            for effect in effects {
                let is_new = match (step.direction, step.is_counted_only) {
                    (_, true) => !self.done.contains(&effect),
                    (plan::Direction::Up, false) => !self.done.insert(effect.clone()),
                    (plan::Direction::Down, false) => !self.done.remove(&effect),
                };
                assert!(!is_new, "{effect} at {}", id(step.position));
            }
            for removed in step.rows.removed() {
                assert!(
                    self.rows.remove(&id(*removed)),
                    "{} is no row",
                    id(*removed)
                );
            }
            for added in step.rows.added() {
                assert!(self.rows.insert(id(*added)), "{} is a row", id(*added));
            }
            let needs = |id: &String| {
                let spec = case.specs.iter().find(|spec| spec.id == *id).unwrap();
                spec.parents
                    .iter()
                    .chain(&spec.depends_on)
                    .cloned()
                    .collect::<Vec<_>>()
            };
            let needed: Vec<String> = self.done.iter().flat_map(needs).collect();
            assert!(
                needed.iter().all(|it| self.done.contains(it)),
                "after {}",
                id(step.position)
            );
        }
    }

    fn upgrade(&mut self, case: &Case, graph: &Graph, to: &Target) {
        let plan = plan::upgrade(graph, &self.rows(), to).unwrap();
        self.run(case, graph, &plan);
    }
}

fn arbitrary_case() -> impl Strategy<Value = Case> {
    let revisions = proptest::collection::vec(
        (proptest::collection::vec(0..3_usize, 0..3), 0..12_usize),
        3..10,
    );
    (
        revisions,
        any::<proptest::sample::Index>(),
        any::<proptest::sample::Index>(),
    )
        .prop_filter_map("nothing to replace", |(revisions, bottom, tip)| {
            let n_revisions = revisions.len();
            let name = |number: usize| format!("{:02x}{number}", number * 151 % 97);
            let specs = revisions
                .into_iter()
                .enumerate()
                .map(|(number, (parents, needs))| {
                    let mut spec = RevisionSpec::new(name(number));
                    let parents = parents
                        .iter()
                        .filter_map(|back| number.checked_sub(back + 1));
                    let parents: BTreeSet<usize> = parents.collect();
                    spec.depends_on = number
                        .checked_sub(needs + 1)
                        .filter(|needed| !parents.contains(needed))
                        .into_iter()
                        .map(name)
                        .collect();
                    spec.parents = parents.into_iter().map(name).collect();
                    spec
                });
            let tip = tip.index(n_revisions);
            Case::new(specs.collect(), bottom.index(tip + 1), tip)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    /// Any way through the releases leads to the same rows, and nothing runs twice.
    #[test]
    fn whichever_way_a_database_went_the_rows_are_the_same(
        case in arbitrary_case(),
        moves in proptest::collection::vec((0..3_usize, any::<bool>(), any::<proptest::sample::Index>()), 0..6),
        last in 1..3_usize,
        goal in any::<proptest::sample::Index>(),
    ) {
        let releases = [Release::Old, Release::Both, Release::Alone];
        let mut moves = moves;
        moves.sort_by_key(|(release, ..)| *release);
        let mut database = Database::default();
        for (release, is_up, to) in moves {
            let graph = case.graph(releases[release]);
            if releases[release] == Release::Alone && database.is_inside(&case) {
                let refused = plan::upgrade(&graph, &database.rows(), &Target::heads());
                let is_typed = matches!(refused, Err(PlanError::InsideSquash { .. }));
                prop_assert!(is_typed);
                database.upgrade(&case, &case.graph(Release::Both), &Target::heads());
            }
            if database.rows().iter().any(|row| graph.standing(row).is_none()) {
                // An old program leaves a newer database alone.
                continue;
            }
            let revisions: Vec<Revision<'_>> = graph.revisions().collect();
            let to = Target::revision(to.get(&revisions).id());
            let rows = database.rows();
            let plan = match is_up {
                true => plan::upgrade(&graph, &rows, &to),
                false => plan::downgrade(&graph, &rows, &to),
            };
            if let Ok(plan) = plan {
                database.run(&case, &graph, &plan);
            }
        }
        let release = releases[last];
        let graph = case.graph(release);
        if release == Release::Alone && database.is_inside(&case) {
            database.upgrade(&case, &case.graph(Release::Both), &Target::heads());
        }
        let known: Vec<String> = case.specs(Release::Alone).into_iter().map(|spec| spec.id).collect();
        let goal = Target::revision(goal.get(&known));
        for to in [&goal, &Target::heads()] {
            let mut new = Database::default();
            new.upgrade(&case, &graph, to);
            // What is beyond the goal stays; so it is compared where both have everything.
            let mut old = database.clone();
            old.upgrade(&case, &graph, to);
            prop_assert!(new.done.is_subset(&old.done));
            if new.done == old.done {
                prop_assert_eq!(&new.rows, &old.rows);
            }
            let mut other = Database::default();
            let both = [Release::Both, Release::Alone].into_iter().find(|it| *it != release).unwrap();
            other.upgrade(&case, &case.graph(both), to);
            prop_assert_eq!(&new.rows, &other.rows);
        }
    }
}
