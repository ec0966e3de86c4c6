//! `Cargo.toml`: what is added to it, and what is only said.

use migrator_build::authoring::init::{Choices, Database};

use crate::package::{Made, left};

/// Sets up a package with these lines in its manifest, and returns the manifest.
fn manifest(more: &str, choices: &Choices) -> (String, Vec<String>) {
    let text = format!("[package]\nname = \"app\"\nedition = \"2024\"\n{more}");
    let made = Made::of(&[("Cargo.toml", &text), ("src/lib.rs", "")]);
    let setup = made.set_up_with(choices);
    (made.read("Cargo.toml"), left(&setup))
}

#[test]
fn comments_layout_and_entries_stay_and_sorted_tables_stay_sorted() {
    let more = "\n# What we need.\n[dependencies]\nanyhow = \"1\" # For main.\n\n# The driver.\nrusqlite = { version = \"0.39\", features = [ \"bundled\" ] }\n\n[profile.dev]\nopt-level = 1\n";
    let (manifest, left) = manifest(more, &Choices::default());
    assert_eq!(left, [""; 0]);
    insta::assert_snapshot!(manifest, @r#"
    [package]
    name = "app"
    edition = "2024"

    [package.metadata.migrator]
    # The database is what `DATABASE_URL` in the environment says, or `--url`.
    folder = "migrations"

    # What we need.
    [dependencies]
    anyhow = "1" # For main.
    migrator = { version = "0.1", features = ["sqlite"] }
    migrator-cli = { version = "0.1", default-features = false, features = ["autogenerate", "sqlite"] }

    # The driver.
    rusqlite = { version = "0.39", features = [ "bundled" ] }

    [profile.dev]
    opt-level = 1

    [build-dependencies]
    migrator-build = "0.1"
    "#);
}

#[test]
fn drivers_tell_which_databases_there_are() {
    let more = "[dependencies]\ntokio-postgres = \"0.7\"\n";
    let (text, _) = manifest(more, &Choices::default());
    assert!(
        text.contains("migrator = { version = \"0.1\", features = [\"tokio\"] }\n"),
        "{text}"
    );
    assert!(
        text.contains("features = [\"autogenerate\", \"postgres\"] }\n")
            && !text.contains("\npostgres ="),
        "{text}"
    );
    let more = "[target.'cfg(unix)'.dependencies]\npostgres = \"0.19\"\n";
    let (text, _) = manifest(more, &Choices::default());
    assert!(
        text.contains("migrator = { version = \"0.1\", features = [\"postgres\"] }\n"),
        "{text}"
    );
    assert!(!text.contains("rusqlite"), "{text}");
}

#[test]
fn an_entry_is_never_changed_and_what_it_lacks_is_said() {
    let more = "\n[dependencies]\nmigrator = \"0.1\"\nmigrator-cli = { version = \"0.1\", features = [\"sqlite\"] }\n\
                rusqlite = \"0.30\"\n\n[build-dependencies]\nmigrator-build = { path = \"../x\" }\n\n\
                [package.metadata.migrator]\nfolder = \"db\"\n";
    let (text, left) = manifest(
        more,
        &Choices::new([Database::SqliteBundled, Database::Postgres]),
    );
    assert!(
        text.contains(
            "migrator = \"0.1\"\nmigrator-cli = { version = \"0.1\", features = [\"sqlite\"] }\n"
        ),
        "{text}"
    );
    assert!(
        text.contains("rusqlite = \"0.30\"\n") && text.contains("postgres = \"0.19\"\n"),
        "{text}"
    );
    insta::assert_snapshot!(left.join("\n"), @r"
    Cargo.toml: `migrator` is there without `sqlite-bundled` and `postgres`
      help: add `sqlite-bundled` and `postgres` to the features of `migrator` in `[dependencies]`
    Cargo.toml: `migrator-cli` is there without `sqlite-bundled` and `postgres`
      help: add `sqlite-bundled` and `postgres` to the features of `migrator-cli` in `[dependencies]`
    ");
}

#[test]
fn sqlite_is_enough_where_the_driver_brings_it() {
    let more = "\n[dependencies]\nmigrator = { version = \"0.1\", features = [\"sqlite\"] }\n\
                migrator-cli = { version = \"0.1\", default-features = false, features = [\"sqlite\"] }\n\
                [dependencies.rusqlite]\nversion = \"0.41\"\nfeatures = [\"bundled-full\"]\n";
    let (_, left) = manifest(more, &Choices::new([Database::SqliteBundled]));
    assert_eq!(left, [""; 0]);
}

#[test]
fn a_member_inherits_what_its_workspace_has() {
    let workspace = Made::of(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"member\"]\n\n[workspace.package]\nedition = \"2024\"\npublish = false\n\n[workspace.dependencies]\n\
             migrator = { version = \"0.1\", features = [\"sqlite-bundled\"] }\nmigrator-cli = \"0.1\"\nrusqlite = \"0.41\"\n",
        ),
        (
            "member/Cargo.toml",
            "[package]\nname = \"member\"\nedition.workspace = true\npublish.workspace = true\ninclude = [\"src\"]\n\n[dependencies]\nrusqlite.workspace = true\n",
        ),
        ("member/src/main.rs", "fn main() {}\n"),
    ]);
    let plan = || {
        let package =
            migrator_build::authoring::init::Package::read(workspace.path("member")).unwrap();
        let choices = Choices::new([Database::SqliteBundled, Database::Postgres]);
        migrator_build::authoring::init::plan(&package, &choices).unwrap()
    };
    let setup = plan();
    insta::assert_snapshot!(left(&setup).join("\n"), @r"
    Cargo.toml: the workspace's `migrator-cli` has its default features on, which compile what only writes files
      help: set `default-features = false` in `[workspace.dependencies]`
    ");
    setup.changes.apply().unwrap();
    insta::assert_snapshot!(workspace.read("member/Cargo.toml"), @r#"
    [package]
    name = "member"
    edition.workspace = true
    publish.workspace = true
    include = ["src"]
    default-run = "member"

    [package.metadata.migrator]
    # The database is what `DATABASE_URL` in the environment says, or `--url`.
    folder = "migrations"

    [dependencies]
    migrator = { workspace = true, features = ["postgres"] }
    migrator-cli = { workspace = true, features = ["autogenerate", "sqlite-bundled", "postgres"] }
    postgres = "0.19"
    rusqlite.workspace = true

    [build-dependencies]
    migrator-build = "0.1"
    "#);
    assert!(plan().is_complete());
}

#[test]
fn what_would_not_be_published_is_said() {
    let check = |more: &str, expect: &[&str]| {
        let (_, left) = manifest(more, &Choices::new([Database::Sqlite]));
        assert_eq!(left, expect, "{more}");
    };
    check(
        "include = [\"src/**\", \"Cargo.toml\"]\n",
        &[
            "Cargo.toml: `include` lists what is published, and not all that the build needs\n  help: add \"/migrations/**\" and \"/build.rs\" to `include`",
        ],
    );
    check(
        "include = [\"/src\", \"/build.rs\", \"/migrations\"]\n",
        &[],
    );
    check("include = [\"/src\"]\npublish = false\n", &[]);
    check(
        "exclude = [\"/migrations/**\"]\n",
        &[
            "Cargo.toml: `exclude` keeps the migrations out of what is published: `/migrations/**`\n  help: remove the pattern",
        ],
    );
    check("exclude = [\"/docs\"]\n", &[]);
}

#[test]
fn a_file_of_settings_takes_the_place_of_the_section() {
    let made = Made::of(&[
        (
            "Cargo.toml",
            "[package]\nname = \"app\"\nedition = \"2024\"\n",
        ),
        ("src/lib.rs", ""),
        ("migrator.toml", "folder = \"db/m\"\n"),
    ]);
    made.set_up();
    assert!(!made.read("Cargo.toml").contains("metadata"));
    assert!(made.exists("db/m/mod.rs"));
}

/// The versions that are written are those that the workspace is tested with.
#[test]
fn the_drivers_versions_are_those_of_the_workspace() {
    let lock =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock")).unwrap();
    let (text, _) = manifest("", &Choices::new([Database::Sqlite, Database::Postgres]));
    for driver in ["rusqlite", "postgres"] {
        let (_, rest) = lock
            .split_once(&format!("name = \"{driver}\"\nversion = \""))
            .unwrap();
        let version = rest.split(['.', '"']).take(2).collect::<Vec<_>>().join(".");
        assert!(
            text.contains(&format!("{driver} = \"{version}\"\n")),
            "{driver} {version}: {text}"
        );
    }
}
