//! What targets and ranges mean, and what is said when they mean nothing.

use migrator_core::graph::{Graph, ResolveError, TargetRange};

use crate::text::{graph, ids, positions, sorted_ids, target};

/// Two labelled lines off a common trunk, and something that depends on one of them.
const BRANCHED: &str = "aaaa1 <- aaaa2 <- bbbb1[left] <- bbbb2; aaaa2 <- cccc1[right] <- cccc2; \
                        dddd1[side]; bbbb1 <~ dddd1";

fn answer(
    graph: &Graph,
    found: Result<Vec<migrator_core::graph::Position>, ResolveError>,
) -> String {
    match found {
        Ok(found) => sorted_ids(graph, found),
        Err(error) => match error.help() {
            Some(help) => format!("{error} | {help}"),
            None => error.to_string(),
        },
    }
}

fn check(text: &str, rows: &str, cases: &[(&str, &str)]) {
    let graph = graph(text);
    let rows = positions(&graph, rows);
    for (text, expect) in cases {
        let found = answer(&graph, graph.resolve_at(&target(text), &rows));
        assert_eq!(found, *expect, "{text}");
    }
}

#[test]
fn symbols_and_names_are_found() {
    check(
        BRANCHED,
        "aaaa2 dddd1",
        &[
            ("bbbb2", "bbbb2"),
            (
                "bbbb",
                "revision `bbbb` matches more than one: `bbbb1`, `bbbb2` | \
                  type more characters: `bbbb1` or `bbbb2`",
            ),
            ("d", "dddd1"),
            ("left", "bbbb1"),
            ("lef", "bbbb1"),
            ("heads", "bbbb2 cccc2 dddd1"),
            ("base", ""),
            ("current", "aaaa2 dddd1"),
            ("left@current", "aaaa2"),
            ("left@head", "bbbb2"),
            ("left@heads", "bbbb2"),
            ("left@base", ""),
            (
                "left@bbbb",
                "revision `bbbb` matches more than one: `bbbb1`, `bbbb2` | \
                       type more characters: `bbbb1` or `bbbb2`",
            ),
            ("right@aaaa1", "aaaa1"),
            ("cccc2@head", "cccc2"),
            (
                "head",
                "`head` means one head, and there are several: `bbbb2`, `cccc2`, `dddd1` | \
                  choose one, `left@head` or `right@head` or `side@head`, or `heads` for all of them",
            ),
            (
                "aaaa2@head",
                "`aaaa2@head` means one head, and there are several: `bbbb2`, `cccc2` | \
                        choose one, `left@head` or `right@head`, or `heads` for all of them",
            ),
            (
                "left@cccc1",
                "revision `cccc1` is not in the branch `left` | write `cccc1` without a branch",
            ),
            (
                "left@cccc2x",
                "no revision or label is called `cccc2x` | did you mean `cccc2`, `cccc1`?",
            ),
            (
                "rihgt",
                "no revision or label is called `rihgt` | did you mean `right`?",
            ),
            (
                "rihgt@head",
                "no branch is called `rihgt` | did you mean `right`?",
            ),
            (
                "headd",
                "no revision or label is called `headd` | did you mean `head`, `heads`?",
            ),
            (
                "zzzz",
                "no revision or label is called `zzzz` | look at `history(\":\")`, which lists the \
                 revisions there are",
            ),
            (
                "zzzz@head",
                "no branch is called `zzzz` | look at `history(\":\")`, which lists the revisions \
                 with their labels",
            ),
            (
                "12",
                "no revision or label is called `12` | write `+12` or `-12` to go so many steps",
            ),
        ],
    );
}

#[test]
fn short_ids_and_labels_are_only_matched_whole() {
    check(
        "abc[xyz] <- abcd",
        "",
        &[
            ("abc", "abc"),
            ("ab", "abcd"),
            (
                "xy",
                "no revision or label is called `xy` | did you mean `xyz`?",
            ),
            ("xyz", "abc"),
        ],
    );
}

#[test]
fn the_branch_tells_ambiguous_beginnings_apart() {
    check(
        "some1 <- x1[left]; some2 <- y1[right]",
        "",
        &[
            ("left@some", "some1"),
            ("right@some", "some2"),
            (
                "left@some2",
                "revision `some2` is not in the branch `left` | \
                        write `some2` without a branch",
            ),
        ],
    );
}

#[test]
fn a_long_list_of_matches_is_cut() {
    let many: Vec<String> = (0..12).map(|n| format!("abcd{n:02}")).collect();
    let graph = graph(&many.join(";"));
    let error = graph.resolve(&target("abcd")).unwrap_err();
    assert!(
        error.to_string().ends_with("`abcd09` and 2 more"),
        "{error}"
    );
}

