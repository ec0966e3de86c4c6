//! A range in parts: where only the schema changes, the shortest way; where more happens, what happened.

use crate::autogen::AutogenError;
use crate::autogen::squash::SquashError;
use crate::autogen::squash::dropped::Dropped;
use crate::autogen::squash::recorded::Member;
use crate::autogen::squash::walk::Walk;
use crate::base::Dialect;
use crate::catalog::Catalog;
use crate::diff::{Arrangement, Change, Question, arrange, compare_all};
use crate::ops::Operation;
use crate::writing::{Style, idiomatic};

/// An operation, and what is said about it.
#[derive(Debug, Clone)]
pub(super) struct Noted {
    pub(super) operation: Operation,
    pub(super) comments: Vec<String>,
}

/// A part of a range.
pub(super) struct Part {
    pub(super) up: Vec<Noted>,
    /// The way down, or why there is none.
    pub(super) down: Result<Vec<Noted>, String>,
    /// The revisions whose operations it has as they are.
    pub(super) carried: Vec<String>,
}

/// Takes a range apart, while a scratch database goes through it.
///
/// # Errors
/// [`SquashError::Unknown`] for what would have to be carried over and runs outside a transaction.
pub(super) fn parts(
    walk: &mut Walk<'_, '_>,
    members: &[Member],
) -> Result<Vec<Part>, AutogenError> {
    let mut parts = Vec::new();
    let mut before = walk.catalog()?;
    let mut rest = members;
    while !rest.is_empty() {
        let (run, behind) = rest.split_at(length(rest, walk.dialect()));
        for member in run {
            walk.to(&member.id)?;
        }
        let after = walk.catalog()?;
        let is_shape = run.iter().all(|member| member.is_shape);
        let short = is_shape.then(|| shortened(walk, &before, &after)).flatten();
        match short {
            Some(part) => parts.push(part),
            None => {
                let carry = |(at, member): (usize, &Member)| {
                    let is_first = parts.is_empty() && at == 0;
                    carried(member, is_first, at + 1 == rest.len())
                };
                let carried: Result<Vec<Part>, SquashError> =
                    run.iter().enumerate().map(carry).collect();
                parts.extend(carried?);
            }
        }
        (before, rest) = (after, behind);
    }
    Ok(parts)
}

/// Returns how many revisions make the next part.
fn length(members: &[Member], dialect: Dialect) -> usize {
    let mut dropped = Dropped::default();
    let fits = |member: &&Member| {
        let again = member.up.iter().map(|it| dropped.take(it, dialect));
        !again.fold(!member.is_shape, |all, it| all || it)
    };
    members.iter().take_while(fits).count().max(1)
}

/// Returns the way from one catalogue to the other; `None` if that is not known without being told.
fn shortened(walk: &Walk<'_, '_>, before: &Catalog, after: &Catalog) -> Option<Part> {
    if before.beyond != after.beyond {
        return None;
    }
    let introspection = walk.introspection();
    let outcome = compare_all(before, after, introspection).ok()?;
    // Nothing here gives anything another name, so what comes is not what went.
    let is_open = |question: &Question| !matches!(question, Question::Renamed { .. });
    if outcome.questions.iter().any(is_open) {
        return None;
    }
    let reversed: Vec<Change> = outcome.changes.iter().map(Change::reversed).collect();
    let up = arrange(&outcome.changes, before, after, introspection).ok()?;
    let down = arrange(&reversed, after, before, introspection).ok()?;
    let style = Style {
        introspection,
        convention: walk.making().settings.options.naming_convention(),
    };
    let arranged = |arrangement: Arrangement| -> Vec<Noted> {
        let steps = arrangement.steps.iter();
        let noted = steps.map(|step| Noted {
            operation: idiomatic(&step.operation, &style),
            comments: Vec::new(),
        });
        noted.collect()
    };
    Some(Part {
        up: arranged(up),
        down: Ok(arranged(down)),
        carried: Vec::new(),
    })
}

/// Returns operations of a revision with where they are from.
fn noted(member: &Member, operations: &[Operation]) -> Vec<Noted> {
    let mut comments = vec![format!("From `{}`.", member.id)];
    let noted = operations.iter().map(|operation| Noted {
        operation: operation.clone(),
        comments: std::mem::take(&mut comments),
    });
    noted.collect()
}

/// Takes the operations of a revision as they are; what they set for their transaction must not reach others.
fn carried(member: &Member, is_first: bool, is_last: bool) -> Result<Part, SquashError> {
    let unknown = |what: String| SquashError::Unknown {
        revision: member.id.clone(),
        place: member.file.to_owned(),
        what,
    };
    if !member.is_wrapped {
        return Err(unknown("it runs outside a transaction".to_owned()));
    }
    if let Some(setting) = member.local_setting.as_ref().filter(|_| !is_last) {
        return Err(unknown(format!(
            "its `{setting}` would hold for what follows, too"
        )));
    }
    Ok(Part {
        up: noted(member, &member.up),
        down: match (&member.down, &member.local_setting_down) {
            (Err(why), _) => Err(why.clone()),
            (Ok(_), Some(setting)) if !is_first => Err(format!(
                "the `{setting}` of the downgrade of `{}` would hold for what follows, too",
                member.id
            )),
            (Ok(operations), _) => Ok(noted(member, operations)),
        },
        carried: vec![member.id.clone()],
    })
}
