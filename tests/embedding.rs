//! `embed_migrations!` in every kind of place, in applications that deny warnings.

mod host;

use std::process::Output;

use host::{Host, manifest, workspace};

/// A main function that shows what was embedded: ids with parents, and statements.
const SHOW: &str = r#"
fn show() {
    use migrator::__private::{Script, SqlScript};
    let set = &__MIGRATIONS_SET;
    for (revision, migration) in set.graph.revisions.iter().zip(set.migrations) {
        let what = match migration.upgrade {
            Script::Rust(_) => "rust".to_owned(),
            Script::Sql(SqlScript { sqlite, .. }) => {
                let mark = |repeatable| if repeatable { "!" } else { "" };
                let sql = sqlite.unwrap_or_default().iter();
                let sql = sql.map(|s| format!("{}@{}{}", s.sql, s.line, mark(s.repeatable)));
                sql.collect::<Vec<_>>().join(" | ")
            }
        };
        println!("{} {:?} {} {}", revision.id, revision.parents, migration.file, what);
    }
}
"#;

const RUST: &str = "//! Make a.\nuse migrator::prelude::*;\n\
    pub const REVISION: &str = \"a\";\npub const DOWN_REVISION: &[&str] = &[];\n\
    pub const DEPENDS_ON: &[&str] = &[];\npub const BRANCH_LABELS: &[&str] = &[\"main\"];\n\
    pub const TRANSACTION: Transaction = Transaction::PerMigration;\n\
    pub fn upgrade(_op: &mut Op) -> Result {\n    Ok(())\n}\n\
    pub fn downgrade(_op: &mut Op) -> Result<(), std::fmt::Error> {\n    Ok(())\n}\n";

/// A Rust migration without labels.
fn rust(id: &str, parents: &str) -> String {
    format!(
        "use migrator::prelude::*;\npub const REVISION: &str = \"{id}\";\n\
         pub const DOWN_REVISION: &[&str] = &[{parents}];\n\
         pub fn upgrade(_op: &mut Op) -> Result {{\n    Ok(())\n}}\n"
    )
}

const SQL: &str = "-- revision: b\n-- down_revision: a\n-- migrate:up\nSELECT 1;\nSELECT 2;\n";

fn main_rs(attributes: &str, call: &str) -> String {
    format!("{attributes}\n{call}\n{SHOW}\nfn main() {{ show() }}\n")
}

/// Fails with what Cargo said unless it succeeded without a warning.
fn succeeded(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{stderr}{}",
        String::from_utf8_lossy(&output.stdout)
    );
    assert!(
        !stderr.contains("warning: unused") && !stderr.contains("is never used"),
        "{stderr}"
    );
    String::from_utf8(output.stdout.clone()).expect("text")
}

const STRICT: &str = "#![forbid(unsafe_code)]\n#![deny(warnings, missing_docs, unreachable_pub, dead_code)]\n\
    #![warn(clippy::all)]\n//! An application.";

#[test]
fn a_binary_embeds_its_folder() {
    let host = Host::new("binary");
    host.write("Cargo.toml", manifest("binary", "[workspace]\n"));
    host.write(
        "src/main.rs",
        main_rs(STRICT, "migrator::embed_migrations!();"),
    );
    host.write("migrations/a_first.rs", RUST)
        .write("migrations/b.sql", SQL);
    assert_eq!(
        succeeded(&host.cargo(".", &["run"])),
        "a [] migrations/a_first.rs rust\nb [0] migrations/b.sql SELECT 1@4 | SELECT 2@5\n"
    );
    // Leaves no trace of its own in the application's lints.
    succeeded(&host.cargo(".", &["test"]));
}