#[test]
fn without_labels_heads_are_offered_by_id() {
    check(
        "a1 <- b1; a1 <- c1",
        "",
        &[(
            "head",
            "`head` means one head, and there are several: `b1`, `c1` | \
         choose one, `b1` or `c1`, or `heads` for all of them; or merge them with `cargo migrator merge heads`",
        )],
    );
}

#[test]
fn steps_are_counted_and_never_too_many() {
    check(
        BRANCHED,
        "bbbb1",
        &[
            ("bbbb2-1", "bbbb1"),
            ("bbbb2-4", ""),
            ("bbbb2-5", "`bbbb2-5` goes too far: there are only 4 steps"),
            ("left@head-1", "bbbb1"),
            (
                "base+1",
                "`base+1` is ambiguous: `base` leads to `aaaa1`, `dddd1` | name the revision \
                    itself, or restrict the way to a branch: `aaaa1@base+1` or `side@base+1`",
            ),
            ("right@base+3", "cccc1"),
            ("aaaa1+1", "aaaa2"),
            (
                "aaaa1+2",
                "`aaaa1+2` is ambiguous: `aaaa2` leads to `bbbb1`, `cccc1` | name the revision \
                     itself, or restrict the way to a branch: `left@aaaa1+2` or `right@aaaa1+2`",
            ),
            ("+1", "bbbb2"),
            ("-1", "aaaa2"),
            ("+2", "`+2` goes too far: there is only 1 step"),
            ("+0", "bbbb1"),
            ("current-2", "aaaa1"),
            (
                "heads-1",
                "`heads-1` means several revisions: `bbbb2`, `cccc2`, `dddd1` | \
                     choose one, `bbbb2` or `cccc2` or `dddd1`",
            ),
            (
                "bbbb2-2147483647",
                "`bbbb2-2147483647` goes too far: there are only 4 steps",
            ),
        ],
    );
}

#[test]
fn a_merge_point_parts_the_way_down() {
    check(
        "a1 <- b1 <- m1; a1 <- c1 <- m1; m1 <- n1",
        "n1",
        &[
            ("n1-1", "m1"),
            (
                "n1-2",
                "`n1-2` is ambiguous: `m1` leads to `b1`, `c1` | name the revision itself, \
                  or restrict the way to a branch: `b1` or `c1`",
            ),
            (
                "-3",
                "`-3` is ambiguous: `m1` leads to `b1`, `c1` | name the revision itself, \
                or restrict the way to a branch: `b1` or `c1`",
            ),
        ],
    );
}

#[test]
fn without_a_database_steps_down_count_from_the_real_heads() {
    let graph = graph(BRANCHED);
    let check = |text: &str, expect: &str| {
        assert_eq!(answer(&graph, graph.resolve(&target(text))), expect);
    };
    check("-1", "bbbb1 cccc1");
    check("left@-2", "aaaa2");
    check(
        "current",
        "`current` means something only beside a database | \
                      name a revision, or count from one, such as `head-1`",
    );
    check(
        "+1",
        "`+1` means something only beside a database | \
                 name a revision, or count from one, such as `head-1`",
    );
}

#[test]
fn an_empty_graph_has_no_heads_and_no_steps() {
    check(
        "",
        "",
        &[
            ("head", ""),
            ("heads", ""),
            ("base", ""),
            (
                "-1",
                "`-1` counts from the current revision, and nothing is applied",
            ),
            (
                "+1",
                "`+1` goes too far: there is nothing in that direction",
            ),
            (
                "head-1",
                "`head-1` goes too far: there is nothing in that direction",
            ),
            (
                "abcd",
                "no revision or label is called `abcd` | look at `history(\":\")`, which lists the revisions there are",
            ),
        ],
    );
}

fn check_history(text: &str, rows: &str, cases: &[(&str, &str)]) {
    let graph = graph(text);
    let rows = positions(&graph, rows);
    for (text, expect) in cases {
        let range = TargetRange::parse(text).unwrap();
        let found = match graph.history_at(&range, &rows) {
            Ok(found) => ids(&graph, found),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, *expect, "{text}");
    }
}

