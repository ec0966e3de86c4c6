//! What an application compiles because of this library, and for which machine.
//!
//! The macro and `build.rs` run on the building machine and need the compiler of
//! migrations only. If one feature of `migrator-core` crept in there, sea-query and
//! a whole database driver would be compiled twice, the second time for nothing.

#[allow(dead_code, reason = "each user of it needs its own part")]
mod host;

use std::collections::{BTreeMap, BTreeSet};

use host::{Host, workspace};

/// The packages of an application's build, each with its features.
#[derive(Debug, Default)]
struct Graph {
    /// Compiled for the machine that builds: build scripts, procedural macros and
    /// what they use. Those of a driver's own build script are left out.
    building: BTreeMap<String, BTreeSet<String>>,
    /// Compiled into the program.
    program: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// Reads `cargo tree --charset ascii`, whose branches are four characters wide.
    fn read(tree: &str) -> Self {
        let mut graph = Self::default();
        // Per depth: the package is for the building machine; a driver's script uses it.
        let mut open: Vec<(bool, bool)> = Vec::new();
        let mut is_script_at = None;
        for line in tree.lines() {
            if let Some(at) = line.find("[build-dependencies]") {
                is_script_at = Some(at / 4 + 1);
                continue;
            }
            let at = line.find("-- ").map_or(0, |at| at + 3);
            let depth = at / 4;
            if is_script_at.is_some_and(|script| depth < script) {
                is_script_at = None;
            }
            open.truncate(depth);
            let (package, features) = line[at..].split_once('|').expect("a format");
            let name = package.split(' ').next().expect("a name");
            let (is_parent_building, is_parent_drivers) = open.last().copied().unwrap_or_default();
            let is_script = is_script_at == Some(depth);
            let is_building = is_parent_building || is_script || package.contains("(proc-macro)");
            let is_drivers = is_parent_drivers || is_script && depth > 1;
            open.push((is_building, is_drivers));
            let side = match (is_building, is_drivers) {
                (_, true) => continue,
                (true, false) => &mut graph.building,
                (false, false) => &mut graph.program,
            };
            side.entry(name.to_owned())
                .or_default()
                .insert(features.to_owned());
        }
        graph
    }
}

/// Asks Cargo about an application with these build dependencies.
fn graph(name: &str, build_dependencies: &str) -> Graph {
    let path = workspace().to_string_lossy().replace('\\', "/");
    let host = Host::new(name);
    host.write(
        "Cargo.toml",
        format!(
            "[package]\nname = \"application\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n\
             [dependencies]\nmigrator = {{ path = \"{path}\", features = [\"sqlite\"] }}\n\
             [build-dependencies]\n{}",
            build_dependencies.replace("$PATH", &path)
        ),
    );
    host.write("src/main.rs", "fn main() {}\n");
    host.write("build.rs", "fn main() {}\n");
    let arguments = [
        "tree",
        "--charset=ascii",
        "--edges=normal,build",
        "--no-dedupe",
        "--format={p}|{f}",
    ];
    let output = host.cargo(".", &arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    Graph::read(&String::from_utf8(output.stdout).expect("text"))
}

const COMPILER: &str = "migrator-build = { path = \"$PATH/migrator-build\" }\n";

fn names(side: &BTreeMap<String, BTreeSet<String>>) -> String {
    side.keys().cloned().collect::<Vec<_>>().join(" ")
}

#[test]
fn nothing_but_the_compiler_of_migrations_is_built_for_the_building_machine() {
    let graph = graph("build_graph", COMPILER);
    let features = &graph.building["migrator-core"];
    assert_eq!(features, &BTreeSet::from([String::new()]));
    for runtime in ["sea-query", "rusqlite", "libsqlite3-sys"] {
        assert!(!graph.building.contains_key(runtime), "{graph:#?}");
        assert!(graph.program.contains_key(runtime), "{graph:#?}");
    }
}

/// The list is meant to stay short: who adds a package sees it here.
#[test]
fn an_application_compiles_few_packages() {
    let graph = graph("build_graph_weight", COMPILER);
    assert_eq!(
        names(&graph.program),
        "application bitflags fallible-iterator fallible-streaming-iterator hmac-sha256 inventory \
         libsqlite3-sys migrator migrator-core rusqlite sea-query smallvec strsim thiserror"
    );
    assert_eq!(
        names(&graph.building),
        "hmac-sha256 migrator-build migrator-core migrator-macros proc-macro2 quote strsim syn \
         thiserror thiserror-impl unicode-ident"
    );
}

/// Shows that the first test can fail.
#[test]
fn a_build_script_that_migrates_would_be_noticed() {
    let script = "migrator = { path = \"$PATH\", features = [\"sqlite\"] }\n";
    let graph = graph("build_graph_noticed", script);
    assert!(graph.building.contains_key("sea-query"), "{graph:#?}");
    assert!(graph.building.contains_key("rusqlite"), "{graph:#?}");
    assert!(graph.building["migrator-core"].contains("runtime,sqlite"));
}
