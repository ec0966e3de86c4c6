//! Hints that say nothing of what is different: most often a name in them is misspelt.
//!
//! What the file says may be about earlier revisions, so it is told only beside a question that it may have been
//! meant for. What is typed is meant for this call.

use migrator_core::base::{TableName, nearest};
use migrator_core::diff::{Change, Difference};
use migrator_core::schema::Column;

use super::answers::Asked;
use super::hints::Hint;
use super::typed::Said;
use super::written::{of_object, of_part};
use crate::acting::text::printable;
use crate::context::Context;

/// Warns of hints that were meant for open questions and do not answer them.
pub(crate) fn warn_beside(context: &Context, said: &Said, asked: &[Asked]) {
    for asked in asked {
        let Some(wanted) = asked.likeliest() else {
            continue;
        };
        if let Some(hint) = said.all().find(|hint| hint.may_mean(&wanted)) {
            let (hint, wanted) = (printable(&hint.flag()), wanted.flag());
            context.output.warn(format_args!(
                "the hint `{hint}` does not fit; did you mean `{}`?",
                printable(&wanted)
            ));
        }
    }
}

/// Warns of typed hints that are about nothing that is different.
pub(crate) fn warn_of_typed(context: &Context, typed: &[Hint], changes: &[Change]) {
    for hint in typed.iter().filter(|hint| !hint.applies(changes)) {
        let hint = printable(&hint.flag());
        context.output.warn(format_args!(
            "`{hint}` was passed over, because nothing that it names is different"
        ));
    }
}

impl Hint {
    /// Tells whether it may have been said in place of another one.
    fn may_mean(&self, wanted: &Self) -> bool {
        let (said, wanted_name) = (self.subject(), wanted.subject());
        let is_alike = !nearest(&said, [wanted_name.as_str()]).is_empty();
        std::mem::discriminant(self) == std::mem::discriminant(wanted) && is_alike
    }

    /// Returns what it is about, by the name it has in the hint.
    fn subject(&self) -> String {
        match self {
            Self::Object { from, .. } => of_object(from),
            Self::Column { table, from, .. } => of_part(table, from),
            Self::Backfill(hint) => of_part(&hint.table, &hint.column),
            Self::EnumValue(hint) => of_part(&hint.enumeration, &hint.from),
            Self::Conversion(hint) => of_part(&hint.table, &hint.column),
        }
    }

    fn applies(&self, changes: &[Change]) -> bool {
        changes.iter().any(|change| self.is_about(change))
    }

    fn is_about(&self, change: &Change) -> bool {
        match (self, change) {
            (Self::Object { from, to }, _) => match former_object(change) {
                Some((former, is_removed)) => former == from && is_removed == to.is_none(),
                None => false,
            },
            (
                Self::Column { table, from, to },
                Change::Column {
                    table: of,
                    difference,
                    ..
                },
            ) => {
                let former = difference.former().map(Column::name);
                of == table
                    && former == Some(from.as_str())
                    && difference.is_removed() == to.is_none()
            }
            (Self::EnumValue(hint), Change::Enum { difference, .. }) => {
                *difference.now().name() == hint.enumeration
            }
            // Where enumerations are no types the column has their place.
            (Self::EnumValue(hint), Change::Column { table, .. }) => {
                of_part(table, column(change)) == of_object(&hint.enumeration)
            }
            (Self::Backfill(_) | Self::Conversion(_), Change::Column { table, .. }) => {
                of_part(table, column(change)) == self.subject()
            }
            _ => false,
        }
    }
}

/// Returns the name that a column has now, or had.
fn column(change: &Change) -> &str {
    match change {
        Change::Column { difference, .. } => difference.now().name(),
        _ => "",
    }
}

/// Returns the former name of what is gone or called otherwise, and whether it is gone.
fn former_object(change: &Change) -> Option<(&TableName, bool)> {
    fn former<'c, T>(
        difference: &'c Difference<T>,
        name: fn(&'c T) -> &'c TableName,
    ) -> Option<(&'c TableName, bool)> {
        match difference {
            Difference::Removed(it) => Some((name(it), true)),
            Difference::Renamed { from, .. } => Some((name(from), false)),
            Difference::Added(_) | Difference::Changed { .. } => None,
        }
    }
    match change {
        Change::Table(it) => former(it, |it| it.name()),
        Change::View(it) => former(it, |it| it.name()),
        Change::Sequence(it) => former(it, |it| it.name()),
        Change::Enum { difference, .. } => former(difference, |it| it.name()),
        Change::Domain(it) => former(it, |it| it.name()),
        _ => None,
    }
}
