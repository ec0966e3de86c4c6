//! The example `wide` as an application, and cargo's door beside it.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use crate::database::Target;
use crate::turns::timed;

pub(crate) const REVISION: &str = "8d1c40b7e2f6";
const MIGRATION: &str = "8d1c40b7e2f6_create_a_thousand_tables.rs";
/// The application is built as this is.
const PROFILE: &str = if cfg!(debug_assertions) {
    "--profile=dev"
} else {
    "--release"
};

/// The application, built as the benchmark is, on one database.
pub(crate) struct Wide<'a> {
    program: PathBuf,
    package: PathBuf,
    target: &'a Target,
}

/// What a run may do with the application's cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cache {
    /// It reads all that it needs.
    Warm,
    /// It reads a part, and writes the rest.
    Half,
    /// It leaves it alone.
    Cold,
}

impl<'a> Wide<'a> {
    /// Builds the application, has it make the tables, and makes a package around it.
    pub(crate) fn new(folder: &Path, target: &'a Target) -> Self {
        let mut build = cargo(&["build"]);
        run(&mut build);
        let program = Path::new(env!("CARGO_BIN_EXE_cargo-migrator"));
        let program = program.with_file_name("examples").join("wide");
        let wide = Self {
            program,
            package: package(folder),
            target,
        };
        // What an earlier benchmark has left would make a run warm that is not to be.
        let _ = fs::remove_dir_all(wide.cache());
        run(&mut wide.command(&["upgrade", "head"]));
        run(&mut wide.command(&["check"]));
        wide
    }

    /// Times a call of the application itself.
    pub(crate) fn timed(&self, words: &[&str], cache: Cache) -> Duration {
        self.watched(cache, || run(&mut self.command(words)))
    }

    /// Times `cargo migrator revision --autogenerate` where nothing is to be written.
    pub(crate) fn nothing(&self) -> Duration {
        let time = self.watched(Cache::Warm, || run(&mut self.cargo_migrator()));
        assert_eq!(self.written(), None);
        time
    }

    /// Times the same where a column is longer than it was; the revision is removed.
    pub(crate) fn changed(&self, length: u32) -> Duration {
        let mut command = self.cargo_migrator();
        command.env("WIDE_LENGTH", length.to_string());
        let time = self.watched(Cache::Half, || run(&mut command));
        let file = self.written().expect("a revision");
        let text = fs::read_to_string(&file).expect("a revision");
        assert!(text.contains(&format!("string({length})")), "{text}");
        fs::remove_file(file).expect("removed");
        time
    }

    /// Times cargo's look at the sources, with the least that the application can do behind it.
    pub(crate) fn cargo_alone() -> Duration {
        run(cargo(&["run"]).args(["--", "--version"]))
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(words).env("DATABASE_URL", &self.target.url);
        command
    }

    fn cargo_migrator(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-migrator"));
        command
            .args(["migrator", "revision", "--autogenerate", "-m", "x"])
            .current_dir(&self.package)
            .env("CARGO", self.package.join("cargo"))
            .env("DATABASE_URL", &self.target.url);
        command
    }

    /// Returns the revision of the package that is not the one that makes the tables.
    fn written(&self) -> Option<PathBuf> {
        let entries = fs::read_dir(self.package.join("migrations")).expect("a folder");
        let mut paths = entries.map(|entry| entry.expect("a file").path());
        paths.find(|path| !path.ends_with(MIGRATION))
    }

    /// Sees that the run has used the cache as it should.
    fn watched(&self, cache: Cache, run: impl FnOnce() -> Duration) -> Duration {
        let (before, started) = (self.kept(None), SystemTime::now());
        let time = run();
        let is_used = !self.kept(Some(started)).is_empty();
        let is_written = !self.kept(None).is_subset(&before);
        let seen = match (is_used, is_written) {
            (true, false) => Cache::Warm,
            (true, true) => Cache::Half,
            (false, _) => Cache::Cold,
        };
        assert_eq!(seen, cache);
        time
    }

    fn cache(&self) -> PathBuf {
        self.program.with_file_name("migrator-cache")
    }

    /// Returns the files of the cache, or those that were used since then.
    fn kept(&self, since: Option<SystemTime>) -> BTreeSet<PathBuf> {
        let entries = fs::read_dir(self.cache()).into_iter().flatten().flatten();
        let is_meant = |path: &PathBuf| {
            let used = fs::metadata(path).and_then(|it| it.modified()).ok();
            since.is_none_or(|since| used.is_some_and(|it| it >= since))
        };
        entries.map(|it| it.path()).filter(is_meant).collect()
    }
}

/// Returns a command of cargo's on the example.
fn cargo(words: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(words).args(["--quiet", PROFILE]);
    cargo.args(["--example", "wide", "--manifest-path"]);
    cargo.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    cargo
}

/// Makes a package with the application's revision, whose binary is the example.
fn package(folder: &Path) -> PathBuf {
    let package = folder.join("package");
    fs::create_dir_all(package.join("migrations")).expect("a folder");
    fs::create_dir_all(package.join("src/bin")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(package.join(name), text).expect("a file");
    write(
        "Cargo.toml",
        "[package]\nname = \"wide\"\nedition = \"2024\"\n",
    );
    write("src/bin/migrate.rs", "");
    write(
        &format!("migrations/{MIGRATION}"),
        include_str!("../../examples/wide/migrations/8d1c40b7e2f6_create_a_thousand_tables.rs"),
    );
    // What cargo does for a binary it does for the example instead: it looks at the sources, and runs it.
    let run = format!("{:?}", cargo(&["run"]));
    let script =
        format!("#!/bin/sh\nwhile [ \"$1\" != -- ]; do shift; done\nshift\nexec {run} -- \"$@\"\n");
    write("cargo", &script);
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(package.join("cargo"), executable).expect("an executable");
    package
}

/// Runs a program that must succeed, and returns what it took.
pub(crate) fn run(command: &mut Command) -> Duration {
    let mut output = None;
    let time = timed(|| output = Some(command.output()));
    assert_success(&output.expect("it ran"));
    time
}

pub(crate) fn assert_success(output: &std::io::Result<Output>) {
    let output = output.as_ref().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{stdout}\n{stderr}");
}
