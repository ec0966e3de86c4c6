//! The bodies in which a semicolon does not end the statement.

use crate::base::Dialect;
use crate::script::SqlFault;
use crate::script::lexer::Kind;

/// How many leading words decide what a statement is.
const N_WORDS: usize = 4;

/// What is known of a statement while its tokens go by.
pub(super) struct Body<'a> {
    dialect: Dialect,
    words: Words<'a>,
    shape: Shape,
}

/// The leading words of a statement, up to the first other token.
struct Words<'a> {
    words: [&'a str; N_WORDS],
    n_words: usize,
    complete: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// No body: every semicolon ends the statement.
    Plain,
    /// SQLite: the body ends with an `END` right after a semicolon.
    Trigger(Trigger),
    /// PostgreSQL: `depth` counts `BEGIN ATOMIC` and the `CASE`s inside it.
    Routine { depth: u32, last: Last },
    /// PostgreSQL: the actions stand in parentheses.
    Rule { depth: u32 },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Trigger {
    Head,
    Inside,
    AfterSemicolon,
    Done,
}

/// The token before, as far as it changes the meaning of a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Begin,
    /// `.` or `AS`: what follows is a name, whatever it reads.
    Naming,
    Other,
}

impl<'a> Body<'a> {
    pub(super) const fn new(dialect: Dialect) -> Self {
        let words = Words {
            words: [""; N_WORDS],
            n_words: 0,
            complete: false,
        };
        Self {
            dialect,
            words,
            shape: Shape::Plain,
        }
    }

    /// Takes the next significant token of the statement.
    pub(super) fn take(&mut self, kind: Kind, text: &'a str) {
        if !self.words.complete {
            self.words.take(kind, text);
            self.shape = match self.shape {
                Shape::Plain => shape(self.dialect, self.first_words()),
                shape => shape,
            };
        }
        match &mut self.shape {
            Shape::Plain => {}
            Shape::Trigger(state) => *state = state.after(kind, text),
            Shape::Routine { depth, last } => routine(depth, last, kind, text),
            Shape::Rule { depth } => match kind {
                Kind::Open => *depth += 1,
                Kind::Close => *depth = depth.saturating_sub(1),
                _ => {}
            },
        }
    }

    /// Returns the leading bare words, at most four.
    pub(super) fn first_words(&self) -> &[&'a str] {
        self.words
            .words
            .get(..self.words.n_words)
            .unwrap_or_default()
    }

    /// Tells whether a semicolon now would be part of the statement.
    pub(super) const fn holds_semicolon(&self) -> bool {
        match self.shape {
            Shape::Plain => false,
            Shape::Trigger(state) => matches!(state, Trigger::Inside | Trigger::AfterSemicolon),
            Shape::Routine { depth, .. } | Shape::Rule { depth } => depth > 0,
        }
    }

    /// Returns the fault of a text that ends now. A rule's open parenthesis is
    /// for the database to report.
    pub(super) const fn open_fault(&self) -> Option<SqlFault> {
        match self.shape {
            Shape::Trigger(Trigger::Inside | Trigger::AfterSemicolon) => {
                Some(SqlFault::UnterminatedTrigger)
            }
            Shape::Routine { depth: 1.., .. } => Some(SqlFault::UnterminatedRoutine),
            Shape::Plain | Shape::Trigger(_) | Shape::Routine { .. } | Shape::Rule { .. } => None,
        }
    }
}

impl<'a> Words<'a> {
    fn take(&mut self, kind: Kind, text: &'a str) {
        match self.words.get_mut(self.n_words) {
            Some(word) if kind == Kind::Word => {
                *word = text;
                self.n_words += 1;
                self.complete = self.n_words == N_WORDS;
            }
            _ => self.complete = true,
        }
    }
}

fn is(word: &str, keywords: &[&str]) -> bool {
    keywords
        .iter()
        .any(|keyword| word.eq_ignore_ascii_case(keyword))
}

