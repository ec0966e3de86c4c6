//! The tests themselves: each is called by a line that the macro has written.

use migrator_core::checks::Verdict;
use migrator_core::declared::Declared;
use migrator_core::graph::clashing_heads;
use migrator_core::script::RevisionCheck;

use super::folder::{Folder, Waived, Waiver};
use super::report::{Failure, tell};
use super::suite::Suite;
use crate::testing::failing::fail;
use crate::testing::matching::matches;

/// Ends a test that nothing can be said of.
#[track_caller]
fn cannot<T>(outcome: Result<T, String>) -> T {
    match outcome {
        Ok(value) => value,
        Err(why) => fail(&format!("the migrations cannot be checked\n{why}")),
    }
}

/// There is one head, or each has a label that tells it from the others.
#[track_caller]
pub fn single_head(folder: &Folder) {
    let (_, set) = cannot(folder.set());
    let clashing = clashing_heads(&set.graph);
    if folder.allow_heads || clashing.is_empty() {
        return;
    }
    let ids = |heads: &Vec<_>| {
        let heads: &Vec<migrator_core::graph::Revision<'_>> = heads;
        let ids = heads.iter().map(|it| format!("`{}`", it.id()));
        ids.collect::<Vec<_>>()
    };
    let all: Vec<String> = clashing.iter().flat_map(ids).collect();
    fail(&format!(
        "there are several heads that no label tells apart: {}\nhelp: join them with `cargo migrator merge`, or say \
         `allow_heads` if that is meant",
        all.join(", ")
    ));
}

/// No waiver waives what passes anyway.
#[track_caller]
pub fn waivers_are_needed(folder: &Folder, suites: &[&Suite]) {
    let is_needed = |waiver: &Waiver| {
        let mut revisions = folder.revisions(waiver).into_iter();
        revisions.any(|id| speaks_against(folder, suites, id, waiver.check))
    };
    let idle = folder.waives.iter().filter(|it| !is_needed(it));
    let idle: Vec<String> = idle.map(|waiver| idle_waiver(folder, waiver)).collect();
    if !idle.is_empty() {
        fail(&format!(
            "checks are waived that nothing speaks against:\n  {}\nhelp: remove the waivers, so that a mistake is found \
             when there is one",
            idle.join("\n  ")
        ));
    }
}

/// Tells whether a check does not pass.
#[track_caller]
fn speaks_against(folder: &Folder, suites: &[&Suite], id: &str, check: RevisionCheck) -> bool {
    if check == RevisionCheck::Released {
        let (_, set) = cannot(folder.set());
        let release = cannot(folder.release());
        let lines = release.and_then(|it| it.differences(set, id));
        return lines.is_some_and(|it| !it.is_empty());
    }
    suites.iter().any(|suite| {
        let walked = cannot(suite.walked());
        let verdict = walked.revisions.get(id).map(|it| it.verdict(check));
        !matches!(verdict, Some(Verdict::Passed | Verdict::PassedOver(_)))
    })
}

/// Names a waiver that is not needed.
#[track_caller]
fn idle_waiver(folder: &Folder, waiver: &Waiver) -> String {
    let check = waiver.check;
    match waiver.of {
        Waived::Header(id) => format!("`{check}` of `{id}` ({})", file_of(folder, id)),
        Waived::Revision(id) => format!("`{check}` of `{id}`, in `checks!`"),
        Waived::Foreign => format!("`{check}` of all that is another tool's, in `checks!`"),
    }
}

/// Every revision of the lock file is there.
#[track_caller]
pub fn none_is_gone(folder: &Folder) {
    let (_, set) = cannot(folder.set());
    let release = cannot(folder.release()).unwrap_or_default();
    let gone = release.missing(set);
    if !gone.is_empty() {
        fail(&format!(
            "released revisions are gone: `{}`\nhelp: put them back; databases stand on them",
            gone.join("`, `")
        ));
    }
}

/// A revision is as it was released.
#[track_caller]
pub fn released(folder: &Folder, id: &str) {
    let (_, set) = cannot(folder.set());
    let release = cannot(folder.release()).unwrap_or_default();
    let lines = release.differences(set, id).unwrap_or_default();
    let verdict = match lines.as_slice() {
        [] => Verdict::Passed,
        lines => Verdict::Failed(format!(
            "it is not as it was released: {}",
            lines.join("; ")
        )),
    };
    judge(folder, id, RevisionCheck::Released, "", &verdict);
}

/// All revisions run one after the other on an empty database.
#[track_caller]
pub fn up_from_empty(suite: &Suite) {
    match &cannot(suite.walked()).from_empty {
        Verdict::Failed(what) => fail(&format!(
            "the migrations do not run on an empty database on {}\n{what}",
            suite.name
        )),
        Verdict::Unseen(why) => cannot(Err(why.clone())),
        _ => {}
    }
}

/// The migrations make what the models declare.
#[track_caller]
pub fn models(suite: &Suite) {
    let declared = Declared::registered();
    if declared.parts().is_empty() {
        let why = "there is nothing to compare, because no model is linked into this program";
        return tell(&format!("{}::models", suite.name), why);
    }
    let (set, _) = cannot(suite.folder.set());
    let ground = cannot((suite.ground)());
    let options = (suite.folder.options)();
    let checked = set.with(options).autogenerate(declared).check(ground);
    if let Err(text) = matches(checked) {
        fail(&text);
    }
}

/// A check of one revision.
#[track_caller]
pub fn revision(suite: &Suite, id: &str, check: RevisionCheck) {
    let walked = cannot(suite.walked());
    let seen = walked.revisions.get(id);
    let seen = cannot(seen.ok_or_else(|| format!("the revision `{id}` was not tried")));
    let test = format!("{}, {check} of `{id}`", suite.name);
    for note in seen.notes_of(check) {
        tell(&test, note);
    }
    let on = format!(" on {}", suite.name);
    judge(suite.folder, id, check, &on, &seen.verdict(check));
}

#[track_caller]
fn judge(folder: &Folder, id: &str, check: RevisionCheck, on: &str, verdict: &Verdict) {
    let (what, is_seen) = match verdict {
        Verdict::Failed(what) => (what, true),
        Verdict::Unseen(why) => (why, false),
        _ => return,
    };
    if folder.is_waived(id, check) {
        return;
    }
    let file = file_of(folder, id);
    if is_seen {
        let is_foreign = folder.is_foreign(id);
        let failure = Failure {
            id,
            file,
            is_foreign,
            check,
        };
        fail(&failure.told(on, what));
    }
    fail(&format!(
        "the check `{check}` of `{id}` ({file}) could not be made{on}: {what}"
    ));
}

/// Returns a revision's file, as errors name it.
#[track_caller]
fn file_of(folder: &Folder, id: &str) -> &'static str {
    let (_, set) = cannot(folder.set());
    let revision = set.graph.find(id);
    revision.map_or("", |it| set.file(it.position()))
}
