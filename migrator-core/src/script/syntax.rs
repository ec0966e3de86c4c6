//! In what the dialects differ as texts: which quotes there are, and where comments end.
//!
//! What else differs between texts is in `body`, the statements that hold semicolons, and in
//! `control`, the statements that do nothing inside a transaction.

use crate::base::Dialect;

/// What the lexer must know of a dialect.
#[derive(Debug, Clone, Copy)]
pub(super) struct Syntax {
    /// A backtick quotes a name.
    pub(super) has_backticks: bool,
    /// Brackets quote a name; elsewhere they are for arrays.
    pub(super) has_brackets: bool,
    /// `E'…'`, in which a backslash escapes.
    pub(super) has_escape_strings: bool,
    /// `$tag$ … $tag$`.
    pub(super) has_dollar_quotes: bool,
    /// `\restrict` and `\unrestrict`, which the database's own dumps have and only its shell
    /// understands.
    pub(super) has_restrictions: bool,
    /// A bare carriage return ends a line comment.
    pub(super) comment_ends_at_return: bool,
    /// `/* /* */ */` is one comment.
    pub(super) comments_nest: bool,
}

impl Syntax {
    pub(super) const fn of(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => SQLITE,
            Dialect::Postgres => POSTGRES,
        }
    }
}

/// <https://sqlite.org/lang_keywords.html>, <https://sqlite.org/lang_comment.html>
const SQLITE: Syntax = Syntax {
    has_backticks: true,
    has_brackets: true,
    has_escape_strings: false,
    has_dollar_quotes: false,
    has_restrictions: false,
    comment_ends_at_return: false,
    comments_nest: false,
};

/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html>
const POSTGRES: Syntax = Syntax {
    has_backticks: false,
    has_brackets: false,
    has_escape_strings: true,
    has_dollar_quotes: true,
    has_restrictions: true,
    comment_ends_at_return: true,
    comments_nest: true,
};
