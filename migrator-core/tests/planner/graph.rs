//! Building graphs, their accessors, labels, and the policy about heads.

use migrator_core::base::MAX_ID_CHARS;
use migrator_core::graph::embedded::{EmbeddedGraph, EmbeddedReference, EmbeddedRevision};
use migrator_core::graph::{
    Edges, Graph, GraphProblem, Position, Revision, RevisionSet, RevisionSpec, clashing_heads,
};

use crate::text::{graph, ids, positions, sorted_ids, specs, words};

fn problems(specs: Vec<RevisionSpec>) -> Vec<GraphProblem> {
    Graph::build(specs).unwrap_err().iter().cloned().collect()
}

fn check_problems(text: &str, expect: &[&str]) {
    let found: Vec<String> = problems(specs(text))
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(found, expect, "{text}");
}

#[test]
fn every_problem_is_reported_at_once_with_help_and_places() {
    let long = "x".repeat(MAX_ID_CHARS + 1);
    let input = vec![
        RevisionSpec::new("a1").label("api").label("b1"),
        RevisionSpec::new("b1")
            .parent("a1")
            .parent("a1")
            .parent("b1")
            .parent("api"),
        RevisionSpec::new("b1").depends_on("billling"),
        RevisionSpec::new("c1")
            .parent("gone")
            .depends_on("a1")
            .depends_on("api"),
        RevisionSpec::new("d1")
            .label("billing")
            .depends_on("billing")
            .label("api"),
        RevisionSpec::new("e-1").label("a@b"),
        RevisionSpec::new("f1").parent("g1"),
        RevisionSpec::new("g1").depends_on("f1"),
        RevisionSpec::new(&long),
        RevisionSpec::new("head"),
    ];
    let found: Vec<String> = problems(input)
        .iter()
        .map(|problem| {
            let help = problem.help().unwrap_or_default();
            format!("{problem} | {help} | {:?}", problem.indexes())
        })
        .collect();
    let too_long = format!(
        "`{long}` cannot be a revision id: it has 33 characters, and the version table holds 32 | \
         shorten it to 32 characters | [8]"
    );
    assert_eq!(
        found,
        [
            "the branch label `api` is declared by `a1`, `d1` | \
             declare the label once: descendants inherit it | [0, 4]",
            "revision `a1`: the branch label `b1` is also the id of a revision | \
             choose another label | [1, 0]",
            "the revision id `b1` is used 2 times | give each revision an id of its own | [1, 2]",
            "revision `b1` is its own parent | remove it from the list | [1]",
            "revision `b1` lists its parent `a1` twice | remove it from the list | [1]",
            "revision `b1`: its parent `api` does not exist | \
             write `a1`: `api` is its label, and parents are ids | [1]",
            "revision `b1`: it depends on `billling`, which does not exist | \
             did you mean `billing`? | [2]",
            "revision `c1`: its parent `gone` does not exist |  | [3]",
            "revision `c1` lists its dependency `api` twice | remove it from the list | [3]",
            "revision `d1` depends on itself | remove it from the list | [4]",
            "`e-1` cannot be a revision id: the character '-' is not allowed | \
             use letters, digits and underscores | [5]",
            "revision `e-1`: `a@b` cannot be a branch label: the character '@' is not allowed | \
             use letters, digits and underscores | [5]",
            "revisions need each other: `f1` needs `g1` needs `f1` | \
             remove one of these parents or dependencies | [6, 7]",
            "`head` cannot be a revision id: the word is reserved for targets | \
             choose another word | [9]",
            too_long.as_str(),
        ]
    );
}

#[test]
fn problems_together_read_as_one_message() {
    let problems = Graph::build(specs("aa <- aa; bb <~ bb")).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "revision `aa` is its own parent; revision `bb` depends on itself"
    );
}

