//! Folders of other tools: what reads headers, what writes on top, and what is left alone.

use insta::assert_snapshot;
use regex::Regex;

use crate::package::Package;

/// A package with diesel's folder, and nothing said about it.
fn unsaid() -> Package {
    let package = Package::new();
    let files = [
        (
            "2024-01-31-120000_create_users/up.sql",
            "CREATE TABLE users (id INTEGER);\n",
        ),
        (
            "2024-01-31-120000_create_users/down.sql",
            "DROP TABLE users;\n",
        ),
        (
            "2024-02-01-090000_add_posts/up.sql",
            "CREATE TABLE posts (id INTEGER);\n",
        ),
        (
            "2024-02-01-090000_add_posts/down.sql",
            "DROP TABLE posts;\n",
        ),
    ];
    for (file, text) in files {
        package.write(&format!("migrations/{file}"), text);
    }
    package
}

/// The same, where it is said.
fn diesel() -> Package {
    unsaid().set("layout = 'diesel'")
}

/// And a revision of our own on top.
fn with_own() -> Package {
    let package = diesel();
    package.result("revision -m 'users have a name' --rev-id ae1027a6acf0 --sql");
    package
}

#[test]
fn a_folder_of_which_nothing_is_said_is_not_taken_for_empty() {
    assert_snapshot!(unsaid().run("heads"), @r#"
    $ cargo migrator heads
    [stderr]
    error: migrations: these files look like diesel's
    help: say so with `layout = diesel` in `embed_migrations!`, `.layout(Layout::Diesel)` in `build.rs` and `layout = "diesel"` in `migrator.toml`
    [exit 1]
    "#);
    assert_snapshot!(unsaid().run("revision -m 'more'"), @r#"
    $ cargo migrator revision -m 'more'
    [stderr]
    error: migrations: these files look like diesel's
    help: say so with `layout = diesel` in `embed_migrations!`, `.layout(Layout::Diesel)` in `build.rs` and `layout = "diesel"` in `migrator.toml`
    [exit 1]
    "#);
    assert_snapshot!(unsaid().run("check-graph -q"), @r#"
    $ cargo migrator check-graph -q
    migrations: error: these files look like diesel's
      help: say so with `layout = diesel` in `embed_migrations!`, `.layout(Layout::Diesel)` in `build.rs` and `layout = "diesel"` in `migrator.toml`
    0 revisions, 0 heads: 1 error
    [exit 1]
    "#);
    let package = Package::new();
    package.write(
        "migrations/V1__users.sql",
        "CREATE TABLE users (id INTEGER);\n",
    );
    assert_snapshot!(package.run("history"), @r#"
    $ cargo migrator history
    [stderr]
    error: migrations: these files look like refinery's or Flyway's
    help: say whose they are, as with `layout = refinery` in `embed_migrations!`, `.layout(Layout::Refinery)` in `build.rs` and `layout = "refinery"` in `migrator.toml`
    [exit 1]
    "#);
    package.write(
        "migrations/20240131_posts.sql",
        "CREATE TABLE posts (id INTEGER);\n",
    );
    assert_snapshot!(package.run("history"), @"
    $ cargo migrator history
    [stderr]
    error: the migrations have 6 mistakes
      migrations/20240131_posts.sql:1:1: the header has no `-- down_revision:` line
        help: add `-- down_revision: <parent>`, with nothing after the colon for a first revision
      migrations/20240131_posts.sql:1:1: the header has no `-- revision:` line
        help: add `-- revision: <id>` above the first section
      migrations/20240131_posts.sql:1:1: there is text before the first section
        help: write `-- migrate:up` on a line of its own in front of it
      migrations/V1__users.sql:1:1: the header has no `-- down_revision:` line
        help: add `-- down_revision: <parent>`, with nothing after the colon for a first revision
      migrations/V1__users.sql:1:1: the header has no `-- revision:` line
        help: add `-- revision: <id>` above the first section
      migrations/V1__users.sql:1:1: there is text before the first section
        help: write `-- migrate:up` on a line of its own in front of it
    [exit 1]
    ");
}

#[test]
fn marks_in_the_files_tell_more_than_their_names() {
    let package = Package::new();
    package.write(
        "migrations/20240131_users.sql",
        "-- +goose Up\nCREATE TABLE users (id INTEGER);\n",
    );
    assert_snapshot!(package.run("heads"), @r#"
    $ cargo migrator heads
    [stderr]
    error: migrations: these files look like goose's
    help: say so with `layout = goose` in `embed_migrations!`, `.layout(Layout::Goose)` in `build.rs` and `layout = "goose"` in `migrator.toml`
    [exit 1]
    "#);
    package.write(
        "migrations/20240131_users.sql",
        "-- migrate:up\nCREATE TABLE users (id INTEGER);\n",
    );
    assert_snapshot!(package.run("heads"), @r#"
    $ cargo migrator heads
    [stderr]
    error: migrations: these files look like dbmate's
    help: say so with `layout = dbmate` in `embed_migrations!`, `.layout(Layout::Dbmate)` in `build.rs` and `layout = "dbmate"` in `migrator.toml`
    [exit 1]
    "#);
    package.write(
        "migrations/20240131_users.sql",
        "CREATE TABLE users (id INTEGER);\n",
    );
    assert_snapshot!(package.run("heads"), @r#"
    $ cargo migrator heads
    [stderr]
    error: migrations: these files look like sqlx's
    help: say so with `layout = sqlx` in `embed_migrations!`, `.layout(Layout::Sqlx)` in `build.rs` and `layout = "sqlx"` in `migrator.toml`
    [exit 1]
    "#);
}

#[test]
fn the_layout_is_a_setting_like_the_others() {
    assert_snapshot!(unsaid().run("heads --set layout=diesel"), @"
    $ cargo migrator heads --set layout=diesel
    20240201090000 (head)
    ");
    let package = unsaid().variable("MIGRATOR_LAYOUT", "diesel");
    assert_snapshot!(package.run("heads"), @"
    $ cargo migrator heads
    20240201090000 (head)
    ");
    assert_snapshot!(unsaid().run("heads --set layout=Dieesel"), @"
    $ cargo migrator heads --set layout=Dieesel
    [stderr]
    error: the value of `--set layout` is wrong
      caused by: there is no such layout
    help: did you mean `diesel`?
    [exit 2]
    ");
    assert_snapshot!(unsaid().set("layout = 'rails'").run("heads"), @"
    $ cargo migrator heads
    [stderr]
    error: the setting `layout` is wrong (migrator.toml:1:10)
      caused by: there is no such layout
    help: write one of `migrator`, `refinery`, `diesel`, `sqlx`, `golang_migrate`, `goose`, `dbmate`, `flyway`
    [exit 2]
    ");
    let package = unsaid();
    package.write(
        "Cargo.toml",
        "[package]\nname = \"shop\"\nedition = \"2024\"\n[package.metadata.migrator]\nlayout = \"diesel\"\n",
    );
    assert_snapshot!(package.run("config"), @r#"
    $ cargo migrator config
    # Cargo.toml
    folder = "migrations" # default
    layout = "diesel" # Cargo.toml:5:1
    url-env = "DATABASE_URL" # default
    timezone = "UTC" # default
    bin = "migrate" # default
    "#);
}

#[test]
fn what_reads_headers_shows_the_chain() {
    let package = with_own();
    assert_snapshot!(package.run("history"), @"
    $ cargo migrator history
    20240201090000 -> ae1027a6acf0 (head), users have a name
    20240131120000 -> 20240201090000, add posts
    <base> -> 20240131120000, create users
    ");
    assert_snapshot!(package.run("heads"), @"
    $ cargo migrator heads
    ae1027a6acf0 (head)
    ");
    assert_snapshot!(package.run("graph"), @"
    $ cargo migrator graph
    * ae1027a6acf0 (head), users have a name
    * 20240201090000, add posts
    * 20240131120000, create users
    ");
    assert_snapshot!(package.run("branches"), @"
    $ cargo migrator branches
    [stderr]
    The graph has no branch points.
    ");
    assert_snapshot!(package.run("show 20240131"), @"
    $ cargo migrator show 20240131
    Rev: 20240131120000
    Parent: <base>
    Path: migrations/2024-01-31-120000_create_users/up.sql

        create users
    ");
}

#[test]
fn new_revisions_stand_on_the_last_one() {
    let package = diesel();
    assert_snapshot!(package.run("revision -m 'users have a name' --rev-id ae1027a6acf0 --sql"), @"
    $ cargo migrator revision -m 'users have a name' --rev-id ae1027a6acf0 --sql
    migrations/ae1027a6acf0_users_have_a_name.sql
    [stderr]
    created 20240201090000 -> ae1027a6acf0, users have a name
    ");
    assert_snapshot!(package.read("migrations/ae1027a6acf0_users_have_a_name.sql").lines().take(3).collect::<Vec<_>>().join("\n"), @"
    -- users have a name
    -- revision: ae1027a6acf0
    -- down_revision: 20240201090000
    ");
    package.result("revision -m other --rev-id b1 --head 20240201090000 --splice");
    assert_snapshot!(package.run("merge --rev-id c1"), @"
    $ cargo migrator merge --rev-id c1
    migrations/c1_merge_b1_and_ae10.rs
    [stderr]
    created b1, ae1027a6acf0 -> c1, merge b1 and ae10
    ");
    assert_snapshot!(package.run("graph"), @r"
    $ cargo migrator graph
    *  c1 (head), merge b1 and ae10
    |\
    * | b1, other
    | * ae1027a6acf0, users have a name
    |/
    * 20240201090000, add posts
    * 20240131120000, create users
    ");
}

#[test]
fn other_tools_files_are_not_ours_to_change() {
    let package = with_own().variable("EDITOR", "true");
    let before = package.list("migrations");
    assert_snapshot!(package.run("edit 20240131"), @"
    $ cargo migrator edit 20240131
    [stderr]
    error: the revision `20240131120000` is a migration of diesel, whose history knows it by its file as it is
    help: write what is to change in a new revision, with `cargo migrator revision`; if no database has applied this one, change `migrations/2024-01-31-120000_create_users/up.sql` by hand
    [exit 1]
    ");
    assert_snapshot!(package.run("rename 20240131 -m 'create people'"), @"
    $ cargo migrator rename 20240131 -m 'create people'
    [stderr]
    error: the revision `20240131120000` is a migration of diesel, whose history knows it by its file as it is
    help: write what is to change in a new revision, with `cargo migrator revision`; if no database has applied this one, change `migrations/2024-01-31-120000_create_users/up.sql` by hand
    [exit 1]
    ");
    package.result("revision -m other --rev-id b1 --head base --branch-label other");
    assert_snapshot!(package.run("rebase 20240201090000 --onto b1"), @"
    $ cargo migrator rebase 20240201090000 --onto b1
    [stderr]
    error: the revision `20240131120000` is a migration of diesel, whose history knows it by its file as it is
    help: write what is to change in a new revision, with `cargo migrator revision`; if no database has applied this one, change `migrations/2024-01-31-120000_create_users/up.sql` by hand
    [exit 1]
    ");
    assert_snapshot!(package.run("rename ae10 -m 'name users'"), @"
    $ cargo migrator rename ae10 -m 'name users'
    migrations/ae1027a6acf0_name_users.sql
    [stderr]
    renamed migrations/ae1027a6acf0_users_have_a_name.sql to migrations/ae1027a6acf0_name_users.sql
    ");
    assert_snapshot!(package.run("rebase b1 --onto ae10"), @"
    $ cargo migrator rebase b1 --onto ae10
    migrations/b1_other.rs
    [stderr]
    moved b1 from <base> onto ae1027a6acf0
    warning: a database that has `b1` applied already, as your own may, lacks what is below `b1` now: run `cargo migrator upgrade head --out-of-order apply` there
    ");
    assert_snapshot!(package.list("migrations"), @"
    2024-01-31-120000_create_users
    2024-02-01-090000_add_posts
    ae1027a6acf0_name_users.sql
    b1_other.rs
    ");
    assert!(
        package.run("edit ae10").ends_with("edit ae10\n"),
        "{before}"
    );
}

#[test]
fn the_lock_file_covers_them() {
    let package = with_own();
    assert_snapshot!(package.run("check-graph --update-lock"), @"
    $ cargo migrator check-graph --update-lock
    migrations/migrator.lock
    [stderr]
    released 20240131120000
    released 20240201090000
    released ae1027a6acf0
    ");
    package.write(
        "migrations/2024-01-31-120000_create_users/down.sql",
        "DROP TABLE IF EXISTS users;\n",
    );
    assert_snapshot!(package.run("check-graph -q"), @"
    $ cargo migrator check-graph -q
    migrations/2024-01-31-120000_create_users/up.sql:1:1: error: the revision `20240131120000` has been edited since it was released according to the lock file
      help: put it back as it was, because databases that applied it will not run it again, and write a new revision
    3 revisions, 1 head, 3 released according to the lock file: 1 error
    [exit 1]
    ");
}

#[test]
fn a_base_in_git_covers_them() {
    let package = with_own().repository();
    let hash = Regex::new(r"in main \([0-9a-f]{10}\)").expect("a pattern");
    let check = || {
        let seen = package.run("check-graph -q --base main");
        hash.replace_all(&seen, "in main (<hash>)").into_owned()
    };
    assert_snapshot!(check(), @"
    $ cargo migrator check-graph -q --base main
    3 revisions, 1 head, 3 released in main (<hash>): nothing found
    ");
    package.write(
        "migrations/2024-01-31-120000_create_users/up.sql",
        "CREATE TABLE users (id INTEGER);\nCREATE TABLE more (id INTEGER);\n",
    );
    package.write(
        "migrations/2024-01-31-180000_between/up.sql",
        "CREATE TABLE between_them (id INTEGER);\n",
    );
    assert_snapshot!(check(), @"
    $ cargo migrator check-graph -q --base main
    migrations/2024-01-31-120000_create_users/up.sql:2:1: error: the revision `20240131120000` has been edited since it was released in main (<hash>)
      help: put it back as it was, because databases that applied it will not run it again, and write a new revision
    migrations/2024-02-01-090000_add_posts/up.sql:1:1: error: the revision `20240201090000` was released in main (<hash>) with the parent `20240131120000` and has the parent `20240131180000` now
      help: give it the parent `20240131120000` back, and put `20240131180000` behind a head: databases that stand on `20240201090000` would take what is below it for applied
    4 revisions, 1 head, 3 released in main (<hash>): 2 errors
    [exit 1]
    ");
}

#[test]
fn init_is_told_whose_the_files_are() {
    let package = unsaid();
    package.write(
        "Cargo.toml",
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n",
    );
    package.write("src/main.rs", "fn main() {}\n");
    assert_snapshot!(package.run("init --database sqlite"), @"
    $ cargo migrator init --database sqlite
    [stderr]
    error: the files in `migrations` look like diesel's
    help: say `--layout diesel` to embed them as they are, or name another folder with `--folder`
    [exit 1]
    ");
    assert_eq!(package.list(""), "Cargo.toml\nmigrations\nsrc");
    assert_snapshot!(package.run("init --database sqlite --layout dieselx"), @"
    $ cargo migrator init --database sqlite --layout dieselx
    [stderr]
    error: invalid value 'dieselx' for '--layout <LAYOUT>': there is no such layout; did you mean `diesel`?

    For more information, try '--help'.
    [exit 2]
    ");
    assert_snapshot!(package.run("init --database sqlite --layout diesel"), @r#"
    $ cargo migrator init --database sqlite --layout diesel
    [stderr]
    written:
      Cargo.toml: add `migrator` to `[dependencies]`
      Cargo.toml: add `migrator-cli` to `[dependencies]`
      Cargo.toml: add `rusqlite` to `[dependencies]`
      Cargo.toml: add `migrator-build` to `[build-dependencies]`
      Cargo.toml: have `cargo run` run `shop` as before: `default-run`
      Cargo.toml: say where the migrations are: `[package.metadata.migrator]`
      build.rs: check the migrations in each build
      src/main.rs: embed the migrations: `migrator::embed_migrations!("migrations", layout = diesel);`
      src/bin/migrate.rs: the command line of the migrations
    next:
      look at the revisions: `cargo migrator history`
      take over a database that the tool has migrated: `DATABASE_URL=sqlite:app.db cargo migrator adopt`
      bring a database to it: `DATABASE_URL=sqlite:app.db cargo migrator upgrade head`
      have the application do that when it starts: `migrator::upgrade(…, "head")?`
    "#);
    assert_snapshot!(package.read("src/main.rs"), @r#"
    migrator::embed_migrations!("migrations", layout = diesel);

    fn main() {}
    "#);
    assert_snapshot!(package.read("build.rs"), @r#"
    //! Checks the migrations before anything is compiled.

    fn main() {
        migrator_build::Compiler::new("migrations")
            .layout(migrator_build::Layout::Diesel)
            .run();
    }
    "#);
    assert_snapshot!(package.read("Cargo.toml"), @r#"
    [package]
    name = "shop"
    version = "0.1.0"
    edition = "2024"
    default-run = "shop"

    [package.metadata.migrator]
    # The database is what `DATABASE_URL` in the environment says, or `--url`.
    folder = "migrations"
    layout = "diesel"

    [dependencies]
    migrator = { version = "0.1", features = ["sqlite"] }
    migrator-cli = { version = "0.1", default-features = false, features = ["autogenerate", "sqlite"] }
    rusqlite = "0.41"

    [build-dependencies]
    migrator-build = "0.1"
    "#);
    assert_snapshot!(package.run("init --database sqlite"), @"
    $ cargo migrator init --database sqlite
    [stderr]
    everything is there already
    ");
    assert_snapshot!(package.run("heads"), @"
    $ cargo migrator heads
    20240201090000 (head)
    ");
}
