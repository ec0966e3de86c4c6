//! What is applied, as a line; or what speaks against it, a line each.

use super::{Question, decide, dotted};
use crate::adopt::tools::{Entry, Extent, Told};
use crate::adopt::{Tool, Wishes};
use crate::graph::{Graph, RevisionSpec, Target};
use crate::script::Layout;
use crate::set::Original;

/// A database, and the migrations `a <- b <- c`, with what differs.
struct Case {
    graph: Graph,
    tool: Tool,
    told: Told,
    wishes: Wishes,
    rows: Vec<String>,
    has_history: bool,
    original: Option<Original>,
}

fn graph(revisions: &str) -> Graph {
    let spec = |it: &str| {
        let mut words = it.split_whitespace();
        let spec = RevisionSpec::new(words.next().unwrap());
        words.fold(spec, RevisionSpec::parent)
    };
    Graph::build(revisions.split(';').map(spec)).unwrap()
}

/// The tool has run these; `!` stands before one that failed.
fn ran(versions: &str) -> Case {
    let entry = |it: &str| Entry {
        is_failed: it.starts_with('!'),
        ..Entry::of(it.trim_start_matches('!').to_owned())
    };
    Case {
        graph: graph("a; b a; c b"),
        tool: Tool::Diesel,
        told: Told::each(versions.split_whitespace().map(entry).collect()),
        wishes: Wishes::default(),
        rows: Vec::new(),
        has_history: false,
        original: None,
    }
}

impl Case {
    fn graph(self, revisions: &str) -> Self {
        let graph = graph(revisions);
        Self { graph, ..self }
    }

    fn extent(mut self, extent: Extent) -> Self {
        self.told.extent = extent;
        self
    }

    fn map(mut self, version: &str, revision: &str) -> Self {
        self.wishes
            .map
            .push((version.to_owned(), revision.to_owned()));
        self
    }

    fn ours(self, rows: &str) -> Self {
        let rows = rows.split_whitespace().map(str::to_owned).collect();
        Self {
            rows,
            has_history: true,
            ..self
        }
    }

    #[track_caller]
    fn check(&self, expect: &str) {
        let at = self
            .wishes
            .at
            .iter()
            .flat_map(|it| self.graph.resolve(it).unwrap())
            .collect();
        let decision = decide(&Question {
            graph: &self.graph,
            files: &|_| ("x.sql", self.original),
            wishes: &self.wishes,
            at: (!self.wishes.at.is_empty()).then_some(at),
            tool: self.tool,
            table: Some("versions"),
            told: &self.told,
            rows: &self.rows,
            has_history: self.has_history,
        });
        let said = match decision {
            Ok(decision) => {
                let ids = decision.applied.iter().map(|it| self.graph.id_at(it));
                let is_there = if decision.is_there { " (there)" } else { "" };
                ids.collect::<Vec<_>>().join(" ") + is_there
            }
            Err(divergences) => {
                let lines = divergences.iter().map(ToString::to_string);
                lines.collect::<Vec<_>>().join("\n")
            }
        };
        assert_eq!(said, expect);
    }
}

#[test]
fn a_row_is_the_revision_of_that_id() {
    ran("a b").check("a b");
    ran("b a").check("a b");
    ran("a x").check("`x` has run, and no revision is called so");
    ran("").check("`versions` says that nothing has run");
}

#[test]
fn a_gap_is_never_closed_by_itself() {
    ran("a c").check("`b` has not run, and `c` above it has");
    ran("c").check("`a` has not run, and `c` above it has\n`b` has not run, and `c` above it has");
    ran("c").extent(Extent::Below).check("a b c");
}

#[test]
fn what_failed_is_not_taken_for_done() {
    ran("a !b").check("`b` has failed half-way");
    ran("!x").check("`x` has failed half-way\n`x` has run, and no revision is called so");
}

#[test]
fn somebody_may_say_what_a_version_stands_for() {
    ran("1 2").map("1", "a").map("2", "b").check("a b");
    ran("1").map("1", "a").map("2", "b").check("a");
    ran("1 2").map("1", "a").map("2", "a").check("a");
    ran("1")
        .map("1", "a")
        .map("2", "a")
        .check("`a` has run in part only: `2` did not run");
    ran("1")
        .map("1", "x")
        .check("`1` is said to be `x`, and no revision is called so");
}

#[test]
fn a_row_that_stands_for_those_below_it_stands_for_mapped_ones_too() {
    let mut case = ran("10").extent(Extent::Below);
    case.tool = Tool::GolangMigrate;
    let case = case.map("9", "a").map("10", "a").map("11", "b");
    case.check("a");
    let mut case = case.map("11", "a");
    case.check("`a` has run in part only: `11` did not run");
    // The ids of Alembic are in no order.
    case.tool = Tool::Alembic;
    case.check("`a` may have run in part only: Alembic has no row of `9`, `11`");
}

