//! What became of one thing, whatever it is.

/// What became of a thing.
///
/// What was there is as it was found, what is to be as it is wanted, each by the names of its own time;
/// so that the way back is the same with the two swapped.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference<T> {
    /// It is new.
    Added(T),
    /// It is gone.
    Removed(T),
    /// It is another, maybe under another name, which is a change of its own then.
    Changed {
        /// As it was.
        from: T,
        /// As it is to be.
        to: T,
    },
    /// It has another name; what else is different of it is a change of its own.
    Renamed {
        /// As it was.
        from: T,
        /// As it is to be.
        to: T,
    },
}

impl<T> Difference<T> {
    /// Returns the thing as it is to be, or as it was if it is gone.
    pub const fn now(&self) -> &T {
        match self {
            Self::Added(it)
            | Self::Removed(it)
            | Self::Changed { to: it, .. }
            | Self::Renamed { to: it, .. } => it,
        }
    }

    /// Returns the thing as it was, if it was there.
    pub const fn former(&self) -> Option<&T> {
        match self {
            Self::Added(_) => None,
            Self::Removed(it) | Self::Changed { from: it, .. } | Self::Renamed { from: it, .. } => {
                Some(it)
            }
        }
    }

    /// Tells whether it has another name, and nothing else is different.
    #[must_use]
    pub const fn is_renamed(&self) -> bool {
        matches!(self, Self::Renamed { .. })
    }

    /// Tells whether it is gone.
    #[must_use]
    pub const fn is_removed(&self) -> bool {
        matches!(self, Self::Removed(_))
    }
}

impl<T: Clone> Difference<T> {
    /// Returns the way back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        match self {
            Self::Added(it) => Self::Removed(it.clone()),
            Self::Removed(it) => Self::Added(it.clone()),
            Self::Changed { from, to } => Self::Changed {
                from: to.clone(),
                to: from.clone(),
            },
            Self::Renamed { from, to } => Self::Renamed {
                from: to.clone(),
                to: from.clone(),
            },
        }
    }
}
