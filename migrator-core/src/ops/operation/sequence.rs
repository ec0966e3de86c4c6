//! A sequence, and what may become of it.

use super::dropping::sealed::Sealed;
use super::{Dropping, Object, Rename, Replacing};
use crate::base::TableName;
use crate::schema::ColumnType;

/// A sequence; what is not said is the database's default.
///
/// # Examples
/// ```
/// # use migrator_core::{ops::Sequence, schema::integer};
/// let sequence = Sequence::new("invoice_numbers").of(integer()).start(1000).increment(10);
/// assert_eq!(sequence.options().start, Some(1000));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Sequence(Box<SequenceData>);

#[derive(Debug, Clone, PartialEq)]
struct SequenceData {
    name: TableName,
    options: SequenceOptions,
    if_not_exists: bool,
    is_defined: bool,
}

/// What was said about a sequence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SequenceOptions {
    /// The type of its values.
    pub kind: Option<ColumnType>,
    /// The first value.
    pub start: Option<i64>,
    /// The step from one value to the next.
    pub increment: Option<i64>,
    /// The lowest value.
    pub min: Option<i64>,
    /// The highest value.
    pub max: Option<i64>,
    /// How many values a connection takes at once.
    pub cache: Option<u32>,
    /// Whether it begins again after its last value.
    pub cycle: Option<bool>,
    /// The column it belongs to, with which it is dropped.
    pub owner: Option<(TableName, String)>,
}

impl Sequence {
    /// Defines a sequence.
    #[inline(never)]
    pub fn new(name: impl Into<TableName>) -> Self {
        Self::build(name.into(), true)
    }

    #[inline(never)]
    fn build(name: TableName, is_defined: bool) -> Self {
        Self(Box::new(SequenceData {
            name,
            options: SequenceOptions::default(),
            if_not_exists: false,
            is_defined,
        }))
    }

    /// Sets the type of its values: `small_integer()`, `integer()` or `big_integer()`.
    #[inline(never)]
    pub fn of(mut self, kind: impl Into<ColumnType>) -> Self {
        self.0.options.kind = Some(kind.into());
        self
    }

    /// Sets the first value.
    pub fn start(mut self, value: i64) -> Self {
        self.0.options.start = Some(value);
        self
    }

    /// Sets the step from one value to the next; a negative one counts down.
    pub fn increment(mut self, step: i64) -> Self {
        self.0.options.increment = Some(step);
        self
    }

    /// Sets the lowest value.
    pub fn min(mut self, value: i64) -> Self {
        self.0.options.min = Some(value);
        self
    }

    /// Sets the highest value.
    pub fn max(mut self, value: i64) -> Self {
        self.0.options.max = Some(value);
        self
    }

    /// Lets a connection take so many values at once; those it does not use are lost.
    pub fn cache(mut self, values: u32) -> Self {
        self.0.options.cache = Some(values);
        self
    }

    /// Begins again after the last value, instead of failing.
    pub fn cycle(mut self) -> Self {
        self.0.options.cycle = Some(true);
        self
    }

    /// Fails after the last value, which is the default; for `alter_sequence`.
    pub fn no_cycle(mut self) -> Self {
        self.0.options.cycle = Some(false);
        self
    }

    /// Gives it to a column, with which it is dropped.
    #[inline(never)]
    pub fn owned_by(mut self, table: impl Into<TableName>, column: impl AsRef<str>) -> Self {
        self.0.options.owner = Some((table.into(), column.as_ref().to_owned()));
        self
    }

    /// Leaves a sequence of that name alone if there is one.
    pub fn if_not_exists(mut self) -> Self {
        self.0.if_not_exists = true;
        self
    }

    /// Says what the sequence was before, which makes
    /// [`alter_sequence`](crate::ops::Op::alter_sequence) reversible.
    pub fn instead_of(self, former: Self) -> Replacing<Self> {
        Replacing::with(self, former)
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &TableName {
        &self.0.name
    }

    /// Returns what was said about it.
    #[must_use]
    pub fn options(&self) -> &SequenceOptions {
        &self.0.options
    }

    /// Tells whether an existing sequence is to be left alone.
    #[must_use]
    pub fn is_if_not_exists(&self) -> bool {
        self.0.if_not_exists
    }

    /// Tells whether this is a definition, and not a name alone.
    #[must_use]
    pub fn is_defined(&self) -> bool {
        self.0.is_defined
    }
}

impl From<&str> for Sequence {
    fn from(name: &str) -> Self {
        Self::build(name.into(), false)
    }
}

impl From<(&str, &str)> for Sequence {
    fn from(name: (&str, &str)) -> Self {
        Self::build(name.into(), false)
    }
}

/// A sequence to drop: `DropSequence::new("numbers").if_exists()`. A name or a definition is one, too; see [`Dropping`].
pub type DropSequence = Dropping<Sequence>;

impl Sealed for Sequence {}
impl Object for Sequence {}

/// What is done to a sequence.
#[derive(Debug, Clone, PartialEq)]
pub enum SequenceOperation {
    /// Creates it.
    Create(Sequence),
    /// Changes what is said about it.
    Alter(Replacing<Sequence>),
    /// Gives it another name.
    Rename(Rename),
    /// Drops it.
    Drop(DropSequence),
}

impl SequenceOperation {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_sequence",
            Self::Alter(_) => "alter_sequence",
            Self::Rename(_) => "rename_sequence",
            Self::Drop(_) => "drop_sequence",
        }
    }

    pub(super) fn object(&self) -> String {
        match self {
            Self::Create(sequence) => sequence.name().to_string(),
            Self::Alter(alter) => alter.object.name().to_string(),
            Self::Rename(rename) => rename.from.to_string(),
            Self::Drop(drop) => drop.object.name().to_string(),
        }
    }
}
