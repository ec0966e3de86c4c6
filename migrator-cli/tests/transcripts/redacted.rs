//! What differs from run to run, replaced: durations, times, the machine.

/// Replaces it all.
pub(crate) fn redacted(text: &str) -> String {
    let host = gethostname::gethostname();
    let text = text.replace(&format!("@{}", host.to_string_lossy()), "@<host>");
    let lines: Vec<String> = text.lines().map(line).collect();
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// `in 12 ms` becomes `in <time>`, `"duration_ms": 12` becomes `"duration_ms": 0`, and
/// `2026-11-21 22:40:01` becomes `<date>`.
fn line(line: &str) -> String {
    if let Some((key, rest)) = line.split_once("_ms\": ") {
        let comma = if rest.ends_with(',') { "," } else { "" };
        return format!("{key}_ms\": 0{comma}");
    }
    let mut words: Vec<String> = Vec::new();
    for word in line.split(' ') {
        let (unit, mark) = split_mark(word);
        let before = words.last().map(String::as_str).unwrap_or_default();
        let is_number = !before.is_empty()
            && before
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.');
        match unit {
            "ms" | "s" if is_number => {
                words.pop();
                words.push(format!("<time>{mark}"));
            }
            _ if is_date(unit) => {
                let quote = if unit.starts_with('"') { "\"" } else { "" };
                let bracket = if unit.starts_with('(') { "(" } else { "" };
                words.push(format!("{quote}{bracket}<date>{mark}"));
            }
            _ if is_clock(unit) && before.ends_with("<date>") => {
                let date = words.pop().unwrap_or_default();
                words.push(format!("{date}{mark}"));
            }
            _ => words.push(word.to_owned()),
        }
    }
    words.join(" ")
}

fn split_mark(word: &str) -> (&str, &str) {
    let end = word.trim_end_matches([',', '.', ':', ';', '"', ')']).len();
    word.split_at(end)
}

fn is_date(word: &str) -> bool {
    let word = word.trim_start_matches(['"', '(']);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = word.splitn(3, '-').collect();
    matches!(parts.as_slice(), [year, month, day]
        if year.len() == 4 && digits(year) && month.len() == 2 && digits(month)
            && day.get(..2).is_some_and(digits) && (day.len() == 2 || day.as_bytes()[2] == b'T'))
}

fn is_clock(word: &str) -> bool {
    word.len() >= 5
        && word.as_bytes()[2] == b':'
        && word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b":.Z".contains(&byte))
}

#[test]
fn what_differs_is_replaced_and_nothing_else() {
    assert_eq!(
        redacted(
            "3 revisions in 12 ms, now at 1975ea83b712.\n  \"duration_ms\": 12,\nsince 2026-11-21 22:40:01.123"
        ),
        "3 revisions in <time>, now at 1975ea83b712.\n  \"duration_ms\": 0,\nsince <date>\n"
    );
}
