//! A package in a folder of its own, and what becomes of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use migrator_build::authoring::init::{Choices, Database, InitError, Package, Setup, plan};
use tempfile::TempDir;

pub(crate) struct Made {
    _folder: TempDir,
    root: PathBuf,
}

impl Made {
    /// Runs `cargo new`, with `arguments` such as `--lib`.
    pub(crate) fn new(arguments: &[&str]) -> Self {
        let made = Self::empty();
        let mut all = vec!["new", "--quiet", "--vcs=none", "--name=my-app", "app"];
        all.extend(arguments);
        let output = cargo(made.root.parent().unwrap(), &all);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        made
    }

    /// Makes nothing but the folder above.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("app");
        Self {
            _folder: folder,
            root,
        }
    }

    /// Writes a manifest, and files, into a folder.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let made = Self::empty();
        for (file, text) in files {
            made.write(file, text);
        }
        made
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    pub(crate) fn write(&self, file: &str, text: &str) -> &Self {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    pub(crate) fn exists(&self, file: &str) -> bool {
        self.path(file).exists()
    }

    pub(crate) fn plan(&self, choices: &Choices) -> Result<Setup, InitError> {
        plan(&Package::read(self.path("Cargo.toml"))?, choices)
    }

    /// Sets the package up, and makes sure that a second time there is nothing to do, that
    /// Cargo reads the manifest, and that what is Rust is formatted.
    pub(crate) fn set_up_with(&self, choices: &Choices) -> Setup {
        let setup = self.plan(choices).unwrap();
        setup.changes.apply().unwrap();
        let again = self.plan(choices).unwrap();
        assert_eq!(
            (again.done.as_slice(), again.is_complete()),
            (&[][..], true)
        );
        assert_eq!(again.next, [""; 0]);
        assert_eq!(again.left_alone, setup.left_alone);
        let _: toml_edit::DocumentMut = self.read("Cargo.toml").parse().unwrap();
        for change in &setup.changes {
            let path = &change.path().path;
            if path.extension().is_some_and(|it| it == "rs") {
                Self::is_formatted(path);
            }
        }
        setup
    }

    pub(crate) fn set_up(&self) -> Setup {
        self.set_up_with(&Choices::new([Database::SqliteBundled]))
    }

    fn is_formatted(path: &Path) {
        let mut rustfmt = Command::new("rustfmt");
        rustfmt.args(["--check", "--edition=2024"]);
        // From its standard input it does not follow `mod a;`.
        rustfmt.stdin(fs::File::open(path).unwrap());
        let output = rustfmt.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{}: {said}", path.display());
    }

    /// Returns the binaries and the default one as `cargo metadata` tells.
    pub(crate) fn targets(&self) -> Vec<String> {
        let output = cargo(&self.root, &["read-manifest"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        // `"kind":["bin"],…,"name":"migrate"`: enough of JSON for names.
        let json = String::from_utf8(output.stdout).unwrap();
        let (_, targets) = json.split_once("\"targets\":").unwrap();
        let mut found = Vec::new();
        for target in targets.split("{\"kind\":[\"").skip(1) {
            let (kind, rest) = target.split_once('"').unwrap();
            let (_, name) = rest.split_once("\"name\":\"").unwrap();
            let (name, _) = name.split_once('"').unwrap();
            found.push(format!("{kind} {name}"));
        }
        let default = json.split_once("\"default_run\":\"").map(|(_, rest)| rest);
        let default = default
            .and_then(|rest| rest.split_once('"'))
            .map(|(name, _)| name);
        found.extend(default.map(|name| format!("default {name}")));
        found.sort();
        found
    }
}

/// What the set-up did, file by file.
pub(crate) fn done(setup: &Setup) -> Vec<String> {
    setup.done.iter().map(ToString::to_string).collect()
}

/// What it left alone.
pub(crate) fn left(setup: &Setup) -> Vec<String> {
    setup.left_alone.iter().map(ToString::to_string).collect()
}

pub(crate) fn cargo(folder: &Path, arguments: &[&str]) -> Output {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .current_dir(folder)
        .args(arguments)
        .env("CARGO_NET_OFFLINE", "true");
    for name in ["CARGO_TARGET_DIR", "RUSTFLAGS"] {
        cargo.env_remove(name);
    }
    cargo.output().unwrap()
}
