//! Columns that bear no `NULL`, or get another type.

use super::super::work::{ColumnPart, Work};
use super::total::is_total;
use super::{lost, shown, values};
use crate::base::TableName;
use crate::diff::renaming::{folded, has_literal};
use crate::diff::{Change, Difference, display};
use crate::schema::{Column, ColumnType, Table};

/// Returns what may stop that a column bears no `NULL` any more; by its name now.
pub(in super::super) fn null(table: &TableName, column: &Column) -> String {
    format!("fails if {} of a row of {table} is NULL", column.name())
}

/// Returns what stops a column that comes, bears no `NULL`, and gets no value.
pub(in super::super) fn empty(table: &TableName, column: &Column) -> String {
    let name = column.name();
    format!("fails if {table} has rows: {name} would be NULL in them")
}

impl Work<'_> {
    /// Returns what may stop that a column bears no `NULL` after its rows have got a value.
    pub(in super::super) fn fill_caution(
        &self,
        table: &TableName,
        part: ColumnPart<'_>,
    ) -> Option<String> {
        let expression = part.backfill?;
        let has_value = |name: &str| self.has_value(table, name);
        let may_be_null = !is_total(self.dialect(), expression, has_value);
        may_be_null.then(|| {
            let expression = shown(expression);
            format!("fails if {expression} is NULL for a row of {table}")
        })
    }

    /// Tells whether a column of a table has a value in each row before the rows get theirs; by either of its names.
    fn has_value(&self, table: &TableName, name: &str) -> bool {
        let former = self.former(table);
        let habits = self.now.habits();
        let is_it = |other: &str| folded(habits, other) == folded(habits, name);
        let mut coming = self.changes.iter().filter_map(|it| match it {
            Change::Column {
                table: of,
                difference: Difference::Added(column),
                ..
            } if of == table => Some(column),
            _ => None,
        });
        if coming.any(|it| is_it(it.name())) {
            return false;
        }
        let columns = self.tables.get(&former).map(|it| it.columns());
        let columns = columns.unwrap_or_default().iter();
        let mut named = columns
            .filter(|it| is_it(it.name()) || is_it(self.now.column_name(&former, it.name())))
            .peekable();
        named.peek().is_some() && named.all(|it| !it.is_nullable())
    }

    /// Returns what may stop that a column gets another type.
    pub(in super::super) fn kind_caution(
        &self,
        table: &TableName,
        part: ColumnPart<'_>,
        (from, to): (&Column, &Column),
        using: Option<&str>,
    ) -> Option<String> {
        let what = match (from.kind(), to.kind()) {
            (ColumnType::Enum { values: was, .. }, ColumnType::Enum { values: is, .. }) => {
                let is_said =
                    |it: &String| using.is_some_and(|sql| has_literal(self.dialect(), sql, it));
                let mut lost = lost(was, is, part.values);
                lost.retain(|it| !is_said(it));
                (!lost.is_empty()).then(|| format!("is {}", values(&lost, "or")))?
            }
            (_, ColumnType::Enum { values: all, .. }) => {
                let verb = if using.is_some() { "becomes" } else { "is" };
                let all: Vec<&String> = all.iter().collect();
                format!("{verb} none of {}", values(&all, "and"))
            }
            _ if !self.now.habits().refuses_values => return None,
            (_, kind) if using.is_some() => format!("cannot become {}", display::kind(kind)),
            (was, is) if narrows(was, is) => format!("does not fit {}", display::kind(is)),
            _ => return None,
        };
        Some(format!("fails if {} of a row of {table} {what}", to.name()))
    }
}

impl Work<'_> {
    /// Returns what becomes of values that get another type by themselves, if that may surprise.
    pub(in super::super) fn kind_surprise(
        &self,
        table: &TableName,
        (from, to): (&Column, &Column),
        using: Option<&str>,
    ) -> Option<String> {
        if using.is_some() {
            return None;
        }
        let name = to.name();
        if self.builds_anew() {
            let is_strict = self.wanted_table(table).is_some_and(Table::is_strict);
            let what = not_converted(from.kind(), to.kind())?;
            return Some(match is_strict {
                true => format!("fails if {name} of a row of {table} is no {what}"),
                false => format!("keeps values of {table}.{name} as they are that are no {what}s"),
            });
        }
        changes_zone(from.kind(), to.kind()).then(|| {
            format!("takes {table}.{name} in the session's time zone: `using` names another")
        })
    }
}

/// Returns what a value has to be, if SQLite keeps others in a column of this type as they are.
fn not_converted(was: &ColumnType, is: &ColumnType) -> Option<&'static str> {
    let is_real = |kind: &ColumnType| {
        matches!(
            kind,
            ColumnType::Float | ColumnType::Double | ColumnType::Decimal(_)
        )
    };
    match (was, is) {
        (was, is) if is.is_integer() && (is_text(was) || is_real(was)) => Some("whole number"),
        (was, is) if is_real(is) && is_text(was) => Some("number"),
        _ => None,
    }
}

/// Tells whether a time of day comes to have a time zone, or loses it.
fn changes_zone(was: &ColumnType, is: &ColumnType) -> bool {
    let is_bare = |kind: &_| matches!(kind, ColumnType::DateTime | ColumnType::Timestamp);
    let is_zoned = |kind: &_| matches!(kind, ColumnType::TimestampWithTimeZone);
    (is_bare(was) && is_zoned(is)) || (is_zoned(was) && is_bare(is))
}

/// Tells whether values of a type may be too large for another to which the database converts by itself.
fn narrows(was: &ColumnType, is: &ColumnType) -> bool {
    if let Some(limit) = length(is) {
        return length(was).is_none_or(|it| it > limit);
    }
    // Of whole numbers each is within the one that has more bytes, though not within as many digits.
    if was.is_integer() && is.is_integer() {
        return needed(was) > needed(is);
    }
    held(is).is_some_and(|limit| needed(was).is_none_or(|it| it > limit))
}

/// Returns the greatest number of characters, if there is one.
fn length(kind: &ColumnType) -> Option<u32> {
    match kind {
        ColumnType::Char(length) => Some(length.unwrap_or(1)),
        ColumnType::String(length) => *length,
        _ => None,
    }
}

const fn is_text(kind: &ColumnType) -> bool {
    matches!(
        kind,
        ColumnType::Char(_) | ColumnType::String(_) | ColumnType::Text
    )
}

/// Returns the greatest number of digits before the point that a value may have, if there is one.
fn needed(kind: &ColumnType) -> Option<u32> {
    Some(match kind {
        ColumnType::TinyInteger | ColumnType::TinyUnsigned => 3,
        ColumnType::SmallInteger | ColumnType::SmallUnsigned | ColumnType::Year => 5,
        ColumnType::Integer | ColumnType::Unsigned => 10,
        ColumnType::BigInteger | ColumnType::BigUnsigned => 19,
        ColumnType::Decimal(Some((all, after))) => all.saturating_sub(*after),
        _ => return None,
    })
}

/// Returns how many digits before the point a value may have and surely fits, if there is a limit.
fn held(kind: &ColumnType) -> Option<u32> {
    // The greatest number does not begin with nines.
    let is_whole = kind.is_integer() || matches!(kind, ColumnType::Year);
    needed(kind).map(|it| it.saturating_sub(u32::from(is_whole)))
}
