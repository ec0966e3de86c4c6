//! What a tool's table says, whichever tool it is.

/// What a tool's table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::adopt) struct Told {
    /// What the entries say of others.
    pub(in crate::adopt) extent: Extent,
    /// The migrations that have run, in the tool's order.
    pub(in crate::adopt) entries: Vec<Entry>,
    /// Versions up to which the tool takes everything for applied without a row.
    pub(in crate::adopt) baselines: Vec<String>,
}

/// What an entry says of other migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::adopt) enum Extent {
    /// Nothing: there is one for each.
    Each,
    /// Everything below it is applied, too.
    Below,
    /// There are no versions: so many migrations are applied, counted from the first.
    First(u64),
}

/// A migration that a tool has run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::adopt) struct Entry {
    /// Its version, as it is a revision's id if the tool's folder is embedded as it is.
    pub(in crate::adopt) version: String,
    /// The checksum of its file, as the tool writes it.
    pub(in crate::adopt) checksum: Option<String>,
    /// Whether it has failed, or not come to its end.
    pub(in crate::adopt) is_failed: bool,
}

impl Told {
    /// An entry for each migration.
    pub(in crate::adopt) fn each(entries: Vec<Entry>) -> Self {
        Self {
            extent: Extent::Each,
            entries,
            baselines: Vec::new(),
        }
    }

    /// Entries that say that everything below is applied.
    pub(in crate::adopt) fn below(entries: Vec<Entry>) -> Self {
        Self {
            extent: Extent::Below,
            ..Self::each(entries)
        }
    }
}

impl Entry {
    /// A migration that has run, of which no more is known.
    pub(in crate::adopt) fn of(version: String) -> Self {
        Self {
            version,
            ..Self::default()
        }
    }
}
