//! Expressions, read by the names of now.

use super::{Place, Renaming, folded};
use crate::base::{Dialect, TableName};
use crate::diff::sql::{literal, quoted};
use crate::script::{Kind, spans, unquoted};

/// Words that mean a column only in quotes.
const RESERVED: [&str; 10] = [
    "current_date",
    "current_time",
    "current_timestamp",
    "current_user",
    "false",
    "localtime",
    "null",
    "session_user",
    "true",
    "user",
];

/// A token that counts, and what stands before it.
struct Token<'s> {
    kind: Kind,
    text: &'s str,
    blank: &'s str,
}

impl Renaming {
    /// Returns an expression of a table by the names of now; one that is not understood as it is.
    pub(in crate::diff) fn expression(&self, place: &Place<'_>, sql: &str) -> String {
        let Some(tokens) = tokens(self.habits.dialect, sql) else {
            return sql.to_owned();
        };
        let mut text = String::new();
        for (at, token) in tokens.iter().enumerate() {
            text.push_str(token.blank);
            match self.token(place, &tokens, at) {
                Some(new) => text.push_str(&new),
                None => text.push_str(token.text),
            }
        }
        text
    }

    /// Returns what stands for a token now, if that is something else.
    fn token(&self, place: &Place<'_>, tokens: &[Token<'_>], at: usize) -> Option<String> {
        let token = tokens.get(at)?;
        match token.kind {
            Kind::Text => self.literal(tokens, at),
            Kind::Word | Kind::Quoted if is_after_cast(tokens, at) => self.cast(token),
            Kind::Word | Kind::Quoted => self.name(place, tokens, at),
            _ => None,
        }
    }

    /// A type behind `::`.
    fn cast(&self, token: &Token<'_>) -> Option<String> {
        let name = TableName::from(unquoted(token.text));
        let now = self.types.get(&name)?;
        Some(written(now))
    }

    /// The name of a sequence, as in `nextval('users_id_seq'::regclass)`, or a value of an enumeration.
    fn literal(&self, tokens: &[Token<'_>], at: usize) -> Option<String> {
        let kind = tokens
            .get(at + 3)
            .filter(|_| is_after_cast(tokens, at + 3))?;
        let inner = tokens
            .get(at)?
            .text
            .strip_prefix('\'')?
            .strip_suffix('\'')?;
        let inner = inner.replace("''", "'");
        let now = if kind.text == "regclass" {
            let name = qualified(self.habits.dialect, &inner)?;
            written(self.sequences.get(&name)?)
        } else {
            let values = self.values.get(&TableName::from(unquoted(kind.text)))?;
            values.get(&inner)?.clone()
        };
        Some(literal(&now))
    }

    /// The name of a column, or the table before it.
    fn name(&self, place: &Place<'_>, tokens: &[Token<'_>], at: usize) -> Option<String> {
        let token = tokens.get(at)?;
        let value = unquoted(token.text);
        let kind_at = |at: Option<usize>| Some(tokens.get(at?)?.kind);
        let before = at.checked_sub(1);
        let is_collation = before
            .and_then(|it| tokens.get(it))
            .is_some_and(|it| it.text.eq_ignore_ascii_case("collate"));
        if is_collation || kind_at(Some(at + 1)) == Some(Kind::Open) {
            return None;
        }
        if kind_at(Some(at + 1)) == Some(Kind::Dot) {
            let is_it = self.is_table(place, &value);
            return is_it.then(|| quoted(self.table_name(place.table).name()));
        }
        if kind_at(before) == Some(Kind::Dot) {
            let owner = tokens.get(at.checked_sub(2)?)?;
            let owner_name = unquoted(owner.text);
            let is_row = ["new", "old"]
                .iter()
                .any(|it| owner_name.eq_ignore_ascii_case(it));
            if !is_row && !self.is_table(place, &owner_name) {
                return None;
            }
        } else if token.kind == Kind::Word && is_reserved(&value) {
            return None;
        }
        let now = place.columns.get(&folded(self.habits, &value))?;
        Some(quoted(now))
    }

    fn is_table(&self, place: &Place<'_>, name: &str) -> bool {
        folded(self.habits, place.table.name()) == folded(self.habits, name)
    }

    /// Returns a type by the names of now, that is given by the database's own name for it.
    pub(super) fn type_text(&self, text: &str) -> String {
        let (name, brackets) = match text.find('[') {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        let now = qualified(self.habits.dialect, name).and_then(|it| self.types.get(&it));
        now.map_or_else(
            || text.to_owned(),
            |now| format!("{}{brackets}", written(now)),
        )
    }

    /// Returns the definition of a trigger by the names of now.
    pub(super) fn trigger_text(&self, place: &Place<'_>, sql: &str) -> String {
        let text = self.expression(place, sql);
        let now = self.table_name(place.table);
        let Some(tokens) = tokens(self.habits.dialect, &text).filter(|_| now != *place.table)
        else {
            return text;
        };
        let mut renamed = String::new();
        for (at, token) in tokens.iter().enumerate() {
            renamed.push_str(token.blank);
            let is_name = matches!(token.kind, Kind::Word | Kind::Quoted);
            let before = at.checked_sub(1).and_then(|it| tokens.get(it));
            let is_target = before.is_some_and(|it| {
                ["on", "into", "from", "update"]
                    .iter()
                    .any(|word| it.text.eq_ignore_ascii_case(word))
            });
            match is_name && is_target && self.is_table(place, &unquoted(token.text)) {
                true => renamed.push_str(&quoted(now.name())),
                false => renamed.push_str(token.text),
            }
        }
        renamed
    }
}

