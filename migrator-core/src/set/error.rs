//! Why there is no usable set of migrations.

use thiserror::Error;

/// Why a set cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SetError {
    /// No set is registered.
    #[error("this program has no embedded migrations")]
    None,
    /// Several sets are registered.
    #[error("this program has {} embedded sets of migrations: {}", sets.len(), sets.join(", "))]
    Several {
        /// `package/folder` of each, sorted.
        sets: Vec<String>,
    },
    /// Heads of the combined sets cannot be told apart by their labels.
    #[error(
        "the combined migrations have several heads without a label that tells them apart: {}",
        listed(heads)
    )]
    #[non_exhaustive]
    ClashingHeads {
        /// The ids of the heads, by the labels they share.
        heads: Vec<Vec<String>>,
    },
    /// The combined sets do not make one graph.
    #[error("the combined migrations do not fit together: {}", problems.join("; "))]
    #[non_exhaustive]
    Graph {
        /// What is wrong, one sentence each.
        problems: Vec<String>,
    },
}

impl SetError {
    /// Returns what to do about it, as one sentence.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(
            match self {
                Self::None => {
                    "write `migrator::embed_migrations!();` in the program, or use the handle that \
                     it defines: `MIGRATIONS.upgrade(…)`; a library crate that embeds migrations \
                     counts only if the program refers to it, if only by `use the_crate as _;`"
                }
                Self::Several { .. } => {
                    "keep one `embed_migrations!` in the program; a library writes \
                     `embed_migrations!(\"migrations\" as NAME, library)`, and the program \
                     `embed_migrations!(combine = [&the_library::NAME])`; a set for another database is \
                     a `library`, too, and does its own work: `NAME.upgrade(…)`"
                }
                Self::ClashingHeads { .. } => {
                    "give the first revision of each library a label of its own, \
                     `pub const BRANCH_LABELS: &[&str] = &[\"the_library\"];`, and upgrade to `heads`"
                }
                Self::Graph { .. } => return None,
            }
            .to_owned(),
        )
    }
}

fn listed(heads: &[Vec<String>]) -> String {
    let group = |ids: &Vec<String>| {
        let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        ids.join(" and ")
    };
    heads.iter().map(group).collect::<Vec<_>>().join("; ")
}