#[test]
fn ranges_are_inclusive_and_newest_first() {
    check_history(
        "a <- b <- c <- d <- e",
        "c",
        &[
            (":", "e d c b a"),
            ("b:d", "d c b"),
            ("b:", "e d c b"),
            (":b", "b a"),
            ("base:b", "b a"),
            ("b:b", "b"),
            ("b:+2", "d c b"),
            (":+2", "b a"),
            ("d-2:d", "d c b"),
            // Counted from the current row, not from the head as in Alembic.
            ("-1:current", "c b"),
            ("-2:", "e d c b a"),
            ("-3:current", "c b a"),
            (":-1", "b a"),
            ("current:", "e d c"),
            (":base", ""),
            ("-4:", "`-4` goes too far: there are only 3 steps"),
            ("+1:e", "`+1` cannot be used here"),
            (
                "d:b",
                "the range `d:b` is empty: `d` is not an ancestor of its end",
            ),
        ],
    );
}

#[test]
fn ranges_keep_to_the_line_of_their_start() {
    check_history(
        BRANCHED,
        "bbbb2 cccc2",
        &[
            ("aaaa2:left@head", "bbbb2 bbbb1 aaaa2"),
            ("left@base:", "bbbb2 bbbb1 aaaa2 aaaa1"),
            ("left@aaaa2:", "bbbb2 bbbb1 aaaa2"),
            ("bbbb1:", "bbbb2 bbbb1"),
            ("side@base:", "dddd1 bbbb1 aaaa2 aaaa1"),
            (
                "cccc1:bbbb2",
                "the range `cccc1:bbbb2` is empty: `cccc1` is not an ancestor of its end",
            ),
            (
                "-1:",
                "`-1` counts from the current revision, and there are several: `bbbb2`, `cccc2`",
            ),
            ("left@-1:", "bbbb2 bbbb1"),
        ],
    );
}

#[test]
fn a_range_may_start_at_the_parents_of_a_merge_point() {
    check_history("a <- b <- m; a <- c <- m", "m", &[("-1:current", "m b c")]);
}

#[test]
fn without_a_database_a_range_between_revisions_is_found() {
    let graph = graph("a <- b <- c <- d");
    let check = |text: &str, expect: &str| {
        let found = graph.history(&TargetRange::parse(text).unwrap()).unwrap();
        assert_eq!(ids(&graph, found), expect, "{text}");
    };
    check("b:c", "c b");
    check("b:", "d c b");
    check(":b", "b a");
    check("b:+1", "c b");
    check(":", "d c b a");
}

#[test]
fn a_range_beside_no_database_says_what_it_needs() {
    let graph = graph("a <- b");
    let check = |text: &str, expect: &str| {
        let found = graph.history(&TargetRange::parse(text).unwrap());
        assert_eq!(
            found.map_err(|error| error.to_string()),
            Err(expect.to_owned())
        );
    };
    check(
        "-1:current",
        "`-1:current` means something only beside a database",
    );
    check(
        ":current",
        "`:current` means something only beside a database",
    );
    check("a:+0", "`a:+0` means something only beside a database");
}

#[test]
fn no_steps_from_here_are_where_the_database_stands() {
    let graph = graph("a <- b <- c <- d");
    let rows = positions(&graph, "b");
    let check = |text: &str, expect: &str| {
        let range = TargetRange::parse(text).unwrap();
        let found = graph.history_at(&range, &rows).unwrap();
        assert_eq!(ids(&graph, found), expect, "{text}");
    };
    check("+0:d", "d c b");
    check("a:+0", "b a");
    check("-0:c", "c b");
}

#[test]
fn a_range_is_made_of_any_text() {
    let range = TargetRange::parse("a:+1").unwrap();
    assert_eq!("a:+1".parse(), Ok(range.clone()));
    assert_eq!(TargetRange::try_from("a:+1"), Ok(range.clone()));
    assert_eq!(TargetRange::try_from(&"a:+1".to_owned()), Ok(range.clone()));
    assert_eq!(TargetRange::from(&range), range);
    let error = graph("a[left]")
        .downgrade_goal(&target("left@-1"), &[])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`left@-1` counts from the current revision, and nothing is applied in the branch `left`"
    );
}

#[test]
fn an_ambiguous_beginning_is_told_apart_by_as_little_as_possible() {
    let graph = graph("abcd1x; abcd2y; abcd2z; b");
    let error = graph.resolve(&target("abcd")).unwrap_err();
    assert_eq!(
        error.help().as_deref(),
        Some("type more characters: `abcd1` or `abcd2y` or `abcd2z`")
    );
}

#[test]
fn a_name_of_any_length_is_compared_up_to_a_limit() {
    for n_more in [0, 1] {
        let label = "x".repeat(127);
        let name = label.clone() + &"y".repeat(1 + n_more);
        let graph = graph(&format!("a[{label}]"));
        let error = graph.resolve(&target(&name)).unwrap_err();
        let help = error.help().unwrap_or_default();
        assert_eq!(
            help == format!("did you mean `{label}`?"),
            n_more == 0,
            "{help}"
        );
    }
}
