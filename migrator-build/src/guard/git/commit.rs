//! Which commit is meant by a name.

use migrator_core::base::nearest;

use super::repository::Repository;
use crate::guard::error::GuardError;

/// A commit that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Commit {
    /// Its whole hash.
    pub(crate) hash: String,
}

impl Commit {
    /// Finds the commit that a branch, a tag or a hash names.
    pub(crate) fn named(repository: &Repository, reference: &str) -> Result<Self, GuardError> {
        let unknown = || unknown(repository, reference);
        // Git would take it for an option.
        if reference.starts_with('-') {
            return Err(unknown()?);
        }
        let wanted = format!("{reference}^{{commit}}");
        match repository.line(&["rev-parse", "--verify", "--quiet", &wanted])? {
            Some(hash) => Ok(Self { hash }),
            None => Err(unknown()?),
        }
    }

    /// Finds the commit where `HEAD` and another one parted.
    pub(crate) fn merge_base(repository: &Repository, reference: &str) -> Result<Self, GuardError> {
        let head = Self::named(repository, "HEAD")?;
        let other = Self::named(repository, reference)?;
        match repository.line(&["merge-base", &head.hash, &other.hash])? {
            Some(hash) => Ok(Self { hash }),
            None => Err(GuardError::NoMergeBase {
                reference: reference.to_owned(),
                is_shallow: repository.is_shallow()?,
            }),
        }
    }
}

/// The error that names branches and tags which look like it. A branch that only
/// the remote has is the usual case: CI fetches nothing else.
fn unknown(repository: &Repository, reference: &str) -> Result<GuardError, GuardError> {
    let names = [
        "for-each-ref",
        // `origin/HEAD` is called `origin`, which nobody means.
        "--format=%(if)%(symref)%(then)%(else)%(refname:short)%(end)",
        "refs/heads",
        "refs/remotes",
        "refs/tags",
    ];
    let names = repository.git(&names)?;
    let names: Vec<&str> = names.lines().filter(|name| !name.is_empty()).collect();
    let of_remote = |name: &&&str| {
        name.split_once('/')
            .is_some_and(|(_, rest)| rest == reference)
    };
    let near: Vec<String> = match names.iter().find(of_remote) {
        Some(name) => vec![(*name).to_owned()],
        None => alike(reference, &names),
    };
    Ok(GuardError::UnknownReference {
        reference: reference.to_owned(),
        near,
        is_shallow: repository.is_shallow()?,
    })
}

/// Returns the names that look like a reference. Of one remote only the branch is compared: all of
/// them begin alike.
fn alike(reference: &str, names: &[&str]) -> Vec<String> {
    let remote = reference.find('/').map(|at| reference.split_at(at + 1).0);
    let of_remote = remote.map_or_else(Vec::new, |remote| {
        let of_remote = names.iter().filter_map(|name| name.strip_prefix(remote));
        of_remote.collect()
    });
    let (remote, names) = match remote {
        Some(remote) if !of_remote.is_empty() => (remote, of_remote),
        _ => ("", names.to_vec()),
    };
    let branch = reference.strip_prefix(remote).unwrap_or(reference);
    let near = nearest(branch, names).into_iter();
    near.map(|name| format!("{remote}{name}")).collect()
}
