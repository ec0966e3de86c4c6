//! An SQL expression given as text cannot reach out of its place.
//!
//! Defaults, checks and index expressions are pasted between parentheses. One
//! that closes a parenthesis it did not open, or leaves a quote or a comment
//! open, would change the meaning of what stands around it.

use crate::dialect::Refusal;

/// Checks that quotes, parentheses and brackets of an expression are balanced, and that
/// it holds no semicolon, comment or NUL byte and is not empty.
///
/// What the expression says is the database's business.
///
/// # Errors
/// [`Refusal::Invalid`] with the expression and what is wrong with it.
pub(crate) fn check_expression(sql: &str) -> Result<(), Refusal> {
    match fault(sql) {
        None => Ok(()),
        Some(what) => Err(Refusal::invalid(format!("the expression `{sql}` {what}"))),
    }
}

fn fault(sql: &str) -> Option<&'static str> {
    if sql.trim().is_empty() {
        return Some("is empty");
    }
    if sql.contains('\0') {
        return Some("holds a NUL byte");
    }
    let (mut open, mut brackets) = (0_usize, 0_usize);
    let mut chars = sql.chars().peekable();
    while let Some(char) = chars.next() {
        match (char, chars.peek().copied()) {
            (';', _) => return Some("holds a semicolon"),
            ('-', Some('-')) | ('/', Some('*')) => return Some("holds a comment"),
            ('(', _) => open += 1,
            (')', _) if open == 0 => return Some("closes a parenthesis it did not open"),
            (')', _) => open -= 1,
            // SQLite quotes names with brackets, PostgreSQL writes arrays with them.
            ('[', _) => brackets += 1,
            (']', _) if brackets == 0 => return Some("closes a bracket it did not open"),
            (']', _) => brackets -= 1,
            // A doubled quote closes and opens again, which is the same here.
            ('\'' | '"' | '`', _) if !chars.any(|other| other == char) => {
                return Some("leaves a quote open");
            }
            _ => {}
        }
    }
    match (open, brackets) {
        (0, 0) => None,
        (0, _) => Some("leaves a bracket open"),
        _ => Some("leaves a parenthesis open"),
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn an_expression_stays_in_its_place() {
        let check = |sql: &str, expect: Option<&str>| assert_eq!(fault(sql), expect, "{sql}");
        check("x > 0", None);
        check("(a + (b)) * 2", None);
        check("name <> ');--' AND \"odd)name\" = 'it''s'", None);
        check("`od\"d` IN ('a', 'b')", None);
        check("a - -1 / 2", None);
        check("  ", Some("is empty"));
        check(
            "1) , y INTEGER, CHECK (1",
            Some("closes a parenthesis it did not open"),
        );
        check("lower(x", Some("leaves a parenthesis open"));
        check("a = ANY (ARRAY['x', 'y'])", None);
        check("[a", Some("leaves a bracket open"));
        check("a]", Some("closes a bracket it did not open"));
        check("x = 'a", Some("leaves a quote open"));
        check("x = \"a", Some("leaves a quote open"));
        check("1 -- one", Some("holds a comment"));
        check("1 /* one */", Some("holds a comment"));
        check("1; DROP TABLE t", Some("holds a semicolon"));
        check("a\0", Some("holds a NUL byte"));
        check("'a\0'", Some("holds a NUL byte"));
    }
}
