//! The numbers of a sequence.

use super::answer::Line;
use crate::base::TableName;
use crate::catalog::CatalogError;
use crate::ops::Sequence;
use crate::schema::{ColumnType, Identity};

/// A sequence as it is stored: every option has a value.
#[derive(Debug)]
pub(super) struct Counter<'a> {
    pub(super) name: TableName,
    kind: ColumnType,
    start: i64,
    increment: i64,
    min: i64,
    max: i64,
    cache: i64,
    cycles: bool,
    pub(super) owner: Option<Owner<'a>>,
}

/// The column to which a sequence belongs.
#[derive(Debug)]
pub(super) struct Owner<'a> {
    pub(super) table: &'a str,
    pub(super) column: u16,
    /// Whether the column cannot be without it.
    pub(super) is_identity: bool,
}

impl<'a> Counter<'a> {
    /// Reads the numbers of a sequence and of its owner.
    ///
    /// # Errors
    /// If they are none.
    pub(super) fn read(
        line: Line<'a>,
        name: TableName,
        counting: Option<&'a str>,
        owner: Option<&'a str>,
    ) -> Result<Self, CatalogError> {
        let wrong = || line.wrong(8, "TEXT", "the options of a sequence");
        let mut words = line.text(counting)?.split(' ');
        let kind = match words.next() {
            Some("21") => ColumnType::SmallInteger,
            Some("23") => ColumnType::Integer,
            Some("20") => ColumnType::BigInteger,
            _ => return Err(wrong()),
        };
        let mut number = || {
            let word = words.next().ok_or_else(wrong)?;
            word.parse().map_err(|_| wrong())
        };
        let (start, increment, min, max, cache) =
            (number()?, number()?, number()?, number()?, number()?);
        let cycles = words.next() == Some("t");
        let owner = match owner.filter(|owner| !owner.is_empty()) {
            Some(owner) => Some(Owner::read(owner).ok_or_else(wrong)?),
            None => None,
        };
        Ok(Self {
            name,
            kind,
            start,
            increment,
            min,
            max,
            cache,
            cycles,
            owner,
        })
    }

    /// Tells whether it is part of an identity column.
    pub(super) fn is_identity(&self) -> bool {
        self.owner.as_ref().is_some_and(|owner| owner.is_identity)
    }

    /// Returns what is not the default: start, increment, smallest, largest, cache.
    /// <https://www.postgresql.org/docs/current/sql-createsequence.html>
    fn said(&self) -> [Option<i64>; 5] {
        let (least, most) = match &self.kind {
            ColumnType::SmallInteger => (i16::MIN.into(), i16::MAX.into()),
            ColumnType::Integer => (i32::MIN.into(), i32::MAX.into()),
            _ => (i64::MIN, i64::MAX),
        };
        let rises = self.increment > 0;
        let (min, max) = if rises { (1, most) } else { (least, -1) };
        let start = if rises { self.min } else { self.max };
        let unless = |value: i64, default: i64| (value != default).then_some(value);
        [
            unless(self.start, start),
            unless(self.increment, 1),
            unless(self.min, min),
            unless(self.max, max),
            unless(self.cache, 1),
        ]
    }

    /// Gives an identity its options.
    pub(super) fn identity(&self, identity: Identity) -> Identity {
        let [start, increment, min, max, cache] = self.said();
        let identity = set(identity, start, Identity::start);
        let identity = set(identity, increment, Identity::increment);
        let identity = set(identity, min, Identity::min);
        let identity = set(identity, max, Identity::max);
        let identity = set(identity, cache, Identity::cache);
        if self.cycles {
            identity.cycle()
        } else {
            identity
        }
    }

    /// Returns it as a sequence, which may belong to a column.
    pub(super) fn sequence(&self, owner: Option<(&TableName, &str)>) -> Sequence {
        let [start, increment, min, max, cache] = self.said();
        let mut sequence = Sequence::new(&self.name);
        if self.kind != ColumnType::BigInteger {
            sequence = sequence.of(self.kind.clone());
        }
        sequence = set(sequence, start, Sequence::start);
        sequence = set(sequence, increment, Sequence::increment);
        sequence = set(sequence, min, Sequence::min);
        sequence = set(sequence, max, Sequence::max);
        if let Some(cache) = cache {
            // More values at once than that cannot be asked for by an operation.
            sequence = sequence.cache(u32::try_from(cache).unwrap_or(u32::MAX));
        }
        if self.cycles {
            sequence = sequence.cycle();
        }
        match owner {
            Some((table, column)) => sequence.owned_by(table, column),
            None => sequence,
        }
    }
}

/// Sets what there is to set.
fn set<T>(object: T, value: Option<i64>, set: impl FnOnce(T, i64) -> T) -> T {
    match value {
        Some(value) => set(object, value),
        None => object,
    }
}

impl<'a> Owner<'a> {
    fn read(owner: &'a str) -> Option<Self> {
        let mut words = owner.split(' ');
        Some(Self {
            is_identity: words.next()? == "i",
            table: words.next()?,
            column: words.next()?.parse().ok()?,
        })
    }
}
