//! `man`: the manual's pages.

use std::fs;
use std::process::Command;

use crate::settings::Set;

#[test]
fn the_page_of_the_program_names_every_verb() {
    let set = Set::new();
    let page = set.migrate("man");
    for verb in ["completions", "config", "heads", "man", "upgrade"] {
        let named = format!("\\-{verb}(1)");
        assert!(page.contains(&named), "{named} is missing: {page}");
    }
}

#[test]
fn every_verb_has_a_page_that_the_manual_can_show() {
    let set = Set::new();
    let listed = set.migrate("man --dir pages");
    let listed: Vec<&str> = listed.lines().skip(1).collect();
    assert_eq!(listed.first(), Some(&"pages/migrate.1"));
    let mut files: Vec<String> = fs::read_dir(set.place.path("pages"))
        .unwrap()
        .map(|file| format!("pages/{}", file.unwrap().file_name().to_string_lossy()))
        .collect();
    files.sort();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    assert_eq!(files, sorted);
    assert!(listed.contains(&"pages/migrate-upgrade.1"));
    for file in listed {
        let path = set.place.path(file);
        let page = fs::read_to_string(&path).unwrap();
        assert!(
            page.contains(".SH EXAMPLES") || file == "pages/migrate.1",
            "{file} has no example"
        );
        // Where there is no `man`, the page cannot be looked at.
        let Ok(shown) = Command::new("man")
            .args(["--warnings", "-l"])
            .arg(&path)
            .output()
        else {
            continue;
        };
        if shown.status.success() {
            assert_eq!(String::from_utf8_lossy(&shown.stderr), "", "{file}");
        }
    }
}

#[test]
fn beside_the_application_pages_are_called_as_cargo_looks_for_them() {
    let set = Set::new();
    let listed = set.cargo_migrator("man --dir pages");
    assert!(listed.contains("pages/cargo-migrator.1\n"), "{listed}");
    assert!(
        listed.contains("pages/cargo-migrator-upgrade.1\n"),
        "{listed}"
    );
}