#[test]
fn it_works_in_a_workspace_a_module_file_a_library_and_a_path_dependency() {
    let host = Host::new("workspace");
    host.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"module\", \"library\"]\nresolver = \"3\"\n",
    );
    host.write(
        "module/Cargo.toml",
        manifest(
            "module",
            "library = { path = \"../library\" }\n\
        outside = { path = \"../../outside\" }\n",
        ),
    );
    let show = format!(
        "migrator::embed_migrations!(\"db/a b\");\n{}",
        SHOW.replace("fn show", "pub fn show")
    );
    host.write("module/src/db/mig.rs", show);
    host.write("module/src/db.rs", "pub mod mig;\n");
    host.write(
        "module/src/main.rs",
        "#![deny(warnings)]\nmod db;\nfn main() {\n    db::mig::show();\n    \
        library::db::show();\n    outside::show();\n}\n",
    );
    // Alembic's own way to name files, and names that are no identifiers.
    host.write(
        "module/db/a b/1975ea83b712-add x.rs",
        RUST.replace("\"a\"", "\"1975ea83b712\""),
    );
    host.write(
        "module/db/a b/v1.2_größe.sql",
        SQL.replace(": b", ": v1.2")
            .replace(": a", ": 1975ea83b712"),
    );
    host.write("module/db/a b/.hidden.rs", "nonsense")
        .write("module/db/a b/x.rs~", "nonsense");
    host.write("library/Cargo.toml", manifest("library", ""));
    host.write(
        "library/src/lib.rs",
        "//! A library.\n#![deny(warnings, missing_docs)]\n/// Db.\npub mod db;\n",
    );
    let show = SHOW.replace("fn show", "/// Shows.\npub fn show");
    host.write(
        "library/src/db/mod.rs",
        format!("migrator::embed_migrations!();\n{show}"),
    );
    host.write("library/migrations/a.rs", RUST);
    let outside = Host::new("outside");
    outside.write("Cargo.toml", manifest("outside", "[workspace]\n"));
    let show = SHOW.replace("fn show", "pub fn show");
    outside.write(
        "src/lib.rs",
        format!("#![deny(warnings)]\nmigrator::embed_migrations!();\n{show}"),
    );
    outside.write("migrations/a.rs", RUST);
    assert_eq!(
        succeeded(&host.cargo(".", &["run", "-p", "module"])),
        "1975ea83b712 [] db/a b/1975ea83b712-add x.rs rust\n\
         v1.2 [0] db/a b/v1.2_größe.sql SELECT 1@4 | SELECT 2@5\n\
         a [] migrations/a.rs rust\na [] migrations/a.rs rust\n"
    );
    // The member's own folder as the current one changes nothing.
    succeeded(&host.cargo("module", &["check"]));
}

#[test]
fn an_empty_folder_and_sql_alone_are_fine() {
    let host = Host::new("empty");
    host.write("Cargo.toml", manifest("empty", "[workspace]\n"));
    host.write(
        "src/main.rs",
        main_rs("#![deny(warnings)]", "migrator::embed_migrations!();"),
    );
    host.write("migrations/.gitkeep", "");
    assert_eq!(succeeded(&host.cargo(".", &["run"])), "");
    host.write(
        "migrations/a.sql",
        "-- revision: a\n-- down_revision:\n-- migrate:up\nSELECT 1\n",
    );
    host.write(
        "src/main.rs",
        main_rs("#![deny(warnings)]\n", "migrator::embed_migrations!();"),
    );
    assert_eq!(
        succeeded(&host.cargo(".", &["run"])),
        "a [] migrations/a.sql SELECT 1@4\n"
    );
}

#[test]
fn a_squash_is_embedded_with_and_without_what_it_replaces() {
    let host = Host::new("squash");
    host.write("Cargo.toml", manifest("squash", "[workspace]\n"));
    let show =
        "fn main() { for it in __MIGRATIONS_SET.graph.squashes { println!(\"{it:?}\") } show() }";
    host.write(
        "src/main.rs",
        format!("{STRICT}\nmigrator::embed_migrations!();\n{SHOW}\n{show}\n"),
    );
    let squash = rust("s", "").replace(
        "pub fn upgrade",
        "pub const REPLACES: &[&str] = &[\"a\", \"b\"];\npub fn upgrade",
    );
    let squash = squash.replace(
        "pub const REPLACES",
        "pub const BRANCH_LABELS: &[&str] = &[\"main\"];\npub const REPLACES",
    );
    host.write("migrations/a_first.rs", RUST)
        .write("migrations/b.sql", SQL)
        .write("migrations/s_squash.rs", squash)
        .write("migrations/c.rs", rust("c", "\"b\""));
    assert_eq!(
        succeeded(&host.cargo(".", &["run"])),
        "EmbeddedSquash { revision: 2, replaces: [\"a\", \"b\"], members: [0, 1] }\n\
         a [] migrations/a_first.rs rust\nb [0] migrations/b.sql SELECT 1@4 | SELECT 2@5\n\
         s [1] migrations/s_squash.rs rust\nc [2] migrations/c.rs rust\n"
    );
    for file in ["migrations/a_first.rs", "migrations/b.sql"] {
        std::fs::remove_file(host.path(file)).expect("a file");
    }
    assert_eq!(
        succeeded(&host.cargo(".", &["run"])),
        "EmbeddedSquash { revision: 0, replaces: [\"a\", \"b\"], members: [] }\n\
         s [] migrations/s_squash.rs rust\nc [0] migrations/c.rs rust\n"
    );
}

