//! `init`.

use insta::assert_snapshot;

use crate::package::Package;

fn fresh() -> Package {
    let package = Package::nothing();
    package.write(
        "Cargo.toml",
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n",
    );
    package.write(
        "src/main.rs",
        "fn main() {\n    println!(\"Hello, world!\");\n}\n",
    );
    package
}

#[test]
fn a_new_package_gets_everything_and_is_told_what_comes_next() {
    let package = fresh();
    assert_snapshot!(package.run("init --database sqlite-bundled"), @r#"
    $ cargo migrator init --database sqlite-bundled
    [stderr]
    written:
      Cargo.toml: add `migrator` to `[dependencies]`
      Cargo.toml: add `migrator-cli` to `[dependencies]`
      Cargo.toml: add `rusqlite` to `[dependencies]`
      Cargo.toml: add `migrator-build` to `[build-dependencies]`
      Cargo.toml: have `cargo run` run `shop` as before: `default-run`
      Cargo.toml: say where the migrations are: `[package.metadata.migrator]`
      build.rs: check the migrations in each build
      migrations/mod.rs: the migrations folder
      src/main.rs: embed the migrations: `migrator::embed_migrations!();`
      src/bin/migrate.rs: the command line of the migrations
    next:
      write the first revision: `cargo migrator revision -m "create users"`
      bring a database to it: `DATABASE_URL=sqlite:app.db cargo migrator upgrade head`
      have the application do that when it starts: `migrator::upgrade(…, "head")?`
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

    [dependencies]
    migrator = { version = "0.1", features = ["sqlite-bundled"] }
    migrator-cli = { version = "0.1", default-features = false, features = ["autogenerate", "sqlite-bundled"] }
    rusqlite = "0.41"

    [build-dependencies]
    migrator-build = "0.1"
    "#);
    assert_snapshot!(package.read("src/main.rs"), @r#"
    migrator::embed_migrations!();

    fn main() {
        println!("Hello, world!");
    }
    "#);
    assert_snapshot!(package.read("src/bin/migrate.rs"), @r"
    //! The command line of the migrations: `cargo run --bin migrate -- --help`.

    migrator::embed_migrations!();

    fn main() -> std::process::ExitCode {
        migrator_cli::run(&MIGRATIONS)
    }
    ");
    assert_snapshot!(package.read("build.rs"), @r#"
    //! Checks the migrations before anything is compiled.

    fn main() {
        migrator_build::compile("migrations");
    }
    "#);
    assert_eq!(package.migrations(), "mod.rs");
    assert_snapshot!(package.run("init"), @r"
    $ cargo migrator init
    [stderr]
    everything is there already
    ");
    assert_snapshot!(package.run("revision -m 'create users' --rev-id a1"), @r"
    $ cargo migrator revision -m 'create users' --rev-id a1
    migrations/a1_create_users.rs
    [stderr]
    created <base> -> a1, create users
    write its upgrade and downgrade, then run `cargo migrator upgrade head`
    ");
}

#[test]
fn a_dry_run_changes_nothing() {
    let package = fresh();
    assert_snapshot!(package.run("init --database postgres --folder db/migrations --bin migrations --dry-run"), @r#"
    $ cargo migrator init --database postgres --folder db/migrations --bin migrations --dry-run
    create build.rs
    //! Checks the migrations before anything is compiled.

    fn main() {
        migrator_build::compile("db/migrations");
    }

    create db/migrations/mod.rs
    // Written by migrator so that `cargo fmt` reaches the migrations; never compiled.

    edit src/main.rs
    @@ -1,3 +1,5 @@
    +migrator::embed_migrations!("db/migrations");
    +
     fn main() {
         println!("Hello, world!");
     }

    create src/bin/migrations.rs
    //! The command line of the migrations: `cargo run --bin migrations -- --help`.

    migrator::embed_migrations!("db/migrations");

    fn main() -> std::process::ExitCode {
        migrator_cli::run(&MIGRATIONS)
    }

    edit Cargo.toml
    @@ -2,5 +2,17 @@
     name = "shop"
     version = "0.1.0"
     edition = "2024"
    +default-run = "shop"
    +
    +[package.metadata.migrator]
    +# The database is what `DATABASE_URL` in the environment says, or `--url`.
    +folder = "db/migrations"
    +bin = "migrations"

     [dependencies]
    +migrator = { version = "0.1", features = ["postgres"] }
    +migrator-cli = { version = "0.1", default-features = false, features = ["autogenerate", "postgres"] }
    +postgres = "0.19"
    +
    +[build-dependencies]
    +migrator-build = "0.1"
    "#);
    assert_eq!(package.list(""), "Cargo.toml\nsrc");
}

#[test]
fn it_works_from_a_folder_of_the_package_and_quietly() {
    let package = fresh().go("src/deep");
    assert_snapshot!(package.run("init --database sqlite --quiet"), @"$ cargo migrator init --database sqlite --quiet");
    assert_eq!(package.list(""), "Cargo.toml\nbuild.rs\nmigrations\nsrc");
}

#[test]
fn what_cannot_be_added_is_left_alone_and_told() {
    let package = fresh();
    package.write("build.rs", "include!(\"other.rs\");\n");
    assert_snapshot!(package.run("init --database sqlite --json"), @r#"
    $ cargo migrator init --database sqlite --json
    {
      "version": 1,
      "verb": "init",
      "dry_run": false,
      "revision": null,
      "files": [
        {
          "path": "migrations/mod.rs",
          "change": "created",
          "from": null
        },
        {
          "path": "src/main.rs",
          "change": "edited",
          "from": null
        },
        {
          "path": "src/bin/migrate.rs",
          "change": "created",
          "from": null
        },
        {
          "path": "Cargo.toml",
          "change": "edited",
          "from": null
        }
      ],
      "warnings": [
        "build.rs: there is no `fn main` in it\n  help: add `migrator_build::compile(\"migrations\");` to what the build script does"
      ]
    }
    "#);
    assert_eq!(package.read("build.rs"), "include!(\"other.rs\");\n");
}

#[test]
fn what_is_missing_is_asked_for() {
    assert_snapshot!(fresh().run("init"), @r"
    $ cargo migrator init
    [stderr]
    error: no database is chosen
    help: write `--database sqlite-bundled`, `--database postgres`, or `--database sqlite` for a SQLite that is installed
    [exit 1]
    ");
    assert_snapshot!(fresh().run("init --database mysql"), @r"
    $ cargo migrator init --database mysql
    [stderr]
    error: invalid value 'mysql' for '--database <DATABASE>'
      [possible values: sqlite, sqlite-bundled, postgres]

      tip: a similar value exists: 'sqlite'

    For more information, try '--help'.
    [exit 2]
    ");
    assert_snapshot!(Package::nothing().run("init --database sqlite"), @r"
    $ cargo migrator init --database sqlite
    [stderr]
    error: no `Cargo.toml` is here or above
    help: make a package with `cargo new`, or name one with `--manifest-path`
    [exit 1]
    ");
    let workspace = Package::nothing();
    workspace.write("Cargo.toml", "[workspace]\nmembers = [\"app\"]\n");
    assert_snapshot!(workspace.run("init --database sqlite"), @r"
    $ cargo migrator init --database sqlite
    [stderr]
    error: `<folder>/Cargo.toml` describes no package
    help: name the `Cargo.toml` of a member of the workspace with `--manifest-path`
    [exit 1]
    ");
    workspace.write(
        "app/Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    workspace.write("app/src/lib.rs", "");
    assert_snapshot!(workspace.run("init --database sqlite --manifest-path app/Cargo.toml"), @r#"
    $ cargo migrator init --database sqlite --manifest-path app/Cargo.toml
    [stderr]
    written:
      Cargo.toml: add `migrator` to `[dependencies]`
      Cargo.toml: add `migrator-cli` to `[dependencies]`
      Cargo.toml: add `rusqlite` to `[dependencies]`
      Cargo.toml: add `migrator-build` to `[build-dependencies]`
      Cargo.toml: say where the migrations are: `[package.metadata.migrator]`
      build.rs: check the migrations in each build
      migrations/mod.rs: the migrations folder
      src/lib.rs: embed the migrations: `migrator::embed_migrations!();`
      src/bin/migrate.rs: the command line of the migrations
    next:
      write the first revision: `cargo migrator revision -m "create users"`
      bring a database to it: `DATABASE_URL=sqlite:app.db cargo migrator upgrade head`
      have the application do that when it starts: `app::MIGRATIONS.upgrade(…, "head")?`
    "#);
}