#[test]
fn cycles_are_found_wherever_they_are() {
    // Alembic misses this one: there is a head above and a base below.
    check_problems(
        "aa <- bb <- cc <- dd; cc <- bb",
        &["revisions need each other: `bb` needs `cc` needs `bb`"],
    );
    check_problems(
        "aa <- bb; bb <~ aa",
        &["revisions need each other: `aa` needs `bb` needs `aa`"],
    );
    check_problems(
        "aa <- bb <- cc; cc <~ aa; xx <- yy <- xx; zz",
        &[
            "revisions need each other: `aa` needs `cc` needs `bb` needs `aa`",
            "revisions need each other: `xx` needs `yy` needs `xx`",
        ],
    );
    // One knot, one report: its shortest cycle through the smallest id.
    check_problems(
        "aa <- bb <- cc <- aa; bb <- dd <- bb; dd <- aa",
        &["revisions need each other: `aa` needs `cc` needs `bb` needs `aa`"],
    );
}

#[test]
fn a_label_declared_twice_by_one_revision_is_a_problem() {
    check_problems(
        "aa[api,api]",
        &["the branch label `api` is declared by `aa`, `aa`"],
    );
}

#[test]
fn a_cycle_of_a_hundred_thousand_needs_no_stack() {
    let n = 100_000;
    let ring = (0..n)
        .map(|i| RevisionSpec::new(format!("r{i:06}")).parent(format!("r{:06}", (i + 1) % n)));
    let found = problems(ring.collect());
    let [GraphProblem::Cycle { ids, indexes }] = found.as_slice() else {
        panic!("{}", found.len())
    };
    assert_eq!((ids.len(), indexes[..3].to_vec()), (n, vec![0, 1, 2]));
}

#[test]
fn a_dependency_that_is_also_a_parent_is_legal() {
    let graph = graph("a <- b; a <~ b");
    let b = graph.find("b").unwrap();
    assert_eq!((b.parents().len(), b.dependencies().len()), (1, 1));
}

#[test]
fn the_order_of_input_does_not_show() {
    let text = "c <- x <- m; c <- a <- m; z <- y; y <~ a; k[lab]; 'lab <~ z; k <- j";
    let forward = specs(text);
    let backward: Vec<RevisionSpec> = forward.iter().rev().cloned().collect();
    let (one, other) = (
        Graph::build(forward).unwrap(),
        Graph::build(backward).unwrap(),
    );
    assert_eq!(one.to_specs(), other.to_specs());
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}

#[test]
fn the_derived_sets_follow_from_the_edges() {
    // The graph of the room's own header.
    let graph = graph("a1 <- a2 <- a3 <- m; a2 <- b1 <- m; b1 <~ c1");
    let show = |revisions: &mut dyn Iterator<Item = Revision<'_>>| {
        sorted_ids(&graph, revisions.map(Revision::position))
    };
    assert_eq!(show(&mut graph.heads()), "c1 m");
    assert_eq!(show(&mut graph.real_heads()), "c1 m");
    assert_eq!(show(&mut graph.bases()), "a1 c1");
    let all = || graph.revisions();
    assert_eq!(show(&mut all().filter(|it| it.is_real_base())), "a1");
    assert_eq!(show(&mut all().filter(|it| it.is_branch_point())), "a2");
    assert_eq!(show(&mut all().filter(|it| it.is_merge_point())), "m");
    assert_eq!(show(&mut graph.find("b1").unwrap().dependents()), "c1");
    assert_eq!(graph.len(), 6);
}

#[test]
fn an_effective_head_is_a_head_another_revision_depends_on() {
    let graph = graph("a <- b; x; b <~ x");
    assert!(graph.find("b").unwrap().is_effective_head());
    assert!(!graph.find("x").unwrap().is_effective_head());
    let real_heads = graph.real_heads().map(Revision::position);
    assert_eq!(ids(&graph, real_heads), "x");
}

