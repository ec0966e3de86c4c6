//! Libraries and binaries in other shapes.

use crate::package::{Made, left};

const PACKAGE: &str = "[package]\nname = \"app\"\nedition = \"2024\"\nversion = \"0.1.0\"\n";

#[test]
fn binaries_that_cargo_does_not_find_are_declared() {
    let made = Made::of(&[
        (
            "Cargo.toml",
            &format!(
                "{PACKAGE}autobins = false\n\n[[bin]]\nname = \"server\"\npath = \"src/server.rs\"\n"
            ),
        ),
        ("src/server.rs", "fn main() {}\n"),
    ]);
    made.set_up();
    assert!(
        made.read("src/server.rs")
            .starts_with("migrator::embed_migrations!();\n")
    );
    assert_eq!(
        made.targets(),
        [
            "bin migrate",
            "bin server",
            "custom-build build-script-build",
            "default server"
        ]
    );
}

#[test]
fn several_binaries_have_no_default_anyway() {
    let made = Made::of(&[
        ("Cargo.toml", PACKAGE),
        ("src/main.rs", "fn main() {}\n"),
        ("src/bin/other/main.rs", "fn main() {}\n"),
    ]);
    made.set_up();
    assert_eq!(
        made.targets(),
        [
            "bin app",
            "bin migrate",
            "bin other",
            "custom-build build-script-build"
        ]
    );
}

#[test]
fn a_library_of_another_name_and_place_is_used() {
    let made = Made::of(&[
        (
            "Cargo.toml",
            &format!("{PACKAGE}\n[lib]\nname = \"core_of_app\"\npath = \"lib/mod.rs\"\n"),
        ),
        ("lib/mod.rs", "//! Docs.\n"),
        ("src/main.rs", "fn main() {}\n"),
    ]);
    made.set_up();
    assert_eq!(
        made.read("lib/mod.rs"),
        "//! Docs.\n\nmigrator::embed_migrations!();\n"
    );
    assert!(
        made.read("src/bin/migrate.rs")
            .contains("use core_of_app::MIGRATIONS;\n")
    );
    assert_eq!(made.read("src/main.rs"), "fn main() {}\n");
}

#[test]
fn what_a_library_cannot_give_the_binary_embeds_itself() {
    let cdylib = Made::of(&[
        (
            "Cargo.toml",
            &format!("{PACKAGE}\n[lib]\ncrate-type = [\"cdylib\"]\n"),
        ),
        ("src/lib.rs", ""),
    ]);
    cdylib.set_up();
    assert_eq!(
        cdylib.read("src/lib.rs"),
        "migrator::embed_migrations!();\n"
    );
    let own = "migrator::embed_migrations!();\n\nfn main()";
    assert!(cdylib.read("src/bin/migrate.rs").contains(own));
    let macros = Made::of(&[
        (
            "Cargo.toml",
            &format!("{PACKAGE}\n[lib]\nproc-macro = true\n"),
        ),
        ("src/lib.rs", ""),
        ("src/main.rs", "fn main() {}\n"),
    ]);
    macros.set_up();
    assert_eq!(macros.read("src/lib.rs"), "");
    assert!(
        macros
            .read("src/main.rs")
            .starts_with("migrator::embed_migrations!();\n")
    );
    assert!(macros.read("src/bin/migrate.rs").contains(own));
}

#[test]
fn a_binary_of_the_same_name_is_left_alone() {
    let made = Made::of(&[
        ("Cargo.toml", PACKAGE),
        ("src/lib.rs", ""),
        ("src/bin/migrate.rs", "fn main() {}\n"),
    ]);
    let setup = made.set_up();
    assert_eq!(made.read("src/bin/migrate.rs"), "fn main() {}\n");
    assert!(
        left(&setup)[0].starts_with("src/bin/migrate.rs: the binary is there and does not run")
    );
    let made = Made::of(&[
        ("Cargo.toml", &PACKAGE.replace("\"app\"", "\"migrate\"")),
        ("src/main.rs", "fn main() {}\n"),
    ]);
    let setup = made.set_up();
    assert!(!made.exists("src/bin/migrate.rs"));
    assert!(
        left(&setup)[0]
            .starts_with("src/main.rs: the package's own binary is called `migrate`, too\n")
    );
}

#[test]
fn a_binary_that_only_needs_its_declaration_gets_it() {
    let made = Made::of(&[
        ("Cargo.toml", &format!("{PACKAGE}autobins = false\n")),
        ("src/lib.rs", ""),
        (
            "src/bin/migrate.rs",
            "fn main() -> std::process::ExitCode {\n    migrator_cli::run(&app::MIGRATIONS)\n}\n",
        ),
    ]);
    made.set_up();
    assert_eq!(
        made.targets(),
        ["bin migrate", "custom-build build-script-build", "lib app"]
    );
}

#[test]
fn which_of_several_binaries_migrates_is_the_users_to_say() {
    let made = Made::of(&[
        ("Cargo.toml", PACKAGE),
        ("src/bin/a.rs", "fn main() {}\n"),
        ("src/bin/b.rs", "fn main() {}\n"),
    ]);
    let left = left(&made.set_up());
    assert_eq!(
        left,
        [
            "src/bin: there are several binaries and no library that they share\n  help: add `migrator::embed_migrations!();` to the one that migrates its database"
        ]
    );
    assert!(made.exists("src/bin/migrate.rs"));
}
