//! A terminal in a folder of its own, with `cargo migrator` installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempDir;

/// A shell, whose folder is kept from command to command.
pub(crate) struct Session {
    root: PathBuf,
    folder: PathBuf,
    _kept: TempDir,
    _alone: MutexGuard<'static, ()>,
}

/// The packages share a folder for what is compiled, and each has a binary `migrate` in it.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

impl Session {
    /// Starts in an empty folder, outside of the workspace, to which `cargo new` would add itself.
    pub(crate) fn new() -> Self {
        let kept = TempDir::new().expect("a folder");
        let root = kept.path().canonicalize().expect("a folder");
        fs::create_dir(root.join(".cargo")).expect("a folder");
        let session = Self {
            folder: root.clone(),
            root,
            _kept: kept,
            _alone: ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner),
        };
        session.publish();
        session
    }

    /// Makes the workspace's packages those of the registry, for every package below.
    fn publish(&self) {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let workspace = workspace.canonicalize().expect("the workspace");
        let workspace = workspace.display().to_string().replace('\\', "/");
        let mut config = "[net]\noffline = true\n[patch.crates-io]\n".to_owned();
        for (name, folder) in [
            ("migrator", ""),
            ("migrator-build", "/migrator-build"),
            ("migrator-cli", "/migrator-cli"),
            ("migrator-core", "/migrator-core"),
            ("migrator-macros", "/migrator-macros"),
        ] {
            config.push_str(&format!("{name} = {{ path = \"{workspace}{folder}\" }}\n"));
        }
        fs::write(self.root.join(".cargo/config.toml"), config).expect("written");
        let git = "[init]\ndefaultBranch = main\n[user]\nname = Ada\nemail = ada@example.org\n";
        fs::write(self.root.join(".gitconfig"), git).expect("written");
    }

    /// Returns what `~` stands for in what the terminal shows.
    #[allow(dead_code, reason = "some tests look into the files")]
    pub(crate) fn home(&self) -> String {
        self.root.display().to_string()
    }

    /// Returns where something is kept between two commands.
    fn kept(&self, what: &str) -> String {
        self.root.join(".cargo").join(what).display().to_string()
    }

    /// Gives a new package the versions that the workspace has, so that nothing is downloaded.
    fn lock(&self) {
        let lock = self.folder.join("Cargo.lock");
        if self.folder.join("Cargo.toml").exists() && !lock.exists() {
            let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
            fs::copy(ours, lock).expect("copied");
        }
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, content: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("written");
    }

    /// Runs a line in the shell, and returns what the terminal shows.
    pub(crate) fn run(&mut self, line: &str) -> String {
        let (at, set) = (self.kept("folder"), self.kept("environment"));
        let script = format!(
            "exec 2>&1\n[ -f {set} ] && . {set}\n{line}\ncode=$?\n\
             pwd > {at}\nexport -p > {set}\nexit $code",
        );
        self.lock();
        let mut shell = Command::new("bash");
        for (name, _) in std::env::vars().filter(|(name, _)| is_of_cargo(name)) {
            shell.env_remove(name);
        }
        let bin = Path::new(env!("CARGO_BIN_EXE_cargo-migrator"));
        let path = std::env::var("PATH").expect("a PATH");
        let output = shell
            .args(["-c", &script])
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .env(
                "PATH",
                format!("{}:{path}", bin.parent().expect("a folder").display()),
            )
            .env("CARGO_TARGET_DIR", target().join("hosts/target"))
            .env("CARGO_TERM_COLOR", "never")
            // Compiled once, and nobody debugs it.
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("HOME", &self.root)
            .env("USER", "ada")
            .env("CARGO_HOME", home("CARGO_HOME", ".cargo"))
            .env("RUSTUP_HOME", home("RUSTUP_HOME", ".rustup"))
            .env_remove("DATABASE_URL")
            .output()
            .expect("a shell");
        self.folder = PathBuf::from(
            fs::read_to_string(self.kept("folder"))
                .expect("the folder")
                .trim_end(),
        );
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let text = text.replace(&self.root.display().to_string(), "~");
        match text.is_empty() || text.ends_with('\n') {
            true => text,
            false => text + "\n",
        }
    }
}

/// A folder of the person who runs the tests, which the session's home does not have.
fn home(variable: &str, folder: &str) -> PathBuf {
    let set = std::env::var_os(variable).map(PathBuf::from);
    set.unwrap_or_else(|| Path::new(&std::env::var_os("HOME").expect("a home")).join(folder))
}

fn is_of_cargo(name: &str) -> bool {
    ["CARGO_", "RUST_"]
        .iter()
        .any(|prefix| name.starts_with(prefix) && name != "CARGO_HOME")
        || matches!(name, "RUSTFLAGS" | "OUT_DIR" | "CARGO" | "NO_COLOR")
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).to_owned()
}
