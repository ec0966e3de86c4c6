//! `COPY` to or from the client, whose rows are no SQL.
//!
//! ```text
//!  COPY t (a, b) FROM stdin;
//!  1\tx                          rows, up to a line with nothing but a backslash and a dot
//!  \.
//! ```

use crate::script::lexer::Kind;

/// What is known of a `COPY` while its tokens go by.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Copy {
    is_copy: bool,
    depth: usize,
    /// `FROM` or `TO`, if it was the last word.
    side: Option<Side>,
    stream: Option<Side>,
}

/// Which way the rows go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    From,
    To,
}

impl Side {
    /// The words that decide.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::From => "COPY … FROM STDIN",
            Self::To => "COPY … TO STDOUT",
        }
    }
}

impl Copy {
    /// Takes the next significant token of a statement.
    pub(super) fn take(&mut self, is_first: bool, kind: Kind, text: &str) {
        let is = |word: &str| kind == Kind::Word && text.eq_ignore_ascii_case(word);
        if is_first {
            self.is_copy = is("COPY");
        }
        if !self.is_copy {
            return;
        }
        match kind {
            Kind::Open => self.depth += 1,
            Kind::Close => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        let outside = self.depth == 0;
        if outside && (is("STDIN") || is("STDOUT")) {
            self.stream = self.stream.or(self.side);
        }
        self.side = match () {
            () if outside && is("FROM") => Some(Side::From),
            () if outside && is("TO") => Some(Side::To),
            () => None,
        };
    }

    /// Returns which way the rows go, if they go to or come from the client.
    pub(super) const fn stream(&self) -> Option<Side> {
        self.stream
    }
}

/// Returns where the rows that begin after `at` end: behind the line `\.`; `None` if
/// there is no such line.
pub(super) fn rows_end(sql: &str, at: usize) -> Option<usize> {
    let mut end = at;
    for line in sql.get(at..)?.split_inclusive('\n') {
        end += line.len();
        if line.trim_end_matches(['\r', '\n']) == "\\." {
            return Some(end);
        }
    }
    None
}
