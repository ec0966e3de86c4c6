//! What is said when a check fails, and what is told when none does.

use std::io::Write as _;

use migrator_core::script::RevisionCheck;

/// Tells something that is no failure, where it is seen although the test passes.
pub(super) fn tell(test: &str, text: &str) {
    // Not by a macro: what those print is kept back unless a test fails.
    let _ = writeln!(std::io::stderr(), "note: {test}: {}", indented(text));
}

/// Says that a check fails.
pub(super) fn failure(id: &str, file: &str, check: RevisionCheck, on: &str, what: &str) -> String {
    format!(
        "the check `{check}` of `{id}` ({file}) fails{on}\n  {}{}",
        indented(what),
        help(file, check)
    )
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}

fn help(file: &str, check: RevisionCheck) -> String {
    let mend = match check {
        RevisionCheck::RoundTrip => "mend the way that is wrong",
        RevisionCheck::RowsSurvive => "keep the rows",
        RevisionCheck::Downgrade => "write a downgrade",
        RevisionCheck::Offline => "have the script and the run do the same",
        _ => "put it back as it was released, and make the change in a revision of its own",
    };
    let waive = match file.rsplit_once('.') {
        Some((_, "rs")) => {
            format!("`pub const WAIVES: &[(&str, &str)] = &[(\"{check}\", \"why\")];`")
        }
        _ => format!("`-- waives: {check}: why`"),
    };
    format!("\nhelp: {mend}, or say in the file why that cannot be: {waive}")
}
