//! Text as comments of SQL.

/// Returns a text as lines that begin with `-- `, whatever it holds.
#[must_use]
pub fn comment(text: &str) -> String {
    // A carriage return ends a comment, too, and a NUL byte would end the script.
    let lines = text.split(['\n', '\r', '\0']);
    lines
        .map(|line| format!("{}\n", format!("-- {line}").trim_end()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::comment;

    #[test]
    fn nothing_in_a_text_ends_its_comment() {
        assert_eq!(comment("a\nb; \r\nc"), "-- a\n-- b;\n--\n-- c\n");
    }
}