#[test]
fn a_squash_is_applied_if_everything_is_that_it_stands_for() {
    let mut case = ran("1 2");
    let squash = RevisionSpec::new("s").replaces("1").replaces("2");
    case.graph = Graph::build([squash, RevisionSpec::new("c").parent("s")]).unwrap();
    case.check("s");
    case.told = ran("1").told;
    case.check("`s` has run in part only: `2` did not run");
    case.told = ran("2").extent(Extent::Below).told;
    case.check("s");
    case.told = ran("1").extent(Extent::Below).told;
    case.check("`s` has run in part only: `2` did not run");
    case.told = ran("").extent(Extent::First(1)).told;
    case.check("the migrations that have run are counted, and at `s` the revisions are no line");
}

#[test]
fn somebody_may_say_where_the_database_stands() {
    let mut case = ran("1 2 3");
    case.wishes.at = vec![Target::revision("b")];
    case.check("a b");
    case.told.entries[2].is_failed = true;
    case.check("`3` has failed half-way");
}

#[test]
fn a_number_counts_from_the_first_of_a_line() {
    let counted = |n| ran("").extent(Extent::First(n));
    counted(2).check("a b");
    counted(3).check("a b c");
    counted(4).check("4 migrations have run, and there are 3 revisions");
    counted(u64::MAX).check("18446744073709551615 migrations have run, and there are 3 revisions");
    let no_line = "the migrations that have run are counted, and at `a` the revisions are no line";
    counted(1).graph("a; b a; c a").check(no_line);
    counted(1).graph("a; b").check(no_line);
}

#[test]
fn the_version_rows_say_it_already_or_something_else() {
    ran("a b").ours("b").check("a b (there)");
    ran("a b").ours("c").check("a b (there)");
    ran("a b")
        .ours("a")
        .check("the version rows stand at `a`, without `b`");
    ran("a b")
        .ours("")
        .check("the version rows stand at `base`, from where it was taken, without `a`, `b`");
    // A newer program has gone on with it.
    ran("a b").ours("d").check("a b (there)");
}

/// What was said at its adoption, and what the files were then, need not be said again.
#[test]
fn what_is_ours_already_is_left_alone() {
    ran("a x").ours("b").check("a (there)");
    ran("a !b").ours("b").check("a b (there)");
    ran("c").ours("c").check("c (there)");
    ran("a b x").ours("a").check(
        "`x` has run, and no revision is called so\nthe version rows stand at `a`, without `b`",
    );
    ran("x")
        .ours("")
        .check("`x` has run, and no revision is called so");

    let mut case = ran("a").ours("a");
    case.tool = Tool::Refinery;
    case.told.entries[0].checksum = Some("1".to_owned());
    case.original = Some(Original {
        layout: Layout::Refinery,
        bytes: b"SELECT 2;",
    });
    case.check("a (there)");
}

#[test]
fn a_checksum_that_differs_is_told_and_one_of_another_tool_is_not_compared() {
    let mut case = ran("a");
    case.tool = Tool::Flyway;
    case.told.entries[0].checksum = Some("1".to_owned());
    case.original = Some(Original {
        layout: Layout::Flyway,
        bytes: b"SELECT 1",
    });
    case.check("`a` is not what ran: x.sql has another checksum");
    case.original = Some(Original {
        layout: Layout::Sqlx,
        bytes: b"SELECT 1",
    });
    case.check("a");
}

#[cfg(not(feature = "refinery"))]
#[test]
fn a_checksum_that_this_build_cannot_prove_is_told_once() {
    let mut case = ran("a b");
    case.tool = Tool::Refinery;
    for entry in &mut case.told.entries {
        entry.checksum = Some("1".to_owned());
    }
    case.original = Some(Original {
        layout: Layout::Refinery,
        bytes: b"SELECT 1",
    });
    case.check("this build cannot prove the checksums of refinery");
    case.wishes.accepts_unproved = true;
    case.check("a b");
}

#[test]
fn versions_of_flyway_are_numbers() {
    let mut case = ran("1.0 1_01").graph("1; 1.1 1");
    case.check(
        "`1.0` has run, and no revision is called so\n`1_01` has run, and no revision is called so",
    );
    case.tool = Tool::Flyway;
    case.check("1 1.1");
    case.told.entries.clear();
    case.told.baselines = vec!["1.0.5".to_owned(), "0.9".to_owned()];
    case.check("1");
    assert!(dotted("1.10") > dotted("1.9"));
    assert_eq!(dotted("R__views.sql"), None);
}