/// Tells whether an expression names one of some things: a column, a type, a function.
pub(in crate::diff) fn mentions(dialect: Dialect, sql: &str, is_it: impl Fn(&str) -> bool) -> bool {
    let Some(tokens) = tokens(dialect, sql) else {
        return true;
    };
    let names = tokens
        .iter()
        .filter(|it| matches!(it.kind, Kind::Word | Kind::Quoted));
    let mut names = names.map(|it| (it.kind, unquoted(it.text)));
    // Without quotes a name may be written in capitals.
    names.any(|(kind, name)| is_it(&name) || kind == Kind::Word && is_it(&name.to_lowercase()))
}

/// Returns the name of a function with this signature, without quotes.
pub(in crate::diff) fn function_name(dialect: Dialect, signature: &str) -> Option<TableName> {
    let tokens = tokens(dialect, signature)?;
    let end = tokens.iter().position(|it| it.text == "(");
    named(tokens.get(..end?)?)
}

/// Tells whether an expression holds a literal.
pub(in crate::diff) fn has_literal(dialect: Dialect, sql: &str, value: &str) -> bool {
    let literal = literal(value);
    let Some(tokens) = tokens(dialect, sql) else {
        return true;
    };
    tokens
        .iter()
        .any(|it| it.kind == Kind::Text && it.text == literal)
}

/// Returns the tokens that count; `None` for a text that is none.
fn tokens(dialect: Dialect, sql: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    for span in spans(dialect, sql) {
        let (kind, range) = span.ok()?;
        if matches!(kind, Kind::Blank | Kind::LineComment | Kind::BlockComment) {
            continue;
        }
        tokens.push(Token {
            kind,
            text: sql.get(range.clone())?,
            blank: sql.get(start..range.start)?,
        });
        start = range.end;
    }
    Some(tokens)
}

fn is_after_cast(tokens: &[Token<'_>], at: usize) -> bool {
    let is_colon = |back: usize| {
        let token = at.checked_sub(back).and_then(|it| tokens.get(it));
        token.is_some_and(|it| it.text == ":")
    };
    is_colon(1) && is_colon(2)
}

fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Reads a name as PostgreSQL writes it: `mood`, `app.mood`, `"Mood"`.
fn qualified(dialect: Dialect, text: &str) -> Option<TableName> {
    named(&tokens(dialect, text)?)
}

fn named(tokens: &[Token<'_>]) -> Option<TableName> {
    match tokens {
        [name] => Some(unquoted(name.text).into()),
        [schema, dot, name] if dot.kind == Kind::Dot => {
            Some((unquoted(schema.text).as_str(), unquoted(name.text).as_str()).into())
        }
        _ => None,
    }
}

/// Writes a name as PostgreSQL does, with quotes where it looks as if it needed them.
fn written(name: &TableName) -> String {
    let part = |name: &str| {
        let is_plain = |(at, it): (usize, char)| {
            it.is_ascii_lowercase() || it == '_' || (at > 0 && it.is_ascii_digit())
        };
        match name.char_indices().all(is_plain) {
            true => name.to_owned(),
            false => quoted(name),
        }
    };
    match name.schema() {
        Some(schema) => format!("{}.{}", part(schema), part(name.name())),
        None => part(name.name()),
    }
}
