//! Sets of migrations made at run time, and what tests look at from outside.
//!
//! The sets are what `embed_migrations!` would have written, so that a test can
//! show its whole history in a few lines.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "each test file uses its own part of this"
)]

pub mod alembic;
pub mod child;
pub mod file;
pub mod load;
pub mod look;
pub mod meanwhile;
pub mod needs;
pub mod pgbouncer;
pub mod postgres;
pub mod proxy;
pub mod random;

use std::collections::BTreeMap;

use migrator::__private::{
    EmbeddedGraph, EmbeddedRevision, EmbeddedSet, EmbeddedSquash, Migration, Outcome, Script,
    SqlScript, SqlStatement, Transaction,
};
use migrator::Migrations;
use migrator::{Dialect, Op};
use migrator_core::base::{Checksum, ChecksumBuilder};
use migrator_core::graph::{Graph, Position, Revision, RevisionSpec, Squash};
use migrator_core::set::RustFunction;

pub use look::{column, tables, version_rows};

/// One revision under construction.
pub struct Rev {
    pub spec: RevisionSpec,
    pub migration: Migration,
}

impl Rev {
    /// A revision in SQL that cannot be reverted.
    pub fn sql(id: &str, parents: &[&str], up: &str) -> Self {
        let spec = parents
            .iter()
            .fold(RevisionSpec::new(id), |spec, it| spec.parent(*it));
        let migration = Migration {
            file: leak_str(&format!("migrations/{id}_test.sql")),
            checksum: checksum(up),
            transaction: Transaction::PerMigration,
            upgrade: sql(up),
            downgrade: None,
            original: None,
        };
        Self { spec, migration }
    }

    /// A revision in Rust that cannot be reverted.
    pub fn rust(id: &str, parents: &[&str], up: fn(&mut Op<'_>) -> Outcome) -> Self {
        let mut revision = Self::sql(id, parents, "");
        revision.migration.file = leak_str(&format!("migrations/{id}_test.rs"));
        revision.migration.upgrade = Script::Rust(leak(up));
        revision
    }

    /// A revision in Rust whose downgrade is made from its upgrade.
    pub fn reversible(id: &str, parents: &[&str], up: fn(&mut Op<'_>) -> Outcome) -> Self {
        let mut revision = Self::rust(id, parents, up);
        revision.migration.downgrade = Some(Script::Rust(leak(Reversal(up))));
        revision
    }

    pub fn down(mut self, down: &str) -> Self {
        self.migration.downgrade = Some(sql(down));
        self
    }

    pub fn down_rust(mut self, down: fn(&mut Op<'_>) -> Outcome) -> Self {
        self.migration.downgrade = Some(Script::Rust(leak(down)));
        self
    }

    pub fn depends_on(mut self, id: &str) -> Self {
        self.spec = self.spec.depends_on(id);
        self
    }

    pub fn label(mut self, label: &str) -> Self {
        self.spec = self.spec.label(label);
        self
    }

    /// The same revision with another checksum, as after an edit of its file.
    pub fn edited(mut self) -> Self {
        self.migration.checksum = checksum("edited");
        self
    }

    pub fn message(mut self, message: &str) -> Self {
        self.spec = self.spec.message(message);
        self
    }

    pub fn transaction(mut self, transaction: Transaction) -> Self {
        self.migration.transaction = transaction;
        self
    }
}

/// `|op| op.reverse_of(upgrade)`, which in a file names its own upgrade.
#[derive(Debug)]
struct Reversal(fn(&mut Op<'_>) -> Outcome);

impl RustFunction for Reversal {
    fn run(&self, op: &mut Op<'_>) -> Outcome {
        op.reverse_of(self.0)
    }
}

/// Embeds revisions as the macro would.
pub fn set(revisions: Vec<Rev>) -> &'static Migrations {
    leak(Migrations::embedded(embed(revisions)))
}

pub fn embed(revisions: Vec<Rev>) -> &'static EmbeddedSet {
    let graph = Graph::build(revisions.iter().map(|it| it.spec.clone())).expect("a sound graph");
    let by_id: BTreeMap<&str, Migration> = revisions
        .iter()
        .map(|it| (it.spec.id.as_str(), it.migration))
        .collect();
    let migrations: Vec<Migration> = graph.revisions().map(|it| by_id[it.id()]).collect();
    let mut digest = ChecksumBuilder::new();
    for revision in graph.revisions() {
        digest
            .part(revision.id())
            .part(by_id[revision.id()].checksum.bytes());
        revision.parents().for_each(|parent| {
            digest.part(parent.id());
        });
    }
    leak(EmbeddedSet {
        package: "test",
        version: "1.0.0",
        folder: "migrations",
        layout: migrator::__private::Layout::Migrator,
        further: &[],
        graph: embedded_graph(&graph),
        migrations: leak(migrations),
        digest: digest.finish(),
    })
}

fn squash(squash: Squash<'_>) -> EmbeddedSquash {
    let number = |position: Position| u32::try_from(position.index()).unwrap();
    let replaces = squash.replaces().map(leak_str);
    EmbeddedSquash {
        revision: number(squash.revision.position()),
        replaces: leak(replaces.collect::<Vec<_>>()),
        members: leak(squash.members().map(number).collect::<Vec<_>>()),
    }
}

fn embedded_graph(graph: &Graph) -> EmbeddedGraph {
    fn numbers<'g>(revisions: impl Iterator<Item = Revision<'g>>) -> &'static [u32] {
        leak(
            revisions
                .map(|it| u32::try_from(it.position().index()).unwrap())
                .collect::<Vec<_>>(),
        )
    }
    fn texts<'g>(texts: impl Iterator<Item = &'g str>) -> &'static [&'static str] {
        leak(texts.map(leak_str).collect::<Vec<_>>())
    }
    let revisions = graph.revisions().map(|it| EmbeddedRevision {
        id: leak_str(it.id()),
        message: leak_str(it.message()),
        parents: numbers(it.parents()),
        dependencies: numbers(it.dependencies()),
        labels: texts(it.labels()),
        children: numbers(it.children()),
        dependents: numbers(it.dependents()),
        all_labels: texts(it.all_labels()),
    });
    EmbeddedGraph {
        revisions: leak(revisions.collect::<Vec<_>>()),
        by_id: numbers(graph.revisions_by_id()),
        real_heads: numbers(graph.real_heads()),
        external: &[],
        squashes: leak(graph.squashes().map(squash).collect::<Vec<_>>()),
    }
}

