//! Makes the file of a new revision, once its parents are known.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use migrator_core::base::{check_label, check_revision_id};
use migrator_core::graph::{Graph, Target, clashing_heads};
use migrator_core::script::Header;

use super::bodies::Bodies;
use super::changes::{Change, Changes};
use super::error::AuthoringError;
use super::file_name::Moment;
use super::folder::{Folder, RevisionFile};
use super::headers;
use super::message::{check_message, first_paragraph};
use super::style::{Language, Style};
use super::template::{self, Content};
use super::wanted::Wanted;

/// A revision to write.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewRevision {
    /// Its id, generated or given.
    pub id: String,
    /// Its description. The first paragraph is the message that lists show; may be empty.
    pub message: String,
    /// Targets that name its parents. Empty: `head` for a revision, all heads for a merge.
    /// `base` makes a revision without parents.
    pub heads: Vec<String>,
    /// Whether a parent may have children already.
    pub splice: bool,
    /// Labels that start here.
    pub branch_labels: Vec<String>,
    /// Targets that must be applied before. A label is kept as a label, everything else
    /// becomes an id.
    pub depends_on: Vec<String>,
    /// The revisions that it stands for, the last one last; [`squash`](super::squash) finds them.
    pub replaces: Vec<String>,
    /// What the file is written in.
    pub language: Language,
    /// One of the folders that were read, to write into. By default the folder of the
    /// first parent, and for a revision without parents the first folder.
    pub folder: Option<PathBuf>,
    /// What it does. By default nobody knows yet, and the file begins with an example.
    pub bodies: Option<Bodies>,
    /// Whether there is no way back: then the file says so by having none, and is not made from a template of
    /// one's own.
    pub is_irreversible: bool,
    /// How files are called and what they look like.
    pub style: Style,
}

impl NewRevision {
    /// Creates a Rust revision on top of the only head.
    pub fn new(id: impl Into<String>, message: impl Into<String>, moment: Moment) -> Self {
        Self {
            id: id.into(),
            message: message.into(),
            heads: Vec::new(),
            splice: false,
            branch_labels: Vec::new(),
            depends_on: Vec::new(),
            replaces: Vec::new(),
            language: Language::Rust,
            folder: None,
            bodies: None,
            is_irreversible: false,
            style: Style::new(moment),
        }
    }
}

/// Decides about the file of a revision with these parents.
pub(super) fn create(
    folder: &Folder,
    parents: Vec<String>,
    new: &NewRevision,
) -> Result<Changes, AuthoringError> {
    check_message(&new.message)?;
    check_id(folder, &new.id)?;
    check_labels(folder, new)?;
    let content = Content {
        id: new.id.clone(),
        message: new.message.clone(),
        depends_on: dependencies(folder, &new.depends_on)?,
        labels: new.branch_labels.clone(),
        replaces: new.replaces.clone(),
        moment: new.style.moment,
        bodies: new.bodies.clone(),
        is_irreversible: new.is_irreversible,
        parents,
    };
    let place = place(folder, content.parents.first(), new)?;
    let role = new.language.role();
    let name = new.style.file_name(&new.id, &new.message, role)?;
    check_name(folder, place, &name, None)?;
    let path = folder.path_in(place, &name);
    let (text, header) = written(&content, new)?;
    if new.bodies.is_some() {
        let problems = headers::whole(&path, role, &text);
        problems.map_err(|problems| AuthoringError::Body { problems })?;
    }
    let file = RevisionFile {
        name,
        shown: path.shown.clone(),
        header,
        original: None,
        place,
    };
    let graph = folder.graph_with(&BTreeMap::new(), std::slice::from_ref(&file))?;
    let mut changes = Changes::new();
    changes.push(Change::Create { path, text });
    note_clashes(&graph, &|id| id == new.id, &mut changes);
    Ok(changes)
}

/// Renders the template, and reads back what it says.
fn written(content: &Content, new: &NewRevision) -> Result<(String, Header), AuthoringError> {
    let template = match new.language {
        _ if new.is_irreversible => &None,
        Language::Rust => &new.style.rust_template,
        Language::Sql => &new.style.sql_template,
    };
    let text = template::render(template.as_deref(), new.language, content)?;
    let wanted = Wanted {
        id: &content.id,
        message: first_paragraph(&content.message),
        parents: &content.parents,
        depends_on: &content.depends_on,
        labels: &content.labels,
        replaces: &content.replaces,
    };
    let header = wanted.read_back(new.language.role(), &text, template.is_some())?;
    Ok((text, header))
}

