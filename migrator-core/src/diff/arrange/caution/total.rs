//! Expressions that are surely not `NULL`.
//!
//! What is not known to have a value for each row is doubtful: a function of one's own, an element of an array,
//! a member of a document.

use crate::base::Dialect;
use crate::script::{Kind, spans, unquoted};

/// Functions that are `NULL` only if an argument is.
const FUNCTIONS: [&str; 37] = [
    "abs",
    "and",
    "btrim",
    "case",
    "cast",
    "char_length",
    "clock_timestamp",
    "concat",
    "current_time",
    "current_timestamp",
    "else",
    "gen_random_uuid",
    "hex",
    "in",
    "length",
    "lower",
    "ltrim",
    "md5",
    "nextval",
    "not",
    "now",
    "or",
    "random",
    "randomblob",
    "replace",
    "round",
    "rtrim",
    "statement_timestamp",
    "substr",
    "then",
    "timezone",
    "transaction_timestamp",
    "trim",
    "unixepoch",
    "upper",
    "uuid_generate_v4",
    "when",
];

/// Words that stand for a value, or between values.
const WORDS: [&str; 24] = [
    "and",
    "between",
    "both",
    "current_date",
    "current_time",
    "current_timestamp",
    "current_user",
    "else",
    "end",
    "false",
    "from",
    "in",
    "leading",
    "like",
    "localtime",
    "localtimestamp",
    "not",
    "or",
    "session_user",
    "then",
    "trailing",
    "true",
    "user",
    "when",
];

/// Functions that read a time, from texts that say one: `datetime('now')`.
const TIMES: [&str; 5] = ["date", "datetime", "julianday", "strftime", "time"];

/// Words that a type may have behind its first.
const OF_TYPES: [&str; 6] = ["precision", "time", "varying", "with", "without", "zone"];

/// Tells whether an expression has a value for each row, where some columns have one.
pub(super) fn is_total(dialect: Dialect, sql: &str, has_value: impl Fn(&str) -> bool) -> bool {
    let mut tokens = Vec::new();
    for span in spans(dialect, sql) {
        let Ok((kind, range)) = span else {
            return false;
        };
        if !matches!(kind, Kind::Blank | Kind::LineComment | Kind::BlockComment) {
            tokens.push((kind, sql.get(range).unwrap_or_default()));
        }
    }
    let mut reader = Reader {
        tokens,
        at: 0,
        cases: Vec::new(),
    };
    while reader.at < reader.tokens.len() {
        if reader.next(&has_value).is_none() {
            return false;
        }
    }
    reader.at > 0 && reader.cases.is_empty()
}

/// Goes over what has a value.
struct Reader<'s> {
    tokens: Vec<(Kind, &'s str)>,
    at: usize,
    /// Of each `CASE` that is open, whether it had its `ELSE`.
    cases: Vec<bool>,
}

