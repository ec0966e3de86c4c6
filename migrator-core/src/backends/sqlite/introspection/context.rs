//! Words that are keywords in some places and may be names in others.

use super::lexeme::{Lexeme, Sort};
use super::result::ends_operand;

/// Tells whether a word is a keyword where it stands, though it could be a name elsewhere.
pub(super) fn is_contextual(tokens: &[Lexeme<'_>], at: usize) -> bool {
    let place = Place { tokens, at };
    let Some(word) = tokens.get(at) else {
        return false;
    };
    let upper = word.text.to_ascii_uppercase();
    match upper.as_str() {
        "LIKE" | "GLOB" | "MATCH" | "REGEXP" => place.is_after_operand() || place.follows(&["NOT"]),
        "CURRENT_DATE" | "CURRENT_TIME" | "CURRENT_TIMESTAMP" | "TRUE" | "FALSE" => {
            !place.is_after_operand() && !place.follows(&["AS"])
        }
        "END" => at + 1 == tokens.len() || place.is_in_case(),
        "ASC" | "DESC" => place.is_after_operand() && place.is_behind("ORDER"),
        "OFFSET" => place.is_after_operand() && place.is_behind("LIMIT"),
        "CROSS" | "FULL" | "INNER" | "LEFT" | "NATURAL" | "OUTER" | "RIGHT" => place.is_join(),
        "WITH" => place.is_start(),
        "BEGIN" => place.precedes(&["DELETE", "INSERT", "REPLACE", "SELECT", "UPDATE", "WITH"]),
        "MATERIALIZED" => place.follows(&["AS", "NOT"]) && place.is_before(Sort::Open),
        "OVER" => !place.follows(&["AS"]) && place.is_after(Sort::Close),
        "ROWS" | "RANGE" | "GROUPS" => {
            place.precedes(&["BETWEEN", "UNBOUNDED", "CURRENT"]) || place.is_before(Sort::Value)
        }
        "PRECEDING" | "FOLLOWING" => place.follows(&["UNBOUNDED"]) || place.is_after(Sort::Value),
        "ABORT" | "FAIL" | "IGNORE" | "ROLLBACK" => place.follows(&["OR"]) || place.is_in_raise(),
        "REPLACE" => place.follows(&["OR"]) || place.precedes(&["INTO"]),
        "AFTER" | "BEFORE" | "INSTEAD" => at == 0,
        word => is_part_of_phrase(place, word),
    }
}

/// Tells whether a word belongs to the one beside it.
fn is_part_of_phrase(place: Place<'_, '_>, word: &str) -> bool {
    let (before, after): (&[&str], &[&str]) = match word {
        "BY" => (&["GROUP", "ORDER", "PARTITION", "INDEXED"], &[]),
        "CONFLICT" => (&["ON"], &[]),
        "CURRENT" => (&[], &["ROW"]),
        "DO" => (&[], &["NOTHING", "UPDATE"]),
        "EACH" => (&["FOR"], &[]),
        "EXCEPT" => (&[], &["SELECT", "VALUES"]),
        "FIRST" | "LAST" => (&["NULLS"], &[]),
        "FOR" => (&[], &["EACH"]),
        "INDEXED" | "PARTITION" => (&[], &["BY"]),
        "NULLS" => (&[], &["FIRST", "LAST"]),
        "OF" => (&["INSTEAD", "UPDATE"], &[]),
        "RECURSIVE" => (&["WITH"], &[]),
        "ROW" => (&["CURRENT", "EACH"], &[]),
        "UNBOUNDED" => (&[], &["PRECEDING", "FOLLOWING"]),
        _ => return false,
    };
    place.follows(before) || place.precedes(after)
}

/// A token among the others.
#[derive(Debug, Clone, Copy)]
struct Place<'t, 'a> {
    tokens: &'t [Lexeme<'a>],
    at: usize,
}

impl Place<'_, '_> {
    fn before(&self) -> Option<&Lexeme<'_>> {
        self.tokens.get(self.at.checked_sub(1)?)
    }

    fn after(&self) -> Option<&Lexeme<'_>> {
        self.tokens.get(self.at + 1)
    }

    fn follows(&self, words: &[&str]) -> bool {
        let before = self.before();
        before.is_some_and(|it| words.iter().any(|word| it.is(word)))
    }

    fn precedes(&self, words: &[&str]) -> bool {
        let after = self.after();
        after.is_some_and(|it| words.iter().any(|word| it.is(word)))
    }

    fn is_after(&self, sort: Sort) -> bool {
        self.before().is_some_and(|it| it.sort == sort)
    }

    fn is_before(&self, sort: Sort) -> bool {
        self.after().is_some_and(|it| it.sort == sort)
    }

    fn is_after_operand(&self) -> bool {
        self.before().is_some_and(ends_operand)
    }

    /// Tells whether a statement or a query in parentheses begins here.
    fn is_start(&self) -> bool {
        let before = self.before();
        before.is_none_or(|it| matches!(it.sort, Sort::Open | Sort::Semicolon) || it.is("BEGIN"))
    }

    /// Tells whether a `CASE` before it has not ended.
    fn is_in_case(&self) -> bool {
        let before = self.tokens.get(..self.at).unwrap_or_default();
        let n_words = |word: &str| before.iter().filter(|token| token.is(word)).count();
        n_words("CASE") > n_words("END")
    }

    /// Tells whether a word is before it, in the same parentheses and in the same query.
    fn is_behind(&self, word: &str) -> bool {
        let mut depth = 0_usize;
        for token in self.tokens.get(..self.at).unwrap_or_default().iter().rev() {
            match token.sort {
                Sort::Close => depth += 1,
                Sort::Open if depth == 0 => return false,
                Sort::Open => depth -= 1,
                Sort::Word if depth == 0 && token.is(word) => return true,
                Sort::Word if depth == 0 && token.is("SELECT") => return false,
                _ => {}
            }
        }
        false
    }

    fn is_join(&self) -> bool {
        let behind = self.tokens.get(self.at + 1..).unwrap_or_default();
        let is_kind = |token: &&Lexeme<'_>| {
            let kinds = [
                "CROSS", "FULL", "INNER", "LEFT", "NATURAL", "OUTER", "RIGHT",
            ];
            kinds.iter().any(|kind| token.is(kind))
        };
        let mut rest = behind.iter().skip_while(is_kind);
        rest.next().is_some_and(|token| token.is("JOIN"))
    }

    /// Tells whether it is the first thing in `RAISE (…)`.
    fn is_in_raise(&self) -> bool {
        let raise = self.at.checked_sub(2).and_then(|at| self.tokens.get(at));
        self.is_after(Sort::Open) && raise.is_some_and(|token| token.is("RAISE"))
    }
}
