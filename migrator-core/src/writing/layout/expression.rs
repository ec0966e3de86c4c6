//! The expressions a migration is made of.

use super::item::Link;

/// An expression of Rust.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::writing) enum Expression {
    /// A literal or a single name.
    Simple(String),
    /// A literal of a text, in whichever form.
    Text(String),
    /// A path: `Action::Cascade`.
    Path(String),
    /// A call of a function.
    Call(String, Vec<Self>),
    /// Calls of methods, one after the other.
    Chain(Box<Self>, Vec<Link<Self>>),
    /// `[…]`.
    Array(Vec<Self>),
    /// `(…, …)`, of at least two.
    Tuple(Vec<Self>),
    /// A closure with statements: its parameter and what it does.
    Closure(String, Vec<Self>),
}

impl Expression {
    /// Returns a call of a function.
    pub(in crate::writing) fn call(function: &str, arguments: Vec<Self>) -> Self {
        Self::Call(function.to_owned(), arguments)
    }

    /// Returns a path.
    pub(in crate::writing) fn path(path: &str) -> Self {
        Self::Path(path.to_owned())
    }

    /// Calls a method of it.
    pub(in crate::writing) fn then(self, method: &str, arguments: Vec<Self>) -> Self {
        let link = Link {
            method: format!(".{method}"),
            arguments,
        };
        match self {
            Self::Chain(root, mut links) => {
                links.push(link);
                Self::Chain(root, links)
            }
            root => Self::Chain(Box::new(root), vec![link]),
        }
    }

    /// Calls a method of it, where that is so.
    pub(in crate::writing) fn then_if(self, is_so: bool, method: &str) -> Self {
        match is_so {
            true => self.then(method, Vec::new()),
            false => self,
        }
    }

    /// Calls a method with one argument, where there is one.
    pub(in crate::writing) fn then_with(self, method: &str, argument: Option<Self>) -> Self {
        match argument {
            Some(argument) => self.then(method, vec![argument]),
            None => self,
        }
    }
}
