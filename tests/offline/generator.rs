//! Histories made from a seed: each a line that parts into two branches and comes together again.

use std::collections::BTreeSet;

use migrator::prelude::*;
use migrator_core::ops::Outcome;
use migrator_core::set::{RustFunction, Script};

use crate::support::random::Random;
use crate::support::{Rev, leak, leak_str};

/// A generated history, and what its revisions are made of.
pub(crate) struct History {
    pub(crate) revisions: Vec<Rev>,
    pub(crate) mix: BTreeSet<&'static str>,
    /// A revision below the branches.
    pub(crate) middle: String,
}

/// What the histories together must hold.
pub(crate) const EVERYTHING: [&str; 14] = [
    "autocommit",
    "batches",
    "column",
    "cycle",
    "enumeration",
    "foreign key",
    "index",
    "merge",
    "outside",
    "raw SQL",
    "rebuild",
    "rename",
    "trigger",
    "view",
];

/// Something a revision does, which can be undone.
#[derive(Debug, Clone)]
enum Act {
    Table {
        name: String,
        parent: Option<String>,
        has_mood: bool,
    },
    Values(String),
    Raw(String),
    Trigger(String),
    View(String),
    Cycle(String),
    Index(String),
    Column(String),
    Rename(String),
    Autocommit(String),
    InBatches(String),
    Rebuild(String),
}

/// A migration's function.
#[derive(Debug)]
struct Recipe {
    acts: Vec<Act>,
    is_back: bool,
}

impl RustFunction for Recipe {
    fn run(&self, op: &mut Op<'_>) -> Outcome {
        if self.is_back {
            self.acts.iter().rev().for_each(|act| act.back(op));
        } else {
            self.acts.iter().for_each(|act| act.forth(op));
        }
        Ok(())
    }
}

pub(crate) fn history(seed: u64) -> History {
    let mut maker = Maker {
        random: Random::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
        revisions: Vec::new(),
        mix: BTreeSet::new(),
        n_names: 0,
    };
    let mut tables = Vec::new();
    let mut last = maker.line(1, 3, &[], &mut tables);
    let middle = last.clone();
    for _ in 0..=maker.random.below(2) {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let one = maker.line(1, 3, &[&last], &mut left);
        let other = maker.line(1, 2, &[&last], &mut right);
        tables.extend(left.into_iter().chain(right));
        maker.mix.insert("merge");
        last = maker.line(1, 2, &[&one, &other], &mut tables);
    }
    History {
        revisions: maker.revisions,
        mix: maker.mix,
        middle,
    }
}

struct Maker {
    random: Random,
    revisions: Vec<Rev>,
    mix: BTreeSet<&'static str>,
    n_names: usize,
}

impl Maker {
    /// Adds revisions one above the other, on tables of their own; returns the last one's id.
    fn line(
        &mut self,
        least: u64,
        most: u64,
        parents: &[&str],
        tables: &mut Vec<String>,
    ) -> String {
        let mut parents: Vec<String> = parents.iter().map(ToString::to_string).collect();
        for _ in 0..least + self.random.below(most - least + 1) {
            let id = self.name("r");
            let n_acts = 2 + self.random.below(4);
            let acts: Vec<Act> = (0..n_acts).map(|_| self.act(tables)).collect();
            let names: Vec<&str> = parents.iter().map(String::as_str).collect();
            let mut revision = Rev::sql(&id, &names, "");
            revision.migration.file = leak_str(&format!("migrations/{id}_test.rs"));
            revision.migration.checksum = crate::support::checksum(&format!("{acts:?}"));
            revision.migration.upgrade = script(&acts, false);
            revision.migration.downgrade = Some(script(&acts, true));
            if self.random.below(6) == 0 {
                revision = revision.transaction(Transaction::None);
                self.mix.insert("outside");
            }
            self.revisions.push(revision);
            parents = vec![id];
        }
        parents.remove(0)
    }

    fn name(&mut self, prefix: &str) -> String {
        self.n_names += 1;
        format!("{prefix}{}", self.n_names)
    }

