//! Upgrades, downgrades and stamps: steps, rows, refusals.

use migrator_core::graph::{Graph, Target, TargetRange};
use migrator_core::plan::{self, Applied, PlanError};

use crate::text::{graph, ids, positions, rows_after_each, show, show_change, target, words};

const BRANCHED: &str = "a <- b <- c1[left] <- d1; b <- c2[right] <- d2";

fn answer(graph: &Graph, plan: Result<plan::Plan, PlanError>) -> String {
    plan.map_or_else(|error| format!("error: {error}"), |plan| show(graph, &plan))
}

fn check_upgrade(text: &str, rows: &str, cases: &[(&str, &str)]) {
    let graph = graph(text);
    for (text, expect) in cases {
        let plan = plan::upgrade(&graph, &words(rows), &target(text));
        if plan::stands_on(&graph, &words(rows), &target(text)) {
            assert_eq!(*expect, "", "stands on {text}");
        }
        assert_eq!(answer(&graph, plan), *expect, "upgrade {text}");
    }
}

fn check_downgrade(text: &str, rows: &str, cases: &[(&str, &str)]) {
    let graph = graph(text);
    for (text, expect) in cases {
        let plan = plan::downgrade(&graph, &words(rows), &target(text));
        assert_eq!(answer(&graph, plan), *expect, "downgrade {text}");
    }
}

#[test]
fn rows_are_what_an_absolute_target_means_or_nothing_is_known() {
    let graph = graph(BRANCHED);
    let stands = |rows: &str, text: &str| plan::stands_on(&graph, &words(rows), &target(text));
    assert!(stands("d1 d2", "heads"));
    assert!(stands("d2 d1", "left@head"));
    assert!(stands("d1", "d1"));
    // Below the rows, not all of them, several heads where one is meant, relative, unknown, none.
    assert!(!stands("d1", "b"));
    assert!(!stands("d1", "heads"));
    assert!(!stands("d1 d2", "head"));
    assert!(!stands("d1", "+0"));
    assert!(!stands("d1 d2 x", "heads"));
    assert!(!stands("", "heads"));
}

#[test]
fn an_upgrade_replaces_rows_along_a_line() {
    check_upgrade(
        "a <- b <- c",
        "",
        &[("head", "^a +a; ^b -a +b; ^c -b +c"), ("a", "^a +a")],
    );
    check_upgrade("a <- b <- c", "c", &[("head", ""), ("a", "")]);
}

#[test]
fn what_there_is_to_do_is_counted_and_named() {
    let graph = graph("a <- b <- c");
    let plan = plan::upgrade(&graph, &["a"; 0], &target("head")).unwrap();
    assert!(!plan.is_empty());
    assert!(!plan.steps().iter().any(|step| step.rows.is_empty()));
    let steps = plan.into_steps();
    let shown = steps
        .iter()
        .map(|step| format!("{} {}", step.direction, graph.id_at(step.position)));
    assert_eq!(
        shown.collect::<Vec<_>>(),
        ["upgrade a", "upgrade b", "upgrade c"]
    );
    let back = plan::downgrade(&graph, &["c"], &target("b")).unwrap();
    assert_eq!(back.steps()[0].direction.to_string(), "downgrade");
    let nothing = plan::upgrade(&graph, &["c"], &target("head")).unwrap();
    assert!(nothing.is_empty());
    assert_eq!(nothing.into_steps(), []);
}

#[test]
fn what_is_applied_is_what_the_rows_need() {
    let graph = graph("a <- b <- c; a <- d");
    let applied = Applied::closure_of(&graph, &["b"]).unwrap();
    let contains = |id: &str| applied.contains(graph.find(id).unwrap().position());
    assert_eq!(
        ["a", "b", "c", "d"].map(contains),
        [true, true, false, false]
    );
}

#[test]
fn branches_get_rows_of_their_own_and_a_merge_takes_them_together() {
    // The first parent's line is applied last.
    check_upgrade(
        "a <- b <- m; a <- c <- m",
        "a",
        &[("m", "^c -a +c; ^b +b; ^m -b -c +m")],
    );
    check_upgrade(
        BRANCHED,
        "b",
        &[
            ("heads", "^c2 -b +c2; ^d2 -c2 +d2; ^c1 +c1; ^d1 -c1 +d1"),
            ("left@head", "^c1 -b +c1; ^d1 -c1 +d1"),
            ("left@+1", "^c1 -b +c1"),
            (
                "head",
                "error: `head` means one head, and there are several: `d1`, `d2`",
            ),
            ("+1", "error: `+1` is ambiguous: `b` leads to `c1`, `c2`"),
        ],
    );
}

