//! Why nothing is written.

use migrator_core::base::{IllegalRevisionId, MAX_ID_CHARS, nearest};
use migrator_core::graph::{Candidate, ResolveError, TargetError};
use migrator_core::script::Layout;
use thiserror::Error;

use crate::problem::Problems;

/// Why a revision cannot be written or changed as asked; nothing has been changed.
#[derive(Debug, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are what the messages show")]
pub enum AuthoringError {
    /// A target is not understood.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A target means nothing here.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// The new revision has no place, because `head` means several.
    #[error("there are several heads: {}", candidates(heads))]
    ManyHeads { heads: Vec<Candidate> },
    /// A parent has children.
    #[error("revision `{id}` is not a head: {} on it", stands(children))]
    NotAHead { id: String, children: Vec<String> },
    /// A parent is named twice.
    #[error("revision `{id}` is named twice")]
    NamedTwice { id: String },
    /// A dependency is `base` or an empty set of heads.
    #[error("`{target}` is no revision to depend on")]
    NothingToDependOn { target: String },
    /// An id is illegal.
    #[error("`{id}` cannot be a revision id: {reason}")]
    IllegalId {
        id: String,
        reason: IllegalRevisionId,
    },
    /// An id is taken.
    #[error("the revision id `{id}` is already used by {file}")]
    IdInUse { id: String, file: String },
    /// An id is a label.
    #[error("`{id}` cannot be a revision id: it is a branch label in {file}")]
    IdIsLabel { id: String, file: String },
    /// A label is illegal.
    #[error("`{label}` cannot be a branch label: {reason}")]
    IllegalLabel {
        label: String,
        reason: IllegalRevisionId,
    },
    /// A label is a label or an id already.
    #[error("the branch label `{label}` is already used by {file}")]
    LabelInUse { label: String, file: String },
    /// A label is given twice, or is the id.
    #[error("the branch label `{label}` is the revision's id or another of its labels")]
    LabelTwice { label: String },
    /// A message has a character that compilers refuse or readers do not see.
    #[error("the message has the character {character:?}, which nobody would see")]
    IllegalMessage { character: char },
    /// A revision is to be renamed to nothing.
    #[error("the new message is empty or has several paragraphs")]
    NoOneLineMessage,
    /// A file template is not understood.
    #[error("the file template `{template}` is not understood at `{part}`")]
    FileTemplate { template: String, part: String },
    /// A file template has a token that does not exist.
    #[error("the file template `{template}` has a token `%({token})` that does not exist")]
    UnknownToken {
        template: String,
        token: String,
        known: Vec<&'static str>,
    },
    /// A file's name would not begin with the id.
    #[error(
        "the file template `{template}` gives `{name}`, which does not begin with the revision's id, and by \
         that the compiler knows a revision's file"
    )]
    MisnamingTemplate {
        template: String,
        name: String,
        dated: String,
    },
    /// A file cannot have this name.
    #[error("no file can be called `{name}`: {reason}")]
    FileName { name: String, reason: String },
    /// Another file has the name, or nearly.
    #[error("the file `{name}` would be in the way of {other}")]
    NameInUse { name: String, other: String },
    /// A template has a placeholder that does not exist.
    #[error("the template has a placeholder `${{{name}}}` that does not exist")]
    UnknownPlaceholder {
        name: String,
        known: Vec<&'static str>,
    },
    /// A placeholder has no closing brace.
    #[error("the template has a placeholder `${{{text}` without its closing brace")]
    OpenPlaceholder {
        /// What follows the opening brace on the line.
        text: String,
    },
    /// A template has no place for what the revision does.
    #[error("the template has no `${{{name}}}`, and so no place for what the revision does")]
    NoPlace { name: &'static str },
    /// The compiler would refuse what the revision does.
    #[error("what the revision does would not compile: {}", messages(problems))]
    Body { problems: Problems },
    /// What was written would be read back otherwise.
    #[error("the revision would not be read back as asked: {}", differences.join("; "))]
    NotWhatWasAsked {
        differences: Vec<String>,
        has_own_template: bool,
    },
    /// A folder is none of those that were read.
    #[error("the folder `{folder}` is none of the migrations' folders")]
    UnknownFolder { folder: String, known: Vec<String> },
    /// There is no second head.
    #[error("there is nothing to merge: {}", only_head(head))]
    NothingToMerge { head: Option<String> },
    /// Only one of several heads is named.
    #[error("`{id}` alone cannot be merged")]
    MergeOfOne { id: String },
    /// Of the revisions to merge one stands on another.
    #[error("`{ancestor}` is already covered by `{descendant}`")]
    Overlap {
        ancestor: String,
        descendant: String,
    },
    /// The compiler would refuse the folder.
    #[error("the folder could not be compiled then: {}", messages(problems))]
    Graph { problems: Problems },
    /// A target names no revision.
    #[error("`{target}` names no revision")]
    NoRevision { target: String },
    /// A target names several.
    #[error("`{target}` names several revisions: {}", ticked(ids))]
    ManyRevisions { target: String, ids: Vec<String> },
    /// There is nothing to change.
    #[error("there is nothing to rename: `{id}` is called so already")]
    NothingToRename { id: String },
    /// There is no second head.
    #[error("there is nothing to rebase: {}", only_head(head))]
    NothingToRebase { head: Option<String> },
    /// What would get another parent is of the branch that others build on.
    #[error("the base branch has `{id}`, which stays where it is")]
    OfBaseBranch { id: String },
    /// It cannot be told whose line is to move.
    #[error(
        "it cannot be told which line to move: the heads are {}",
        ticked(heads)
    )]
    WhichToRebase { heads: Vec<String> },
    /// It cannot be told where the line is to move to.
    #[error(
        "it cannot be told where to move `{id}`: the other heads are {}",
        ticked(heads)
    )]
    WhichOnto { id: String, heads: Vec<String> },
    /// The line already stands there.
    #[error("`{id}` already stands on `{onto}`")]
    StandsThere { id: String, onto: String },
    /// A revision cannot be its own parent.
    #[error("`{id}` cannot move onto itself")]
    OntoItself { id: String },
    /// The line stands below the target.
    #[error("`{id}` is already below `{onto}`")]
    BelowTarget { id: String, onto: String },
    /// The line has a merge point.
    #[error(
        "the line below `{id}` is not one line: `{merge}` merges {}, and it cannot be told which of them \
         is to move",
        ticked(parents)
    )]
    MergeInLine {
        id: String,
        merge: String,
        parents: Vec<String>,
    },
    /// A revision is another tool's.
    #[error(
        "the revision `{id}` is a migration of {layout}, whose history knows it by its file as it is"
    )]
    Foreign {
        id: String,
        file: String,
        layout: Layout,
    },
    /// A file cannot be read again to be edited.
    #[error("{file} cannot be edited: {reason}")]
    Unreadable { file: String, reason: String },
}

