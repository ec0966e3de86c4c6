//! How objects are dropped and replaced, whatever they are: what `op.drop_…` and
//! `op.replace_…` take.

use crate::base::TableName;

pub(super) mod sealed {
    pub trait Sealed {}
}

/// An object of a schema that is dropped and replaced as a whole.
pub trait Object: sealed::Sealed {}

/// An object to drop.
///
/// By its mere name it is dropped for good; with its definition the dropping is
/// [reversible](crate::ops::Op::reverse_of).
///
/// # Examples
/// ```
/// # use migrator_core::ops::{DropView, Op, View};
/// fn upgrade(op: &mut Op) {
///     op.drop_view("active_users");
///     op.drop_view(DropView::new("reports").if_exists());
///     op.drop_view(View::new("adults").as_("SELECT name FROM users WHERE age >= 18"));
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Dropping<T> {
    /// What is dropped: its definition, or its name alone.
    pub object: T,
    /// Whether a missing object is fine.
    pub if_exists: bool,
    /// Whether everything that depends on it goes too.
    pub cascade: bool,
}

impl<T: Object> Dropping<T> {
    /// Drops an object, given by its name or by its definition.
    #[inline(never)]
    pub fn new(object: impl Into<T>) -> Self {
        Self {
            object: object.into(),
            if_exists: false,
            cascade: false,
        }
    }

    /// Takes a missing object as dropped.
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    /// Drops what depends on it as well; that cannot be reversed.
    pub fn cascade(mut self) -> Self {
        self.cascade = true;
        self
    }
}

impl<T: Object> From<T> for Dropping<T> {
    #[inline(never)]
    fn from(object: T) -> Self {
        Self::new(object)
    }
}

impl<'a, T: Object + From<&'a str>> From<&'a str> for Dropping<T> {
    #[inline(never)]
    fn from(name: &'a str) -> Self {
        Self::new(name)
    }
}

impl<'a, T: Object + From<&'a str>> From<&'a String> for Dropping<T> {
    #[inline(never)]
    fn from(name: &'a String) -> Self {
        Self::new(name.as_str())
    }
}

impl<T: Object + for<'a> From<&'a str>> From<String> for Dropping<T> {
    #[inline(never)]
    fn from(name: String) -> Self {
        Self::new(name.as_str())
    }
}

impl<'a, T: Object + From<(&'a str, &'a str)>> From<(&'a str, &'a str)> for Dropping<T> {
    #[inline(never)]
    fn from(name: (&'a str, &'a str)) -> Self {
        Self::new(name)
    }
}

/// An object that takes the place of the one of the same name.
///
/// With the former definition, given by the object's `instead_of`, it is
/// [reversible](crate::ops::Op::reverse_of).
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Replacing<T> {
    /// What it is afterwards.
    pub object: T,
    /// What it was before, if that was given.
    pub former: Option<T>,
}

impl<T: Object> From<T> for Replacing<T> {
    #[inline(never)]
    fn from(object: T) -> Self {
        Self {
            object,
            former: None,
        }
    }
}

impl<T: Object> Replacing<T> {
    /// Replaces `former` by `object`.
    pub(in crate::ops) fn with(object: T, former: T) -> Self {
        Self {
            object,
            former: Some(former),
        }
    }
}

/// An object's old name and its new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// The name it has.
    pub from: TableName,
    /// The name it gets; without a schema it stays in the one it is in.
    pub to: TableName,
}

impl Rename {
    /// Returns the way back: the old name in the schema it was in.
    pub(in crate::ops) fn reversed(&self) -> Self {
        // A new name without a schema left the object where it was.
        let from = match self.to.schema() {
            Some(_) => self.to.clone(),
            None => self.from.sibling(self.to.name().to_owned()),
        };
        Self {
            from,
            to: self.from.clone(),
        }
    }

    /// Tells whether the way back is known: a move out of a schema that was not named is
    /// one to nowhere.
    pub(in crate::ops) fn is_reversible(&self) -> bool {
        self.to.schema().is_none() || self.from.schema().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::Rename;
    use crate::base::TableName;

    #[test]
    fn the_way_back_of_a_rename_finds_the_object_where_it_went() {
        let check = |from: TableName, to: TableName, back: Option<(&str, &str)>| {
            let rename = Rename { from, to };
            let reversed = rename.is_reversible().then(|| rename.reversed());
            let names = reversed.map(|it| (it.from.to_string(), it.to.to_string()));
            let names = names
                .as_ref()
                .map(|(from, to)| (from.as_str(), to.as_str()));
            assert_eq!(names, back);
        };
        check("a".into(), "b".into(), Some(("b", "a")));
        check(("s", "a").into(), "b".into(), Some(("s.b", "s.a")));
        check(("s", "a").into(), ("t", "a").into(), Some(("t.a", "s.a")));
        check("a".into(), ("t", "a").into(), None);
    }
}