#[test]
fn a_dependency_is_applied_first_and_gives_up_its_row() {
    check_upgrade(
        "a <- b; x <- y; b <~ y",
        "x",
        &[("y", "^a +a; ^b -a +b; ^y -b -x +y")],
    );
    // Its own line goes on in a row of its own.
    check_upgrade("a <- b <- c; x <- y; b <~ y", "y", &[("c", "^c +c")]);
}

#[test]
fn a_redundant_edge_does_no_harm() {
    // Alembic dies after running d73.
    check_upgrade(
        "e3 <- a82; g51 <- d73; a82 <~ d73; e3 <~ d73",
        "",
        &[(
            "heads",
            "^e3 +e3; ^a82 -e3 +a82; ^g51 +g51; ^d73 -a82 -g51 +d73",
        )],
    );
}

#[test]
fn an_upgrade_does_not_lead_down_or_too_far() {
    check_upgrade(
        "a <- b <- c",
        "b",
        &[
            ("base", "error: `base` is no target for an upgrade"),
            ("-1", "error: `-1` is no target for an upgrade"),
            ("a-1", "error: `a-1` is no target for an upgrade"),
            ("a-2", "error: `a-2` goes too far: there is only 1 step"),
            (
                "head+1",
                "error: `head+1` goes too far: there is nothing in that direction",
            ),
            ("+2", "error: `+2` goes too far: there is only 1 step"),
            ("current", "error: `current` cannot be used here"),
            ("+0", ""),
        ],
    );
}

#[test]
fn several_targets_must_not_overlap() {
    let graph = graph(BRANCHED);
    let applied = Applied::closure_of(&graph, &["b"]).unwrap();
    let upgrade = |targets: &[&str]| {
        let targets: Vec<Target> = targets.iter().map(|text| target(text)).collect();
        answer(&graph, plan::upgrade_from(&graph, &applied, &targets))
    };
    assert_eq!(upgrade(&["c2", "c1"]), "^c2 -b +c2; ^c1 +c1");
    assert_eq!(upgrade(&["c1", "c1"]), "^c1 -b +c1");
    assert_eq!(
        upgrade(&["d1", "c1"]),
        "error: `c1` is already covered by `d1`"
    );
}

#[test]
fn a_downgrade_reverts_everything_that_stands_on_the_target() {
    check_downgrade(
        BRANCHED,
        "d1 d2",
        &[
            ("b", "vd1 -d1 +c1; vc1 -c1; vd2 -d2 +c2; vc2 -c2 +b"),
            ("left@b", "vd1 -d1 +c1; vc1 -c1"),
            ("c1", "vd1 -d1 +c1"),
            ("left@-1", "vd1 -d1 +c1"),
            ("left@-2", "vd1 -d1 +c1; vc1 -c1"),
            ("d1", ""),
        ],
    );
    check_downgrade("a <- b", "b", &[("base", "vb -b +a; va -a")]);
}

#[test]
fn reverting_a_dependency_reverts_who_depends_on_it_but_not_the_other_way_round() {
    let text = "a <- b; x <- y; b <~ y";
    check_downgrade(
        text,
        "y",
        &[("a", "vy -y +b +x; vb -b +a"), ("x", "vy -y +b +x")],
    );
}

#[test]
fn one_step_down_from_a_merge_point_leaves_its_parents() {
    let text = "a <- b <- m; a <- c <- m";
    check_downgrade(
        text,
        "m",
        &[
            ("-1", "vm -m +b +c"),
            ("m-1", "vm -m +b +c"),
            ("b@-1", "vm -m +b +c"),
            ("-2", "error: `-2` is ambiguous: `m` leads to `b`, `c`"),
        ],
    );
    // With another branch active: Alembic leaves an implied row behind.
    check_downgrade(
        "c130 <- 6fa1 <- de4e; c130 <~ de4e; 8870",
        "de4e 8870",
        &[("de4e-1", "vde4e -de4e +6fa1")],
    );
}

#[test]
fn steps_below_a_name_revert_what_stands_on_the_landing() {
    // Below a line: also the other branch; below a merge point: only the merge.
    check_downgrade("a <- b <- c; b <- d", "c d", &[("c-1", "vc -c; vd -d +b")]);
    check_downgrade(
        "a <- b <- m; a <- c <- m; b <- d",
        "m d",
        &[("m-1", "vm -m +c")],
    );
}

