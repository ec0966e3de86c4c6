//! Which words are keywords.

/// The words that are no names without quotes: <https://sqlite.org/lang_keywords.html> without those
/// that SQLite's grammar lets be names.
const RESERVED: [&str; 57] = [
    "ADD",
    "ALL",
    "ALTER",
    "AND",
    "AS",
    "AUTOINCREMENT",
    "BETWEEN",
    "CASE",
    "CHECK",
    "COLLATE",
    "COMMIT",
    "CONSTRAINT",
    "CREATE",
    "DEFAULT",
    "DEFERRABLE",
    "DELETE",
    "DISTINCT",
    "DROP",
    "ELSE",
    "ESCAPE",
    "EXISTS",
    "FOREIGN",
    "FROM",
    "GROUP",
    "HAVING",
    "IN",
    "INDEX",
    "INSERT",
    "INTERSECT",
    "INTO",
    "IS",
    "ISNULL",
    "JOIN",
    "LIMIT",
    "NOT",
    "NOTHING",
    "NOTNULL",
    "NULL",
    "ON",
    "OR",
    "ORDER",
    "PRIMARY",
    "REFERENCES",
    "RETURNING",
    "SELECT",
    "SET",
    "TABLE",
    "THEN",
    "TO",
    "TRANSACTION",
    "UNION",
    "UNIQUE",
    "UPDATE",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
];

/// Words that may be names and mean something else where an expression stands.
const AMBIGUOUS: [&str; 29] = [
    "CAST",
    "CROSS",
    "CURRENT",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "END",
    "EXCEPT",
    "FALSE",
    "FILTER",
    "FULL",
    "GENERATED",
    "GLOB",
    "INDEXED",
    "INNER",
    "LEFT",
    "LIKE",
    "MATCH",
    "MATERIALIZED",
    "NATURAL",
    "OUTER",
    "OVER",
    "RAISE",
    "REGEXP",
    "REPLACE",
    "RIGHT",
    "TRUE",
    "WINDOW",
    "WITH",
];

/// Words behind which a parenthesis stands apart, being no functions.
const BEFORE_PARENTHESES: [&str; 5] = ["FILTER", "GLOB", "LIKE", "MATCH", "REGEXP"];

fn is_among(words: &[&str], word: &str) -> bool {
    words.iter().any(|it| it.eq_ignore_ascii_case(word))
}

/// Tells whether a word is a keyword wherever it stands.
pub(super) fn is_reserved(word: &str) -> bool {
    is_among(&RESERVED, word)
}

/// Tells whether a name needs quotes, so that nothing else is meant.
pub(super) fn needs_quotes(name: &str) -> bool {
    let starts = |c: char| c.is_alphabetic() || c == '_';
    let goes_on = |c: char| c.is_alphanumeric() || c == '_';
    !name.starts_with(starts)
        || !name.chars().all(goes_on)
        || is_reserved(name)
        || is_among(&AMBIGUOUS, name)
}

/// Tells whether a word in front of a parenthesis is no function.
pub(super) fn is_no_function(word: &str) -> bool {
    is_reserved(word) || is_among(&BEFORE_PARENTHESES, word)
}

/// Tells whether a word is a value or an operator rather than a column of that name.
pub(super) fn is_ambiguous(word: &str) -> bool {
    is_among(&AMBIGUOUS, word)
}
