//! Source files that are there already.

use migrator_build::authoring::init::{Choices, Database};

use crate::package::{Made, done, left};

const PACKAGE: &str = "[package]\nname = \"app\"\nedition = \"2021\"\n";

/// A package with a library and one more file.
fn with(file: &str, text: &str) -> Made {
    Made::of(&[("Cargo.toml", PACKAGE), ("src/lib.rs", ""), (file, text)])
}

#[test]
fn a_build_script_gets_the_line_in_front() {
    let made = with(
        "build.rs",
        "//! Builds.\n\nfn main() {\n    println!(\"cargo::rerun-if-changed=x\");\n}\n",
    );
    made.set_up();
    assert_eq!(
        made.read("build.rs"),
        "//! Builds.\n\nfn main() {\n    migrator_build::compile(\"migrations\");\n    println!(\"cargo::rerun-if-changed=x\");\n}\n"
    );
}

#[test]
fn a_build_script_may_return_a_result_and_lie_elsewhere() {
    let made = Made::of(&[
        (
            "Cargo.toml",
            "[package]\nname = \"app\"\nedition = \"2021\"\nbuild = \"build/script.rs\"\n",
        ),
        ("src/lib.rs", ""),
        (
            "build/script.rs",
            "fn main() -> Result<(), Box<dyn std::error::Error>> {\n    // First.\n    Ok(())\n}\n",
        ),
    ]);
    made.set_up();
    assert_eq!(
        made.read("build/script.rs"),
        "fn main() -> Result<(), Box<dyn std::error::Error>> {\n    migrator_build::compile(\"migrations\");\n    // First.\n    Ok(())\n}\n"
    );
    assert!(!made.exists("build.rs"));
}

#[test]
fn a_build_script_without_main_is_left_alone() {
    let made = with("build.rs", "include!(\"other.rs\");\n");
    let setup = made.set_up();
    assert_eq!(
        left(&setup),
        [
            "build.rs: there is no `fn main` in it\n  help: add `migrator_build::compile(\"migrations\");` to what the build script does"
        ]
    );
    assert_eq!(made.read("build.rs"), "include!(\"other.rs\");\n");
    assert!(made.read("Cargo.toml").contains("migrator-build"));
}

#[test]
fn a_build_script_that_calls_the_compiler_says_where_the_migrations_are() {
    let text = "fn main() {\n    migrator_build::Compiler::new(\"db/m\").run();\n}\n";
    let made = with("build.rs", text);
    made.set_up();
    assert_eq!(made.read("build.rs"), text);
    assert!(made.exists("db/m/mod.rs"));
    assert_eq!(
        made.read("src/lib.rs"),
        "migrator::embed_migrations!(\"db/m\");\n"
    );
}

#[test]
fn no_build_script_is_made_where_it_is_switched_off() {
    let made = Made::of(&[
        ("Cargo.toml", &format!("{PACKAGE}build = false\n")),
        ("src/lib.rs", ""),
    ]);
    let setup = made.set_up();
    assert!(!made.exists("build.rs"));
    assert!(!made.read("Cargo.toml").contains("migrator-build"));
    let left = left(&setup);
    assert!(
        left[0].starts_with("Cargo.toml: `build = false` switches the build script off\n"),
        "{left:?}"
    );
}

#[test]
fn the_line_is_put_behind_the_declarations_of_a_library() {
    let made = with(
        "src/lib.rs",
        "//! Docs.\n#![forbid(unsafe_code)]\n\nmod a;\n\npub use a::A;\n\n/// B.\npub struct B;\n",
    );
    made.set_up();
    assert_eq!(
        made.read("src/lib.rs"),
        "//! Docs.\n#![forbid(unsafe_code)]\n\nmod a;\n\npub use a::A;\n\nmigrator::embed_migrations!();\n\n/// B.\npub struct B;\n"
    );
}

#[test]
fn a_set_that_is_embedded_is_used() {
    let made = with(
        "src/lib.rs",
        "migrator::embed_migrations!(\"db\" as STORE, library, allow_heads);\n",
    );
    let setup = made.set_up();
    assert!(!done(&setup).iter().any(|it| it.contains("src/lib.rs")));
    let binary = made.read("src/bin/migrate.rs");
    assert!(
        binary.contains("use app::STORE;\n") && binary.contains("run(&STORE)"),
        "{binary}"
    );
    assert!(
        made.read("build.rs")
            .contains("migrator_build::Compiler::new(\"db\").allow_heads().run();")
    );
}

