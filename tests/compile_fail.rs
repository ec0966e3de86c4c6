//! What the compiler says about each mistake in a migrations folder.
//!
//! One `.case` file per mistake: the files of a package, and the messages of
//! rustc as `file:line:column: level: message`. All cases are binaries of one
//! package, compiled by one Cargo. `UPDATE_CASES=1` writes the expected parts.

mod host;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use host::{Host, manifest, workspace};

/// The files of a case in their order; the last is `expected`.
struct Case {
    path: PathBuf,
    name: String,
    files: Vec<(String, String)>,
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).expect("a case");
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let mut files: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            match (line.strip_prefix("--- "), files.last_mut()) {
                (Some(file), _) => files.push((file.to_owned(), String::new())),
                (None, Some((_, text))) => *text += &format!("{line}\n"),
                (None, None) => {
                    assert!(line.starts_with('#'), "text before the first file: {name}");
                }
            }
        }
        Self { path, name, files }
    }

    fn expected(&self) -> &str {
        match self.files.last() {
            Some((name, text)) if name == "expected" => text,
            _ => panic!("{} has no expected part", self.name),
        }
    }

    fn write(&self, host: &Host) {
        if !self.files.iter().any(|(file, _)| file == "main.rs") {
            let main = "migrator::embed_migrations!(\"$CASE/migrations\");\nfn main() {}\n";
            host.write(
                &format!("{}/main.rs", self.name),
                main.replace("$CASE", &self.name),
            );
        }
        for (file, text) in self.files.iter().filter(|(file, _)| file != "expected") {
            host.write(
                &format!("{}/{file}", self.name),
                text.replace("$CASE", &self.name),
            );
        }
    }

    fn update(&self, actual: &str) {
        let old = fs::read_to_string(&self.path).expect("a case");
        let kept = old.split("--- expected\n").next().expect("a part");
        fs::write(&self.path, format!("{kept}--- expected\n{actual}")).expect("written");
    }
}

fn cases(folder: &str) -> Vec<Case> {
    let folder = workspace().join(folder);
    let entries = fs::read_dir(folder)
        .expect("cases")
        .map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = entries
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "case")
        })
        .collect();
    paths.sort();
    paths.into_iter().map(Case::read).collect()
}

/// Returns rustc's messages by the name of the binary.
fn messages(host: &Host, json: &str) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for line in json.lines() {
        let message: serde_json::Value = serde_json::from_str(line).expect("json");
        if message["reason"] != "compiler-message" {
            continue;
        }
        let binary = message["target"]["name"]
            .as_str()
            .expect("a name")
            .to_owned();
        let message = &message["message"];
        let text = message["message"].as_str().expect("text");
        // The summary line of rustc has no place.
        let Some(span) = message["spans"]
            .as_array()
            .expect("spans")
            .iter()
            .find(|s| s["is_primary"] == true)
        else {
            continue;
        };
        let span = outermost(span);
        let file = span["file_name"].as_str().expect("a file");
        let root = host.path("").to_string_lossy().into_owned();
        let place = without_detours(file.strip_prefix(&root).unwrap_or(file));
        let place = place
            .strip_prefix(&format!("{binary}/"))
            .unwrap_or(&place)
            .to_owned();
        let text = text.replace(&format!("{binary}/"), "");
        let _ = writeln!(
            found.entry(binary).or_default(),
            "{place}:{}:{}: {}: {text}",
            span["line_start"],
            span["column_start"],
            message["level"].as_str().expect("a level"),
        );
    }
    found
}

/// A place in generated code is the place of the macro's call.
fn outermost(span: &serde_json::Value) -> &serde_json::Value {
    let mut span = span;
    while span["expansion"].is_object() {
        span = &span["expansion"]["span"];
    }
    span
}

