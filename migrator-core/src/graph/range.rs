//! Ranges of revisions: `a:b`, `a:`, `:b` and `:`.
//!
//! Syntax only; what a range contains is found out by `history.rs`.

use std::fmt;
use std::str::FromStr;

use super::{Target, TargetError};

/// Two targets around a colon, each of which may be missing.
///
/// A missing start is `base`, a missing end is `heads`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct TargetRange {
    start: Option<Target>,
    end: Option<Target>,
}

impl TargetRange {
    /// Returns the range `:`, everything.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Returns the range `start:end`.
    #[must_use]
    pub fn new(start: impl Into<Option<Target>>, end: impl Into<Option<Target>>) -> Self {
        Self {
            start: start.into(),
            end: end.into(),
        }
    }

    /// Parses a range; the colon is required.
    ///
    /// # Errors
    /// [`TargetError::NoRange`] and [`TargetError::ManyColons`], or what is
    /// wrong with a side.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        let Some((start, end)) = text.split_once(':') else {
            return Err(TargetError::NoRange {
                text: text.to_owned(),
            });
        };
        if end.contains(':') {
            return Err(TargetError::ManyColons {
                text: text.to_owned(),
            });
        }
        let side = |text: &str| (!text.is_empty()).then(|| Target::parse(text)).transpose();
        Ok(Self {
            start: side(start)?,
            end: side(end)?,
        })
    }

    /// Returns the side before the colon.
    #[must_use]
    pub fn start(&self) -> Option<&Target> {
        self.start.as_ref()
    }

    /// Returns the side after the colon.
    #[must_use]
    pub fn end(&self) -> Option<&Target> {
        self.end.as_ref()
    }

    /// Returns whether the range means something only beside a database.
    ///
    /// `x:+N` does not: it is counted from `x`.
    #[must_use]
    pub fn needs_rows(&self) -> bool {
        let counts_from_start =
            |end: &Target| end.symbol().is_none() && end.steps().is_some_and(|steps| steps >= 0);
        self.start().is_some_and(Target::needs_rows)
            || self
                .end()
                .is_some_and(|end| end.needs_rows() && !counts_from_start(end))
    }
}

impl fmt::Display for TargetRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(start) = &self.start {
            write!(f, "{start}")?;
        }
        f.write_str(":")?;
        if let Some(end) = &self.end {
            write!(f, "{end}")?;
        }
        Ok(())
    }
}

impl FromStr for TargetRange {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for TargetRange {
    type Error = TargetError;

    fn try_from(text: &str) -> Result<Self, TargetError> {
        Self::parse(text)
    }
}

impl TryFrom<&String> for TargetRange {
    type Error = TargetError;

    fn try_from(text: &String) -> Result<Self, TargetError> {
        Self::parse(text)
    }
}

impl From<&Self> for TargetRange {
    fn from(range: &Self) -> Self {
        range.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::TargetRange;

    #[test]
    fn ranges_are_understood_and_printed() {
        let check = |text: &str, needs_rows: bool| {
            let range = TargetRange::parse(text).unwrap();
            assert_eq!(range.to_string(), text);
            assert_eq!(range.needs_rows(), needs_rows, "{text}");
        };
        check(":", false);
        check("a:b", false);
        check("a:", false);
        check(":billing@head", false);
        check("a:+2", false);
        check("-3:current", true);
        check(":-1", true);
    }

    #[test]
    fn what_is_no_range_is_refused() {
        let check = |text: &str, expect: &str| {
            assert_eq!(TargetRange::parse(text).unwrap_err().to_string(), expect);
        };
        check("a", "`a` is no range");
        check("", "`` is no range");
        check("a:b:c", "the range `a:b:c` has more than one colon");
        check("a@:b", "the target `a@` names no revision after the `@`");
    }
}
