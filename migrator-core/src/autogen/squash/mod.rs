//! A revision that does what a range of others does, by a shorter way, and the proof that it does.
//!
//! ```text
//!  scratch: where the range begins ─► the range, one by one ─► catalogue and rows   (walk)
//!  what it asked for ─► runs of schema changes: the difference of the catalogues    (parts)
//!                    └► everything else: carried over, at its place
//!  scratch: where the range begins ─► the squash ─► the same catalogue, the same rows
//!                                         └─► its downgrade ─► as before            (proof)
//! ```
//!
//! | file | what it knows |
//! |---|---|
//! | `recorded` | what the migrations of a range ask for |
//! | `shape` | which operations leave nothing but what the catalogue shows |
//! | `dropped` | what comes again under the name of something that is gone |
//! | `walk` | a scratch database on its way through the range |
//! | `parts` | the range in parts, each with the operations that make it |
//! | `proof`, `rows` | the squash, tried: the schema and the rows that it leaves |
//!
//! Invariant: what cannot be known is an error that names the file and the line, never left out.

mod dropped;
mod error;
mod parts;
mod proof;
mod recorded;
mod rows;
mod shape;
mod walk;

pub use error::SquashError;

use crate::autogen::making::Making;
use crate::autogen::squash::error::with_causes;
use crate::autogen::squash::parts::{Noted, Part};
use crate::autogen::squash::proof::Tried;
use crate::autogen::squash::walk::Walk;
use crate::autogen::{AutogenError, Autogenerate, Language, as_sql};
use crate::backends;
use crate::base::Dialect;
use crate::graph::{RevisionSpec, TargetRange};
use crate::ops::Operation;
use crate::session::{SessionError, SessionErrorKind, Workshop};
use crate::set::Loaded;
use crate::writing::{Line, body};

/// A revision that stands for a range; nothing is written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Squash {
    /// The kind of database that it was made and tried on.
    pub dialect: Dialect,
    /// What it says of itself, but for its id and message.
    pub header: RevisionSpec,
    /// The way up: what stands between the braces of the function of a Rust migration, or in the section
    /// of an SQL file.
    pub upgrade_text: String,
    /// The way down; `None` if there is none.
    pub downgrade_text: Option<String>,
    /// Why there is no way down.
    pub irreversible: Option<String>,
    /// The ids of the revisions whose operations are carried over as they are.
    pub carried: Vec<String>,
    /// How many operations the range has, and how many the squash.
    pub n_operations: (usize, usize),
}

/// Makes the squash of a range.
///
/// # Errors
/// Each of [`AutogenError`] that is not about a declared schema.
pub fn squash(
    settings: &Autogenerate<'_>,
    set: &Loaded,
    workshop: &mut dyn Workshop,
    range: &str,
) -> Result<Squash, AutogenError> {
    let range = TargetRange::parse(range).map_err(SquashError::from)?;
    let header = set.graph.squash_of(&range).map_err(SquashError::from)?;
    let dialect = workshop.dialect();
    let arguments = settings.options.arguments();
    let members = recorded::members(set, arguments, dialect, &header)?;
    let making = Making { settings, set };
    let n_before = members.iter().map(|it| it.up.len()).sum();
    let mut walk = Walk::begin(making, workshop, &header)?;
    let parts = parts::parts(&mut walk, &members)?;
    let expected = walk.end()?;
    let mut irreversible = parts.iter().find_map(|part| part.down.clone().err());
    let up: Vec<Noted> = parts.iter().flat_map(|part| part.up.clone()).collect();
    let down: Option<Vec<Noted>> = back(&parts);
    let is_carried = parts.iter().any(|part| !part.carried.is_empty());
    let mut text = Text {
        making,
        workshop,
        header: &header,
    };
    let up_texts = text.of(&up, &[])?;
    let mut down_texts = match &down {
        Some(down) => match text.of(down, &up) {
            // It is tried to be written, and fails as it would in the range.
            Err(AutogenError::AsSql(error)) if is_carried => {
                irreversible = Some(proof::without_way_back(&with_causes(&error)));
                None
            }
            texts => Some(texts?),
        },
        None => None,
    };
    if settings.proves {
        let tried = Tried {
            making,
            header: &header,
            expected: &expected,
            members: &members,
            up: runs(settings.language, &up, &up_texts),
            down: down
                .as_ref()
                .zip(down_texts.as_ref())
                .map(|(down, texts)| runs(settings.language, down, texts)),
            is_carried,
        };
        if let Some(why) = tried.prove(workshop)? {
            (irreversible, down_texts) = (Some(why), None);
        }
    }
    Ok(Squash {
        dialect,
        n_operations: (n_before, up.len()),
        carried: parts.into_iter().flat_map(|part| part.carried).collect(),
        upgrade_text: up_texts.concat(),
        downgrade_text: down_texts.map(|texts| texts.concat()),
        irreversible,
        header,
    })
}

/// Returns the way down: that of each part, the last one first.
fn back(parts: &[Part]) -> Option<Vec<Noted>> {
    let downs = parts.iter().rev().map(|part| part.down.clone().ok());
    let downs: Option<Vec<Vec<Noted>>> = downs.collect();
    downs.map(|downs| downs.concat())
}

/// Returns what is tried: what is written in SQL as it is written.
fn runs(language: Language, noted: &[Noted], texts: &[String]) -> Vec<Operation> {
    match language {
        Language::Rust => noted.iter().map(|it| it.operation.clone()).collect(),
        Language::Sql => texts.iter().map(|text| recorded::raw(text)).collect(),
    }
}

/// Writes ways down as text.
struct Text<'t, 'm> {
    making: Making<'m>,
    workshop: &'t mut dyn Workshop,
    header: &'t RevisionSpec,
}

impl Text<'_, '_> {
    /// Writes a way that begins where these operations have been run on top of where the range begins.
    fn of(&mut self, way: &[Noted], before: &[Noted]) -> Result<Vec<String>, AutogenError> {
        let line = |noted: &Noted| -> (Operation, Vec<String>) {
            (noted.operation.clone(), noted.comments.clone())
        };
        let owned: Vec<(Operation, Vec<String>)> = way.iter().map(line).collect();
        let lines = owned.iter().map(|(operation, comments)| Line {
            operation,
            comments: comments.clone(),
        });
        let lines: Vec<Line<'_>> = lines.collect();
        if self.making.settings.language == Language::Rust {
            let text = body(&lines).map_err(|source| SquashError::Unwritable { source })?;
            return Ok(vec![text.text]);
        }
        let renderer = backends::renderer(self.workshop.dialect());
        let naming = self.making.settings.options.naming_convention();
        let (making, header) = (self.making, self.header);
        let before: Vec<Operation> = before.iter().map(|it| it.operation.clone()).collect();
        let workshop = &mut *self.workshop;
        let make = move || {
            // Moved out, because what is made borrows it.
            let workshop = workshop;
            let opened = walk::opened(making, workshop, header);
            let mut session = opened.map_err(|error| unmade(&error))?;
            let ran = walk::run(making, &mut *session, &before);
            ran.map_err(|error| unmade(&error))?;
            Ok(session)
        };
        Ok(as_sql(&lines, renderer, naming, Box::new(make))?)
    }
}

fn unmade(error: &AutogenError) -> SessionError {
    SessionError::new(SessionErrorKind::Other, error.to_string())
}