/// Removes the detour of modules that are declared by a relative path.
fn without_detours(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_mistake_is_reported_at_its_place() {
    let cases = cases("tests/compile_fail");
    assert!(cases.len() >= 20, "there are only {} cases", cases.len());
    let host = Host::new("compile_fail");
    host.write(
        "not_utf8/migrations/a.sql",
        b"-- revision: a\n-- \xff\n".as_slice(),
    );
    check(&cases, &host, "", &[]);
}

/// What stands under `#[migrator::test]` is compiled for tests alone.
#[test]
fn what_cannot_be_a_test_is_reported_at_its_place() {
    let cases = cases("tests/compile_fail/fixtures");
    assert!(cases.len() >= 5, "there are only {} cases", cases.len());
    let host = Host::new("compile_fail_fixtures");
    check(&cases, &host, "testing", &["--tests"]);
}

/// Compiles all cases by one Cargo, with a feature of `migrator`, and compares what is said.
fn check(cases: &[Case], host: &Host, feature: &str, arguments: &[&str]) {
    let mut binaries = String::new();
    for case in cases {
        let name = &case.name;
        let _ = write!(
            binaries,
            "[[bin]]\nname = \"{name}\"\npath = \"{name}/main.rs\"\n"
        );
        case.write(host);
    }
    let more = format!(
        "[features]\ndefault = [{}]\n{binaries}[workspace]\n",
        match feature {
            "" => String::new(),
            feature => format!("\"migrator/{feature}\""),
        }
    );
    host.write("Cargo.toml", manifest("host", &more));
    let arguments = [
        &["check", "--keep-going", "--message-format=json"],
        arguments,
    ]
    .concat();
    let output = host.cargo(".", &arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let messages = messages(host, &String::from_utf8(output.stdout).expect("text"));
    let mut failures = String::new();
    for case in cases {
        let actual = messages.get(&case.name).map_or("", String::as_str);
        if std::env::var_os("UPDATE_CASES").is_some() {
            case.update(actual);
        } else if actual != case.expected() {
            let expected = case.expected();
            let _ = write!(
                failures,
                "{}\nexpected:\n{expected}\nactual:\n{actual}\n",
                case.name
            );
        }
    }
    assert!(
        !messages.is_empty(),
        "cargo said nothing about any case: {stderr}"
    );
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn a_build_script_reports_everything_once_and_the_macro_nothing() {
    let host = Host::new("build_script_errors");
    let build = workspace()
        .join("migrator-build")
        .to_string_lossy()
        .replace('\\', "/");
    let more =
        format!("[build-dependencies]\nmigrator-build = {{ path = \"{build}\" }}\n[workspace]\n");
    host.write("Cargo.toml", manifest("host", &more));
    host.write(
        "build.rs",
        "fn main() { migrator_build::compile(\"migrations\"); }\n",
    );
    host.write(
        "src/main.rs",
        "migrator::embed_migrations!();\nfn main() {}\n",
    );
    host.write(
        "migrations/a.sql",
        "-- revision: a\n-- down_revision: zz\n-- migrate:up\nCOMMIT;\n",
    );
    host.write("migrations/b.rs", "pub const REVISION: &str = ID;\n");
    let output = host.cargo(".", &["check"]);
    assert!(!output.status.success());
    let stderr = String::from_utf8_lossy(&output.stderr);
    let told: Vec<&str> = stderr
        .lines()
        .filter(|line| line.contains("host@0.1.0"))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    error: host@0.1.0: migrations/a.sql:2:19: revision `a`: its parent `zz` does not exist
    error: host@0.1.0: migrations/a.sql:4:1: `COMMIT` controls the transaction, which belongs to migrator
    error: host@0.1.0:   help: remove the statement: each migration already runs in a transaction of its own; `Transaction::None` (in an SQL file `-- transaction: none`) runs it outside one
    error: host@0.1.0: migrations/b.rs:1:1: the header has no `DOWN_REVISION`
    error: host@0.1.0:   help: add `pub const DOWN_REVISION: &[&str] = &["<parent>"];`, with nothing between the brackets for a first revision
    error: host@0.1.0: migrations/b.rs:1:1: the migration has no `upgrade`
    error: host@0.1.0:   help: add `pub fn upgrade(op: &mut Op) -> Result { … }`
    error: host@0.1.0: migrations/b.rs:1:28: `REVISION` is not a literal
    error: host@0.1.0:   help: write `pub const REVISION: &str = "…";`: the header is read before anything is compiled
    "#);
    assert!(
        !stderr.contains("embed_migrations!"),
        "the macro repeats it: {stderr}"
    );
}

/// Keeps the list in the documentation honest: each case says what it is about.
#[test]
fn every_case_begins_with_a_sentence() {
    let folders = ["tests/compile_fail", "tests/compile_fail/fixtures"];
    for case in folders.into_iter().flat_map(cases) {
        let text = fs::read_to_string(&case.path).expect("a case");
        assert!(
            text.starts_with("# "),
            "{}",
            Path::new(&case.path).display()
        );
    }
}
