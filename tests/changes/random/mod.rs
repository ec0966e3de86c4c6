//! Two random schemas with rows: the way from one to the other is generated, and leaves exactly the other; the way
//! back leaves the first; and the rows of what both have stay as they are.
//!
//! What the databases must hold is made by SQL of this test's own, and read from their catalogues. `scripts/soak`
//! runs many more: `MIGRATOR_SOAK` raises their number, and `MIGRATOR_SOAK_SEED` repeats a seed that was printed.

mod change;
mod choose;
mod declare;
mod model;
mod sql;

use migrator::Dialect;
use migrator::autogenerate::{Proof, ProposedStep};

use self::model::Schema;
use crate::support::random::Random;
use crate::support::set;
use crate::{Ground, difference, options, postgres, revision, sqlite};

/// How many pairs an ordinary run tries on each database.
const N_PAIRS: u64 = 24;

/// What is seen on the way there and back.
pub(crate) struct Kept {
    pub(crate) before: Vec<String>,
    pub(crate) between: Vec<String>,
    /// Or why the way back does not run.
    pub(crate) after: Result<Vec<String>, String>,
}

/// A kind of database on which queries of the test's own are asked on the way.
pub(crate) trait Asked: Ground {
    /// Runs SQL on an empty database, then both ways; the queries are asked at each end, in the words of that end.
    fn kept(
        &mut self,
        before: &str,
        ways: [&[ProposedStep]; 2],
        queries: [&[String]; 2],
    ) -> Result<Kept, String>;
}

/// What is wrong with the way from one schema to another.
fn faults(ground: &mut dyn Asked, before: &Schema, after: &Schema) -> Vec<String> {
    let set = set(vec![revision(
        &sql::schema(before, false),
        ground.dialect(),
    )]);
    let compared = set
        .with(options())
        .autogenerate(declare::declared(after))
        .hints(declare::hints(before, after).for_once());
    let proposal = match ground.propose(&compared) {
        Ok(proposal) => proposal,
        Err(error) => return vec![format!("proposed: {error:?}")],
    };
    if !proposal.differences.questions.is_empty() {
        return vec![format!("questions: {}", proposal.differences)];
    }
    let (up, down) = (&proposal.upgrade, &proposal.downgrade);
    let mut faults = again(ground, after);
    let made = sql::schema(before, before.has_rows);
    let walk = match ground.walk(&made, up, down) {
        Ok(walk) => walk,
        Err(error) => return vec![format!("applied: {error}\n{}", proposal.upgrade_text)],
    };
    match ground.made_by(&sql::schema(after, false)) {
        Ok(wanted) => faults.extend(difference(
            "after the way up",
            &told(&wanted),
            &told(&walk.between.schema),
        )),
        Err(error) => faults.push(format!("the wanted schema: {error}")),
    }
    let queries = [
        sql::kept(before, after, before),
        sql::kept(before, after, after),
    ];
    match ground.kept(&made, [up, down], [&queries[0], &queries[1]]) {
        Ok(kept) => {
            faults.extend(difference("rows", &kept.before, &kept.between));
            if let Ok(after) = kept.after {
                faults.extend(difference("rows after the way down", &kept.before, &after));
            }
        }
        Err(error) => faults.push(format!("the rows: {error}")),
    }
    let is_seen = down.iter().all(|it| it.proof == Proof::Seen);
    match &walk.after {
        Ok(found) => faults.extend(difference(
            "after the way down",
            &told(&walk.before.schema),
            &told(&found.schema),
        )),
        // What comes back without its values may be more than the proof's few rows can tell.
        Err(_) if !is_seen || proposal.losses().next().is_some() => {}
        // As the step says.
        Err(_) if before.merges(after) => {}
        Err(error) => faults.push(format!(
            "applied back: {error}\n{}",
            proposal.downgrade_text
        )),
    }
    faults
}