#[test]
fn steps_in_a_branch_are_counted_from_its_row_if_it_has_one() {
    // `c` is applied, too, because `d` depends on it, and is no row.
    let text = "a[x] <- b <- e; a <- c; c <~ d";
    check_upgrade(text, "b d", &[("x@+1", "^e -b +e")]);
    check_downgrade(text, "b d", &[("x@-1", "vb -b")]);
}

#[test]
fn a_downgrade_does_not_lead_up_or_too_far() {
    check_downgrade(
        BRANCHED,
        "c1 d2",
        &[
            (
                "d1",
                "error: `d1` is not below the current revisions `c1`, `d2`",
            ),
            ("+1", "error: `+1` is no target for a downgrade"),
            (
                "-1",
                "error: `-1` counts from the current revision, and there are several: `c1`, `d2`",
            ),
            (
                "left@-4",
                "error: `left@-4` goes too far: there are only 3 steps",
            ),
            (
                "heads",
                "error: `heads` means several revisions: `d1`, `d2`",
            ),
        ],
    );
    check_downgrade(
        "a <- b",
        "",
        &[
            (
                "-1",
                "error: `-1` counts from the current revision, and nothing is applied",
            ),
            ("base", ""),
            ("a", "error: `a` is not below the current revisions `base`"),
        ],
    );
}

#[test]
fn rows_that_overlap_are_healed_by_the_first_step_and_reported() {
    let graph = graph("a <- b <- c");
    let rows = ["b", "a"];
    let check = |plan: Result<plan::Plan, PlanError>, expect: &str| {
        assert_eq!(answer(&graph, plan), expect);
    };
    check(plan::upgrade(&graph, &rows, &Target::head()), "^c -a -b +c");
    check(plan::downgrade(&graph, &rows, &target("a")), "vb -b");
    check(plan::upgrade(&graph, &rows, &target("b")), "");
    let applied = Applied::closure_of(&graph, &rows).unwrap();
    assert_eq!(ids(&graph, applied.current().iter().copied()), "b");
    assert_eq!(ids(&graph, applied.rows().iter().copied()), "a b");
}

#[test]
fn unknown_rows_are_all_listed() {
    let graph = graph("a <- b");
    let error = plan::upgrade(&graph, &["z", "a", "y", "z"], &Target::head()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the database is at `y`, `z`, which this program does not know"
    );
    assert_eq!(
        error.help().as_deref(),
        Some("run the program version that made these revisions, or a newer one")
    );
}

#[test]
fn a_revision_spliced_in_below_the_rows_is_applied_when_asked() {
    let graph = graph("a <- s <- t <- b <- c");
    let applied = Applied::closure_of(&graph, &["b"])
        .unwrap()
        .without(positions(&graph, "s t"));
    let upgrade = |text: &str| {
        answer(
            &graph,
            plan::upgrade_from(&graph, &applied, &[target(text)]),
        )
    };
    assert_eq!(upgrade("s"), "^s (below rows)");
    assert_eq!(
        upgrade("head"),
        "^s (below rows); ^t (below rows); ^c -b +c"
    );
    let head = plan::upgrade_from(&graph, &applied, &[target("head")]).unwrap();
    let stays = head.steps().iter().map(|step| step.rows.is_empty());
    assert_eq!(stays.collect::<Vec<_>>(), [true, true, false]);
    // On the way down the gap is passed over.
    let downgrade = |text: &str| {
        answer(
            &graph,
            plan::downgrade_from(&graph, &applied, &target(text)),
        )
    };
    assert_eq!(downgrade("a"), "vb -b +a");
    assert_eq!(downgrade("base"), "vb -b +a; va -a");
}

#[test]
fn the_rows_are_those_that_no_other_stands_on() {
    let graph = graph("a <- b <- m; a <- c <- m");
    let plan = plan::upgrade::<&str>(&graph, &[], &Target::head()).unwrap();
    let rows: Vec<String> = rows_after_each(&plan)
        .into_iter()
        .map(|rows| ids(&graph, rows))
        .collect();
    assert_eq!(rows, ["a", "c", "c b", "m"]);
}