/// What the leading words announce.
fn shape(dialect: Dialect, words: &[&str]) -> Shape {
    let Some((first, rest)) = words.split_first() else {
        return Shape::Plain;
    };
    if !is(first, &["CREATE"]) {
        return Shape::Plain;
    }
    match (dialect, rest) {
        (Dialect::Sqlite, [word, ..]) if is(word, &["TRIGGER"]) => Shape::Trigger(Trigger::Head),
        (Dialect::Sqlite, [temp, word, ..])
            if is(temp, &["TEMP", "TEMPORARY"]) && is(word, &["TRIGGER"]) =>
        {
            Shape::Trigger(Trigger::Head)
        }
        (Dialect::Postgres, [or, replace, word, ..])
            if is(or, &["OR"]) && is(replace, &["REPLACE"]) =>
        {
            postgres_shape(word)
        }
        (Dialect::Postgres, [word, ..]) => postgres_shape(word),
        (Dialect::Sqlite | Dialect::Postgres, _) => Shape::Plain,
    }
}

fn postgres_shape(word: &str) -> Shape {
    if is(word, &["FUNCTION", "PROCEDURE"]) {
        Shape::Routine {
            depth: 0,
            last: Last::Other,
        }
    } else if is(word, &["RULE"]) {
        Shape::Rule { depth: 0 }
    } else {
        Shape::Plain
    }
}

impl Trigger {
    /// Every statement of a trigger's body ends with a semicolon, so an `END` that
    /// belongs to a `CASE` never follows one.
    fn after(self, kind: Kind, text: &str) -> Self {
        match self {
            Self::Head if kind == Kind::Word && is(text, &["BEGIN"]) => Self::Inside,
            Self::Inside | Self::AfterSemicolon if kind == Kind::Semicolon => Self::AfterSemicolon,
            Self::AfterSemicolon if kind == Kind::Word && is(text, &["END"]) => Self::Done,
            Self::AfterSemicolon => Self::Inside,
            state @ (Self::Head | Self::Inside | Self::Done) => state,
        }
    }
}

fn routine(depth: &mut u32, last: &mut Last, kind: Kind, text: &str) {
    let word = kind == Kind::Word && *last != Last::Naming;
    if word && *depth == 0 && *last == Last::Begin && is(text, &["ATOMIC"]) {
        *depth = 1;
    } else if word && *depth > 0 && is(text, &["CASE"]) {
        *depth += 1;
    } else if word && is(text, &["END"]) {
        *depth = depth.saturating_sub(1);
    }
    *last = if word && is(text, &["BEGIN"]) {
        Last::Begin
    } else if kind == Kind::Dot || word && is(text, &["AS"]) {
        Last::Naming
    } else {
        Last::Other
    };
}

#[cfg(test)]
mod tests {
    use crate::base::Dialect;
    use crate::script::split;

    /// Every part of the text, between `|`, is a statement.
    fn check(dialect: Dialect, statements: &str) {
        let sql = statements.replace('|', ";");
        let pieces = split(dialect, &sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let pieces: Vec<_> = pieces.iter().map(|piece| piece.sql).collect();
        assert_eq!(pieces.join("|"), statements, "{dialect}");
    }

    #[test]
    fn only_a_trigger_has_a_body_on_sqlite() {
        let check = |statements| check(Dialect::Sqlite, statements);
        check("CREATE TABLE t (begin TEXT)|x");
        check("CREATE TEMP TABLE t (begin TEXT)|x");
        check("CREATE INDEX trigger ON t (begin)|x");
        check("CREATE TEMPORARY TRIGGER a INSERT ON t BEGIN x; END|y");
        check("CREATE FUNCTION f BEGIN ATOMIC|x|y");
    }

    #[test]
    fn only_routines_and_rules_have_bodies_on_postgresql() {
        let check = |statements| check(Dialect::Postgres, statements);
        check("CREATE UNLOGGED TABLE rule (a|x");
        check("CREATE OR TABLE rule (a|x");
        check("CREATE OR REPLACE rule a (x; y)|z");
        check("CREATE TRIGGER a INSERT ON t BEGIN x|END_|y");
        check("ALTER FUNCTION f BEGIN ATOMIC|x");
    }

    #[test]
    fn a_routine_has_a_body_only_behind_begin_atomic() {
        let check = |statements| check(Dialect::Postgres, statements);
        check("CREATE FUNCTION atomic() RETURN 1|x");
        check("CREATE FUNCTION f(begin atomic) RETURN 1; END|x");
        check("CREATE FUNCTION f() RETURN begin + atomic|x");
        check("CREATE FUNCTION f() RETURN case|x");
        check("CREATE FUNCTION f() RETURN t.begin atomic|x");
        check("CREATE FUNCTION f() BEGIN ATOMIC SELECT t.case; SELECT 1 AS end; END|x");
    }
}
