//! The identifier grammar: what a user may write to name revisions.
//!
//! ```text
//!  target = [ branch "@" ] ( symbol [ steps ] | steps )
//!  symbol = "head" | "heads" | "base" | "current" | name
//!  steps  = ( "+" | "-" ) digits
//!  name   = an id, the beginning of an id, or a label
//! ```
//!
//! Syntax only: whether a name exists is found out by `resolve.rs`. Unlike
//! Alembic, nothing that follows a target is ignored. Invariant: parsing what a
//! parsed target prints gives the same target.

use std::fmt;
use std::str::FromStr;

use super::TargetError;
use crate::base::check_label;

/// One target, as in `upgrade(&conn, "head")`.
///
/// ```
/// # use migrator_core::graph::Target;
/// assert_eq!(Target::parse("billing@+1")?, Target::relative(1).in_branch("billing"));
/// assert_eq!(Target::head().plus(-2).to_string(), "head-2");
/// assert!(Target::parse("a@b@c").is_err());
/// # Ok::<(), migrator_core::graph::TargetError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    branch: Option<String>,
    start: Start,
}

/// From where the steps are counted. Without a symbol there always are steps.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Start {
    Here { steps: i32 },
    At { symbol: Symbol, steps: Option<i32> },
}

/// The word in the middle of a target.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// The only head.
    Head,
    /// All real heads; in a branch, all heads of it.
    Heads,
    /// The state before every revision.
    Base,
    /// The revisions the database stands on.
    Current,
    /// An id, the beginning of one, or a label.
    Name(String),
}

impl Target {
    /// Returns the target `head`.
    #[must_use]
    pub fn head() -> Self {
        Self::at(Symbol::Head)
    }

    /// Returns the target `heads`.
    #[must_use]
    pub fn heads() -> Self {
        Self::at(Symbol::Heads)
    }

    /// Returns the target `base`.
    #[must_use]
    pub fn base() -> Self {
        Self::at(Symbol::Base)
    }

    /// Returns the target `current`; only showing and history know it.
    #[must_use]
    pub fn current() -> Self {
        Self::at(Symbol::Current)
    }

    /// Returns a target that names a revision by id, beginning of an id, or label.
    ///
    /// Not checked: a text that cannot be a name is an unknown revision later.
    #[must_use]
    pub fn revision(name: impl Into<String>) -> Self {
        Self::at(Symbol::Name(name.into()))
    }

    /// Returns `+N` or `-N`, counted from where the database stands.
    #[must_use]
    pub fn relative(steps: i32) -> Self {
        Self {
            branch: None,
            start: Start::Here { steps },
        }
    }

    /// Adds steps, up if positive, down if negative.
    #[must_use]
    pub fn plus(mut self, more: i32) -> Self {
        match &mut self.start {
            Start::Here { steps } => *steps = steps.saturating_add(more),
            Start::At { steps, .. } => *steps = Some(steps.unwrap_or(0).saturating_add(more)),
        }
        self
    }

    /// Adds steps if there are any.
    pub(super) fn plus_if(self, more: Option<i32>) -> Self {
        match more {
            Some(more) => self.plus(more),
            None => self,
        }
    }

    /// Restricts the target to a branch: `label@…`.
    #[must_use]
    pub fn in_branch(mut self, branch: impl Into<String>) -> Self {
        self.branch = Some(branch.into());
        self
    }

    /// Parses a target.
    ///
    /// # Errors
    /// [`TargetError`], whatever the text; a range is
    /// [`TargetError::UnexpectedRange`].
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        let owned = || text.to_owned();
        if text.is_empty() {
            return Err(TargetError::Empty);
        }
        if text.contains(':') {
            return Err(TargetError::UnexpectedRange { text: owned() });
        }
        let Some((branch, rest)) = text.split_once('@') else {
            return Ok(Self {
                branch: None,
                start: parse_start(text, text)?,
            });
        };
        if rest.contains('@') {
            return Err(TargetError::ManyBranches { text: owned() });
        }
        if branch.is_empty() {
            return Err(TargetError::MissingBranch { text: owned() });
        }
        if rest.is_empty() {
            return Err(TargetError::MissingRevision { text: owned() });
        }
        let branch = parse_name(text, branch)?;
        Ok(Self {
            branch: Some(branch),
            start: parse_start(text, rest)?,
        })
    }

    /// Returns the branch before the `@`.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        self.branch.as_deref()
    }

    /// Returns the symbol; `None` if the steps are counted from where the database stands.
    #[must_use]
    pub fn symbol(&self) -> Option<&Symbol> {
        match &self.start {
            Start::Here { .. } => None,
            Start::At { symbol, .. } => Some(symbol),
        }
    }

    /// Returns the number of steps up (positive) or down (negative), if any are written.
    #[must_use]
    pub fn steps(&self) -> Option<i32> {
        match self.start {
            Start::Here { steps } => Some(steps),
            Start::At { steps, .. } => steps,
        }
    }

    /// Returns whether the target means something only beside a database.
    #[must_use]
    pub fn needs_rows(&self) -> bool {
        matches!(self.symbol(), None | Some(Symbol::Current))
    }

    fn at(symbol: Symbol) -> Self {
        Self {
            branch: None,
            start: Start::At {
                symbol,
                steps: None,
            },
        }
    }
}

