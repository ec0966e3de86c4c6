//! What the rules of the layout must know of an expression.

use super::shape::{MAX_WIDTH, Shape};
use super::width::{first_line_width, last_line_width, width};

/// What kind of expression it is, as far as the layout depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::writing) enum Kind {
    /// A literal or a name: nothing to break.
    Simple,
    /// A path of several names.
    Path,
    /// `function(…)`.
    Call,
    /// `root.method(…)`.
    MethodCall,
    /// `[…]` or `(…, …)`.
    List,
    /// `|name| { … }`.
    Closure,
}

impl Kind {
    /// Tells whether it may begin behind the bracket of a call of `n` arguments and go on over the
    /// next lines, if it is the last.
    pub(super) const fn overflows(self, n: usize) -> bool {
        match self {
            Self::Simple | Self::Path => false,
            Self::Call | Self::MethodCall | Self::List => n == 1,
            Self::Closure => true,
        }
    }
}

/// An expression that can be written into a shape.
pub(in crate::writing) trait Item {
    /// Returns its kind.
    fn kind(&self) -> Kind;

    /// Writes it; `None` if it does not fit.
    fn write(&self, shape: Shape) -> Option<String>;
}

/// Returns the text if it fits.
pub(super) fn fitting(text: String, shape: Shape) -> Option<String> {
    let fits = first_line_width(&text) <= shape.width
        && (!text.contains('\n')
            || text.lines().skip(1).all(|line| width(line) <= MAX_WIDTH)
                && last_line_width(&text) <= shape.used() + shape.width);
    fits.then_some(text)
}

/// One method call of a chain.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::writing) struct Link<T> {
    /// The method with its point: `.named`.
    pub(super) method: String,
    /// Its arguments.
    pub(super) arguments: Vec<T>,
}
