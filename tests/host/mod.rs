//! Packages that are made, compiled and run by tests, as an application would be.
//!
//! They lie below the workspace's target folder, depend on the workspace by path
//! and share one target folder, so that the dependencies are compiled once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with packages.
pub(crate) struct Host {
    root: PathBuf,
}

impl Host {
    /// Makes an empty folder of this name.
    pub(crate) fn new(name: &str) -> Self {
        let root = target().join("hosts").join(name);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).expect("a folder");
        let host = Self { root };
        // The versions that the workspace has, so that nothing is downloaded.
        let lock = fs::read(workspace().join("Cargo.lock")).expect("a lock file");
        fs::write(host.path("Cargo.lock"), lock).expect("written");
        host
    }

    /// Returns the path of a file.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    /// Writes a file and the folders it needs.
    pub(crate) fn write(&self, file: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("written");
        self
    }

    /// Runs Cargo in a folder below.
    pub(crate) fn cargo(&self, folder: &str, arguments: &[&str]) -> Output {
        let mut cargo = Command::new(env!("CARGO"));
        // What the outer Cargo and its tests set does not concern the inner one.
        for (name, _) in std::env::vars().filter(|(name, _)| is_of_outer_cargo(name)) {
            cargo.env_remove(name);
        }
        cargo
            .current_dir(self.path(folder))
            .args(arguments)
            .env("CARGO_TARGET_DIR", target().join("hosts/target"))
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .expect("cargo runs")
    }
}

fn is_of_outer_cargo(name: &str) -> bool {
    let prefixes = [
        "CARGO_PKG_",
        "CARGO_BIN_",
        "CARGO_MANIFEST_",
        "CARGO_CRATE_",
        "CARGO_CFG_",
    ];
    prefixes.iter().any(|prefix| name.starts_with(prefix))
        || matches!(
            name,
            "RUSTFLAGS" | "CARGO_ENCODED_RUSTFLAGS" | "OUT_DIR" | "CARGO_PRIMARY_PACKAGE"
        )
}

/// The workspace's folder.
pub(crate) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).to_owned()
}

/// A manifest with a dependency on the workspace; `more` is appended.
pub(crate) fn manifest(name: &str, more: &str) -> String {
    let workspace = workspace().to_string_lossy().replace('\\', "/");
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
         [dependencies]\nmigrator = {{ path = \"{workspace}\" }}\n{more}"
    )
}