#[test]
fn ancestors_and_descendants_follow_the_edges_asked_for() {
    let graph = graph("a <- b <- c; x <- y; b <~ y; y <- z");
    let check = |of: &str, edges: Edges, ancestors: &str, descendants: &str| {
        let of = positions(&graph, of);
        assert_eq!(
            sorted_ids(&graph, graph.ancestors(of.clone(), edges).iter()),
            ancestors
        );
        assert_eq!(
            sorted_ids(&graph, graph.descendants(of, edges).iter()),
            descendants
        );
    };
    check("y", Edges::Parents, "x y", "y z");
    check("y", Edges::All, "a b x y", "y z");
    check("b", Edges::Parents, "a b", "b c");
    check("b", Edges::All, "a b", "b c y z");
    check("", Edges::All, "", "");
    let b = graph.find("b").unwrap().position();
    assert_eq!(
        sorted_ids(&graph, graph.lineage(b, Edges::Parents).iter()),
        "a b c"
    );
    let maximal = graph.maximal(&positions(&graph, "a c x z").into_iter().collect());
    assert_eq!(sorted_ids(&graph, maximal), "c z");
}

#[test]
fn a_label_goes_up_to_all_descendants_and_down_an_unbranched_line() {
    let check = |text: &str, id: &str, expect: &str| {
        let graph = graph(text);
        let labels: Vec<&str> = graph.find(id).unwrap().all_labels().collect();
        assert_eq!(labels.join(" "), expect, "{id} in {text}");
    };
    // Up, across branches and merges.
    let branched = "a[one] <- b <- d; a <- c[two] <- d; d <- e";
    check(branched, "e", "one two");
    check(branched, "b", "one");
    check(branched, "c", "one two");
    check(branched, "a", "one");
    check(
        "a[one] <- m; b[two] <- m; c[three] <- m",
        "m",
        "one three two",
    );
    // Down: all of an unbranched history.
    check("a <- b <- c[late] <- d", "a", "late");
    // Down to the branch point, exclusive.
    check("a <- b <- c[late]; a <- x", "b", "late");
    check("a <- b <- c[late]; a <- x", "a", "");
    check("a <- b <- c[late]; a <- x", "x", "");
    // A dependent counts as a branch, a merge point stops too.
    check("a <- b <- c[late]; a <~ x", "a", "");
    check("p <- m; q <- m; m <- c[late]", "c", "late");
    check("p <- m; q <- m; m <- c[late]", "m", "");
    // Not down if the descendants branch.
    check("a <- b[mid] <- c; b <- d", "a", "");
}

#[test]
fn dependencies_are_named_by_id_or_label() {
    let graph = graph("a[api] <- b; x; 'api <~ x");
    let x = graph.find("x").unwrap();
    assert_eq!(ids(&graph, x.dependencies().map(Revision::position)), "a");
    assert_eq!(graph.find_label("api").unwrap().id(), "a");
}

#[test]
fn clashing_heads_carry_the_same_labels() {
    let check = |text: &str, expect: &[&str]| {
        let graph = graph(text);
        let groups: Vec<String> = clashing_heads(&graph)
            .into_iter()
            .map(|heads| ids(&graph, heads.into_iter().map(Revision::position)))
            .collect();
        assert_eq!(groups, expect, "{text}");
    };
    check("", &[]);
    check("a <- b", &[]);
    check("a <- c; a <- b", &["b c"]);
    check("a <- b; a <- c[one]", &[]);
    check("a[one] <- b; a <- c; x; y", &["x y", "b c"]);
    // A dependency between them does not help.
    check("a <- b; a <- c; b <~ c", &["b c"]);
}

