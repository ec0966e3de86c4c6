//! What of a released revision's header was edited.
//!
//! Pure; part of `compare`.

use migrator_core::base::Transaction;
use migrator_core::script::LocatedList;

use super::base::Compared;
use super::finding::{Finding, Rule};
use super::released::{Links, Released};
use crate::Migration;

/// A header then and now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HeaderComparison<'a> {
    pub(crate) released: &'a Released,
    pub(crate) migration: &'a Migration,
    pub(crate) base: &'a Compared,
}

impl HeaderComparison<'_> {
    /// Other parents; `is_released` tells what a new one is.
    pub(crate) fn parents(&self, is_released: &dyn Fn(&str) -> bool) -> Option<Finding> {
        let (released, migration) = (self.released, self.migration);
        let now = Links::of(migration).parents;
        let list = migration.header.down_revision.as_ref()?;
        let was = &released.links.parents;
        if now == *was {
            return None;
        }
        let (base, id) = (self.base, &released.id);
        let is_new = |parent: &&String| !is_released(parent);
        let spliced: Vec<String> = now.iter().filter(is_new).cloned().collect();
        let message = format!(
            "the revision `{id}` was released {base} with {} and has {} now",
            parents(was),
            parents(&now)
        );
        let help = if spliced.is_empty() {
            format!("give it {} back", parents(was))
        } else {
            format!(
                "give it {} back, and put {} behind a head: databases that stand on `{id}` would take what is below it \
                 for applied",
                parents(was),
                named(&spliced)
            )
        };
        let (line, column) = differing(list, was);
        Some(
            Finding::of_revision(Rule::ParentsChanged, migration, message)
                .at(line, column)
                .help(help),
        )
    }

    /// Other dependencies or labels, or another transaction mode.
    pub(crate) fn rest(&self) -> Vec<Finding> {
        let (released, migration) = (self.released, self.migration);
        let (was, now) = (&released.links, Links::of(migration));
        let header = &migration.header;
        let mut changes: Vec<(String, Option<(u32, u32)>)> = Vec::new();
        let lists = [
            (
                "dependencies",
                &was.depends_on,
                &now.depends_on,
                &header.depends_on,
            ),
            (
                "branch labels",
                &was.labels,
                &now.labels,
                &header.branch_labels,
            ),
            (
                "replaced revisions",
                &was.replaces,
                &now.replaces,
                &header.replaces,
            ),
        ];
        for (what, was, now, list) in lists {
            if was != now {
                let place = list.as_ref().map(|list| differing(list, was));
                let change = format!("{what}: {} then, {} now", all(was), all(now));
                changes.push((change, place));
            }
        }
        if was.transaction != now.transaction {
            let place = header.transaction.map(|it| (it.line, it.column));
            let change = format!(
                "transaction mode: {} then, {} now",
                mode(was.transaction),
                mode(now.transaction)
            );
            changes.push((change, place));
        }
        let (base, id) = (self.base, &released.id);
        let finding = |(change, place): (String, Option<(u32, u32)>)| {
            let message = format!(
                "the header of `{id}` has been edited since it was released {base}; {change}"
            );
            let finding = Finding::of_revision(Rule::HeaderEdited, migration, message)
                .help("put the header back as it was");
            match place {
                Some((line, column)) => finding.at(line, column),
                None => finding,
            }
        };
        changes.into_iter().map(finding).collect()
    }
}

/// The place of the first item that was not there, or of the list.
fn differing(list: &LocatedList, was: &[String]) -> (u32, u32) {
    let new = list.value.iter().find(|item| !was.contains(&item.value));
    new.map_or((list.line, list.column), |item| (item.line, item.column))
}

fn parents(ids: &[String]) -> String {
    match ids {
        [] => "no parent".to_owned(),
        [only] => format!("the parent `{only}`"),
        several => format!("the parents {}", named(several)),
    }
}

fn named(ids: &[String]) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    quoted.join(", ")
}

fn all(items: &[String]) -> String {
    if items.is_empty() {
        "none".to_owned()
    } else {
        named(items)
    }
}

const fn mode(transaction: Transaction) -> &'static str {
    match transaction {
        Transaction::None => "`none`",
        _ => "`per-migration`",
    }
}
