//! Whatever is asked for is read back, or refused.

use proptest::prelude::*;

use super::{MOMENT, Package};
use crate::authoring::AuthoringError as E;
use crate::authoring::{Language, NewRevision, Rename, rename, revision};

/// Parts of texts that have closed something somewhere.
const HOSTILE: [&str; 36] = [
    "\"",
    "'",
    "`",
    "\\",
    "\\n",
    "*/",
    "/*",
    "//",
    "--",
    "#",
    "\n",
    "\r\n",
    "\t",
    " ",
    "  ",
    "ä",
    "漢字",
    "שלום",
    "\u{301}",
    "🦀",
    "\u{2028}",
    "\u{a0}",
    "revision:",
    "fix: ",
    "migrate:up",
    "-- migrate:down",
    "${x}",
    "%(rev)s",
    "{}",
    "CON",
    "nul.txt",
    "0",
    "fn",
    "pub const REVISION: &str = \"x\";",
    "r#\"",
    "x",
];

fn hostile() -> impl Strategy<Value = String> {
    let part = prop::sample::select(HOSTILE.to_vec());
    let parts = prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat());
    prop_oneof![4 => parts, 1 => any::<String>(), 1 => "\\PC{200}"]
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,6}", "[^@+:, \\-]{1,4}"]
}

fn language() -> impl Strategy<Value = Language> {
    prop_oneof![Just(Language::Rust), Just(Language::Sql)]
}

/// Takes the refusals that are about what was asked, not about how it was written.
fn is_refusal(error: &E, language: Language) -> bool {
    match error {
        E::IllegalMessage { .. }
        | E::IllegalLabel { .. }
        | E::IllegalId { .. }
        | E::LabelTwice { .. } => true,
        E::LabelInUse { .. } | E::IdInUse { .. } | E::FileName { .. } | E::NameInUse { .. } => true,
        E::NoOneLineMessage | E::NothingToRename { .. } => true,
        // Keys and markers of SQL files are words like others.
        E::NotWhatWasAsked { .. } => language == Language::Sql,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_written_is_read_back_and_compiled(
        message in hostile(),
        id in prop_oneof![3 => "[0-9a-f]{12}", 1 => "[^@+:, \\-]{1,32}"],
        labels in prop::collection::vec(label(), 0..3),
        language in language(),
    ) {
        let package = Package::new("a111 @first");
        let mut new = NewRevision::new(id.as_str(), message.as_str(), MOMENT);
        new.branch_labels = labels.clone();
        new.depends_on = vec!["first".to_owned()];
        new.language = language;
        match revision(&package.read(), &new) {
            Ok(changes) => {
                changes.apply().unwrap();
                let compiled = package.compile();
                let written = compiled.graph.find(&id).unwrap();
                prop_assert_eq!(written.labels().collect::<Vec<_>>(), labels);
                prop_assert_eq!(written.message(), migrator_core::script::first_paragraph(message.lines()));
                prop_assert_eq!(package.read().graph().to_specs(), compiled.graph.to_specs());
            }
            Err(error) => prop_assert!(is_refusal(&error, language), "{error}"),
        }
    }

    #[test]
    fn what_is_renamed_is_read_back_and_compiled(
        old in hostile(),
        new in hostile(),
        id in "[0-9a-f]{4}",
        language in language(),
    ) {
        let package = Package::new("a111");
        let mut first = NewRevision::new("b222", old, MOMENT);
        first.language = language;
        let Ok(changes) = revision(&package.read(), &first) else { return Ok(()) };
        changes.apply().unwrap();
        let mut request = Rename::new("b222", MOMENT);
        request.message = Some(new.clone());
        request.id = Some(id.clone());
        match rename(&package.read(), &request) {
            Ok(changes) => {
                changes.apply().unwrap();
                let compiled = package.compile();
                let renamed = compiled.graph.find(&id).unwrap();
                prop_assert_eq!(renamed.message(), migrator_core::script::first_paragraph(new.lines()));
            }
            Err(error) => prop_assert!(is_refusal(&error, language), "{error}"),
        }
    }
}
