//! What a file says, where it is looked for, and what its mistakes are called.

use std::fs;
use std::path::{Path, PathBuf};

use super::file::{self, Form};
use super::{Key, Value, find};

/// Returns what is wrong with a `migrator.toml`.
fn mistake(text: &str) -> String {
    let read = file::read(
        text,
        Form::Own,
        Path::new("migrator.toml"),
        Path::new("/at"),
    );
    read.expect_err("a mistake").to_string()
}

#[test]
fn every_mistake_is_named_with_its_place_and_without_its_line() {
    let cases = [
        (
            "role = 'x'\n  verison-table = 'v'",
            "there is no setting `verison-table` (migrator.toml:2:3)\nhelp: did you mean `version-table`?",
        ),
        (
            "version_table = 'v'",
            "there is no setting `version_table` (migrator.toml:1:1)\nhelp: did you mean `version-table`?",
        ),
        (
            "url = 7",
            "the setting `url` is wrong (migrator.toml:1:7)\n  caused by: a URL is expected",
        ),
        (
            "url = 'postgres://me:secret@db'\nurl-command = ['pass']",
            "both `url` (migrator.toml:1:1) and `url-command` (migrator.toml:2:1) say where the database is\nhelp: keep one of the two",
        ),
        (
            "lock-wait = 'postgres://me:secret@db'",
            "the setting `lock-wait` is wrong (migrator.toml:1:13)\n  caused by: it is no duration\nhelp: write a number and a unit, such as `500ms`, `30s`, `5m`",
        ),
        (
            "transaction = 'whole run'",
            "the setting `transaction` is wrong (migrator.toml:1:15)\n  caused by: there is no such mode\nhelp: did you mean `whole-run`?",
        ),
        (
            "allow-heads = 'yes'",
            "the setting `allow-heads` is wrong (migrator.toml:1:15)\n  caused by: true or false is expected",
        ),
        (
            "url-command = 'pass \"never closed'",
            "the setting `url-command` is wrong (migrator.toml:1:15)\n  caused by: the command has a quote that is not closed",
        ),
        (
            "[[post-write-hooks]]\ncomand = 'rustfmt'",
            "a hook has no `comand` (migrator.toml:2:1)\nhelp: did you mean `command`?",
        ),
        (
            "[[post-write-hooks]]\ncommand = 'x'\nlanguage = 'python'",
            "the setting `language` is wrong (migrator.toml:3:12)\n  caused by: there is no such language\nhelp: write `rust` or `sql`",
        ),
        (
            "post-write-hooks = 'x'",
            "the setting `post-write-hooks` is wrong (migrator.toml:1:20)\n  caused by: a list of tables with `command` is expected",
        ),
        (
            "[databases.shop]\nurl = ''\n[databases.shop.role]",
            "the setting `role` is wrong (migrator.toml:3:1)\n  caused by: a text is expected",
        ),
        (
            "database.shop.url = 'sqlite:x'",
            "there is no setting `database` (migrator.toml:1:1)\nhelp: did you mean `databases`?",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(mistake(text), expected);
    }
    let broken = mistake("url = 'postgres://me:secret@db");
    assert!(
        broken.starts_with("the configuration is no TOML (migrator.toml:1:31)"),
        "{broken}"
    );
    assert!(!broken.contains("secret"), "{broken}");
}

#[cfg(feature = "cargo")]
#[test]
fn a_time_zone_that_does_not_exist_gets_a_suggestion() {
    assert_eq!(
        mistake("timezone = 'Europe/Berln'"),
        "the setting `timezone` is wrong (migrator.toml:1:12)\n  caused by: there is no such time zone\nhelp: did you mean `Europe/Berlin`?"
    );
}

#[test]
fn a_table_of_a_manifest_says_the_same() {
    let text = "[package]\nname = 'shop'\n[package.metadata.migrator]\nfolder = 'db'";
    let file = file::read(
        text,
        Form::Manifest,
        Path::new("Cargo.toml"),
        Path::new("/at"),
    );
    let file = file.expect("it is right").expect("it is there");
    assert_eq!(
        file.common[&Key::Folder].value,
        Value::Path(PathBuf::from("/at/db"))
    );
    assert_eq!(
        file.common[&Key::Folder].origin.to_string(),
        "Cargo.toml:4:1"
    );
}

/// Writes files into a folder, and tells which one configures a call in `from`.
fn found(files: &[(&str, &str)], from: &str) -> Result<Option<String>, String> {
    let folder = tempfile::TempDir::new().expect("a folder");
    let top = folder.path();
    for (path, text) in files {
        let path = top.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let from = top.join(from);
    fs::create_dir_all(&from).expect("a folder");
    match find::look(&from, top) {
        Ok(found) => Ok(found
            .path
            .map(|path| file::shown(&path, top).display().to_string())),
        Err(failure) => Err(failure.to_string()),
    }
}

#[test]
fn the_nearest_file_up_to_the_workspace_counts() {
    let package = "[package]\nname = 'shop'";
    let ours = "[package]\nname = 'shop'\n[package.metadata.migrator]\nfolder = 'db'";
    let workspace = "[workspace]\nmembers = ['shop']";
    let own = ("migrator.toml", "");
    let check = |files: &[(&str, &str)], from, expected: Option<&str>| {
        assert_eq!(
            found(files, from),
            Ok(expected.map(ToOwned::to_owned)),
            "{files:?} from {from}"
        );
    };
    // Below a package, and not above it.
    check(
        &[own, ("Cargo.toml", package)],
        "src/deep",
        Some("migrator.toml"),
    );
    check(&[own, ("shop/Cargo.toml", package)], "shop/src", None);
    check(&[("Cargo.toml", ours)], "src", Some("Cargo.toml"));
    // Up to the workspace, the nearer first.
    let both = [own, ("Cargo.toml", workspace), ("shop/Cargo.toml", package)];
    check(&both, "shop/src", Some("migrator.toml"));
    let both = [own, ("Cargo.toml", workspace), ("shop/Cargo.toml", ours)];
    check(&both, "shop/src", Some("shop/Cargo.toml"));
    let table = "[workspace.metadata.migrator]\nfolder = 'db'";
    check(
        &[("Cargo.toml", table), ("shop/Cargo.toml", package)],
        "shop",
        Some("Cargo.toml"),
    );
    // Outside packages only the folder itself.
    check(&[own], "", Some("migrator.toml"));
    check(&[own], "below", None);
}

#[test]
fn two_files_in_one_folder_are_a_mistake() {
    let ours = "[package]\nname = 'shop'\n[package.metadata.migrator]\nfolder = 'db'";
    assert_eq!(
        found(&[("migrator.toml", ""), ("Cargo.toml", ours)], ""),
        Err("both `migrator.toml` and the table `metadata.migrator` of `Cargo.toml` configure this\nhelp: move the settings into one of the two".to_owned())
    );
}

#[test]
fn the_documentation_has_a_row_for_each_setting_in_their_order() {
    let text = include_str!("../../../docs/cli.md");
    let table = text.split("### The settings").nth(1).expect("a chapter");
    let table = table.split("\n\n").nth(1).expect("a table");
    let rows = table
        .lines()
        .skip(2)
        .filter_map(|row| row.split('`').nth(1));
    let names = Key::ALL.into_iter().map(Key::name);
    assert!(rows.clone().eq(names), "{:?}", rows.collect::<Vec<_>>());
}
