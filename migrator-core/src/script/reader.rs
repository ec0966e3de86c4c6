//! Reads the words and names of a statement of PostgreSQL, as far as decisions need them.

use std::fmt;

use crate::base::Dialect;
use crate::script::{Kind, tokens};

/// The longest name in bytes; a longer one is cut off.
const LONGEST: usize = 63;

/// The tokens of a statement of PostgreSQL, without comments, and how far they were read.
///
/// # Examples
/// ```
/// use migrator_core::script::Reader;
/// let mut reader = Reader::new("DROP INDEX /* a */ \"App\".i");
/// assert!(reader.takes_all(&["drop", "index"]));
/// assert_eq!(reader.name().and_then(|name| name.schema).as_deref(), Some("App"));
/// assert!(reader.is_done());
/// ```
pub struct Reader<'a> {
    tokens: Box<dyn Iterator<Item = (Kind, &'a str)> + 'a>,
    next: Option<(Kind, &'a str)>,
}

/// A name with its schema, as PostgreSQL reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The schema, if it is said.
    pub schema: Option<String>,
    /// The name in it.
    pub name: String,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

impl<'a> Reader<'a> {
    /// Starts at the statement's first word; what comes after a fault is not seen.
    #[must_use]
    pub fn new(sql: &'a str) -> Self {
        let mut tokens = tokens(Dialect::Postgres, sql)
            .map_while(Result::ok)
            .filter(|(kind, _)| !matches!(kind, Kind::LineComment | Kind::BlockComment));
        let next = tokens.next();
        Self {
            tokens: Box::new(tokens),
            next,
        }
    }

    /// Takes the next token, whatever it is.
    pub fn skip(&mut self) -> Option<(Kind, &'a str)> {
        let token = self.next;
        self.next = self.tokens.next();
        token
    }

    /// Tells whether nothing is left.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.next.is_none()
    }

    /// Takes a keyword if it is next.
    pub fn takes(&mut self, keyword: &str) -> bool {
        let is_next = self.next_is(keyword);
        if is_next {
            self.skip();
        }
        is_next
    }

    /// Takes several keywords if all of them are next; they must not start alike elsewhere,
    /// because the first ones are taken even if a later one is missing.
    pub fn takes_all(&mut self, keywords: &[&str]) -> bool {
        keywords.iter().all(|keyword| self.takes(keyword))
    }

    /// Tells whether a keyword is next; a quoted name is none.
    #[must_use]
    pub fn next_is(&self, keyword: &str) -> bool {
        matches!(self.next, Some((Kind::Word, word)) if word.eq_ignore_ascii_case(keyword))
    }

    /// Tells whether the next token is of a kind.
    #[must_use]
    pub fn next_is_kind(&self, wanted: Kind) -> bool {
        matches!(self.next, Some((kind, _)) if kind == wanted)
    }

    /// Takes the next word in capitals; `None` if something else is next.
    pub fn word(&mut self) -> Option<String> {
        match self.next {
            Some((Kind::Word, word)) => {
                self.skip();
                Some(word.to_ascii_uppercase())
            }
            _ => None,
        }
    }

    /// Takes what stands in parentheses, if they are next, and returns its words in capitals.
    pub fn parenthesis(&mut self) -> Vec<String> {
        let mut words = Vec::new();
        if !self.next_is_kind(Kind::Open) {
            return words;
        }
        let mut depth = 0_usize;
        while let Some((kind, text)) = self.skip() {
            match kind {
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                _ => words.push(text.to_ascii_uppercase()),
            }
            if depth == 0 {
                break;
            }
        }
        words
    }

    /// Takes a name, qualified or not; `None` if something else is next, or the name is
    /// written in a way that is not understood here (`U&"…"`, three parts).
    pub fn name(&mut self) -> Option<Name> {
        let first = self.part()?;
        if !self.next_is_kind(Kind::Dot) {
            return Some(Name {
                schema: None,
                name: first,
            });
        }
        self.skip();
        let second = self.part()?;
        (!self.next_is_kind(Kind::Dot)).then_some(Name {
            schema: Some(first),
            name: second,
        })
    }

    fn part(&mut self) -> Option<String> {
        let part = match self.next? {
            // Only ASCII letters are folded for certain.
            (Kind::Word, word) => word.to_ascii_lowercase(),
            (Kind::Quoted, quoted) => {
                let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
                inner.replace("\"\"", "\"")
            }
            _ => return None,
        };
        self.skip();
        let is_escaped = part == "u" && matches!(self.next, Some((Kind::Other, "&")));
        (!is_escaped && !part.is_empty()).then(|| cut(part))
    }
}

/// Cuts a name as PostgreSQL does, at a whole character.
fn cut(mut name: String) -> String {
    if name.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|&at| name.is_char_boundary(at));
        name.truncate(end.unwrap_or(0));
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{Name, Reader};

    #[test]
    fn names_are_read_as_postgresql_reads_them() {
        let check = |sql: &str, expect: Option<(Option<&str>, &str)>| {
            let expect = expect.map(|(schema, name)| Name {
                schema: schema.map(str::to_owned),
                name: name.to_owned(),
            });
            assert_eq!(Reader::new(sql).name(), expect, "{sql}");
        };
        check("Users", Some((None, "users")));
        check(
            "/* a */ App.\"Us\"\"ers\" x",
            Some((Some("app"), "Us\"ers")),
        );
        check("\"größe\" . ÄPFEL", Some((Some("größe"), "Äpfel")));
        check("U&\"d\\0061t\"", None);
        check("u", Some((None, "u")));
        check("a.b.c", None);
        check("(a", None);
        check("", None);
        check(&"ä".repeat(40), Some((None, &"ä".repeat(31))));
    }
}
