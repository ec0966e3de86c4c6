//! What is said when a check fails, and what is told when none does.

use std::io::Write as _;

use migrator_core::script::RevisionCheck;

/// Tells something that is no failure, where it is seen although the test passes.
pub(super) fn tell(test: &str, text: &str) {
    // Not by a macro: what those print is kept back unless a test fails.
    let _ = writeln!(std::io::stderr(), "note: {test}: {}", indented(text));
}

/// A check that fails.
pub(super) struct Failure<'f> {
    pub(super) id: &'f str,
    pub(super) file: &'f str,
    /// Whether the file is another tool's, which has no header.
    pub(super) is_foreign: bool,
    pub(super) check: RevisionCheck,
}

impl Failure<'_> {
    /// Says what is wrong, and what to do about it.
    pub(super) fn told(&self, on: &str, what: &str) -> String {
        let Self {
            id, file, check, ..
        } = self;
        format!(
            "the check `{check}` of `{id}` ({file}) fails{on}\n  {}\nhelp: {}, or say {}",
            indented(what),
            self.mend(),
            self.waive()
        )
    }

    fn mend(&self) -> &'static str {
        match self.check {
            RevisionCheck::RoundTrip => "mend the way that is wrong",
            RevisionCheck::RowsSurvive => "keep the rows",
            RevisionCheck::Downgrade => "write a downgrade",
            RevisionCheck::Offline => "have the script and the run do the same",
            _ => "put it back as it was released, and make the change in a revision of its own",
        }
    }

    /// Says where and how it is waived.
    fn waive(&self) -> String {
        let check = self.check;
        let (place, text) = if self.is_foreign {
            let id = self.id;
            (
                "`checks!`",
                format!("waive({check}, revision = {id:?}, reason = \"why\")"),
            )
        } else if self.file.ends_with(".rs") {
            let text = format!("pub const WAIVES: &[(&str, &str)] = &[(\"{check}\", \"why\")];");
            ("the file", text)
        } else {
            ("the file", format!("-- waives: {check}: why"))
        };
        format!("in {place} why that cannot be: `{text}`")
    }
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}
