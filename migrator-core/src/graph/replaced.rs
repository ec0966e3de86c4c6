//! What the squashes of a graph stand for, as it is stored.

use super::embedded::EmbeddedSquash;

/// A squash of a graph built at run time; contents as in [`EmbeddedSquash`].
#[derive(Debug)]
pub(super) struct BuiltSquash {
    pub(super) revision: u32,
    pub(super) replaces: Vec<String>,
    pub(super) members: Vec<u32>,
}

/// A squash in either storage.
#[derive(Debug, Clone, Copy)]
pub(super) struct Replaced<'g> {
    /// The position of the squash.
    pub(super) revision: u32,
    replaces: Texts<'g>,
    /// The positions of what it stands for, ascending.
    pub(super) members: &'g [u32],
}

/// Ids in either storage.
#[derive(Debug, Clone, Copy)]
enum Texts<'g> {
    Embedded(&'static [&'static str]),
    Built(&'g [String]),
}

impl<'g> Replaced<'g> {
    pub(super) fn embedded(squash: &'static EmbeddedSquash) -> Self {
        Self {
            revision: squash.revision,
            replaces: Texts::Embedded(squash.replaces),
            members: squash.members,
        }
    }

    pub(super) fn built(squash: &'g BuiltSquash) -> Self {
        Self {
            revision: squash.revision,
            replaces: Texts::Built(&squash.replaces),
            members: &squash.members,
        }
    }

    /// Returns the ids it stands for, in the order of its header: the last one last.
    pub(super) fn ids(self) -> impl DoubleEndedIterator<Item = &'g str> {
        let (embedded, built) = match self.replaces {
            Texts::Embedded(ids) => (ids, [].as_slice()),
            Texts::Built(ids) => ([].as_slice(), ids),
        };
        embedded
            .iter()
            .copied()
            .chain(built.iter().map(String::as_str))
    }

    /// Returns the last of the ids.
    pub(super) fn last(self) -> &'g str {
        self.ids().next_back().unwrap_or_default()
    }
}
