//! Hooks that run, fail, and are not there.

use std::fs;

use insta::assert_snapshot;

use super::{FILE_TOKEN, Formatted, Hook, HookError, format_with, run, rustfmt};

/// The error with its cause and help, the folder's name left out.
fn shown(error: &HookError, folder: &std::path::Path) -> String {
    let help = error
        .help()
        .map(|help| format!("\nhelp: {help}"))
        .unwrap_or_default();
    let shown = format!("{error}\ncaused by: {}{help}", error.fault);
    shown.replace(&folder.to_string_lossy().into_owned(), "<folder>")
}

#[cfg(unix)]
#[test]
fn hooks_run_in_order_until_one_fails() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let file = folder.join("x.rs");
    fs::write(&file, "1").unwrap();
    let shell = |script: &str| Hook::new(["sh", "-c", script, "hook"]);
    let hooks = [
        shell("printf 2 >> \"$1\""),
        Hook::new(["sh", "-c", "printf 3 >> \"$0\"; pwd > pwd", FILE_TOKEN]).in_folder(folder),
        shell("echo unused; echo 'it is bad' >&2; exit 3"),
        shell("printf 4 >> \"$1\""),
    ];
    run(&hooks[..2], &file).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), "123");
    assert!(folder.join("pwd").is_file());
    let error = run(&hooks[2..], &file).unwrap_err();
    assert_snapshot!(shown(&error, folder), @r"
    the hook `sh -c echo unused; echo 'it is bad' >&2; exit 3 hook <folder>/x.rs` failed on `<folder>/x.rs`, which stays as it was written
    caused by: it ended with exit status: 3:
    it is bad
    help: mend what the program reports and run it again; the revision need not be created anew
    ");
    assert_eq!(fs::read_to_string(&file).unwrap(), "123");
    let error = run(&[shell("echo it is on stdout; exit 1")], &file).unwrap_err();
    assert_snapshot!(error.fault.to_string(), @r"
    it ended with exit status: 1:
    it is on stdout
    ");
}

#[test]
fn a_program_that_is_missing_is_an_error() {
    let file = std::path::Path::new("x.rs");
    let error = run(&[Hook::new(["no-such-program", FILE_TOKEN])], file).unwrap_err();
    assert!(error.to_string().starts_with("the hook `no-such-program "));
    assert_snapshot!(error.help().unwrap(), @"install the program, or remove the hook from the configuration");
    let error = run(&[Hook::new(Vec::<String>::new())], file).unwrap_err();
    assert_snapshot!(error.help().unwrap(), @"name a program in the hook's command");
}

#[test]
fn rustfmt_is_passed_over_only_if_it_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let file = folder.join("x.rs");
    fs::write(&file, "fn  main ( ) {}").unwrap();
    assert_eq!(
        format_with("no-such-program", &file, "2024").unwrap(),
        Formatted::Missing
    );
    if rustfmt(&file, "2024").unwrap() == Formatted::Done {
        assert_eq!(fs::read_to_string(&file).unwrap(), "fn main() {}\n");
        fs::write(&file, "fn main(").unwrap();
        let error = rustfmt(&file, "2024").unwrap_err();
        assert!(
            error.fault.to_string().contains("unclosed delimiter"),
            "{}",
            error.fault
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), "fn main(");
    }
}