#[test]
fn a_set_in_a_module_is_embedded_once_more_by_the_binary() {
    let made = with(
        "src/db.rs",
        "migrator::embed_migrations!(\"db\" as STORE);\n",
    );
    made.write("src/lib.rs", "mod db;\n");
    made.set_up();
    assert_eq!(made.read("src/lib.rs"), "mod db;\n");
    let binary = made.read("src/bin/migrate.rs");
    assert!(
        binary.contains("migrator::embed_migrations!(\"db\" as STORE);\n"),
        "{binary}"
    );
}

#[test]
fn what_the_binary_cannot_embed_is_left_to_the_user() {
    let made = with(
        "src/db.rs",
        "migrator::embed_migrations!(combine = [&crate::a::A]);\n",
    );
    made.write("src/lib.rs", "mod db;\n");
    let setup = made.set_up();
    assert!(!made.exists("src/bin/migrate.rs"));
    let left = left(&setup);
    assert!(
        left[0].starts_with("src/bin/migrate.rs: the set in `src/db.rs` is combined with"),
        "{left:?}"
    );
    let made = with(
        "src/a.rs",
        "migrator::embed_migrations!(\"a\" as A, library);\n",
    );
    made.write(
        "src/b.rs",
        "migrator::embed_migrations!(\"b\" as B, library);\n",
    );
    let left = crate::package::left(&made.set_up());
    assert!(
        left[0].starts_with(
            "src/bin/migrate.rs: several sets are embedded, in `src/a.rs`, `src/b.rs`\n"
        ),
        "{left:?}"
    );
}

#[test]
fn a_broken_library_is_left_alone() {
    let made = with("src/lib.rs", "fn (\n");
    let left = left(&made.set_up());
    assert_eq!(
        left,
        [
            "src/lib.rs: the file is no valid Rust\n  help: add `migrator::embed_migrations!();` at the top level of the file"
        ]
    );
}

#[test]
fn line_endings_and_marks_stay() {
    let made = Made::of(&[
        (
            "Cargo.toml",
            "[package]\r\nname = \"app\" # Mine.\r\nedition = \"2024\"\r\n\r\n[dependencies]\r\n",
        ),
        (
            "src/main.rs",
            "\u{feff}use std::io;\r\n\r\nfn main() {}\r\n",
        ),
        ("build.rs", "fn main() {\r\n}\r\n"),
    ]);
    let setup = made.plan(&Choices::new([Database::Postgres]));
    setup.unwrap().changes.apply().unwrap();
    assert_eq!(
        made.read("src/main.rs"),
        "\u{feff}use std::io;\r\n\r\nmigrator::embed_migrations!();\r\n\r\nfn main() {}\r\n"
    );
    assert_eq!(
        made.read("build.rs"),
        "fn main() {\r\n    migrator_build::compile(\"migrations\");\r\n}\r\n"
    );
    let manifest = made.read("Cargo.toml");
    assert_eq!(
        manifest.matches('\n').count(),
        manifest.matches("\r\n").count(),
        "{manifest:?}"
    );
    assert!(
        manifest.starts_with("[package]\r\nname = \"app\" # Mine.\r\n"),
        "{manifest}"
    );
}

#[test]
fn a_folder_with_migrations_needs_no_other_file() {
    let made = with(
        "migrations/a_x.sql",
        "-- revision: a\n-- down_revision:\n-- migrate:up\n",
    );
    made.set_up();
    assert!(!made.exists("migrations/mod.rs"));
}

#[test]
fn a_folder_that_was_chosen_does_not_replace_the_embedded_one() {
    let made = with("src/lib.rs", "migrator::embed_migrations!(\"db\");\n");
    let choices = Choices::new([Database::Sqlite]).folder_at("migrations");
    let left = left(&made.set_up_with(&choices));
    assert_eq!(
        left,
        [
            "src/lib.rs: the folder `db` is embedded there already\n  help: change the folder in this call to move the migrations"
        ]
    );
    assert!(made.exists("db/mod.rs") && !made.exists("migrations"));
}