#[test]
fn sets_of_libraries_are_combined() {
    let host = Host::new("combine");
    host.write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"app\", \"billing\"]\nresolver = \"3\"\n",
    );
    host.write("billing/Cargo.toml", manifest("billing", ""));
    host.write(
        "billing/src/lib.rs",
        "#![deny(warnings)]\n\
        migrator::embed_migrations!(\"migrations\" as BILLING, library);\n",
    );
    host.write("billing/migrations/a.rs", RUST);
    host.write(
        "app/Cargo.toml",
        manifest("app", "billing = { path = \"../billing\" }\n"),
    );
    let call = "migrator::embed_migrations!(combine = [&billing::BILLING]);";
    let main = |call| main_rs("#![deny(warnings)]", call);
    host.write("app/src/main.rs", main(call));
    // No folder of its own.
    assert_eq!(succeeded(&host.cargo(".", &["run", "-p", "app"])), "");
    // A parent in the library.
    host.write("app/db/b.sql", SQL);
    host.write(
        "app/src/main.rs",
        main("migrator::embed_migrations!(\"db\", combine = [&billing::BILLING], allow_heads);"),
    );
    assert_eq!(
        succeeded(&host.cargo(".", &["run", "-p", "app"])),
        "b [] db/b.sql SELECT 1@4 | SELECT 2@5\n"
    );
    // A mistake in the list is reported where it stands.
    host.write(
        "app/src/main.rs",
        main("migrator::embed_migrations!(combine = [&billing::BILING]);"),
    );
    let output = host.cargo(".", &["check", "-p", "app"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.contains("app/src/main.rs:2:50"), "{stderr}");
}

#[test]
fn two_sets_in_one_file_may_have_files_of_the_same_name() {
    let host = Host::new("two");
    host.write("Cargo.toml", manifest("two", "[workspace]\n"));
    host.write("x/a.rs", RUST).write("y/a.rs", RUST);
    let calls = "migrator::embed_migrations!(\"x\" as MIGRATIONS, library);\n\
                 migrator::embed_migrations!(\"y\" as OTHER, library);\n\
                 #[allow(dead_code)] fn use_() { let _ = &OTHER; }\n";
    host.write("src/main.rs", main_rs("#![deny(warnings)]", calls));
    let shown = succeeded(&host.cargo(".", &["run"]));
    assert_eq!(shown, "a [] x/a.rs rust\n");
}

#[test]
fn without_build_rs_the_generated_test_notices_a_new_file() {
    let host = Host::new("stale");
    host.write("Cargo.toml", manifest("stale", "[workspace]\n"));
    host.write("src/main.rs", main_rs("", "migrator::embed_migrations!();"));
    host.write("migrations/a.rs", RUST);
    succeeded(&host.cargo(".", &["test"]));
    host.write("migrations/b.sql", SQL);
    let output = host.cargo(".", &["test"]);
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success(), "{stdout}");
    assert!(
        stdout.contains(
            "the migrations in `migrations` are not those compiled in; not compiled in: b.sql"
        ),
        "{stdout}"
    );
    assert!(stdout.contains("help: add a `build.rs` with"), "{stdout}");
}

#[test]
fn a_changed_sql_file_is_compiled_again() {
    let host = Host::new("changed");
    host.write("Cargo.toml", manifest("changed", "[workspace]\n"));
    host.write("src/main.rs", main_rs("", "migrator::embed_migrations!();"));
    host.write("migrations/a.rs", RUST)
        .write("migrations/b.sql", SQL);
    succeeded(&host.cargo(".", &["build"]));
    let newer = std::time::SystemTime::now() + std::time::Duration::from_secs(2);
    host.write(
        "migrations/b.sql",
        SQL.replace("SELECT 2", "-- migrate:repeatable\nSELECT 3"),
    );
    std::fs::File::options()
        .write(true)
        .open(host.path("migrations/b.sql"))
        .and_then(|file| file.set_modified(newer))
        .expect("a newer file");
    let shown = succeeded(&host.cargo(".", &["run"]));
    assert!(shown.contains("SELECT 1@4 | SELECT 3@6!"), "{shown}");
}

fn with_build_rs(name: &str) -> Host {
    let host = Host::new(name);
    let build = workspace()
        .join("migrator-build")
        .to_string_lossy()
        .replace('\\', "/");
    let more =
        format!("[build-dependencies]\nmigrator-build = {{ path = \"{build}\" }}\n[workspace]\n");
    host.write("Cargo.toml", manifest(name, &more));
    host.write(
        "build.rs",
        "fn main() { migrator_build::compile(\"migrations\"); }\n",
    );
    host.write(
        "src/main.rs",
        main_rs("#![deny(warnings)]", "migrator::embed_migrations!();"),
    );
    host.write("migrations/a.rs", RUST);
    host
}

