//! `rebase`.

use insta::assert_snapshot;

use crate::package::Package;

/// `c3` and `e5` are heads on `a1`, the second of a line of two.
fn two_lines() -> Package {
    Package::new()
        .sql("a1", "")
        .sql("c3", "a1")
        .sql("d4", "a1")
        .sql("e5", "d4")
}

#[test]
fn the_lowest_revision_of_the_line_gets_another_parent() {
    let package = two_lines();
    assert_snapshot!(package.run("rebase e5 --dry-run"), @r"
    $ cargo migrator rebase e5 --dry-run
    edit migrations/d4_make_d4.sql
    @@ -1,6 +1,6 @@
     -- make d4
     -- revision: d4
    --- down_revision: a1
    +-- down_revision: c3

     -- migrate:up
     CREATE TABLE d4 (id INTEGER);
    [stderr]
    warning: a database that has `d4` applied already, as your own may, lacks what is below `d4` now: run `cargo migrator upgrade head --out-of-order apply` there
    ");
    assert_snapshot!(package.run("rebase e5"), @r"
    $ cargo migrator rebase e5
    migrations/d4_make_d4.sql
    [stderr]
    moved d4 from a1 onto c3
    warning: a database that has `d4` applied already, as your own may, lacks what is below `d4` now: run `cargo migrator upgrade head --out-of-order apply` there
    ");
    assert!(
        package
            .read("migrations/d4_make_d4.sql")
            .contains("-- down_revision: c3\n")
    );
    assert!(
        package
            .read("migrations/e5_make_e5.sql")
            .contains("-- down_revision: d4\n")
    );
    assert_snapshot!(package.run("rebase e5"), @r"
    $ cargo migrator rebase e5
    [stderr]
    error: there is nothing to rebase: `e5` is the only head
    [exit 1]
    ");
}

#[test]
fn the_target_may_be_named() {
    let package = two_lines().sql("f6", "a1");
    assert_snapshot!(package.run("rebase e5"), @r"
    $ cargo migrator rebase e5
    [stderr]
    error: it cannot be told where to move `e5`: the other heads are `c3`, `f6`
    help: name one, with `cargo migrator rebase e5 --onto c3` or `cargo migrator rebase e5 --onto f6`
    [exit 1]
    ");
    assert_snapshot!(package.run("rebase e5 --onto f6 --json"), @r#"
    $ cargo migrator rebase e5 --onto f6 --json
    {
      "version": 1,
      "verb": "rebase",
      "dry_run": false,
      "revision": "d4",
      "files": [
        {
          "path": "migrations/d4_make_d4.sql",
          "change": "edited",
          "from": null
        }
      ],
      "warnings": [
        "a database that has `d4` applied already, as your own may, lacks what is below `d4` now: run `cargo migrator upgrade head --out-of-order apply` there"
      ]
    }
    "#);
}

#[test]
fn without_a_revision_git_knows_whose_line_it_is() {
    let package = Package::new().sql("a1", "").sql("c3", "a1").repository();
    package.git("switch --quiet --create mine");
    let package = package.sql("d4", "a1").sql("e5", "d4");
    assert_snapshot!(package.run("rebase"), @r"
    $ cargo migrator rebase
    [stderr]
    error: it cannot be told which line to move: the heads are `c3`, `e5`
    help: name your own, with `cargo migrator rebase c3` or `cargo migrator rebase e5`
    [exit 1]
    ");
    assert_snapshot!(package.run("rebase --base main"), @r"
    $ cargo migrator rebase --base main
    migrations/d4_make_d4.sql
    [stderr]
    moved d4 from a1 onto c3
    warning: a database that has `d4` applied already, as your own may, lacks what is below `d4` now: run `cargo migrator upgrade head --out-of-order apply` there
    ");
    let package = Package::new()
        .sql("a1", "")
        .sql("c3", "a1")
        .set("base = 'main'")
        .repository();
    let package = package.sql("d4", "a1").go("src");
    assert_snapshot!(package.run("rebase"), @r"
    $ cargo migrator rebase
    ../migrations/d4_make_d4.sql
    [stderr]
    moved d4 from a1 onto c3
    warning: a database that has `d4` applied already, as your own may, lacks what is below `d4` now: run `cargo migrator upgrade head --out-of-order apply` there
    ");
    assert_snapshot!(package.run("rebase --base nowhere"), @r"
    $ cargo migrator rebase --base nowhere
    [stderr]
    error: git knows no revisions of `nowhere`
    help: name a branch or a commit that git has
    [exit 1]
    ");
}

#[test]
fn what_the_base_branch_has_stays_where_it_is() {
    let package = Package::new().sql("a1", "").sql("c3", "a1").repository();
    let package = package.sql("d4", "a1");
    assert_snapshot!(package.run("rebase c3 --base main"), @r"
    $ cargo migrator rebase c3 --base main
    [stderr]
    error: the base branch has `c3`, which stays where it is
    help: name a revision that only your own branch has, or merge with `cargo migrator merge`
    [exit 1]
    ");
    assert!(
        package
            .read("migrations/c3_make_c3.sql")
            .contains("-- down_revision: a1\n")
    );
    assert_snapshot!(package.run("rebase d4 --base nowhere --dry-run"), @r"
    $ cargo migrator rebase d4 --base nowhere --dry-run
    [stderr]
    error: git knows no revisions of `nowhere`
    help: name a branch or a commit that git has
    [exit 1]
    ");
}

#[test]
fn what_cannot_move_is_refused() {
    let package = two_lines();
    assert_snapshot!(package.run("rebase e5 --onto a1"), @r"
    $ cargo migrator rebase e5 --onto a1
    [stderr]
    error: `e5` already stands on `a1`
    [exit 1]
    ");
    assert_snapshot!(package.run("rebase a1 --onto e5"), @r"
    $ cargo migrator rebase a1 --onto e5
    [stderr]
    error: `a1` is already below `e5`
    help: name another revision to move or to move onto
    [exit 1]
    ");
    assert_snapshot!(package.run("rebase g7"), @r"
    $ cargo migrator rebase g7
    [stderr]
    error: no revision or label is called `g7`
    help: look at `cargo migrator history`, which lists the revisions there are
    [exit 1]
    ");
    assert_snapshot!(Package::with_three().run("rebase"), @r"
    $ cargo migrator rebase
    [stderr]
    error: there is nothing to rebase: `c3` is the only head
    [exit 1]
    ");
}

#[test]
fn the_base_branch_is_found_in_a_hook_of_git_too() {
    let package = Package::new().sql("a1", "").sql("c3", "a1").repository();
    let repository = package.path(".git").display().to_string();
    let package = package.sql("d4", "a1").variable("GIT_DIR", &repository);
    let seen = package.run("rebase c3 --base main --dry-run");
    assert!(seen.contains("error: the base branch has `c3`"), "{seen}");
}
