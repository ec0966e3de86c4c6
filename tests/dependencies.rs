//! What a host compiles is what `docs/dependencies.md` says it is.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The feature sets, and the one whose crates are left out of a row, because they are in it anyway.
const SETS: &[(&str, Option<&str>)] = &[
    ("", None),
    ("sqlite", Some("")),
    ("sqlite-bundled", Some("sqlite")),
    ("postgres", Some("")),
    ("tokio", Some("postgres")),
    ("r2d2", Some("")),
    ("raw-driver", Some("")),
    ("autogenerate", Some("")),
    ("testing", Some("autogenerate")),
    ("adopt", Some("")),
    ("refinery", Some("adopt")),
    ("tracing", Some("")),
    ("chrono", Some("")),
    ("time", Some("")),
    ("uuid", Some("")),
    ("serde_json", Some("")),
    ("rust_decimal", Some("")),
];

#[test]
fn the_page_lists_what_each_feature_compiles() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/dependencies.md");
    let page = std::fs::read_to_string(page).unwrap();
    let rows: Vec<String> = SETS.iter().map(|(set, beside)| row(set, *beside)).collect();
    let missing: Vec<&String> = rows.iter().filter(|row| !page.contains(*row)).collect();
    assert!(missing.is_empty(), "rows to write: {missing:#?}");
}

fn row(set: &str, beside: Option<&str>) -> String {
    let known = beside.map(crates).unwrap_or_default();
    let all = crates(set);
    let more: Vec<String> = all.difference(&known).map(|it| format!("`{it}`")).collect();
    let names = if more.is_empty() {
        "none".to_owned()
    } else {
        more.join(", ")
    };
    match (set, beside) {
        ("", _) => format!("| none | {} | {names} |", all.len()),
        (set, Some(beside)) if !beside.is_empty() => {
            format!(
                "| `{set}` | {}, beside those of `{beside}` {}: {names} |",
                all.len(),
                more.len()
            )
        }
        _ => format!(
            "| `{set}` | {}, beside those of none {}: {names} |",
            all.len(),
            more.len()
        ),
    }
}

/// The crates of other people that `migrator` with these features brings to the target and to the build.
fn crates(features: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--package",
            "migrator",
            "--no-default-features",
            "--features",
            features,
        ])
        .args([
            "--edges",
            "normal,build",
            "--target",
            "x86_64-unknown-linux-gnu",
        ])
        .args(["--prefix", "none", "--format", "{p}", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| !name.is_empty() && !name.starts_with("migrator"))
        .map(str::to_owned)
        .collect()
}
