//! Makes the file of a new revision, once its parents are known.

use std::collections::BTreeMap;
use std::path::PathBuf;

use migrator_core::base::{check_label, check_revision_id};
use migrator_core::graph::{Target, clashing_heads};
use migrator_core::script::{FileRole, Header, LocatedList};

use super::file_name::{self, DEFAULT_TEMPLATE, Moment, Named};
use super::template::{self, Content};
use super::{AuthoringError, Change, Changes, Folder, RevisionFile, headers};

/// What a migration is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Functions that are handed `op`.
    #[default]
    Rust,
    /// Sections of statements.
    Sql,
}

impl Language {
    pub(super) const fn role(self) -> FileRole {
        match self {
            Self::Rust => FileRole::Rust,
            Self::Sql => FileRole::Sql,
        }
    }
}

/// How new files are called and what they look like.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Layout {
    /// The name of a file without its extension, with Alembic's tokens; it must begin
    /// with `%(rev)s`. The default is `%(rev)s_%(slug)s`.
    pub file_template: String,
    /// The longest slug in characters, 40 by default.
    pub truncate_slug_length: usize,
    /// The text of a Rust migration, with placeholders such as `${header}`; the
    /// library's own by default.
    pub rust_template: Option<String>,
    /// The text of an SQL migration, likewise.
    pub sql_template: Option<String>,
    /// The time now, for names and texts that show it.
    pub moment: Moment,
}

impl Layout {
    /// Creates the layout that nobody has configured.
    #[must_use]
    pub fn new(moment: Moment) -> Self {
        Self {
            file_template: DEFAULT_TEMPLATE.to_owned(),
            truncate_slug_length: 40,
            rust_template: None,
            sql_template: None,
            moment,
        }
    }

    pub(super) fn slug(&self, message: &str) -> String {
        file_name::slug(&first_paragraph(message), self.truncate_slug_length)
    }

    pub(super) fn file_name(
        &self,
        id: &str,
        message: &str,
        role: FileRole,
    ) -> Result<String, AuthoringError> {
        let named = Named {
            id,
            slug: &self.slug(message),
            moment: self.moment,
        };
        file_name::file_name(&self.file_template, named, role)
    }
}

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
    /// What the file is written in.
    pub language: Language,
    /// One of the folders that were read, to write into. By default the folder of the
    /// first parent, and for a revision without parents the first folder.
    pub folder: Option<PathBuf>,
    /// How files are called and what they look like.
    pub layout: Layout,
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
            language: Language::Rust,
            folder: None,
            layout: Layout::new(moment),
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
    let depends_on = dependencies(folder, &new.depends_on)?;
    let place = place(folder, parents.first(), new)?;
    let role = new.language.role();
    let name = new.layout.file_name(&new.id, &new.message, role)?;
    check_name(folder, place, &name, None)?;
    let content = Content {
        id: new.id.clone(),
        message: new.message.clone(),
        parents,
        depends_on,
        labels: new.branch_labels.clone(),
        moment: new.layout.moment,
    };
    let own_template = match new.language {
        Language::Rust => &new.layout.rust_template,
        Language::Sql => &new.layout.sql_template,
    };
    let text = template::render(own_template.as_deref(), new.language, &content)?;
    let wanted = Wanted {
        id: &content.id,
        message: first_paragraph(&content.message),
        parents: &content.parents,
        depends_on: &content.depends_on,
        labels: &content.labels,
    };
    let path = folder.path_in(place, &name);
    let header = wanted.read_back(role, &text, own_template.is_some())?;
    let file = RevisionFile {
        name,
        shown: path.shown.clone(),
        header,
        place,
    };
    let graph = folder.graph_with(&BTreeMap::new(), Some(&file))?;
    let mut changes = Changes::new();
    changes.push(Change::Create { path, text });
    let clash = clashing_heads(&graph).into_iter();
    for heads in clash.filter(|heads| heads.iter().any(|head| head.id() == new.id)) {
        let ids: Vec<String> = heads
            .iter()
            .map(|head| format!("`{}`", head.id()))
            .collect();
        changes.note(format!(
            "there are now several heads, {}, and the compiler refuses them until `cargo migrator merge` \
             or `cargo migrator rebase` makes them one, or a branch label tells them apart",
            ids.join(" and ")
        ));
    }
    Ok(changes)
}

/// The first paragraph of a description, on one line.
pub(super) fn first_paragraph(message: &str) -> String {
    migrator_core::script::first_paragraph(message.lines())
}

/// Refuses what compilers refuse in a comment, or readers would not see.
pub(super) fn check_message(message: &str) -> Result<(), AuthoringError> {
    let mut rest = message.replace("\r\n", "\n");
    rest.retain(|c| c != '\n' && c != '\t');
    // Characters that change the direction of text are an error of rustc's by default.
    let hidden = |c: &char| {
        c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    match rest.chars().find(hidden) {
        Some(character) => Err(AuthoringError::IllegalMessage { character }),
        None => Ok(()),
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
    let same = |a: &std::path::Path, b: &std::path::Path| {
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

/// What a header is to say.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) id: &'a str,
    pub(super) message: String,
    pub(super) parents: &'a [String],
    pub(super) depends_on: &'a [String],
    pub(super) labels: &'a [String],
}

impl Wanted<'_> {
    /// Reads a text as the compiler will, and compares.
    pub(super) fn read_back(
        &self,
        role: FileRole,
        text: &str,
        has_own_template: bool,
    ) -> Result<Header, AuthoringError> {
        let different = |differences: Vec<String>| AuthoringError::NotWhatWasAsked {
            differences,
            has_own_template,
        };
        let header = headers::checked(role, text).map_err(different)?;
        let differences = self.differences(&header);
        if differences.is_empty() {
            Ok(header)
        } else {
            Err(different(differences))
        }
    }

    fn differences(&self, header: &Header) -> Vec<String> {
        let id = header.revision.as_ref().map(|id| id.value.as_str());
        let values = |list: &Option<LocatedList>| {
            let items = list.iter().flat_map(|list| &list.value);
            items.map(|item| item.value.clone()).collect::<Vec<_>>()
        };
        let lists = [
            ("parents", self.parents, values(&header.down_revision)),
            ("dependencies", self.depends_on, values(&header.depends_on)),
            ("branch labels", self.labels, values(&header.branch_labels)),
        ];
        let mut differences = Vec::new();
        if id != Some(self.id) {
            let id = id.unwrap_or_default();
            differences.push(format!("its id would be `{id}`, not `{}`", self.id));
        }
        if header.message != self.message {
            differences.push(format!(
                "its message would be {:?}, not {:?}",
                header.message, self.message
            ));
        }
        for (what, wanted, found) in lists {
            if wanted != found {
                differences.push(format!(
                    "its {what} would be {}, not {}",
                    listed(&found),
                    listed(wanted)
                ));
            }
        }
        differences
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(", ")
        }
    }
}