impl From<Problems> for AuthoringError {
    fn from(problems: Problems) -> Self {
        Self::Graph { problems }
    }
}

impl AuthoringError {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::Target(error) => return error.help(),
            Self::Resolve(ResolveError::UnknownTarget { near, .. }) if near.is_empty() => {
                "look at `cargo migrator history`, which lists the revisions there are".to_owned()
            }
            Self::Resolve(error) => return error.help(),
            Self::ManyHeads { heads } => format!(
                "name one, with {}, or merge them with `cargo migrator merge`",
                or(heads.iter().map(|head| format!("`--head {}`", head.write)))
            ),
            Self::NotAHead { .. } => {
                "add `--splice` to begin another branch from it, or choose a head".to_owned()
            }
            Self::IllegalId {
                reason: IllegalRevisionId::TooLong { .. },
                ..
            } => format!("shorten it to {MAX_ID_CHARS} characters"),
            Self::IllegalId {
                reason: IllegalRevisionId::Reserved,
                ..
            }
            | Self::IllegalLabel {
                reason: IllegalRevisionId::Reserved,
                ..
            } => "choose another word".to_owned(),
            Self::IllegalId { .. } | Self::IllegalLabel { .. } => {
                "use letters, digits and underscores".to_owned()
            }
            Self::IdInUse { .. } | Self::IdIsLabel { .. } => "choose another id".to_owned(),
            Self::LabelInUse { .. } | Self::LabelTwice { .. } => "choose another label".to_owned(),
            Self::NamedTwice { .. } => "name it once".to_owned(),
            Self::NothingToDependOn { .. } => "name a revision or a label".to_owned(),
            Self::IllegalMessage { .. } => "remove it".to_owned(),
            Self::NoOneLineMessage => "give a message of one paragraph".to_owned(),
            Self::FileTemplate { .. } => {
                "write tokens as `%(rev)s` or `%(month).2d`, and a percent sign as `%%`".to_owned()
            }
            Self::UnknownToken { token, known, .. } => {
                let meant = nearest(token, known.iter().copied()).first().copied();
                let meant = meant.map(|token| format!("did you mean `%({token})s`? "));
                format!(
                    "{}the tokens are {}",
                    meant.unwrap_or_default(),
                    known.join(", ")
                )
            }
            Self::MisnamingTemplate { dated, .. } => format!(
                "begin the template with `%(rev)s_`; files sort by date if the ids begin with it, as with \
                 `--rev-id {dated}`"
            ),
            Self::FileName { .. } | Self::NameInUse { .. } => {
                "choose another id, message or file template".to_owned()
            }
            Self::UnknownPlaceholder { name, known } => {
                let meant = nearest(name, known.iter().copied()).first().copied();
                let meant = meant.map(|name| format!("did you mean `${{{name}}}`? "));
                format!(
                    "{}the placeholders are {}; `$${{` is a literal `${{`",
                    meant.unwrap_or_default(),
                    known.join(", ")
                )
            }
            Self::NotWhatWasAsked {
                has_own_template: true,
                ..
            } => "put `${doc}` on the template's first line and `${header}` in front of the first function or section"
                .to_owned(),
            Self::NotWhatWasAsked { .. } => "choose a message that does not read like a header key or a \
                section's marker, and names of letters, digits and underscores"
                .to_owned(),
            Self::OpenPlaceholder { .. } => "close it with `}`, or write `$${` for a literal `${`".to_owned(),
            Self::UnknownFolder { known, .. } => format!("name one of {}", ticked(known)),
            Self::NothingToMerge { head: Some(_) } => {
                "use `cargo migrator revision` for the next revision".to_owned()
            }
            Self::MergeOfOne { .. } => {
                "name another head too, or none to merge all of them".to_owned()
            }
            Self::Overlap { ancestor, .. } => format!("leave out `{ancestor}`"),
            Self::NoPlace { name } => format!(
                "put `${{{name}}}` on a line of its own in the template, where its example would stand"
            ),
            Self::Graph { problems } | Self::Body { problems } => return problems.iter().find_map(|it| it.help.clone()),
            Self::ManyRevisions { .. } => "name one of them".to_owned(),
            Self::WhichToRebase { heads } => format!(
                "name your own, with {}",
                or(heads.iter().map(|id| format!("`cargo migrator rebase {id}`")))
            ),
            Self::WhichOnto { id, heads } => format!(
                "name one, with {}",
                or(heads.iter().map(|onto| format!("`cargo migrator rebase {id} --onto {onto}`")))
            ),
            Self::MergeInLine { parents, .. } => format!(
                "move one of the lines below it, with {}, or merge with `cargo migrator merge`",
                or(parents.iter().map(|id| format!("`cargo migrator rebase {id}`")))
            ),
            Self::NothingToRename { .. } => {
                "give it a message with `-m TEXT`, or an id with `--rev-id ID`".to_owned()
            }
            Self::OfBaseBranch { .. } => {
                "name a revision that only your own branch has, or merge with `cargo migrator merge`".to_owned()
            }
            Self::BelowTarget { .. } | Self::OntoItself { .. } => {
                "name another revision to move or to move onto".to_owned()
            }
            Self::Foreign { file, .. } => format!(
                "write what is to change in a new revision, with `cargo migrator revision`; if no database has applied this \
                 one, change `{file}` by hand"
            ),
            Self::NothingToMerge { head: None }
            | Self::NothingToRebase { .. }
            | Self::StandsThere { .. }
            | Self::NoRevision { .. }
            | Self::Unreadable { .. } => return None,
        })
    }
}

fn candidates(heads: &[Candidate]) -> String {
    let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
    heads.join(", ")
}

fn ticked(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn or(choices: impl Iterator<Item = String>) -> String {
    choices.collect::<Vec<_>>().join(" or ")
}

fn stands(children: &[String]) -> String {
    let verb = if children.len() == 1 {
        "stands"
    } else {
        "stand"
    };
    format!("{} {verb}", ticked(children))
}

fn only_head(head: &Option<String>) -> String {
    match head {
        Some(head) => format!("`{head}` is the only head"),
        None => "there are no revisions".to_owned(),
    }
}

fn messages(problems: &Problems) -> String {
    let messages: Vec<&str> = problems.iter().map(|it| it.message.as_str()).collect();
    messages.join("; ")
}
