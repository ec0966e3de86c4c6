//! Statements that a migration must not run, or that would do nothing.

use crate::base::Dialect;
use crate::script::SqlFault;
use crate::script::lexer::{Kind, Lexer};

/// Statements whose first word alone controls the transaction. SQLite has no
/// `ABORT` and no `START`; there they are errors anyway.
const FIRST: [&str; 7] = [
    "BEGIN",
    "COMMIT",
    "END",
    "ROLLBACK",
    "ABORT",
    "SAVEPOINT",
    "RELEASE",
];

/// Statements that need two words to be told from others.
const FIRST_TWO: [&str; 2] = ["START TRANSACTION", "PREPARE TRANSACTION"];

/// Pragmas that SQLite does not let set inside a transaction: it takes the first two and does
/// nothing, and refuses the last.
const IGNORED: [&str; 3] = ["foreign_keys", "journal_mode", "synchronous"];

/// A pragma that does something, and cannot do it inside a transaction.
const REFUSED: &str = "wal_checkpoint";

/// Returns the statement's name if its leading words open or end a transaction.
fn transaction_control(words: &[&str]) -> Option<String> {
    let first = words.first()?.to_ascii_uppercase();
    if FIRST.contains(&first.as_str()) {
        return Some(first);
    }
    let two = format!("{first} {}", words.get(1)?.to_ascii_uppercase());
    FIRST_TWO.contains(&two.as_str()).then_some(two)
}

/// Returns what is wrong with a statement by its leading words.
pub(super) fn refused(words: &[&str]) -> Option<SqlFault> {
    if let Some(statement) = transaction_control(words) {
        return Some(SqlFault::TransactionControl { statement });
    }
    match words {
        [first, second, ..]
            if first.eq_ignore_ascii_case("DISCARD") && second.eq_ignore_ascii_case("ALL") =>
        {
            Some(SqlFault::DropsLock {
                statement: "DISCARD ALL",
            })
        }
        _ => None,
    }
}

/// Returns what is wrong with a statement that changes where strings end: the text was taken
/// apart with backslashes that mean themselves, and the server would find other statements.
pub(super) fn refused_setting(dialect: Dialect, statement: &str) -> Option<SqlFault> {
    let mut tokens = Lexer::new(dialect, statement, 0)
        .map_while(Result::ok)
        .filter(|token| token.kind.is_significant())
        .map(|token| token.text(statement).trim_matches(['"', '\'']))
        .map(str::to_ascii_lowercase);
    if dialect != Dialect::Postgres || tokens.next()? != "set" {
        return None;
    }
    let mut name = tokens.next()?;
    if matches!(name.as_str(), "session" | "local") {
        name = tokens.next()?;
    }
    let value = tokens.nth(1)?;
    let is_standard = ["on", "true", "yes", "1", "default"].contains(&value.as_str());
    (name == "standard_conforming_strings" && !is_standard).then_some(SqlFault::BackslashEscapes)
}

/// Returns what is wrong with a statement that has this bare word.
pub(super) fn refused_word(word: &str) -> Option<SqlFault> {
    let unlock = "pg_advisory_unlock_all";
    let fault = SqlFault::DropsLock { statement: unlock };
    word.eq_ignore_ascii_case(unlock).then_some(fault)
}

/// Returns the pragma's name if the statement is one that SQLite does not obey inside
/// a transaction, silently or with an error.
///
/// Reading such a setting is fine and returns `None`.
///
/// # Examples
/// ```
/// use migrator_core::{base::Dialect, script::ignored_in_transaction};
/// let check = |sql| ignored_in_transaction(Dialect::Sqlite, sql);
/// assert_eq!(check("PRAGMA main.foreign_keys = OFF"), Some("foreign_keys"));
/// assert_eq!(check("PRAGMA foreign_keys"), None);
/// ```
#[must_use]
pub fn ignored_in_transaction(dialect: Dialect, statement: &str) -> Option<&'static str> {
    match dialect {
        Dialect::Sqlite => ignored_pragma(statement),
        // It has nothing of the kind.
        Dialect::Postgres => None,
    }
}

fn ignored_pragma(statement: &str) -> Option<&'static str> {
    let mut tokens = Lexer::new(Dialect::Sqlite, statement, 0)
        .map_while(Result::ok)
        .filter(|token| token.kind.is_significant())
        .map(|token| (token.kind, token.text(statement)));
    let (_, first) = tokens.next()?;
    if !first.eq_ignore_ascii_case("PRAGMA") {
        return None;
    }
    let (_, mut name) = tokens.next()?;
    let mut next = tokens.next();
    if matches!(next, Some((Kind::Dot, _))) {
        (_, name) = tokens.next()?;
        next = tokens.next();
    }
    let name = name.trim_matches(['"', '`', '[', ']', '\'']);
    if name.eq_ignore_ascii_case(REFUSED) {
        return Some(REFUSED);
    }
    let sets = matches!(next, Some((Kind::Open, _) | (Kind::Other, "=")));
    IGNORED
        .into_iter()
        .find(|ignored| sets && name.eq_ignore_ascii_case(ignored))
}

#[cfg(test)]
mod tests {
    use super::ignored_in_transaction;
    use crate::base::Dialect;

    #[test]
    fn only_pragmas_that_do_nothing_are_named() {
        let check = |sql, expect| assert_eq!(ignored_in_transaction(Dialect::Sqlite, sql), expect);
        check("pragma foreign_keys(0)", Some("foreign_keys"));
        check(
            "-- x\nPRAGMA /**/ \"foreign_keys\"=ON",
            Some("foreign_keys"),
        );
        check("PRAGMA main.journal_mode = wal", Some("journal_mode"));
        check("PRAGMA main.journal_mode", None);
        check("PRAGMA foreign_keys;", None);
        check("PRAGMA synchronous", None);
        check("PRAGMA main.synchronous = OFF", Some("synchronous"));
        check("PRAGMA main.wal_checkpoint", Some("wal_checkpoint"));
        check("PRAGMA wal_checkpoint(TRUNCATE)", Some("wal_checkpoint"));
        check("PRAGMA defer_foreign_keys = ON", None);
        check("PRAGMA foreign_key_check(users)", None);
        check("SELECT 1", None);
        check("", None);
        assert_eq!(
            ignored_in_transaction(Dialect::Postgres, "PRAGMA foreign_keys = 1"),
            None
        );
    }
}
