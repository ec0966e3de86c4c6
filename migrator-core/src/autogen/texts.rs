//! The texts of a revision, with what there is to say about each step above it.

use std::cell::RefCell;

use crate::autogen::as_sql::comment;
use crate::autogen::proving::Start;
use crate::autogen::replay::on_scratch;
use crate::autogen::{AutogenError, Proof, ProofError, ProposedStep, as_sql};
use crate::diff::{Arrangement, Step};
use crate::exec::try_out;
use crate::ops::Operation;
use crate::plan::Direction;
use crate::session::{Session, SessionError, SessionErrorKind};
use crate::writing::{Line, body};

/// The statements of both ways in SQL, a text for each step.
pub(super) struct SqlTexts {
    pub(super) up: Vec<String>,
    pub(super) down: Vec<String>,
}

impl SqlTexts {
    /// Writes both ways; what must be looked at is looked at on scratch databases.
    ///
    /// # Errors
    /// [`AutogenError::AsSql`].
    pub(super) fn written(
        start: &mut Start<'_, '_>,
        up: &Arrangement,
        down: &Arrangement,
    ) -> Result<Self, AutogenError> {
        let operations: Vec<Operation> = up.steps.iter().map(|it| it.operation.clone()).collect();
        Ok(Self {
            up: way(start, &up.steps, &[])?,
            down: way(start, &down.steps, &operations)?,
        })
    }
}

/// Writes a way that begins where these operations have been run.
fn way(
    start: &mut Start<'_, '_>,
    steps: &[Step],
    before: &[Operation],
) -> Result<Vec<String>, AutogenError> {
    let lines = steps.iter().map(|step| Line {
        operation: &step.operation,
        comments: comments(&step.loses, &step.cautions),
    });
    let lines: Vec<Line<'_>> = lines.collect();
    let renderer = start.bench.renderer;
    let naming = start.bench.settings.options.naming_convention();
    let failed = RefCell::new(None);
    let note = &failed;
    let make = move || {
        // Moved out, because what is made borrows it.
        let start = start;
        stage(start, before).map_err(|error| {
            note.replace(Some(error));
            unmade()
        })
    };
    let written = as_sql(&lines, renderer, naming, Box::new(make));
    written.map_err(|error| failed.take().unwrap_or_else(|| error.into()))
}

/// Stands for the failure that is told instead.
fn unmade() -> SessionError {
    SessionError::new(SessionErrorKind::Other, "no scratch database can be made")
}

/// Opens a scratch database where a way begins.
fn stage<'s>(
    start: &'s mut Start<'_, '_>,
    before: &[Operation],
) -> Result<Box<dyn Session + 's>, AutogenError> {
    let options = on_scratch(&start.bench.settings.options);
    let renderer = start.bench.renderer;
    let hints = &start.bench.settings.hints;
    let mut session = start.scratch()?;
    let ran = try_out(&options, renderer, &mut *session, before);
    ran.map_err(|source| ProofError::fails(Direction::Up, source, hints))?;
    Ok(session)
}

/// Writes a way in Rust.
///
/// # Errors
/// [`AutogenError::Writing`].
pub(super) fn rust(steps: &[ProposedStep]) -> Result<String, AutogenError> {
    let lines = steps.iter().map(|step| {
        let mut comments = comments(&step.loses, &step.cautions);
        comments.extend(not_proved(&step.proof));
        Line {
            operation: &step.operation,
            comments,
        }
    });
    Ok(body(&lines.collect::<Vec<_>>())?.text)
}

/// Puts the texts of a way together.
pub(super) fn sql(steps: &[ProposedStep], texts: &[String]) -> String {
    let texts = steps.iter().zip(texts).map(|(step, text)| {
        let doubt = not_proved(&step.proof).map(|it| comment(&it));
        doubt.unwrap_or_default() + text
    });
    texts.collect()
}

/// Returns what there is to say about a step, a sentence for each thing.
fn comments(loses: &[String], cautions: &[String]) -> Vec<String> {
    let loses = loses.iter().map(|it| format!("Drops data: {it}."));
    let cautions = cautions.iter().map(|it| sentence(it));
    loses.chain(cautions).collect()
}

fn not_proved(proof: &Proof) -> Option<String> {
    match proof {
        Proof::Missing(why) => Some(format!("Not proved: {why}.")),
        Proof::Seen | Proof::Unasked => None,
    }
}

/// Returns a note as a sentence: with a capital and a full stop.
fn sentence(note: &str) -> String {
    let mut letters = note.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}
