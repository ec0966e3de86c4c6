//! The usual packages, from beginning to end.

use migrator_build::authoring::init::{Choices, Database, InitError};

use crate::package::{Made, done, left};

#[test]
fn a_new_binary_embeds_and_gets_a_second_binary() {
    let made = Made::new(&["--bin"]);
    let setup = made.set_up();
    assert_eq!(left(&setup), [""; 0]);
    insta::assert_snapshot!(done(&setup).join("\n"), @r"
    Cargo.toml: add `migrator` to `[dependencies]`
    Cargo.toml: add `migrator-cli` to `[dependencies]`
    Cargo.toml: add `rusqlite` to `[dependencies]`
    Cargo.toml: add `migrator-build` to `[build-dependencies]`
    Cargo.toml: have `cargo run` run `my-app` as before: `default-run`
    Cargo.toml: say where the migrations are: `[package.metadata.migrator]`
    build.rs: check the migrations in each build
    migrations/mod.rs: the migrations folder
    src/main.rs: embed the migrations: `migrator::embed_migrations!();`
    src/bin/migrate.rs: the command line of the migrations
    ");
    insta::assert_snapshot!(setup.next.join("\n"), @r#"
    write the first revision: `cargo migrator revision -m "create users"`
    bring a database to it: `DATABASE_URL=sqlite:app.db cargo migrator upgrade head`
    have the application do that when it starts: `migrator::upgrade(…, "head")?`
    "#);
    insta::assert_snapshot!(made.read("Cargo.toml"), @r#"
    [package]
    name = "my-app"
    version = "0.1.0"
    edition = "2024"
    default-run = "my-app"

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
    insta::assert_snapshot!(made.read("build.rs"), @r#"
    //! Checks the migrations before anything is compiled.

    fn main() {
        migrator_build::compile("migrations");
    }
    "#);
    insta::assert_snapshot!(made.read("src/main.rs"), @r#"
    migrator::embed_migrations!();

    fn main() {
        println!("Hello, world!");
    }
    "#);
    insta::assert_snapshot!(made.read("src/bin/migrate.rs"), @r"
    //! The command line of the migrations: `cargo run --bin migrate -- --help`.

    migrator::embed_migrations!();

    fn main() -> std::process::ExitCode {
        migrator_cli::run(&MIGRATIONS)
    }
    ");
    let hint = made.read("migrations/mod.rs");
    assert!(hint.starts_with("// Written by migrator"), "{hint}");
    assert_eq!(
        made.targets(),
        [
            "bin migrate",
            "bin my-app",
            "custom-build build-script-build",
            "default my-app"
        ]
    );
}

#[test]
fn a_new_library_embeds_and_the_binary_uses_its_handle() {
    let made = Made::new(&["--lib", "--edition=2021"]);
    let setup = made.set_up_with(&Choices::new([Database::Postgres, Database::Sqlite]));
    assert_eq!(left(&setup), [""; 0]);
    let lib = made.read("src/lib.rs");
    assert!(
        lib.starts_with("migrator::embed_migrations!();\n\npub fn add"),
        "{lib}"
    );
    insta::assert_snapshot!(made.read("src/bin/migrate.rs"), @r"
    //! The command line of the migrations: `cargo run --bin migrate -- --help`.

    use my_app::MIGRATIONS;

    fn main() -> std::process::ExitCode {
        migrator_cli::run(&MIGRATIONS)
    }
    ");
    insta::assert_snapshot!(setup.next.join("\n"), @r#"
    write the first revision: `cargo migrator revision -m "create users"`
    bring a database to it: `DATABASE_URL=sqlite:app.db cargo migrator upgrade head`
    have the application do that when it starts: `my_app::MIGRATIONS.upgrade(…, "head")?`
    "#);
    let manifest = made.read("Cargo.toml");
    let (_, dependencies) = manifest.split_once("[dependencies]").unwrap();
    insta::assert_snapshot!(dependencies, @r#"

    migrator = { version = "0.1", features = ["sqlite", "postgres"] }
    migrator-cli = { version = "0.1", default-features = false, features = ["autogenerate", "sqlite", "postgres"] }
    postgres = "0.19"
    rusqlite = "0.41"

    [build-dependencies]
    migrator-build = "0.1"
    "#);
    assert_eq!(
        made.targets(),
        [
            "bin migrate",
            "custom-build build-script-build",
            "lib my_app"
        ]
    );
}

#[test]
fn a_dry_run_writes_nothing() {
    let made = Made::new(&[]);
    let before = made.read("Cargo.toml");
    let setup = made.plan(&Choices::new([Database::Postgres])).unwrap();
    insta::assert_snapshot!(setup.changes.to_string(), @r"
    create `build.rs`
    create `migrations/mod.rs`
    edit `src/main.rs`
    create `src/bin/migrate.rs`
    edit `Cargo.toml`
    ");
    assert_eq!(made.read("Cargo.toml"), before);
    assert!(!made.exists("build.rs") && !made.exists("migrations"));
}

#[test]
fn what_is_missing_of_a_set_up_is_added() {
    for missing in [
        "build.rs",
        "src/bin/migrate.rs",
        "migrations/mod.rs",
        "src/main.rs",
        "Cargo.toml",
    ] {
        let made = Made::new(&[]);
        let before = made.read("Cargo.toml");
        made.set_up();
        let whole = made.read("Cargo.toml");
        match missing {
            "src/main.rs" => made.write(missing, "fn main() {}\n"),
            "Cargo.toml" => made.write(missing, &before),
            missing => {
                std::fs::remove_file(made.path(missing)).unwrap();
                &made
            }
        };
        let setup = made.set_up();
        let files: Vec<&str> = setup
            .changes
            .iter()
            .map(|it| it.path().shown.as_str())
            .collect();
        assert_eq!(files, [missing]);
        assert_eq!(made.read("Cargo.toml"), whole);
    }
}

#[test]
fn another_folder_and_another_name_are_written_everywhere() {
    let made = Made::new(&[]);
    let choices = Choices::new([Database::Sqlite])
        .folder_at("./db/migrations/")
        .binary_named("db");
    made.set_up_with(&choices);
    assert!(
        made.read("build.rs")
            .contains("migrator_build::compile(\"db/migrations\");")
    );
    let call = "migrator::embed_migrations!(\"db/migrations\");\n";
    assert!(made.read("src/main.rs").starts_with(call));
    assert!(made.read("src/bin/db.rs").contains(call));
    assert!(made.exists("db/migrations/mod.rs"));
    let manifest = made.read("Cargo.toml");
    assert!(
        manifest.contains("folder = \"db/migrations\"\nbin = \"db\"\n"),
        "{manifest}"
    );
    // Without choices the next call finds the same.
    let again = made.plan(&Choices::default().binary_named("db")).unwrap();
    assert!(again.is_complete(), "{:?}", again.done);
}

#[test]
fn what_cannot_be_set_up_says_why() {
    let check = |files: &[(&str, &str)], choices: &Choices, expect: &str| {
        let error = Made::of(files).plan(choices).unwrap_err();
        let help = error
            .help()
            .map(|help| format!("; {help}"))
            .unwrap_or_default();
        let text = format!("{error}{help}");
        assert!(text.contains(expect), "{text}");
    };
    let sqlite = Choices::new([Database::Sqlite]);
    let package = "[package]\nname = \"a\"\nedition = \"2024\"\n";
    check(&[], &sqlite, "Cargo.toml` cannot be read");
    check(
        &[("Cargo.toml", "[package")],
        &sqlite,
        "Cargo.toml` is not valid TOML",
    );
    check(
        &[("Cargo.toml", "[workspace]\n")],
        &sqlite,
        "describes no package; name the `Cargo.toml` of a member",
    );
    check(
        &[("Cargo.toml", "[package]\nname = \"a\"\n")],
        &sqlite,
        "the package is of edition 2015; set",
    );
    check(
        &[("Cargo.toml", package)],
        &Choices::default(),
        "no database is chosen; choose `sqlite-bundled`,",
    );
    for folder in ["", "/tmp/x", "."] {
        let choices = sqlite.clone().folder_at(folder);
        check(
            &[("Cargo.toml", package)],
            &choices,
            "cannot be the migrations folder; name a folder",
        );
    }
    let choices = sqlite.clone().binary_named("../x");
    check(
        &[("Cargo.toml", package)],
        &choices,
        "`../x` cannot be the name of a binary; use",
    );
    let error = Made::empty().plan(&sqlite).unwrap_err();
    assert!(matches!(error, InitError::Unreadable { .. }));
}
