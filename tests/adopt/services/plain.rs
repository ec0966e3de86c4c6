//! The files run through the database's own shell, in the tool's order.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::service::Service;
use super::stage::Stage;
use crate::support::needs;

/// Runs every migration, as its tool would: in a transaction, or not.
pub(super) fn run(service: &Service, stage: &Stage) {
    for (file, in_transaction) in files(service) {
        let output = match stage {
            Stage::Postgres(_) => psql(stage, &file, in_transaction),
            Stage::Sqlite(_) => sqlite3(stage, &file, in_transaction),
        };
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{service}, {file:?}: {errors}");
    }
}

fn psql(stage: &Stage, file: &Path, in_transaction: bool) -> std::process::Output {
    Command::new(needs::psql().expect("psql"))
        .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"])
        .args(in_transaction.then_some("--single-transaction"))
        .arg("--file")
        .arg(file)
        .arg(stage.url())
        .output()
        .unwrap()
}

fn sqlite3(stage: &Stage, file: &Path, in_transaction: bool) -> std::process::Output {
    let read = format!(".read \"{}\"", file.display());
    let script = match in_transaction {
        true => vec!["BEGIN", &read, "COMMIT"],
        false => vec![&read[..]],
    };
    Command::new(needs::sqlite3().expect("sqlite3"))
        .arg("-bail")
        .arg(stage.url())
        .args(script)
        .output()
        .unwrap()
}

/// The ways up, and whether they run in a transaction.
fn files(service: &Service) -> Vec<(PathBuf, bool)> {
    let entries = fs::read_dir(&service.folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<(String, PathBuf, bool)> = names
        .filter_map(|name| match service.layout.as_str() {
            "diesel" => diesel(&service.folder, &name),
            "sqlx" => sqlx(&service.folder, &name),
            _ => refinery(&service.folder, &name),
        })
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|(_, file, in_transaction)| (file, in_transaction))
        .collect()
}

/// By the texts of the versions.
fn diesel(folder: &Path, name: &str) -> Option<(String, PathBuf, bool)> {
    let folder = folder.join(name);
    let file = folder.join("up.sql");
    let version = name.split('_').next()?.replace('-', "");
    let metadata = fs::read_to_string(folder.join("metadata.toml")).unwrap_or_default();
    file.is_file()
        .then(|| (version, file, !metadata.contains("false")))
}

/// By the numbers.
fn sqlx(folder: &Path, name: &str) -> Option<(String, PathBuf, bool)> {
    let is_up = name.ends_with(".sql") && !name.ends_with(".down.sql");
    let file = folder.join(name);
    let number: u64 = name.split('_').next().filter(|_| is_up)?.parse().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    Some((
        format!("{number:020}"),
        file,
        !text.starts_with("-- no-transaction"),
    ))
}

/// By the numbers.
fn refinery(folder: &Path, name: &str) -> Option<(String, PathBuf, bool)> {
    let number = name
        .strip_suffix(".sql")?
        .strip_prefix(['V', 'U'])?
        .split("__")
        .next()?;
    let number: u64 = number.parse().unwrap();
    Some((format!("{number:020}"), folder.join(name), true))
}