#[test]
fn a_range_upgrades_from_its_start_and_not_backwards() {
    let graph = graph("a <- b <- c");
    let upgrade = |text: &str| {
        answer(
            &graph,
            plan::upgrade_range(&graph, &TargetRange::parse(text).unwrap()),
        )
    };
    assert_eq!(upgrade("a:c"), "^b -a +b; ^c -b +c");
    assert_eq!(upgrade(":b"), "^a +a; ^b -a +b");
    assert_eq!(upgrade("b:"), "^c -b +c");
    assert_eq!(upgrade("a:+1"), "^b -a +b");
    assert_eq!(
        upgrade("c:a"),
        "error: the range `c:a` is empty: `c` is not an ancestor of its end"
    );
    assert_eq!(
        upgrade("current:c"),
        "error: `current` means something only beside a database"
    );
    let downgrade = |text: &str| {
        answer(
            &graph,
            plan::downgrade_range(&graph, &TargetRange::parse(text).unwrap()),
        )
    };
    assert_eq!(downgrade("c:a"), "vc -c +b; vb -b +a");
    assert_eq!(downgrade("b:"), "vb -b +a; va -a");
    assert_eq!(
        downgrade("a:c"),
        "error: `c` is not below the current revisions `a`"
    );
}

#[test]
fn a_stamp_writes_rows_without_steps() {
    let graph = graph(BRANCHED);
    let check = |rows: &str, targets: &str, expect: &str| {
        let targets: Vec<Target> = words(targets).into_iter().map(target).collect();
        let found = match plan::stamp(&graph, &words(rows), &targets) {
            Err(error) => format!("error: {error}"),
            Ok(stamp) => format!(
                "{} = {} | marked {} | unmarked {}",
                show_change(&graph, &stamp.rows).trim(),
                ids(&graph, stamp.rows_after),
                ids(&graph, stamp.marked),
                ids(&graph, stamp.unmarked),
            ),
        };
        assert_eq!(found, expect, "stamp {targets:?} from {rows}");
    };
    check("", "b", "+b = b | marked a b | unmarked ");
    check("b", "b", " = b | marked  | unmarked ");
    check(
        "d1 d2",
        "b",
        "-d1 -d2 +b = b | marked  | unmarked d1 c1 d2 c2",
    );
    check("d1 d2", "c1", "-d1 +c1 = d2 c1 | marked  | unmarked d1");
    // Alembic crashes half-way here.
    check(
        "d1 d2",
        "c1 c2",
        "-d1 -d2 +c1 +c2 = c2 c1 | marked  | unmarked d1 d2",
    );
    check(
        "c2",
        "heads",
        "-c2 +d1 +d2 = d2 d1 | marked d2 c1 d1 | unmarked ",
    );
    check(
        "d1 d2",
        "base",
        "-d1 -d2 =  | marked  | unmarked d1 c1 d2 c2 b a",
    );
    check("d1 d2", "left@base", "-d1 = d2 | marked  | unmarked d1 c1");
    check(
        "d1",
        "head-1",
        "error: `head-1` means one head, and there are several: `d1`, `d2`",
    );
    check("d1", "left@head-1", "-d1 +c1 = c1 | marked  | unmarked d1");
    check("", "b d1", "error: `b` is already covered by `d1`");
    check("b", "+1", "error: `+1` cannot be used here");
    check("b", "zzzz", "error: no revision or label is called `zzzz`");
}

#[test]
fn forgetting_a_branch_keeps_what_it_depended_on() {
    let graph = graph("a1 <- a2; b1[b] <- b2; a1 <~ b1");
    let stamp = |rows: &str, targets: &str| {
        let targets: Vec<Target> = words(targets).into_iter().map(target).collect();
        let stamp = plan::stamp(&graph, &words(rows), &targets).unwrap();
        ids(&graph, stamp.rows_after)
    };
    assert_eq!(stamp("b2", "b@base"), "a1");
    assert_eq!(stamp("b2 a2", "b@base"), "a2");
    assert_eq!(stamp("b2", "b@base a2"), "a2");
    assert_eq!(stamp("b2", "a2 b@base"), "a2");
}

#[test]
fn a_hundred_thousand_revisions_in_a_line_need_no_stack() {
    let n = 100_000;
    let line = (0..n).map(|i: usize| {
        let spec = migrator_core::graph::RevisionSpec::new(format!("r{i:06}"));
        if i == 0 {
            spec
        } else {
            spec.parent(format!("r{:06}", i - 1))
        }
    });
    let graph = Graph::build(line).unwrap();
    let up = plan::upgrade::<&str>(&graph, &[], &Target::head()).unwrap();
    assert_eq!(up.steps().len(), n);
    let down = plan::downgrade(&graph, &["r099999"], &Target::base()).unwrap();
    assert_eq!(down.steps().len(), n);
    assert!(down.rows_after().is_empty());
}
