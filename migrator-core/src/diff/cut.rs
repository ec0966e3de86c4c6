//! What values lose when they get another type.
//!
//! What a database converts by itself it may cut off without a word: PostgreSQL does along the casts of an
//! assignment. Where values stay as they are nothing is lost.

use crate::base::Dialect;
use crate::schema::ColumnType;

/// Returns what is cut off, as in `the time of day`; `None` if nothing is, or if it fails instead.
///
/// A conversion that somebody wrote may keep what stands behind the point, in another unit; but no conversion
/// puts a time of day into a date.
pub(super) fn cuts(
    dialect: Dialect,
    from: &ColumnType,
    to: &ColumnType,
    is_written: bool,
) -> Option<String> {
    use ColumnType as It;
    if dialect.keeps_values() {
        return None;
    }
    let what = match (from, to) {
        (It::Array { element: from, .. }, It::Array { element: to, .. }) => {
            return cuts(dialect, from, to, is_written);
        }
        (from, It::Date) if is_moment(from) => "the time of day",
        (from, It::Time) if is_moment(from) => "the date",
        (It::Interval(..), It::Time) => "whole days",
        (It::Interval(..), It::Interval(..)) if is_coarser(from, to) => "what is finer than that",
        (from, It::Boolean) if is_number(from) => "numbers other than 0 and 1",
        _ if is_written => return None,
        (It::Inet, It::Cidr) => "what stands behind the mask",
        (from, to) if is_number(from) => return number(from, to),
        _ => return None,
    };
    Some(what.to_owned())
}

/// Returns which digits are cut off.
fn number(from: &ColumnType, to: &ColumnType) -> Option<String> {
    if let Some(kept) = places(to) {
        let is_cut = places(from).is_none_or(|it| it > kept);
        return is_cut.then(|| match kept {
            0 => "what stands behind the point".to_owned(),
            kept => format!("digits from place {} behind the point on", kept + 1),
        });
    }
    let kept = exact(to)?;
    let is_cut = needed(from).is_none_or(|it| it > kept);
    is_cut.then(|| format!("digits after the first {kept}"))
}

const fn is_moment(kind: &ColumnType) -> bool {
    matches!(
        kind,
        ColumnType::DateTime | ColumnType::Timestamp | ColumnType::TimestampWithTimeZone
    )
}

const fn is_number(kind: &ColumnType) -> bool {
    kind.is_integer()
        || matches!(
            kind,
            ColumnType::Float
                | ColumnType::Double
                | ColumnType::Decimal(_)
                | ColumnType::Money(_)
                | ColumnType::Year
        )
}

/// Tells whether a span of time holds fewer fields than another, or fewer digits after the second.
fn is_coarser(from: &ColumnType, to: &ColumnType) -> bool {
    let (ColumnType::Interval(was, before), ColumnType::Interval(is, after)) = (from, to) else {
        return false;
    };
    let has_fewer_fields = is.is_some() && was != is;
    // Six are all there are.
    let has_fewer_digits = after.unwrap_or(6) < before.unwrap_or(6);
    has_fewer_fields || has_fewer_digits
}

/// Returns how many digits stand behind the point, if there is a limit.
const fn places(kind: &ColumnType) -> Option<u32> {
    match kind {
        ColumnType::Decimal(Some((_, places))) => Some(*places),
        // What its amounts have in most places.
        ColumnType::Money(_) => Some(2),
        kind if kind.is_integer() => Some(0),
        ColumnType::Year => Some(0),
        _ => None,
    }
}

/// Returns how many digits a binary number keeps, whichever they are.
const fn exact(kind: &ColumnType) -> Option<u32> {
    match kind {
        ColumnType::Float => Some(6),
        ColumnType::Double => Some(15),
        _ => None,
    }
}

/// Returns how many digits a number may have, if there is a limit.
const fn needed(kind: &ColumnType) -> Option<u32> {
    Some(match kind {
        ColumnType::TinyInteger | ColumnType::TinyUnsigned => 3,
        ColumnType::SmallInteger | ColumnType::SmallUnsigned | ColumnType::Year => 5,
        ColumnType::Float => 6,
        ColumnType::Integer | ColumnType::Unsigned => 10,
        ColumnType::Double => 15,
        ColumnType::BigInteger | ColumnType::Money(_) => 19,
        ColumnType::BigUnsigned => 20,
        ColumnType::Decimal(Some((digits, _))) => *digits,
        _ => return None,
    })
}
