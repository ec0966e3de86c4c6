//! Durations and statements as people read them.

use std::time::{Duration, SystemTime};

use migrator_core::base::rfc3339;

/// Writes a duration with as many digits as it deserves: `12 ms`, `1.2 s`, `3 min 5 s`.
pub(crate) fn span(duration: Duration) -> String {
    let (seconds, milliseconds) = (duration.as_secs(), duration.as_millis());
    match seconds {
        0 => format!("{milliseconds} ms"),
        1..60 => format!("{:.1} s", duration.as_secs_f64()),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// Returns the milliseconds of a duration, for `--json`.
pub(crate) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Writes an instant in UTC, to the second: `2026-11-21 22:40:01Z`.
pub(crate) fn time(instant: SystemTime) -> String {
    let text = rfc3339(instant);
    match text.split_once(['.', 'Z']) {
        Some((seconds, _)) => seconds.replace('T', " ") + "Z",
        None => text,
    }
}

/// Writes a statement on one line: white space becomes single blanks, and what could steer a terminal
/// is left out.
pub(crate) fn on_one_line(sql: &str) -> String {
    let words = sql.split_whitespace().map(|word| {
        word.chars()
            .filter(|char| !char.is_control())
            .collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Leaves out what could steer a terminal, line breaks and tabs aside.
pub(crate) fn printable(text: &str) -> String {
    let shown = |char: &char| !char.is_control() || matches!(char, '\n' | '\t');
    text.chars().filter(shown).collect()
}

/// Writes a number and what there are so many of.
pub(crate) fn count(n: usize, what: &str) -> String {
    match n {
        1 => format!("1 {what}"),
        n => format!("{n} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short() {
        let all = [0, 12, 999, 1_240, 61_000, 7_260_000];
        let texts = all.map(|milliseconds| span(Duration::from_millis(milliseconds)));
        assert_eq!(
            texts,
            ["0 ms", "12 ms", "999 ms", "1.2 s", "1 min 1 s", "2 h 1 min"]
        );
    }

    #[test]
    fn a_statement_is_one_line_that_steers_nothing() {
        let sql = "CREATE TABLE t (\n\tid  INTEGER,\r\n name TEXT DEFAULT '\u{1b}[2J\u{7}'\n)";
        assert_eq!(
            on_one_line(sql),
            "CREATE TABLE t ( id INTEGER, name TEXT DEFAULT '[2J' )"
        );
    }
}