fn sql(text: &str) -> Script {
    let split = |dialect| {
        let pieces = migrator_core::script::split(dialect, text).expect("sound SQL");
        let statements: Vec<SqlStatement> = pieces
            .iter()
            .map(|piece| SqlStatement {
                sql: leak_str(piece.sql),
                line: piece.line,
                repeatable: piece.repeatable,
            })
            .collect();
        Ok(&**leak(statements))
    };
    Script::Sql(SqlScript::new(split))
}

pub fn checksum(text: &str) -> Checksum {
    ChecksumBuilder::new().part(text).finish()
}

pub fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

pub fn leak_str(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// A line of `n` revisions `r001`, `r002`, …, each of which creates a table of
/// its name and puts a row into `log`.
pub fn line(n: usize) -> Vec<Rev> {
    let name = |at: usize| format!("r{at:03}");
    (1..=n)
        .map(|at| {
            let id = name(at);
            let parent = (at > 1).then(|| name(at - 1));
            let parents: Vec<&str> = parent.as_deref().into_iter().collect();
            let log = if at == 1 {
                "CREATE TABLE log (revision TEXT NOT NULL);"
            } else {
                ""
            };
            Rev::sql(
                &id,
                &parents,
                &format!(
                    "{log} CREATE TABLE t_{id} (x TEXT); \
                     INSERT INTO t_{id} (x) VALUES ('{id}'); INSERT INTO log VALUES ('{id}');"
                ),
            )
            .down(&format!(
                "DELETE FROM log WHERE revision = '{id}'; DROP TABLE t_{id};{}",
                if at == 1 { " DROP TABLE log;" } else { "" }
            ))
        })
        .collect()
}