/// Tells of heads that the compiler will refuse, if one of them is new.
pub(super) fn note_clashes(graph: &Graph, is_new: &dyn Fn(&str) -> bool, changes: &mut Changes) {
    let clashes = clashing_heads(graph).into_iter();
    for heads in clashes.filter(|heads| heads.iter().any(|head| is_new(head.id()))) {
        let ids: Vec<String> = heads.iter().map(|it| format!("`{}`", it.id())).collect();
        changes.note(format!(
            "there are now several heads, {}, and the compiler refuses them until `cargo migrator merge` \
             or `cargo migrator rebase` makes them one, or a branch label tells them apart",
            ids.join(" and ")
        ));
    }
}

/// Refuses an id that is illegal or taken.
pub(super) fn check_id(folder: &Folder, id: &str) -> Result<(), AuthoringError> {
    let owned = || id.to_owned();
    check_revision_id(id).map_err(|reason| AuthoringError::IllegalId {
        id: owned(),
        reason,
    })?;
    if let Some(file) = folder.file(id) {
        return Err(AuthoringError::IdInUse {
            id: owned(),
            file: file.shown.clone(),
        });
    }
    match folder
        .graph()
        .find_label(id)
        .and_then(|it| folder.file_of(it))
    {
        Some(file) => Err(AuthoringError::IdIsLabel {
            id: owned(),
            file: file.shown.clone(),
        }),
        None => Ok(()),
    }
}

fn check_labels(folder: &Folder, new: &NewRevision) -> Result<(), AuthoringError> {
    for (index, label) in new.branch_labels.iter().enumerate() {
        let owned = || label.clone();
        check_label(label).map_err(|reason| AuthoringError::IllegalLabel {
            label: owned(),
            reason,
        })?;
        let owner = folder.graph().find_label(label);
        // A squash has the labels of what it replaces.
        if owner.is_some_and(|owner| new.replaces.iter().any(|id| id == owner.id())) {
            continue;
        }
        let file = owner.and_then(|owner| folder.file_of(owner));
        if let Some(file) = file.or_else(|| folder.file(label)) {
            return Err(AuthoringError::LabelInUse {
                label: owned(),
                file: file.shown.clone(),
            });
        }
        let before = new.branch_labels.get(..index).unwrap_or_default();
        if *label == new.id || before.contains(label) {
            return Err(AuthoringError::LabelTwice { label: owned() });
        }
    }
    Ok(())
}

/// Keeps labels, and turns everything else into ids.
fn dependencies(folder: &Folder, targets: &[String]) -> Result<Vec<String>, AuthoringError> {
    let mut names: Vec<String> = Vec::new();
    for text in targets {
        if folder.graph().find(text).is_none() && folder.graph().find_label(text).is_some() {
            names.push(text.clone());
            continue;
        }
        let found = resolve(folder, text)?;
        if found.is_empty() {
            return Err(AuthoringError::NothingToDependOn {
                target: text.clone(),
            });
        }
        names.extend(found);
    }
    let mut unique = Vec::new();
    names.retain(|name| {
        let is_new = !unique.contains(name);
        unique.push(name.clone());
        is_new
    });
    Ok(names)
}

/// Returns the ids that a target means; none for `base`.
pub(super) fn resolve(folder: &Folder, text: &str) -> Result<Vec<String>, AuthoringError> {
    let graph = folder.graph();
    let found = graph.resolve(&Target::parse(text)?)?;
    let id = |position| graph.id_at(position).to_owned();
    Ok(found.into_iter().map(id).collect())
}

/// Returns which folder the file goes to.
fn place(
    folder: &Folder,
    parent: Option<&String>,
    new: &NewRevision,
) -> Result<usize, AuthoringError> {
    let Some(wanted) = &new.folder else {
        let parent = parent.and_then(|id| folder.file(id));
        return Ok(parent.map_or(0, |file| file.place));
    };
    let same = |a: &Path, b: &Path| {
        a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
    };
    let shown = crate::scan::display_of(wanted);
    let mut places = folder.folders().iter();
    let found = places.position(|place| place.shown == shown || same(&place.path, wanted));
    found.ok_or_else(|| AuthoringError::UnknownFolder {
        folder: shown,
        known: folder
            .folders()
            .iter()
            .map(|place| place.shown.clone())
            .collect(),
    })
}

/// Refuses a name that differs from another one's in capitals at most, because
/// many file systems make no difference there.
pub(super) fn check_name(
    folder: &Folder,
    place: usize,
    name: &str,
    except: Option<&str>,
) -> Result<(), AuthoringError> {
    let folded = name.to_lowercase();
    let mut others = folder
        .files()
        .filter(|file| file.place == place && Some(file.name.as_str()) != except);
    match others.find(|file| file.name.to_lowercase() == folded) {
        Some(other) => Err(AuthoringError::NameInUse {
            name: name.to_owned(),
            other: other.shown.clone(),
        }),
        None => Ok(()),
    }
}