    fn act(&mut self, tables: &mut Vec<String>) -> Act {
        let Some(table) = self.choose(tables) else {
            return self.table(tables);
        };
        let (word, act) = match self.random.below(14) {
            0..3 => return self.table(tables),
            3 => ("view", Act::View(table)),
            4 => ("trigger", Act::Trigger(table)),
            5 => ("cycle", Act::Cycle(self.name("cycle"))),
            6 => ("index", Act::Index(table)),
            7 => ("column", Act::Column(table)),
            8 => ("autocommit", Act::Autocommit(self.name("auto"))),
            9 => ("raw SQL", Act::Raw(self.name("raw"))),
            10 => {
                let at = tables.iter().position(|it| *it == table).unwrap();
                tables[at] = format!("{table}_x");
                ("rename", Act::Rename(table))
            }
            11 => ("batches", Act::InBatches(table)),
            12 => ("rebuild", Act::Rebuild(table)),
            _ => ("values", Act::Values(table)),
        };
        // Two of a kind on one table would meet.
        let name = match &act {
            Act::View(it)
            | Act::Trigger(it)
            | Act::Index(it)
            | Act::Column(it)
            | Act::Rebuild(it) => Some(it.clone()),
            _ => None,
        };
        if let Some(name) = name {
            tables.retain(|it| *it != name);
        }
        self.mix.insert(word);
        act
    }

    fn table(&mut self, tables: &mut Vec<String>) -> Act {
        let parent = self
            .choose(tables)
            .filter(|_| self.n_names.is_multiple_of(2));
        let has_mood = self.random.below(3) == 0;
        let name = self.name("t");
        tables.push(name.clone());
        if parent.is_some() {
            self.mix.insert("foreign key");
        }
        if has_mood {
            self.mix.insert("enumeration");
        }
        Act::Table {
            name,
            parent,
            has_mood,
        }
    }

    fn choose(&mut self, tables: &[String]) -> Option<String> {
        let n_tables = u64::try_from(tables.len()).unwrap();
        let at = usize::try_from(self.random.below(Ord::max(n_tables, 1))).unwrap();
        tables.get(at).cloned()
    }
}

fn script(acts: &[Act], is_back: bool) -> Script {
    let acts = acts.to_vec();
    Script::Rust(leak(Recipe { acts, is_back }))
}

impl Act {
    fn forth(&self, op: &mut Op<'_>) {
        match self {
            Self::Table {
                name,
                parent,
                has_mood,
            } => create_table(op, name, parent.as_deref(), *has_mood),
            Self::Values(table) => values(op, table),
            Self::Raw(name) => op.execute(format!(
                "CREATE TABLE {name} (x TEXT DEFAULT 'a;\n--b', y INTEGER CHECK (y >= 0)); \
                 /* ; */ INSERT INTO {name} (y) VALUES (1), (2); -- one more\n\
                 INSERT INTO {name} VALUES ('\\q :y\n/\ngo\n', 3)"
            )),
            Self::Trigger(table) => op.execute(
                Sql::sqlite(format!(
                    "CREATE TRIGGER g_{table} AFTER INSERT ON {table} WHEN new.t IS NULL BEGIN \
                     UPDATE {table} SET t = CASE WHEN new.i > 0 THEN 'up' ELSE 'down;' END \
                     WHERE id = new.id; END; INSERT INTO {table} (i) VALUES (1), (-1)"
                ))
                .postgres(format!(
                    "CREATE FUNCTION f_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                     new.t := coalesce(new.t, 'new;'); RETURN new; END $$; \
                     CREATE TRIGGER g_{table} BEFORE INSERT ON {table} FOR EACH ROW \
                     EXECUTE FUNCTION f_{table}(); INSERT INTO {table} (i) VALUES (1), (-1)"
                )),
            ),
            Self::View(table) => op.execute(format!(
                "CREATE VIEW v_{table} AS SELECT id, t AS \"it's; t\" FROM {table} WHERE id > 0"
            )),
            Self::Cycle(name) => cycle(op, name),
            Self::Index(table) => {
                op.create_index(Index::new(format!("ix_{table}")).on(table.as_str(), ["i", "t"]));
            }
            Self::Column(table) => {
                let column = Column::new("extra", text()).not_null().default("it's\n;");
                op.add_column(table.as_str(), column);
            }
            Self::Rename(table) => op.rename_table(table.as_str(), format!("{table}_x")),
            Self::Autocommit(name) => {
                op.execute(format!("CREATE TABLE {name} (x INTEGER)"));
                op.autocommit(|op| {
                    op.execute(format!("INSERT INTO {name} VALUES (1)"));
                    op.execute("VACUUM");
                });
                op.bulk_insert(name.as_str(), ["x"], [(2,), (3,)]);
            }
            Self::Rebuild(table) => op.alter_table(table.as_str(), |t| {
                t.alter_column(AlterColumn::new("i").default(5));
                t.add_constraint(Check::new("i IS NULL OR i <> 78").named(format!("ck_{table}")));
            }),
            Self::InBatches(table) => {
                let batches = Batches::of(table.as_str()).size(2);
                op.update_in_batches(
                    batches.clone().filter("i > 0 OR r < 0"),
                    [("t", "'batch;'")],
                );
                op.delete_in_batches(batches.filter(Expr::col("r").gt(1e200)));
            }
        }
    }

