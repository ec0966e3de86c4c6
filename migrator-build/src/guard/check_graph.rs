//! Checks a folder, and compares it with what was released.

use std::path::Path;

use super::base::{Base, Compared, GitBase};
use super::checked::Checked;
use super::collision::collisions;
use super::compare::{Current, compare};
use super::error::GuardError;
use super::finding::{Finding, Rule};
use super::git::{Commit, Repository, collect_at};
use super::judge::judge;
use super::lock;
use super::released::{Released, ReleasedSet};
use crate::check::{self, Collected, Options};
use crate::scan::display_of;

/// Checks a folder and compares it with a base. Nothing is written.
///
/// # Errors
/// Only if the base cannot be looked at; whatever is wrong with the folder is a finding.
pub fn check_graph(
    folder: impl AsRef<Path>,
    options: &Options,
    base: &Base,
) -> Result<Checked, GuardError> {
    let folder = folder.as_ref();
    let collected = check::collect(folder, options);
    let (findings, heads) = judge(&collected, options);
    let mut checked = Checked {
        findings,
        n_revisions: collected.migrations.len(),
        heads,
        ..Checked::default()
    };
    match base {
        Base::Nothing => {}
        Base::Lock => checked.compare_with_lock(&lock::path(folder), options, &collected)?,
        Base::LockAt(file) => checked.compare_with_lock(file, options, &collected)?,
        Base::Git(base) => checked.compare_with_commit(folder, options, &collected, base)?,
    }
    checked
        .findings
        .sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    Ok(checked)
}

impl Checked {
    fn compare_with_lock(
        &mut self,
        file: &Path,
        options: &Options,
        collected: &Collected,
    ) -> Result<(), GuardError> {
        let path = options.root.join(file);
        let display = display_of(file);
        let lock = lock::open(&path, &display)?.ok_or(GuardError::NoLock { path })?;
        let base = Compared::Lock { file: display };
        self.n_released = lock.released.len();
        self.findings.extend(lock.findings);
        let current = Current::new(collected);
        let released = ReleasedSet::new(&lock.released, &[]);
        self.findings.extend(compare(&current, &released, &base));
        self.base = Some(base);
        Ok(())
    }

    fn compare_with_commit(
        &mut self,
        folder: &Path,
        options: &Options,
        collected: &Collected,
        base: &GitBase,
    ) -> Result<(), GuardError> {
        let repository = Repository::of(&options.root)?;
        let commit = if base.is_exact {
            Commit::named(&repository, &base.reference)?
        } else {
            Commit::merge_base(&repository, &base.reference)?
        };
        let then = collect_at(&repository, &commit, folder, collected, &[])?;
        let tip = Commit::named(&repository, &base.reference)?;
        let gained = if tip == commit {
            Vec::new()
        } else {
            Released::of(&collect_at(&repository, &tip, folder, collected, &then.names)?.changed)
        };
        let reference = &base.reference;
        let base = Compared::Commit {
            reference: reference.clone(),
            hash: commit.hash,
        };
        self.findings.extend(then.changed.unreadable(&base));
        let changed = Released::of(&then.changed);
        let released = ReleasedSet::new(&changed, &then.unchanged);
        self.n_released = changed.len() + then.unchanged.len();
        let current = Current::new(collected);
        self.findings.extend(compare(&current, &released, &base));
        let collisions = collisions(&current, &released, &gained, reference);
        self.findings.extend(collisions);
        self.base = Some(base);
        Ok(())
    }
}

impl Collected {
    /// Warns of files of a base whose revision is unknown: they are not compared.
    fn unreadable(&self, base: &Compared) -> Vec<Finding> {
        let warn = |file: &String| {
            let message = format!("this file could not be read {base}, so it is not compared");
            Finding::of_file(
                Rule::BaseUnreadable,
                format!("{}/{file}", self.display),
                message,
            )
        };
        self.unread.iter().map(warn).collect()
    }
}
