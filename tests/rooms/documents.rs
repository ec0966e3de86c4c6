//! The files that the documents for contributors name are there.

use std::path::Path;

use crate::rust_files;

const DOCUMENTS: &[&str] = &["ARCHITECTURE.md", "CONTRIBUTING.md"];

/// Files of applications, and of what a reader is to write.
const ELSEWHERE: &[&str] = &["build.rs", "domain.rs", "<verb>.rs"];

#[test]
fn files_named_in_the_documents_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [
        "src",
        "tests",
        "migrator-build",
        "migrator-cli",
        "migrator-core",
        "migrator-macros",
    ];
    let files: Vec<String> = folders
        .iter()
        .flat_map(|folder| rust_files(&root.join(folder)))
        .map(|file| file.strip_prefix(root).unwrap().display().to_string())
        .collect();
    let mut missing = Vec::new();
    for document in DOCUMENTS {
        let text = std::fs::read_to_string(root.join(document)).unwrap();
        for named in text
            .split('`')
            .filter(|it| it.ends_with(".rs") && !it.contains(' '))
        {
            let is_elsewhere = ELSEWHERE.iter().any(|it| ends_with(named, it));
            if !is_elsewhere && !files.iter().any(|file| ends_with(file, named)) {
                missing.push(format!("{document} names `{named}`"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Compares from the end, name by name; `*` stands for any one of them.
fn ends_with(file: &str, end: &str) -> bool {
    let mut names = file.rsplit('/');
    end.rsplit('/').all(|wanted| {
        names
            .next()
            .is_some_and(|name| wanted == "*" || wanted == name)
    })
}
