//! From the settings to what comes of them.

use crate::autogen::bench::{Bench, Sides};
use crate::autogen::cache::Key;
use crate::autogen::message::message;
use crate::autogen::proof::{Evidence, Way};
use crate::autogen::proving::{Start, proved};
use crate::autogen::texts::{self, SqlTexts};
use crate::autogen::{
    AutogenError, Autogenerate, Differences, Language, Origin, Proof, Proposal, ProposedStep, drift,
};
use crate::catalog::Catalog;
use crate::diff::{Arrangement, Change, Rules, arrange, compare, open, settle};
use crate::session::Workshop;
use crate::set::Loaded;
use crate::writing::{Style, idiomatic};

/// Finds what is different.
///
/// # Errors
/// Each of [`AutogenError`] that is not about a revision.
pub fn check(
    settings: &Autogenerate<'_>,
    set: &Loaded,
    workshop: &mut dyn Workshop,
) -> Result<Differences, AutogenError> {
    let mut apart = workshop.apart();
    let mut bench = Bench::new(settings, set, workshop);
    let declared = bench.declared()?;
    let same = bench.same(&declared)?;
    if bench.is_same(same.as_ref()) {
        return Ok(Differences::default());
    }
    let (sides, _) = bench.sides(declared, apart.as_deref_mut(), false)?;
    Ok(differences(&bench, &sides, same.as_ref())?.differences)
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
    let mut apart = workshop.apart();
    let mut bench = Bench::new(settings, set, workshop);
    let declared = bench.declared()?;
    let same = bench.same(&declared)?;
    if bench.is_same(same.as_ref()) {
        return Ok(Proposal::new(
            bench.workshop.dialect(),
            Differences::default(),
        ));
    }
    let (mut sides, head) = bench.sides(declared, apart.as_deref_mut(), settings.proves)?;
    let Found {
        differences,
        settled,
    } = differences(&bench, &sides, same.as_ref())?;
    if let Some(wanted) = settled {
        sides.wanted = wanted;
    }
    let mut proposal = Proposal::new(bench.workshop.dialect(), differences);
    if proposal.is_empty() || !proposal.differences.questions.is_empty() {
        return Ok(proposal);
    }
    let changes = &proposal.differences.changes;
    let reversed: Vec<Change> = changes.iter().map(Change::reversed).collect();
    let (found, wanted) = (&sides.found, &sides.wanted);
    let up = arranged(&bench, changes, found, wanted)?;
    let down = arranged(&bench, &reversed, wanted, found)?;
    let drifted = drifted(&mut bench, changes, &sides);
    let mut start = Start::new(&mut bench, &sides, head)?;
    let texts = match settings.language {
        Language::Rust => None,
        Language::Sql => Some(SqlTexts::written(&mut start, &up, &down)?),
    };
    let evidence = match settings.proves {
        true => {
            let ways = ways([changes, &reversed], [&up, &down], texts.as_ref());
            proved(&mut start, &sides, ways)?
        }
        false => Evidence::default(),
    };
    proposal.message = message(changes);
    proposal.notes = drifted;
    proposal.notes.extend(evidence.notes);
    proposal.upgrade = steps(up, evidence.up);
    proposal.downgrade = steps(down, evidence.down);
    let (up, down) = (&proposal.upgrade, &proposal.downgrade);
    (proposal.upgrade_text, proposal.downgrade_text) = match texts {
        None => (texts::rust(up)?, texts::rust(down)?),
        Some(sql) => (texts::sql(up, &sql.up), texts::sql(down, &sql.down)),
    };
    Ok(proposal)
}

/// Returns what there is to say of changes of what the migrations do not make.
fn drifted(bench: &mut Bench<'_>, changes: &[Change], sides: &Sides) -> Vec<String> {
    if bench.settings.origin != Origin::Database {
        return Vec::new();
    }
    // Where the migrations do not run on an empty database, there is no other to speak of.
    let replayed = bench.replayed(&sides.scope, None, &mut None);
    let notes = |it: Catalog| drift::notes(changes, &sides.found, &it, bench.introspection);
    replayed.map(notes).unwrap_or_default()
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

/// What was found.
struct Found {
    differences: Differences,
    /// What the changes lead to, if they were edited.
    settled: Option<Catalog>,
}

/// Compares the sides, and lets the changes be edited; keeps that there are none.
fn differences(
    bench: &Bench<'_>,
    sides: &Sides,
    same: Option<&Key>,
) -> Result<Found, AutogenError> {
    let settings = bench.settings;
    let rules = Rules {
        introspection: bench.introspection,
        hints: &settings.hints,
        filter: settings.declared.filter(),
    };
    let outcome = compare(&sides.found, &sides.wanted, &rules)?;
    let (all, questions) = (outcome.changes, outcome.questions);
    let mut changes = all.clone();
    if let Some(edit) = &settings.edit {
        edit(&mut changes);
    }
    if changes == all {
        let differences = Differences { changes, questions };
        if differences.is_empty() {
            bench.note_same(same);
        }
        return Ok(Found {
            differences,
            settled: None,
        });
    }
    let between = (&sides.found, &sides.wanted);
    let settled = settle(&all, changes, between, bench.introspection)?;
    let questions = open(questions, &settled.changes);
    Ok(Found {
        differences: Differences {
            changes: settled.changes,
            questions,
        },
        settled: Some(settled.wanted),
    })
}

/// Both ways as they run: as operations, or as the SQL that is written of them.
fn ways<'t>(
    changes: [&'t [Change]; 2],
    [up, down]: [&'t Arrangement; 2],
    texts: Option<&SqlTexts>,
) -> [Way<'t>; 2] {
    let [forth, back] = changes;
    match texts {
        None => [
            Way::of_steps(forth, &up.steps),
            Way::of_steps(back, &down.steps),
        ],
        Some(sql) => [
            Way::of_texts(forth, &up.steps, &sql.up),
            Way::of_texts(back, &down.steps, &sql.down),
        ],
    }
}

fn steps(arrangement: Arrangement, proofs: Vec<Proof>) -> Vec<ProposedStep> {
    let steps = arrangement.steps.into_iter();
    let proofs = proofs.into_iter().chain(std::iter::repeat(Proof::Unasked));
    let proposed = steps.zip(proofs).map(|(step, proof)| ProposedStep {
        operation: step.operation,
        loses: step.loses,
        cautions: step.cautions,
        proof,
    });
    proposed.collect()
}