    fn back(&self, op: &mut Op<'_>) {
        match self {
            Self::Table { name, .. } | Self::Raw(name) | Self::Autocommit(name) => {
                op.drop_table(name.as_str());
            }
            Self::InBatches(_) => {}
            Self::Rebuild(table) => op.alter_table(table.as_str(), |t| {
                t.drop_constraint(format!("ck_{table}").as_str());
                t.alter_column(AlterColumn::new("i").drop_default());
            }),
            Self::Values(table) => op.execute(format!("DELETE FROM {table} WHERE i IS NULL")),
            Self::Trigger(table) => op.execute(
                Sql::sqlite(format!("DROP TRIGGER g_{table}")).postgres(format!(
                    "DROP TRIGGER g_{table} ON {table}; DROP FUNCTION f_{table}()"
                )),
            ),
            Self::View(table) => op.execute(format!("DROP VIEW v_{table}")),
            Self::Cycle(name) => op.execute(
                Sql::sqlite(format!("DROP TABLE {name}_b; DROP TABLE {name}_a"))
                    .postgres(format!("DROP TABLE {name}_b, {name}_a")),
            ),
            Self::Index(table) => op.drop_index(format!("ix_{table}")),
            Self::Column(table) => op.drop_column(table.as_str(), "extra"),
            Self::Rename(table) => op.rename_table(format!("{table}_x"), table.as_str()),
        }
    }
}

fn create_table(op: &mut Op<'_>, name: &str, parent: Option<&str>, has_mood: bool) {
    let mut table = Table::new(name)
        .column(Column::new("id", integer()).primary_key())
        .column(Column::new("t", text()).default("it's\nso"))
        .column(Column::new("r", double()))
        .column(Column::new("i", big_integer()).check("i IS NULL OR i <> 77"))
        .column(Column::new("b", blob()))
        .column(Column::new("y", boolean()).not_null().default(true));
    if has_mood {
        let mood = enumeration(format!("mood_{name}"), ["good", "it's", "a;b"]);
        table = table.column(Column::new("mood", mood).not_null().default("a;b"));
    }
    if let Some(parent) = parent {
        let key = Column::new("parent", integer()).references(parent, "id");
        table = table.column(key.on_delete(Action::Cascade));
    }
    op.create_table(table);
    op.bulk_insert(name, ["id", "i"], [(1, 1), (2, i64::MAX), (3, i64::MIN)]);
    // What counts keys by itself goes on behind those.
    if op.dialect() == Dialect::Postgres {
        op.execute(format!(
            "SELECT setval(pg_get_serial_sequence('{name}', 'id'), 3)"
        ));
    }
}

fn values(op: &mut Op<'_>, table: &str) {
    let texts = ["it's", "a\r\nb\\:x", "Größe 🐢\n;\n/\n"];
    op.bulk_insert(table, ["t"], texts.map(|text| (text,)));
    op.bulk_insert(
        table,
        ["r"],
        [0.1 + 0.2, 1e300, -5e-324, f64::INFINITY].map(|it| (it,)),
    );
    op.bulk_insert(
        table,
        ["b", "y"],
        [(vec![0_u8, 255, 39], false), (Vec::new(), true)],
    );
    op.execute(
        Query::update()
            .table(table.to_owned())
            .value("r", -2.5)
            .and_where(Expr::col("t").eq("it's"))
            .to_owned(),
    );
}

/// Two tables that refer to each other.
fn cycle(op: &mut Op<'_>, name: &str) {
    let rows = format!(
        "INSERT INTO {name}_a VALUES (1, NULL); INSERT INTO {name}_b VALUES (1, 1); \
         UPDATE {name}_a SET b = 1"
    );
    op.execute(
        Sql::sqlite(format!(
            "CREATE TABLE {name}_a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES {name}_b ON DELETE CASCADE); \
             CREATE TABLE {name}_b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES {name}_a ON DELETE CASCADE); {rows}"
        ))
        .postgres(format!(
            "CREATE TABLE {name}_a (id INTEGER PRIMARY KEY, b INTEGER); \
             CREATE TABLE {name}_b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES {name}_a); \
             ALTER TABLE {name}_a ADD CONSTRAINT {name}_k FOREIGN KEY (b) REFERENCES {name}_b; {rows}"
        )),
    );
}
