//! How the free verbs find the application's one set, and the models, in real applications.
//!
//! They register themselves when the program is linked, so this can only be seen
//! in linked programs: one workspace of small applications, compiled once for
//! each profile. `MIGRATOR_SOAK=1` adds the profiles `release` and `tiny`, which
//! leaves out everything that a linker can leave out.

#[allow(dead_code, reason = "each user of it needs its own part")]
mod host;

use std::process::Command;
use std::sync::OnceLock;

use host::{Host, workspace};

/// Says what the free verb did; `$HEAD` stands in front of it.
const MAIN: &str = r#"$HEAD
fn main() {
    let connection = rusqlite::Connection::open_in_memory().expect("a database");
    match migrator::upgrade(&connection, "heads") {
        Ok(report) => print!("{}", report.revisions().collect::<Vec<_>>().join(" ")),
        Err(error) => print!("{error:?}"),
    }
    for part in migrator::Declared::registered().parts() {
        print!(" and the {}", part.object().expect("a table"));
    }
    println!();
}
"#;

const PROFILES: &str = r#"
[profile.tiny]
inherits = "release"
opt-level = "z"
lto = "fat"
codegen-units = 1
strip = true
panic = "abort"
"#;

/// The applications: name, other packages it depends on, files.
type Package = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

const PACKAGES: [Package; 9] = [
    (
        "in_main",
        &[],
        &[(
            "src/main.rs",
            "#![forbid(unsafe_code)]\nmigrator::embed_migrations!();",
        )],
    ),
    (
        "in_library",
        &[],
        &[
            (
                "src/lib.rs",
                "#![forbid(unsafe_code)]\nmigrator::embed_migrations!();\nmod models;\npub fn start() {}\n",
            ),
            (
                "src/models.rs",
                "#[derive(migrator::Table)]\n#[table(name = \"roles\")]\nstruct Role { id: i64 }\n\
                 mod inner {\n#[derive(migrator::Table)]\n#[table(name = \"keys\")]\nstruct Key { id: i64 }\n}\n",
            ),
            ("src/bin/calls_library.rs", "use in_library::start as _;"),
            ("src/bin/names_library.rs", "use in_library as _;"),
            ("src/bin/ignores_library.rs", ""),
        ],
    ),
    ("without", &[], &[("src/main.rs", "")]),
    (
        "twice",
        &[],
        &[
            ("src/lib.rs", "migrator::embed_migrations!();\n"),
            (
                "src/main.rs",
                "use twice as _;\nmigrator::embed_migrations!();",
            ),
        ],
    ),
    (
        "billing",
        &[],
        &[(
            "src/lib.rs",
            "migrator::embed_migrations!(\"migrations\" as BILLING, library);\n",
        )],
    ),
    (
        "shipping",
        &[],
        &[(
            "src/lib.rs",
            "migrator::embed_migrations!(\"migrations\" as SHIPPING, library);\n",
        )],
    ),
    (
        "uses_billing",
        &["billing"],
        &[("src/main.rs", "use billing::BILLING as _;")],
    ),
    (
        "combines",
        &["billing"],
        &[(
            "src/main.rs",
            "migrator::embed_migrations!(combine = [&billing::BILLING]);",
        )],
    ),
    (
        "clashes",
        &["billing", "shipping"],
        &[(
            "src/main.rs",
            "migrator::embed_migrations!(combine = [&billing::BILLING, &shipping::SHIPPING]);",
        )],
    ),
];

fn hosts() -> Host {
    let host = Host::new("registration");
    let names: Vec<String> = PACKAGES
        .iter()
        .map(|(name, ..)| format!("{name:?}"))
        .collect();
    host.write(
        "Cargo.toml",
        format!(
            "[workspace]\nmembers = [{}]\nresolver = \"3\"\n{PROFILES}",
            names.join(", ")
        ),
    );
    for (name, dependencies, files) in PACKAGES {
        host.write(&format!("{name}/Cargo.toml"), manifest(name, dependencies));
        let label = match name {
            "billing" => "\n-- branch_labels: billing",
            _ => "",
        };
        let sql = format!(
            "-- revision: {name}_1\n-- down_revision:{label}\n-- migrate:up\nCREATE TABLE {name} (id);\n"
        );
        host.write(&format!("{name}/migrations/{name}_1.sql"), sql);
        for (file, head) in files {
            let text = if file.ends_with("lib.rs") || file.ends_with("models.rs") {
                (*head).to_owned()
            } else {
                MAIN.replace("$HEAD", head)
            };
            host.write(&format!("{name}/{file}"), text);
        }
    }
    host
}