fn parse_start(text: &str, rest: &str) -> Result<Start, TargetError> {
    let Some(sign) = rest.find(['+', '-']) else {
        return Ok(Start::At {
            symbol: parse_symbol(text, rest)?,
            steps: None,
        });
    };
    let (symbol, steps) = rest.split_at(sign);
    let steps = parse_steps(text, steps)?;
    if symbol.is_empty() {
        return Ok(Start::Here { steps });
    }
    Ok(Start::At {
        symbol: parse_symbol(text, symbol)?,
        steps: Some(steps),
    })
}

fn parse_symbol(text: &str, symbol: &str) -> Result<Symbol, TargetError> {
    Ok(match symbol {
        "head" => Symbol::Head,
        "heads" => Symbol::Heads,
        "base" => Symbol::Base,
        "current" => Symbol::Current,
        name => Symbol::Name(parse_name(text, name)?),
    })
}

fn parse_name(text: &str, name: &str) -> Result<String, TargetError> {
    check_label(name)
        .map(|()| name.to_owned())
        .map_err(|reason| TargetError::IllegalName {
            text: text.to_owned(),
            name: name.to_owned(),
            reason,
        })
}

/// Parses a sign and digits.
fn parse_steps(text: &str, steps: &str) -> Result<i32, TargetError> {
    let digits = steps.get(1..).unwrap_or_default();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let (text, steps) = (text.to_owned(), steps.to_owned());
        return Err(TargetError::NotANumber { text, steps });
    }
    steps.parse().map_err(|_| TargetError::TooManySteps {
        text: text.to_owned(),
    })
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(branch) = &self.branch {
            write!(f, "{branch}@")?;
        }
        if let Some(symbol) = self.symbol() {
            write!(f, "{symbol}")?;
        }
        match self.steps() {
            Some(steps) => write!(f, "{steps:+}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Head => "head",
            Self::Heads => "heads",
            Self::Base => "base",
            Self::Current => "current",
            Self::Name(name) => name,
        })
    }
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for Target {
    type Error = TargetError;

    fn try_from(text: &str) -> Result<Self, TargetError> {
        Self::parse(text)
    }
}

impl TryFrom<&String> for Target {
    type Error = TargetError;

    fn try_from(text: &String) -> Result<Self, TargetError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Target {
    type Error = TargetError;

    fn try_from(text: String) -> Result<Self, TargetError> {
        Self::parse(&text)
    }
}

impl From<&Self> for Target {
    fn from(target: &Self) -> Self {
        target.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, TargetError};

    #[test]
    fn every_form_is_understood() {
        let check = |text: &str, expect: Target| {
            assert_eq!(Target::parse(text).as_ref(), Ok(&expect), "{text}");
            assert_eq!(expect.to_string(), text);
        };
        check("head", Target::head());
        check("heads", Target::heads());
        check("base", Target::base());
        check("current", Target::current());
        check("c46d", Target::revision("c46d"));
        check("初期", Target::revision("初期"));
        check("+1", Target::relative(1));
        check("-12", Target::relative(-12));
        check("+0", Target::relative(0));
        check("c46d-1", Target::revision("c46d").plus(-1));
        check("head-1", Target::head().plus(-1));
        check("base+2", Target::base().plus(2));
        check("billing@head", Target::head().in_branch("billing"));
        check(
            "billing@base+2",
            Target::base().plus(2).in_branch("billing"),
        );
        check("billing@-1", Target::relative(-1).in_branch("billing"));
        check(
            "billing@c46d",
            Target::revision("c46d").in_branch("billing"),
        );
        check("-2147483648", Target::relative(i32::MIN));
    }

    #[test]
    fn everything_else_is_refused() {
        let check = |text: &str, expect: &str| {
            let error = Target::parse(text).unwrap_err();
            assert_eq!(error.to_string(), expect, "{text}");
        };
        check("", "the target is empty");
        check("a:b", "`a:b` is a range, and one target is expected");
        check("a@b@c", "the target `a@b@c` has more than one `@`");
        check("@head", "the target `@head` names no branch before the `@`");
        check("a@", "the target `a@` names no revision after the `@`");
        check(
            "+",
            "the target `+` is not understood: `+` is no number of steps",
        );
        check(
            "a+b",
            "the target `a+b` is not understood: `+b` is no number of steps",
        );
        check(
            "+-1",
            "the target `+-1` is not understood: `+-1` is no number of steps",
        );
        check(
            "a+1-1",
            "the target `a+1-1` is not understood: `+1-1` is no number of steps",
        );
        check(
            "+٣",
            "the target `+٣` is not understood: `+٣` is no number of steps",
        );
        check(
            "+99999999999",
            "the target `+99999999999` asks for more steps than there can be",
        );
        check(
            " a",
            "the target ` a` is not understood: ` a` cannot be an id or a label",
        );
        check(
            "a-1@head",
            "the target `a-1@head` is not understood: `a-1` cannot be an id or a label",
        );
        check(
            "head@a",
            "the target `head@a` is not understood: `head` cannot be an id or a label",
        );
    }

    #[test]
    fn help_says_what_to_write() {
        assert_eq!(
            TargetError::Empty.help().as_deref(),
            Some("name a revision, `head`, `base` or a number of steps such as `+1`")
        );
        assert_eq!(
            Target::parse("head@x").unwrap_err().help().as_deref(),
            Some("write the words `head`, `heads` and `base` after the `@`, not before it")
        );
    }
}
