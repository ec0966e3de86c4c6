//! Sets of libraries that the program combines: the graph that is read without compiling it.

use insta::assert_snapshot;

use crate::package::Package;

/// An application with `b2` on its own `a1`, and the library `billing` with `c1`.
fn combined() -> Package {
    let package = Package::new().sql("a1", "").sql("b2", "a1");
    package.write(
        "libraries/billing/migrations/c1_invoices.sql",
        "-- invoices\n-- revision: c1\n-- down_revision:\n-- branch_labels: billing\n\n-- migrate:up\nSELECT 1;\n",
    );
    package.write(
        "migrations/d1_orders.sql",
        "-- orders\n-- revision: d1\n-- down_revision: b2\n-- depends_on: c1\n\n-- migrate:up\nSELECT 1;\n",
    );
    package
}

const SETTING: &str = "combine = ['libraries/billing/migrations']";

#[test]
fn the_folders_of_libraries_belong_to_the_graph() {
    assert_snapshot!(combined().run("heads"), @"
    $ cargo migrator heads
    [stderr]
    error: migrations/d1_orders.sql:4:16: revision `d1`: it depends on `c1`, which does not exist
    help: to depend on another crate's revisions, embed with `combine = [&the_crate::MIGRATIONS]` and write `migrator_build::Compiler::new(…).combined().run()` in `build.rs`; `cargo migrator` finds them by the setting `combine`
    [exit 1]
    ");
    let package = combined().set(SETTING);
    assert_snapshot!(package.run("heads"), @"
    $ cargo migrator heads
    c1 (billing) (effective head)
    d1 (head)
    ");
    assert_snapshot!(package.run("history"), @"
    $ cargo migrator history
    b2 (c1) -> d1 (head), orders
    a1 -> b2, make b2
    <base> -> a1, make a1
    <base> -> c1 (billing) (effective head), invoices
    ");
    assert_snapshot!(package.run("show c1"), @"
    $ cargo migrator show c1
    Rev: c1 (head)
    Parent: <base>
    Branch names: billing
    Path: libraries/billing/migrations/c1_invoices.sql

        invoices
    ");
    assert_snapshot!(package.run("config"), @r#"
    $ cargo migrator config
    # migrator.toml
    folder = "migrations" # default
    combine = ["libraries/billing/migrations"] # migrator.toml:1:1
    url-env = "DATABASE_URL" # default
    timezone = "UTC" # default
    bin = "migrate" # default
    "#);
    assert_snapshot!(package.run("check-graph -q"), @"
    $ cargo migrator check-graph -q
    3 revisions, 1 head: nothing found
    ");
    assert_snapshot!(Package::new().set("combine = ['../nowhere']").run("heads"), @"
    $ cargo migrator heads
    [stderr]
    error: there is no folder `../nowhere` of a library
    help: mend the setting `combine`
    [exit 1]
    ");
}

#[test]
fn new_revisions_go_to_the_folder_of_their_parent() {
    let package = combined().set(SETTING);
    assert_snapshot!(package.run("revision -m more --sql --rev-id e1"), @"
    $ cargo migrator revision -m more --sql --rev-id e1
    [stderr]
    error: there are several heads: `c1` (invoices), `d1` (orders)
    help: name one, with `--head billing@head` or `--head d1`, or merge them with `cargo migrator merge`
    [exit 1]
    ");
    assert_snapshot!(package.run("revision -m more --sql --rev-id e1 --head d1"), @"
    $ cargo migrator revision -m more --sql --rev-id e1 --head d1
    migrations/e1_more.sql
    [stderr]
    created d1 -> e1, more
    ");
    assert_snapshot!(package.run("revision -m due --sql --rev-id f1 --head billing@head"), @"
    $ cargo migrator revision -m due --sql --rev-id f1 --head billing@head
    libraries/billing/migrations/f1_due.sql
    [stderr]
    created c1 -> f1, due
    ");
}

#[test]
fn an_application_without_migrations_of_its_own_combines_those_of_others() {
    let package = combined().set(SETTING);
    std::fs::remove_dir_all(package.path("migrations")).expect("removed");
    assert_snapshot!(package.run("heads"), @"
    $ cargo migrator heads
    c1 (billing) (head)
    ");
    assert_snapshot!(package.run("revision -m first --sql --rev-id a1 --head base --depends-on billing@head"), @"
    $ cargo migrator revision -m first --sql --rev-id a1 --head base --depends-on billing@head
    migrations/a1_first.sql
    [stderr]
    created <base> -> a1, first
    ");
    assert_eq!(package.list("migrations"), "a1_first.sql");
}