fn manifest(name: &str, dependencies: &[&str]) -> String {
    let path = workspace().to_string_lossy().replace('\\', "/");
    let dependencies: String = dependencies
        .iter()
        .map(|dependency| format!("{dependency} = {{ path = \"../{dependency}\" }}\n"))
        .collect();
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n\
         migrator = {{ path = \"{path}\", features = [\"sqlite-bundled\"] }}\n\
         rusqlite = {{ version = \"*\", default-features = false }}\n{dependencies}"
    )
}

/// Compiles everything in a profile; the tests of one process share the folder.
fn compile(profile: &str) -> &'static Host {
    static HOST: OnceLock<Host> = OnceLock::new();
    let host = HOST.get_or_init(hosts);
    let output = host.cargo(".", &["build", "--quiet", "--profile", profile]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{profile}: {stderr}");
    host
}

/// Runs a program that says what the free verb did.
fn said(host: &Host, profile: &str, program: &str) -> String {
    let folder = if profile == "dev" { "debug" } else { profile };
    let path = host.path("../target").join(folder).join(program);
    let output = Command::new(path).output().expect("the program runs");
    assert!(output.status.success(), "{program}: {output:?}");
    String::from_utf8(output.stdout).expect("text")
}

fn check_found(profile: &str) {
    let host = compile(profile);
    for (program, revisions) in [
        ("in_main", "in_main_1\n"),
        // Nothing refers to the models, which are in files of their own.
        ("calls_library", "in_library_1 and the keys and the roles\n"),
        ("names_library", "in_library_1 and the keys and the roles\n"),
        ("combines", "combines_1 billing_1\n"),
    ] {
        assert_eq!(
            said(host, profile, program),
            revisions,
            "{program}, {profile}"
        );
    }
}

#[test]
fn the_free_verbs_find_the_one_set_in_every_profile() {
    check_found("dev");
    if std::env::var_os("MIGRATOR_SOAK").is_some() {
        check_found("release");
        check_found("tiny");
    }
}

#[test]
fn no_set_is_an_error_that_says_what_to_write() {
    let host = compile("dev");
    let told = said(host, "dev", "without");
    insta::assert_snapshot!(told, @"
    this program has no embedded migrations
    help: write `migrator::embed_migrations!();` in the program, or use the handle that it defines: `MIGRATIONS.upgrade(…)`; a library crate that embeds migrations counts only if the program refers to it, if only by `use the_crate as _;`
    ");
    // A library's own set is for applications to combine.
    assert_eq!(said(host, "dev", "uses_billing"), told);
    // Cargo links no crate that the program does not name.
    assert_eq!(said(host, "dev", "ignores_library"), told);
}

#[test]
fn two_sets_are_an_error_that_says_what_to_write() {
    let host = compile("dev");
    insta::assert_snapshot!(said(host, "dev", "twice"), @r#"
    this program has 2 embedded sets of migrations: twice/migrations (twice/src/lib.rs), twice/migrations (twice/src/main.rs)
    help: keep one `embed_migrations!` in the program; a library writes `embed_migrations!("migrations" as NAME, library)`, and the program `embed_migrations!(combine = [&the_library::NAME])`; a set for another database is a `library`, too, and does its own work: `NAME.upgrade(…)`
    "#);
}

#[test]
fn combined_heads_without_labels_are_an_error_that_says_what_to_write() {
    let host = compile("dev");
    insta::assert_snapshot!(said(host, "dev", "clashes"), @r#"
    the combined migrations have several heads without a label that tells them apart: `clashes_1` and `shipping_1`
    help: give the first revision of each library a label of its own, `pub const BRANCH_LABELS: &[&str] = &["the_library"];`, and upgrade to `heads`
    "#);
}
