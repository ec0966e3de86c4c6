//! Errors as the user sees them, compared with what is expected.

use migrator::Error;

/// The text of an error, without what differs: the cause in the database's own
/// words, which must hold all of `words`, and the lines of these tests.
///
/// Without words the cause is our own and is shown.
pub(crate) fn shown(error: &Error, words: &[&str]) -> String {
    let text = format!("{error:?}");
    let mut is_masked = words.is_empty();
    let lines = text
        .lines()
        .map(|line| match line.split_once("caused by: ") {
            Some((indent, cause)) if !is_masked => {
                for word in words {
                    assert!(cause.contains(word), "`{word}` is not in: {text}");
                }
                is_masked = true;
                format!("{indent}caused by: …")
            }
            _ => without_line_of_test(line),
        });
    let lines: Vec<String> = lines.collect();
    assert!(is_masked, "no cause: {text}");
    lines.join("\n")
}

/// `tests/conformance/x.rs:12:8` becomes `tests/conformance/x.rs:…`.
fn without_line_of_test(line: &str) -> String {
    let Some(start) = line.find("(tests/") else {
        return line.to_owned();
    };
    let Some(end) = line[start..].find(".rs:").map(|at| start + at + 4) else {
        return line.to_owned();
    };
    let is_of_place = |char: char| char.is_ascii_digit() || char == ':';
    let rest = line[end..].trim_start_matches(is_of_place);
    format!("{}…{rest}", &line[..end])
}

/// Compares a text with an inline snapshot, once for every backend.
macro_rules! assert_shown {
    ($text:expr, @$expected:literal) => {
        insta::allow_duplicates! {
            insta::assert_snapshot!($text, @$expected)
        }
    };
}
pub(crate) use assert_shown;