/// A column of SQLite that is the key by itself and an integer bears no `NULL`, whether that is said or not.
fn without_null(line: &str, lines: &[String]) -> String {
    let parts: Vec<&str> = line.split(" | ").collect();
    let [table, "column", _, "INTEGER", "1", _, "1", _] = parts.as_slice() else {
        return line.to_owned();
    };
    let is_other =
        |it: &String| it.starts_with(&format!("{table} | column | ")) && it.ends_with(" | 2 | 0");
    match lines.iter().any(is_other) {
        true => line.to_owned(),
        false => line.replacen(" | INTEGER | 1 | ", " | INTEGER | 0 | ", 1),
    }
}

/// What counts of what a catalogue tells: the sequence of an identity keeps its name where its table gets another.
fn told(lines: &[String]) -> Vec<String> {
    let is_owned = |line: &&String| line.starts_with("sequence | ") && line.contains(" | i | ");
    let owned: Vec<&str> = lines
        .iter()
        .filter(is_owned)
        .filter_map(|it| it.split(" | ").nth(1))
        .collect();
    let names: Vec<String> = owned.iter().map(|it| format!(" | {it} | ")).collect();
    let lines: Vec<String> = lines.iter().map(|it| without_null(it, lines)).collect();
    let counts = lines.iter().filter(|line| {
        !(line.starts_with("relation | ") && names.iter().any(|it| line.contains(it)))
    });
    counts
        .map(|line| {
            names
                .iter()
                .filter(|_| is_owned(&line))
                .fold(line.clone(), |line, it| line.replace(it, " | "))
        })
        .collect()
}

/// What is different from what is declared where nothing is.
fn again(ground: &mut dyn Asked, schema: &Schema) -> Vec<String> {
    let set = set(vec![revision(
        &sql::schema(schema, false),
        ground.dialect(),
    )]);
    let compared = set.with(options()).autogenerate(declare::declared(schema));
    match ground.propose(&compared) {
        Ok(proposal) => proposal
            .differences
            .lines()
            .iter()
            .map(|it| format!("is no difference: {it}"))
            .collect(),
        Err(error) => vec![format!("compared again: {error:?}")],
    }
}

fn number_of(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().expect("a number"))
}

fn try_pairs(ground: &mut dyn Asked) {
    let seed = number_of("MIGRATOR_SOAK_SEED").unwrap_or(20_240_117);
    let n_pairs = number_of("MIGRATOR_SOAK").map_or(N_PAIRS, |it| 10 * it);
    println!("{n_pairs} pairs, MIGRATOR_SOAK_SEED={seed}");
    let only = number_of("MIGRATOR_PAIR");
    let mut failures = Vec::new();
    for pair in only.map_or(0..n_pairs, |it| it..it + 1) {
        let mut random = Random::new((seed.wrapping_mul(1_000_003) + pair) << 1);
        // The first numbers of near seeds are near, too.
        (0..8).for_each(|_| _ = random.below(2));
        let before = choose::schema(&mut random, ground.dialect() == Dialect::Postgres);
        let after = change::changed(&before, &mut random);
        let faults = faults(ground, &before, &after);
        if !faults.is_empty() {
            failures.push(format!(
                "pair {pair}:\n{}\nbefore:\n{}after:\n{}",
                faults.join("\n"),
                sql::schema(&before, before.has_rows),
                sql::schema(&after, false)
            ));
        }
    }
    let n = failures.len();
    assert!(
        failures.is_empty(),
        "{n} failures, MIGRATOR_SOAK_SEED={seed}\n{}",
        failures.join("\n\n")
    );
}

#[test]
fn random_schemas_become_each_other_on_sqlite() {
    try_pairs(&mut sqlite::Sqlite::new());
}

#[test]
fn random_schemas_become_each_other_on_postgres() {
    if let Some(mut postgres) = postgres::Postgres::new() {
        try_pairs(&mut postgres);
    }
}
