//! From the settings to what comes of them.

use crate::autogen::bench::{Bench, Sides};
use crate::autogen::message::message;
use crate::autogen::proof::Evidence;
use crate::autogen::proving::proved;
use crate::autogen::{
    AutogenError, Autogenerate, Differences, Language, Proof, Proposal, ProposedStep,
};
use crate::catalog::Catalog;
use crate::diff::{Arrangement, Change, Rules, arrange, compare};
use crate::session::Workshop;
use crate::set::Loaded;
use crate::writing::{Line, Style, body, idiomatic};

/// Finds what is different.
///
/// # Errors
/// Each of [`AutogenError`] that is not about a revision.
pub fn check(
    settings: &Autogenerate<'_>,
    set: &Loaded,
    workshop: &mut dyn Workshop,
) -> Result<Differences, AutogenError> {
    let mut bench = Bench::new(settings, set, workshop);
    let sides = bench.sides()?;
    differences(&bench, &sides)
}

/// Makes the revision that brings both sides together.
///
/// # Errors
/// Each of [`AutogenError`].
pub fn propose(
    settings: &Autogenerate<'_>,
    set: &Loaded,
    workshop: &mut dyn Workshop,
) -> Result<Proposal, AutogenError> {
    let mut bench = Bench::new(settings, set, workshop);
    let sides = bench.sides()?;
    let differences = differences(&bench, &sides)?;
    let mut proposal = Proposal::new(bench.workshop.dialect(), differences);
    if proposal.is_empty() || !proposal.differences.questions.is_empty() {
        return Ok(proposal);
    }
    let changes = &proposal.differences.changes;
    let reversed: Vec<Change> = changes.iter().map(Change::reversed).collect();
    let (found, wanted) = (&sides.found, &sides.wanted);
    let up = arranged(&bench, changes, found, wanted)?;
    let down = arranged(&bench, &reversed, wanted, found)?;
    let evidence = match settings.proves {
        true => proved(&mut bench, &sides, (changes, &reversed), (&up, &down))?,
        false => Evidence::default(),
    };
    proposal.message = message(changes);
    proposal.notes = evidence.notes;
    proposal.upgrade = steps(up, evidence.up);
    proposal.downgrade = steps(down, evidence.down);
    proposal.upgrade_text = text(settings.language, &proposal.upgrade)?;
    proposal.downgrade_text = text(settings.language, &proposal.downgrade)?;
    Ok(proposal)
}

/// Makes steps of changes, as a person would write them: so they are tried, too.
fn arranged(
    bench: &Bench<'_>,
    changes: &[Change],
    from: &Catalog,
    to: &Catalog,
) -> Result<Arrangement, AutogenError> {
    let style = Style {
        introspection: bench.introspection,
        convention: bench.settings.options.naming_convention(),
    };
    let mut arrangement = arrange(changes, from, to, bench.introspection)?;
    for step in &mut arrangement.steps {
        step.operation = idiomatic(&step.operation, &style);
    }
    Ok(arrangement)
}

/// Compares the sides, and lets the changes be edited.
fn differences(bench: &Bench<'_>, sides: &Sides) -> Result<Differences, AutogenError> {
    let settings = bench.settings;
    let rules = Rules {
        introspection: bench.introspection,
        hints: &settings.hints,
        filter: settings.declared.filter(),
    };
    let outcome = compare(&sides.found, &sides.wanted, &rules)?;
    let (mut changes, questions) = (outcome.changes, outcome.questions);
    if let Some(edit) = &settings.edit {
        edit(&mut changes);
    }
    Ok(Differences { changes, questions })
}

fn steps(arrangement: Arrangement, proofs: Vec<Proof>) -> Vec<ProposedStep> {
    let steps = arrangement.steps.into_iter();
    let proofs = proofs.into_iter().chain(std::iter::repeat(Proof::Unasked));
    let proposed = steps.zip(proofs).map(|(step, proof)| ProposedStep {
        operation: step.operation,
        loses: step.loses,
        caution: step.caution,
        proof,
    });
    proposed.collect()
}

/// Writes one way down, with what there is to say about each step above it.
fn text(language: Language, steps: &[ProposedStep]) -> Result<String, AutogenError> {
    let lines: Vec<Line<'_>> = steps.iter().map(line).collect();
    match language {
        Language::Rust | Language::Sql => Ok(body(&lines)?.text),
    }
}

fn line(step: &ProposedStep) -> Line<'_> {
    let mut comments = Vec::new();
    if let Some(loses) = &step.loses {
        comments.push(format!("Drops data: {loses}."));
    }
    if let Some(caution) = &step.caution {
        comments.push(sentence(caution));
    }
    if let Proof::Missing(why) = &step.proof {
        comments.push(format!("Not proved: {why}."));
    }
    Line {
        operation: &step.operation,
        comments,
    }
}

/// Returns a note as a sentence: with a capital and a full stop.
fn sentence(note: &str) -> String {
    let mut letters = note.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}
