//! The real `rustfmt`.

use std::fs;
use std::process::Command;

/// Fails if `rustfmt` would change one of these files.
pub(crate) fn check(files: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("rustfmt");
    command.args(["--check", "--edition", "2024"]);
    for (n, text) in files.iter().enumerate() {
        let path = folder.path().join(format!("f{n}.rs"));
        fs::write(&path, text).unwrap();
        command.arg(path);
    }
    let output = command.output().expect("rustfmt runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let shown: String = text.chars().take(6000).collect();
    let n = text.matches("Diff in").count();
    assert!(
        output.status.success(),
        "{n} differences:\n{shown}\n{errors}"
    );
}
