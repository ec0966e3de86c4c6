//! Expressions as the server prints them.

/// Returns an expression without the parentheses around all of it, which the server prints around
/// every operator and the place of an expression has anyway.
pub(super) fn bare(sql: &str) -> &str {
    let mut sql = sql.trim();
    while let Some(inner) = inside(sql) {
        sql = inner;
    }
    sql
}

/// Returns what stands between the first and the last parenthesis if they belong to each other.
fn inside(sql: &str) -> Option<&str> {
    let inner = sql.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 0_usize;
    let mut quote = None;
    for byte in inner.bytes() {
        match (byte, quote) {
            (b'\'' | b'"', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            (b'(', None) => depth += 1,
            // The first one ends before the last.
            (b')', None) if depth == 0 => return None,
            (b')', None) => depth -= 1,
            _ => {}
        }
    }
    Some(inner.trim())
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn only_parentheses_around_everything_are_taken_away() {
        let check = |sql: &str, expect: &str| assert_eq!(bare(sql), expect, "{sql}");
        check("(age > 0)", "age > 0");
        check("((a > 0) AND (b > 0))", "(a > 0) AND (b > 0)");
        check("(a > 0) AND (b > 0)", "(a > 0) AND (b > 0)");
        check("((a))", "a");
        check("lower(name)", "lower(name)");
        check("(x = ')'::text)", "x = ')'::text");
        check("(x = 'it''s ('::text)", "x = 'it''s ('::text");
        check("(\"a)b\" > 0)", "\"a)b\" > 0");
        check("(('a'::text || b) || ')')", "('a'::text || b) || ')'");
        check("(a) = (b)", "(a) = (b)");
        check("", "");
    }
}