fn is_fresh(host: &Host) -> bool {
    let output = host.cargo(".", &["build", "--verbose"]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let own = |line: &&str| line.contains("hosts/") || line.contains("$HOST");
    !stderr
        .lines()
        .filter(own)
        .any(|line| line.contains("Dirty") || line.contains("Compiling"))
}

#[test]
fn with_build_rs_files_that_come_and_go_are_noticed() {
    let host = with_build_rs("noticed");
    assert_eq!(
        succeeded(&host.cargo(".", &["run"])),
        "a [] migrations/a.rs rust\n"
    );
    assert!(is_fresh(&host), "a second build does something");
    host.write("migrations/b.sql", SQL);
    assert!(succeeded(&host.cargo(".", &["run"])).contains("migrations/b.sql"));
    std::fs::remove_file(host.path("migrations/b.sql")).expect("removed");
    assert_eq!(
        succeeded(&host.cargo(".", &["run"])),
        "a [] migrations/a.rs rust\n"
    );
}

#[test]
fn with_build_rs_a_folder_that_is_made_later_is_noticed() {
    let host = with_build_rs("later");
    let build = "fn main() { migrator_build::Compiler::new(\"migrations\").combined().run(); }\n";
    host.write("build.rs", build);
    let call = "migrator::embed_migrations!(combine = []);";
    host.write("src/main.rs", main_rs("#![deny(warnings)]", call));
    std::fs::remove_dir_all(host.path("migrations")).expect("removed");
    assert_eq!(succeeded(&host.cargo(".", &["run"])), "");
    // A script that named files before and names none now runs once more: the target
    // folder remembers an earlier run of this test.
    succeeded(&host.cargo(".", &["build"]));
    assert!(is_fresh(&host), "every build does something");
    host.write("migrations/a.rs", RUST);
    let shown = succeeded(&host.cargo(".", &["run"]));
    assert_eq!(shown, "a [] migrations/a.rs rust\n");
}

#[test]
fn with_build_rs_an_edit_changes_the_digest_and_formatting_does_not() {
    let host = with_build_rs("digest");
    let main =
        "migrator::embed_migrations!();\nfn main() { println!(\"{}\", __MIGRATIONS_SET.digest) }\n";
    host.write("src/main.rs", main);
    let digest = |code: &str| {
        host.write("migrations/a.rs", rust("a", "").replace("    Ok(())", code));
        succeeded(&host.cargo(".", &["run"]))
    };
    let before = digest("let _ = (1); Ok(())");
    assert_ne!(digest("let _ = 2; Ok(())"), before);
    assert_eq!(digest("// A comment.\n    let _ = 1;\n    Ok(())"), before);
}

#[test]
fn the_hint_file_is_kept_so_that_rustfmt_reaches_the_migrations() {
    let host = with_build_rs("hint");
    let hint = "#[cfg(any())]\n#[path = \"../migrations/mod.rs\"]\nmod migrations;\n";
    let main = main_rs("", "migrator::embed_migrations!();") + hint;
    host.write("src/main.rs", main)
        .write("migrations/mod.rs", "");
    host.write("migrations/10_x.rs", rust("10", "\"a\""));
    host.write("migrations/b-x.rs", rust("b", "\"10\""));
    succeeded(&host.cargo(".", &["build"]));
    // Once more: only a script that has run before can be stale.
    host.write("migrations/mod.rs", "");
    succeeded(&host.cargo(".", &["build"]));
    let written = std::fs::read_to_string(host.path("migrations/mod.rs")).expect("text");
    assert!(
        written.contains("#[path = \"b-x.rs\"]\nmod m_b_x;\n"),
        "{written}"
    );
    assert!(
        is_fresh(&host),
        "writing the file makes cargo run the script again"
    );
    host.write("migrations/b-x.rs", rust("b", " \"10\""));
    let output = host.cargo(".", &["fmt"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let formatted = std::fs::read_to_string(host.path("migrations/b-x.rs")).expect("text");
    assert!(formatted.contains("&[\"10\"]"), "{formatted}");
    let after = std::fs::read_to_string(host.path("migrations/mod.rs")).expect("text");
    assert_eq!(
        after, written,
        "rustfmt writes the hint file in another way"
    );
    succeeded(&host.cargo(".", &["test"]));
}
