//! Changes as `--dry-run` shows them: a new file whole, an edit as a unified diff.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use migrator_build::authoring::{Change, FilePath};
use similar::{ChangeTag, TextDiff};

/// What happens to which file.
const HEADING: Style = Style::new().bold();
/// Where a hunk stands.
const HUNK: Style = AnsiColor::Cyan.on_default();
const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();

/// Unchanged lines around a change.
const CONTEXT: usize = 3;

/// Returns changes as text, one paragraph each, with colors.
pub(super) fn preview<'a>(
    changes: impl IntoIterator<Item = &'a Change>,
    shown: impl Fn(&FilePath) -> String,
) -> String {
    let paragraphs = changes.into_iter().map(|change| {
        let mut text = format!("{HEADING}{}{HEADING:#}\n", heading(change, &shown));
        match change.texts() {
            (None, new) => text.push_str(&ended(new)),
            (Some(old), new) => text.push_str(&diff(old, new)),
        }
        text
    });
    paragraphs.collect::<Vec<_>>().join("\n")
}

fn heading(change: &Change, shown: impl Fn(&FilePath) -> String) -> String {
    match change {
        Change::Rename { from, to, .. } => format!("rename {} to {}", shown(from), shown(to)),
        Change::Create { path, .. } => format!("create {}", shown(path)),
        other => format!("edit {}", shown(other.path())),
    }
}

fn diff(old: &str, new: &str) -> String {
    let mut text = String::new();
    let diff = TextDiff::from_lines(old, new);
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        let _ = writeln!(text, "{HUNK}{}{HUNK:#}", hunk.header());
        for change in hunk.iter_changes() {
            let (style, sign) = match change.tag() {
                ChangeTag::Equal => (Style::new(), ' '),
                ChangeTag::Insert => (ADDED, '+'),
                ChangeTag::Delete => (REMOVED, '-'),
            };
            let line = change.value().trim_end_matches(['\r', '\n']);
            match (sign, line) {
                // Spaces at the end of a line help nobody.
                (' ', "") => text.push('\n'),
                _ => {
                    let _ = writeln!(text, "{style}{sign}{line}{style:#}");
                }
            }
            if change.missing_newline() {
                text.push_str("\\ No newline at end of file\n");
            }
        }
    }
    text
}

fn ended(text: &str) -> String {
    match text.is_empty() || text.ends_with('\n') {
        true => text.to_owned(),
        false => format!("{text}\n"),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use migrator_build::authoring::{Change, FilePath};

    use super::preview;

    fn check(change: Change) -> String {
        let text = preview([&change], |path| path.shown.clone());
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn an_edit_is_a_diff_and_a_missing_line_end_is_told() {
        let lines: String = (1..=9).map(|line| format!("{line}\r\n")).collect();
        let edited = Change::Edit {
            path: FilePath::new("m/a.rs"),
            old: lines.clone() + "end",
            new: lines.replace("6\r\n", "six\r\nmore\r\n") + "end",
        };
        assert_snapshot!(check(edited), @r"
        edit m/a.rs
        @@ -3,7 +3,8 @@
         3
         4
         5
        -6
        +six
        +more
         7
         8
         9
        ");
        let ended = Change::Rename {
            from: FilePath::new("a"),
            to: FilePath::new("b"),
            old: "end".to_owned(),
            new: "end\n".to_owned(),
        };
        assert_snapshot!(check(ended), @r"
        rename a to b
        @@ -1 +1 @@
        -end
        \ No newline at end of file
        +end
        ");
    }
}