#[test]
fn a_partial_graph_keeps_what_it_lacks_and_can_be_combined() {
    let application = specs("lib9 <- app1 <- app2; app1 <- m; lib2 <- m; app2 <- m; 'lib <~ app2");
    let application: Vec<RevisionSpec> = application
        .into_iter()
        .filter(|spec| !spec.id.starts_with("lib"))
        .collect();
    let alone = Graph::build(application.clone()).unwrap_err();
    let alone: Vec<String> = alone.iter().map(ToString::to_string).collect();
    assert_eq!(
        alone,
        [
            "revision `app1`: its parent `lib9` does not exist",
            "revision `app2`: it depends on `lib`, which does not exist",
            "revision `m`: its parent `lib2` does not exist",
        ]
    );
    let partial = Graph::build_partial(application.clone()).unwrap();
    let external: Vec<String> = partial
        .graph
        .external_references()
        .map(|r| format!("{} {} {}", partial.graph.id_at(r.revision), r.place, r.name))
        .collect();
    assert_eq!(external, ["app1 0 lib9", "app2 0 lib", "m 1 lib2"]);
    assert_eq!(partial.unknown.len(), 3);

    let mut round_trip = partial.graph.to_specs();
    let mut original = application;
    round_trip.sort_by(|a, b| a.id.cmp(&b.id));
    original.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(round_trip, original);

    let library = graph("lib1[lib] <- lib2 <- lib9");
    let combined = Graph::build(library.to_specs().into_iter().chain(round_trip)).unwrap();
    assert_eq!(combined.external_references().count(), 0);
    let m = combined.find("m").unwrap();
    assert_eq!(
        ids(&combined, m.parents().map(Revision::position)),
        "app1 lib2 app2"
    );
}

#[test]
fn what_a_partial_graph_lacks_is_listed_parents_first() {
    let specs = specs("old <- app; lib2 <- app; 'lib <~ app");
    let specs = specs.into_iter().filter(|spec| spec.id == "app");
    let partial = Graph::build_partial(specs).unwrap();
    let external = partial.graph.external_references();
    let external: Vec<String> = external
        .map(|it| format!("{} {} {}", it.is_parent, it.place, it.name))
        .collect();
    assert_eq!(external, ["true 0 old", "true 1 lib2", "false 0 lib"]);
}

#[test]
fn a_partial_graph_still_has_to_be_sound_otherwise() {
    let problems = Graph::build_partial(specs("aa <- bb <- aa")).unwrap_err();
    assert_eq!(problems.iter().len(), 1);
}

/// Does what the migration compiler does, at run time.
fn embed(graph: &Graph) -> Graph {
    fn numbers<'g>(revisions: impl Iterator<Item = Revision<'g>>) -> &'static [u32] {
        revisions
            .map(|r| u32::try_from(r.position().index()).unwrap())
            .collect::<Vec<_>>()
            .leak()
    }
    fn texts<'g>(texts: impl Iterator<Item = &'g str>) -> &'static [&'static str] {
        texts
            .map(|text| &*text.to_owned().leak())
            .collect::<Vec<_>>()
            .leak()
    }
    let revisions = graph.revisions().map(|revision| EmbeddedRevision {
        id: revision.id().to_owned().leak(),
        message: revision.message().to_owned().leak(),
        parents: numbers(revision.parents()),
        dependencies: numbers(revision.dependencies()),
        labels: texts(revision.labels()),
        children: numbers(revision.children()),
        dependents: numbers(revision.dependents()),
        all_labels: texts(revision.all_labels()),
    });
    let external = graph
        .external_references()
        .map(|reference| EmbeddedReference {
            revision: u32::try_from(reference.revision.index()).unwrap(),
            is_parent: reference.is_parent,
            place: reference.place,
            name: reference.name.to_owned().leak(),
        });
    Graph::embedded(Box::leak(Box::new(EmbeddedGraph {
        revisions: revisions.collect::<Vec<_>>().leak(),
        by_id: numbers(graph.revisions_by_id()),
        real_heads: numbers(graph.real_heads()),
        external: external.collect::<Vec<_>>().leak(),
        squashes: &[],
    })))
}