impl Reader<'_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|it| it.0)
    }

    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |it| it.1)
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.text(at).eq_ignore_ascii_case(word)
    }

    fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|it| self.is(at, it))
    }

    /// Goes on behind what surely has a value, or has none for nothing; `None` if that is not known.
    fn next(&mut self, has_value: &impl Fn(&str) -> bool) -> Option<()> {
        let at = self.at;
        self.at += 1;
        match self.kind(at)? {
            Kind::Text | Kind::Number | Kind::Open | Kind::Close => Some(()),
            Kind::Dot => (self.kind(at + 1) == Some(Kind::Number)).then_some(()),
            Kind::Word | Kind::Quoted => self.word(at, has_value),
            Kind::Other => self.operator(at),
            _ => None,
        }
    }

    fn operator(&mut self, at: usize) -> Option<()> {
        match self.text(at) {
            ":" if self.is(at + 1, ":") => {
                self.at = self.behind_type(at + 2);
                Some(())
            }
            "-" if self.is(at + 1, ">") => None,
            // Of an array that was written out: any other bracket is refused where it opens.
            "]" => Some(()),
            "|" if self.is(at + 1, "|") => {
                self.at += 1;
                Some(())
            }
            "," | "+" | "-" | "*" | "=" | "<" | ">" => Some(()),
            _ => None,
        }
    }

    fn word(&mut self, at: usize, has_value: &impl Fn(&str) -> bool) -> Option<()> {
        let is_bare = self.kind(at) == Some(Kind::Word);
        if is_bare && self.keyword(at)? {
            return Some(());
        }
        if self.is(at + 1, "is") {
            self.at = at + 2 + usize::from(self.is(at + 2, "not"));
            let is_known = self.is_any(self.at, &["null", "true", "false"]);
            self.at += 1;
            return is_known.then_some(());
        }
        let name = unquoted(self.text(at));
        let is_known = has_value(&name) || is_bare && has_value(&name.to_lowercase());
        let is_name = !matches!(self.kind(at + 1), Some(Kind::Open | Kind::Dot));
        (is_known && is_name).then_some(())
    }

    /// Tells whether a word is one of the language, and goes on behind what it begins.
    fn keyword(&mut self, at: usize) -> Option<bool> {
        let is_call = self.kind(at + 1) == Some(Kind::Open);
        if self.is(at, "coalesce") && is_call {
            self.at = self.last_argument(at + 2)?;
        } else if self.is(at, "case") {
            self.cases.push(false);
            self.at = self.ahead(at + 1, "when")?;
        } else if self.is(at, "when") {
            self.at = self.ahead(at + 1, "then")?;
        } else if self.is(at, "else") {
            *self.cases.last_mut()? = true;
        } else if self.is(at, "end") {
            self.cases.pop().filter(|has_else| *has_else)?;
        } else if self.is(at, "as") {
            self.at = self.behind_type(at + 1);
        } else if self.is(at, "at") && self.is(at + 1, "time") && self.is(at + 2, "zone") {
            self.at = at + 3;
        } else if self.is(at, "array") && self.is(at + 1, "[") {
            self.at = at + 2;
        } else if is_call && self.is_any(at, &TIMES) {
            return Some(self.is_of_texts(at + 2));
        } else if self.is_any(at, &["date", "time", "timestamp", "interval"]) {
            return Some(self.kind(at + 1) == Some(Kind::Text));
        } else {
            let known: &[&str] = if is_call { &FUNCTIONS } else { &WORDS };
            return Some(self.is_any(at, known));
        }
        Some(true)
    }

    /// Tells whether the arguments of a call, whose first begins somewhere, are nothing but texts.
    fn is_of_texts(&self, first: usize) -> bool {
        let rest = self.tokens.iter().skip(first);
        let mut rest = rest.skip_while(|(kind, text)| *kind == Kind::Text || *text == ",");
        rest.next().is_some_and(|it| it.0 == Kind::Close) && self.kind(first) == Some(Kind::Text)
    }

    /// Returns where the last argument of a call begins, whose first begins somewhere.
    fn last_argument(&self, first: usize) -> Option<usize> {
        let (mut last, mut depth) = (first, 0_usize);
        for at in first..self.tokens.len() {
            match self.kind(at)? {
                Kind::Open => depth += 1,
                Kind::Close if depth == 0 => return Some(last),
                Kind::Close => depth -= 1,
                Kind::Other if depth == 0 && self.is(at, ",") => last = at + 1,
                _ => {}
            }
        }
        None
    }

    /// Returns where a word of the same `CASE` stands.
    fn ahead(&self, from: usize, word: &str) -> Option<usize> {
        let mut depth = 0_usize;
        for at in from..self.tokens.len() {
            if depth == 0 && self.is(at, word) {
                return Some(at);
            }
            if self.is(at, "case") {
                depth += 1;
            } else if self.is(at, "end") {
                depth = depth.checked_sub(1)?;
            }
        }
        None
    }

    fn behind_type(&self, from: usize) -> usize {
        let mut at = from + 1;
        if self.kind(at) == Some(Kind::Dot) {
            at += 2;
        }
        while self.is_any(at, &OF_TYPES) {
            at += 1;
        }
        while self.is(at, "[") && self.is(at + 1, "]") {
            at += 2;
        }
        at
    }
}
