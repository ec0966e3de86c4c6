//! A text that is put together of tokens.
//!
//! The space between two tokens depends on these two alone, so that texts that differ in blanks and
//! comments become one.

use super::lexeme::Sort;

/// A text that is put together of tokens.
#[derive(Debug, Default)]
pub(super) struct Text {
    sql: String,
    last: Option<Last>,
}

/// What the next token's space depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// A keyword, after which an operand comes, or a binary operator.
    Wants,
    /// An operator before its operand; `true` for `-`.
    Sign(bool),
    /// A name or the name of a function.
    Name,
    /// A value, or a keyword that ends something.
    Value,
    Open,
    Close,
    Comma,
    Dot,
    Semicolon,
}

/// What a word means where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A keyword; a parenthesis behind it stands apart.
    Keyword,
    /// A name, or a function; a parenthesis behind it does not.
    Name,
}

impl Text {
    /// Adds a word or a name by the text that it is to have.
    pub(super) fn word(&mut self, text: &str, meaning: Meaning) {
        let last = match meaning {
            Meaning::Keyword if ends(text) => Last::Value,
            Meaning::Keyword => Last::Wants,
            Meaning::Name => Last::Name,
        };
        self.space(!matches!(
            self.last,
            None | Some(Last::Open | Last::Dot | Last::Sign(_))
        ));
        self.push(text, last);
    }

    /// Adds an operand as it stands.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.token(Sort::Value, text);
    }

    /// Adds any other token.
    pub(super) fn token(&mut self, sort: Sort, text: &str) {
        let tight = matches!(self.last, None | Some(Last::Open | Last::Dot));
        match sort {
            Sort::Word | Sort::Quoted => self.word(text, Meaning::Name),
            Sort::Value => {
                self.space(!tight && !matches!(self.last, Some(Last::Sign(_))));
                self.push(text, Last::Value);
            }
            Sort::Operator => self.operator(text, tight),
            Sort::Open => {
                let tight = tight || matches!(self.last, Some(Last::Name | Last::Sign(_)));
                self.space(!tight);
                self.push(text, Last::Open);
            }
            Sort::Close => self.push(text, Last::Close),
            Sort::Comma => self.push(text, Last::Comma),
            Sort::Dot => self.push(text, Last::Dot),
            Sort::Semicolon => self.push(text, Last::Semicolon),
        }
    }

    fn operator(&mut self, text: &str, tight: bool) {
        let is_operand = matches!(self.last, Some(Last::Name | Last::Value | Last::Close));
        let is_sign = !is_operand && matches!(text, "-" | "+" | "~");
        let after_sign = matches!(self.last, Some(Last::Sign(_)));
        // Two of `-` would be a comment.
        let is_comment = self.last == Some(Last::Sign(true)) && text == "-";
        self.space(is_comment || !tight && !after_sign);
        let last = match (is_sign, text) {
            (true, _) => Last::Sign(text == "-"),
            // `count(*)` and `SELECT *, …`.
            (false, "*") if !is_operand => Last::Value,
            (false, _) => Last::Wants,
        };
        self.push(text, last);
    }

    fn space(&mut self, wanted: bool) {
        if wanted {
            self.sql.push(' ');
        }
    }

    fn push(&mut self, text: &str, last: Last) {
        self.sql.push_str(text);
        self.last = Some(last);
    }

    /// Returns the text.
    pub(super) fn finish(self) -> String {
        self.sql
    }
}

/// Tells whether a keyword is an operand or ends one, so that an operator behind it has two.
fn ends(keyword: &str) -> bool {
    const ENDS: [&str; 9] = [
        "NULL",
        "TRUE",
        "FALSE",
        "CURRENT_DATE",
        "CURRENT_TIME",
        "CURRENT_TIMESTAMP",
        "END",
        "ISNULL",
        "NOTNULL",
    ];
    ENDS.iter().any(|it| keyword.eq_ignore_ascii_case(it))
}