#[test]
fn an_embedded_graph_answers_as_the_built_one() {
    let specs = specs("a[one] <- b <- m; a <- c[two] <- m; x; b <~ x; gone <- y").into_iter();
    let specs = specs.filter(|spec| spec.id != "gone").map(|spec| {
        let message = format!("about {}", spec.id);
        spec.message(message)
    });
    let built = Graph::build_partial(specs).unwrap().graph;
    let embedded = embed(&built);
    assert_eq!(embedded.to_specs(), built.to_specs());
    let describe = |graph: &Graph| -> Vec<String> {
        let describe = |r: Revision<'_>| {
            let all = |revisions: &mut dyn Iterator<Item = Revision<'_>>| {
                ids(graph, revisions.map(Revision::position))
            };
            format!(
                "{} {:?} {} | {} | {} | {} {:?} {:?}",
                r.id(),
                r.message(),
                all(&mut r.parents()),
                all(&mut r.dependencies()),
                all(&mut r.children()),
                all(&mut r.dependents()),
                r.labels().collect::<Vec<_>>(),
                r.all_labels().collect::<Vec<_>>(),
            )
        };
        graph.revisions().map(describe).collect()
    };
    assert_eq!(describe(&embedded), describe(&built));
    assert_eq!(
        describe(&built)[0],
        r#"a "about a"  |  | c b |  ["one"] ["one"]"#
    );
    for id in words("a b c m x y") {
        assert_eq!(
            embedded.find(id).map(Revision::position),
            built.find(id).map(Revision::position)
        );
    }
    assert!(embedded.find("z").is_none());
    assert_eq!(embedded.real_heads().count(), 3);
}

#[test]
fn a_position_of_another_graph_is_no_revision() {
    let (small, large) = (graph("a"), graph("a <- b <- c"));
    let foreign: Position = large.find("c").unwrap().position();
    assert!(small.at(foreign).is_none());
    assert_eq!(small.id_at(foreign), "");
    assert!(small.ancestors([foreign], Edges::All).is_empty());
    assert!(small.newest_first(&[foreign].into_iter().collect()).len() <= 1);
    // The first that there is not is one, too.
    let next = large.find("b").unwrap().position();
    assert!(small.at(next).is_none());
    assert!(small.ancestors([next], Edges::All).is_empty());
}

#[test]
fn a_set_counts_what_it_has() {
    let graph = graph("a <- b <- c");
    assert!(!graph.is_empty() && Graph::build([]).unwrap().is_empty());
    let mut set: RevisionSet = positions(&graph, "a b c").into_iter().collect();
    let b = graph.find("b").unwrap().position();
    assert!(set.remove(b) && !set.remove(b));
    assert_eq!((set.len(), set.is_empty()), (2, false));
    set.subtract(&positions(&graph, "a c").into_iter().collect());
    assert_eq!((set.len(), set.is_empty()), (0, true));
}

#[test]
fn a_revision_knows_whether_it_is_a_head() {
    let graph = graph("a <- b; c <~ d");
    let shown = graph.revisions_by_id().map(|it| {
        let kinds = [it.is_head(), it.is_real_head(), it.is_effective_head()];
        format!("{} {kinds:?}", it.id())
    });
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            "a [false, false, false]",
            "b [true, true, false]",
            "c [true, false, true]",
            "d [true, true, false]",
        ]
    );
}

#[test]
fn a_history_built_to_be_slow_is_still_ordered_rightly() {
    // A long branch that is merged again and again uses up the search for
    // Alembic's choice.
    let mut specs = vec![RevisionSpec::new("r0")];
    let (mut line, mut branch) = (String::from("r0"), String::from("r0"));
    for index in 1..6_000 {
        let id = format!("r{index}");
        let mut spec = RevisionSpec::new(&id);
        if index % 2 == 0 {
            spec = spec.parent(std::mem::replace(&mut branch, id));
        } else {
            spec = spec.parent(std::mem::replace(&mut line, id));
            if index % 10 == 9 {
                spec = spec.parent(&branch);
            }
        }
        specs.push(spec);
    }
    let graph = Graph::build(specs).unwrap();
    assert_eq!(graph.len(), 6_000);
    for revision in graph.revisions() {
        assert!(
            revision
                .parents()
                .all(|parent| parent.position() < revision.position())
        );
    }
}
