//! What `migrator` costs the first build of an application, per feature.
//!
//! Each application has one migration and is built into an empty target folder, so that
//! all its dependencies are compiled. The floor is the same application without
//! `migrator`, with the driver alone. Times are wall-clock times of whole `cargo build`
//! processes and depend on the number of cores; what was downloaded before is not
//! downloaded again.
//!
//! Run with `cargo bench --bench host_build`; arguments narrow it:
//! `cargo bench --bench host_build -- none sqlite-bundled`.

#[path = "../tests/host/mod.rs"]
#[allow(dead_code, reason = "each user of it needs its own part")]
mod host;

use std::time::{Duration, Instant};

use host::{Host, workspace};

/// The feature sets, and what the application itself depends on.
const SETS: &[(&str, &str)] = &[
    ("none", ""),
    (
        "sqlite-bundled",
        "rusqlite = { version = \"0.41\", default-features = false, features = [\"bundled\"] }",
    ),
    ("postgres", "postgres = \"0.19\""),
    (
        "tokio",
        "tokio = { version = \"1\", features = [\"rt\"] }\ntokio-postgres = \"0.7\"",
    ),
    (
        "tracing",
        "tracing = { version = \"0.1\", default-features = false }",
    ),
    (
        "chrono",
        "chrono = { version = \"0.4\", default-features = false }",
    ),
    (
        "time",
        "time = { version = \"0.3\", default-features = false }",
    ),
    (
        "uuid",
        "uuid = { version = \"1\", default-features = false }",
    ),
    ("serde_json", "serde_json = \"1\""),
    (
        "rust_decimal",
        "rust_decimal = { version = \"1\", default-features = false }",
    ),
];

fn main() {
    let chosen: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    println!("a first build, seconds, {} cores", cores());
    println!("| features | profile | without `migrator` | with it | more |");
    println!("|---|---|---|---|---|");
    for (features, dependencies) in SETS {
        if !chosen.is_empty() && !chosen.iter().any(|name| name == features) {
            continue;
        }
        for profile in ["dev", "release"] {
            let floor = first_build(profile, dependencies, None);
            let whole = first_build(profile, dependencies, Some(features));
            println!(
                "| {features} | {profile} | {:.1} | {:.1} | {:.1} |",
                floor.as_secs_f64(),
                whole.as_secs_f64(),
                whole.as_secs_f64() - floor.as_secs_f64()
            );
        }
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}

/// Builds an application into an empty target folder.
fn first_build(profile: &str, dependencies: &str, features: Option<&str>) -> Duration {
    let host = Host::new("host_build");
    let path = workspace().to_string_lossy().replace('\\', "/");
    let (ours, build, main) = match features {
        None => (String::new(), String::new(), "fn main() {}\n"),
        Some(features) => (
            format!(
                "migrator = {{ path = \"{path}\", features = [{}] }}",
                listed(features)
            ),
            format!(
                "[build-dependencies]\nmigrator-build = {{ path = \"{path}/migrator-build\" }}\n"
            ),
            "migrator::embed_migrations!();\nfn main() {}\n",
        ),
    };
    host.write(
        "Cargo.toml",
        format!(
            "[package]\nname = \"host-build\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n\
             [dependencies]\n{dependencies}\n{ours}\n{build}"
        ),
    );
    host.write("src/main.rs", main);
    if features.is_some() {
        host.write(
            "build.rs",
            "fn main() { migrator_build::compile(\"migrations\"); }\n",
        );
        host.write("migrations/a1.sql", MIGRATION);
    }
    let target = host.path("target");
    let target = target.to_string_lossy();
    let started = Instant::now();
    let output = host.cargo(
        ".",
        &[
            "build",
            "--quiet",
            "--profile",
            profile,
            "--target-dir",
            &target,
        ],
    );
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    started.elapsed()
}

fn listed(features: &str) -> String {
    match features {
        "none" => String::new(),
        name => format!("\"{name}\""),
    }
}

const MIGRATION: &str = "-- One table.\n-- revision: a1\n-- down_revision:\n\n-- migrate:up\nCREATE TABLE t (x TEXT);\n\n-- migrate:down\nDROP TABLE t;\n";
