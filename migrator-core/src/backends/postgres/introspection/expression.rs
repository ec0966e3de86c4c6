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

/// Returns the expressions of a list that the server prints, without parentheses around them.
pub(super) fn list(sql: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(sql);
    std::iter::from_fn(move || {
        let sql = rest.filter(|sql| !sql.is_empty())?;
        let (first, others) = match comma(sql) {
            Some(at) => (sql.get(..at)?, sql.get(at + 1..)),
            None => (sql, None),
        };
        rest = others;
        Some(bare(first))
    })
}

/// Returns the place of the first comma outside quotes, parentheses and brackets.
fn comma(sql: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, byte) in sql.bytes().enumerate() {
        match (byte, quote) {
            (b'\'' | b'"', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            (b'(' | b'[', None) => depth += 1,
            (b')' | b']', None) => depth = depth.saturating_sub(1),
            (b',', None) if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
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
    use super::{bare, list};

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

    #[test]
    fn a_list_is_cut_at_its_own_commas() {
        let check = |sql: &str, expect: &[&str]| {
            assert_eq!(list(sql).collect::<Vec<_>>(), expect, "{sql}");
        };
        check("lower(a), (b + 1)", &["lower(a)", "b + 1"]);
        check("f(a, b), (ARRAY[a, b])", &["f(a, b)", "ARRAY[a, b]"]);
        check("(a || ','::text), \"x,y\"", &["a || ','::text", "\"x,y\""]);
        check("", &[]);
    }
}
