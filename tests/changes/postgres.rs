//! PostgreSQL: one database, and a transaction for each look.
//!
//! Most cases have a schema of their own in it, as then no scratch database has to be made. Those about schemas
//! and extensions have the database.

use migrator::autogenerate::{Autogenerate, Proposal, ProposedStep};
use migrator::postgres::Server;
use migrator::{Dialect, Migrations};
use migrator_core::backends;
use migrator_core::exec::try_out;
use migrator_core::ops::Operation;
use migrator_core::session::Connect;
use postgres::{Client, SimpleQueryMessage, Transaction};

use crate::random::{Asked, Kept};
use crate::support::postgres::TestDatabase;
use crate::{Ground, Seen, Walk, options};

pub(crate) struct Postgres {
    client: Client,
    /// Dropped with the cases.
    database: TestDatabase,
    place: Place,
}

/// Where the schemas of the cases are made.
#[derive(Clone, Copy)]
enum Place {
    /// In a schema of their own.
    Schema,
    /// In a database of their own, with this `search_path`.
    Database(&'static str),
}

impl Place {
    /// What each database is prepared by, once.
    fn setting(self, database: &TestDatabase) -> String {
        let (schema, path) = match self {
            Self::Schema => ("cases", "cases"),
            Self::Database(path) => (path.split(',').next().unwrap_or(path), path),
        };
        format!(
            "CREATE SCHEMA IF NOT EXISTS {schema}; ALTER DATABASE {} SET search_path = {path}",
            database.name()
        )
    }
}

impl Postgres {
    pub(crate) fn new() -> Option<Self> {
        let database = TestDatabase::new()?;
        Some(Self {
            client: database.client(),
            database,
            place: Place::Schema,
        })
    }

    /// Returns one whose cases have a database, with this `search_path`.
    pub(crate) fn with_database(path: &'static str) -> Option<Self> {
        let (database, place) = (TestDatabase::new()?, Place::Database(path));
        let setting = place.setting(&database);
        database.client().batch_execute(&setting).unwrap();
        Some(Self {
            client: database.client(),
            database,
            place,
        })
    }

    /// Begins a transaction in which there is nothing, and runs SQL.
    fn begin(&mut self, sql: &str) -> Result<Transaction<'_>, String> {
        let mut transaction = self.client.transaction().unwrap();
        let opening = match self.place {
            Place::Schema => "CREATE SCHEMA cases; SET LOCAL search_path = cases",
            Place::Database(_) => "",
        };
        transaction.batch_execute(opening).unwrap();
        transaction
            .batch_execute(sql)
            .map_err(|error| said(&error))?;
        Ok(transaction)
    }
}

fn said(error: &postgres::Error) -> String {
    error
        .as_db_error()
        .map_or_else(|| error.to_string(), |it| it.message().to_owned())
}

impl Ground for Postgres {
    fn name(&self) -> &'static str {
        "postgres"
    }

    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn propose(&mut self, autogenerate: &Autogenerate<'_>) -> migrator::Result<Proposal> {
        match self.place {
            Place::Schema => autogenerate.propose(&mut self.client),
            Place::Database(_) => autogenerate.propose(Server::url(self.database.url())),
        }
    }

    fn made_by(&mut self, sql: &str) -> Result<Vec<String>, String> {
        let mut transaction = self.begin(sql)?;
        Ok(schema(&mut transaction))
    }

    fn walk(
        &mut self,
        before: &str,
        up: &[ProposedStep],
        down: &[ProposedStep],
    ) -> Result<Walk, String> {
        let mut transaction = self.begin(before)?;
        let before = look(&mut transaction);
        run(&mut transaction, up)?;
        let between = look(&mut transaction);
        let after = run(&mut transaction, down).map(|()| look(&mut transaction));
        Ok(Walk {
            before,
            between,
            after,
        })
    }

    /// On a database of its own, as there is no transaction around it.
    fn migrate(&mut self, rows: &str, set: &Migrations) -> Result<Walk, String> {
        let database = TestDatabase::new().ok_or("no server")?;
        let setting = self.place.setting(&database);
        database
            .client()
            .batch_execute(&setting)
            .map_err(|error| said(&error))?;
        let migrations = set.with(options());
        let said_by = |error: migrator::Error| format!("{error:?}");
        let mut client = database.client();
        migrations
            .clone()
            .upgrade(&mut client, "a1")
            .map_err(said_by)?;
        client.batch_execute(rows).map_err(|error| said(&error))?;
        let before = look(&mut client.transaction().unwrap());
        migrations
            .clone()
            .upgrade(&mut client, "head")
            .map_err(said_by)?;
        let between = look(&mut client.transaction().unwrap());
        let down = migrations.downgrade(&mut client, "a1").map_err(said_by);
        let after = down.map(|_| look(&mut client.transaction().unwrap()));
        Ok(Walk {
            before,
            between,
            after,
        })
    }
}

impl Asked for Postgres {
    fn kept(
        &mut self,
        before: &str,
        ways: [&[ProposedStep]; 2],
        queries: [&[String]; 2],
    ) -> Result<Kept, String> {
        let mut transaction = self.begin(before)?;
        let asked = |transaction: &mut Transaction<'_>, end: usize| {
            let queries = queries[end].iter();
            queries.flat_map(|it| lines(transaction, it)).collect()
        };
        let before = asked(&mut transaction, 0);
        run(&mut transaction, ways[0])?;
        let between = asked(&mut transaction, 1);
        let after = run(&mut transaction, ways[1]).map(|()| asked(&mut transaction, 0));
        Ok(Kept {
            before,
            between,
            after,
        })
    }
}

fn run(transaction: &mut Transaction<'_>, steps: &[ProposedStep]) -> Result<(), String> {
    let operations: Vec<Operation> = steps.iter().map(|it| it.operation.clone()).collect();
    let mut session = transaction.session().unwrap();
    let renderer = backends::renderer(Dialect::Postgres);
    let ran = try_out(&options(), renderer, &mut *session, &operations);
    ran.map_err(|error| format!("{error}: {error:?}"))
}

fn look(transaction: &mut Transaction<'_>) -> Seen {
    Seen {
        schema: schema(transaction),
        rows: rows(transaction),
    }
}

fn lines(transaction: &mut Transaction<'_>, sql: &str) -> Vec<String> {
    let messages = transaction
        .simple_query(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    let rows = messages.into_iter().filter_map(|message| match message {
        SimpleQueryMessage::Row(row) => {
            let values = (0..row.len()).map(|at| row.get(at).unwrap_or("NULL").to_owned());
            Some(values.collect::<Vec<_>>().join(" | "))
        }
        _ => None,
    });
    rows.collect()
}

/// What the catalogue says, in the server's own words. `HERE` stands for what is nobody else's: neither the server's
/// nor an extension's.
const CATALOGUE: [&str; 14] = [
    "SELECT 'schema', nspname FROM pg_namespace AS n WHERE HERE(n.oid, n.oid)",
    "SELECT 'extension', extname, extversion, extnamespace::regnamespace FROM pg_extension WHERE extname <> 'plpgsql'",
    "SELECT 'relation', c.oid::regclass, c.relkind, c.relpersistence, c.reloptions, pg_get_partkeydef(c.oid), \
     pg_get_expr(c.relpartbound, c.oid), obj_description(c.oid, 'pg_class') FROM pg_class AS c WHERE HERE(c.relnamespace, c.oid)",
    "SELECT 'column', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, \
     a.attgenerated, pg_get_expr(d.adbin, d.adrelid), l.collname, col_description(c.oid, a.attnum) \
     FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid \
     LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum \
     LEFT JOIN pg_collation AS l ON l.oid = a.attcollation \
     WHERE HERE(c.relnamespace, c.oid) AND c.relkind IN ('r', 'p', 'v', 'm', 'c') AND a.attnum > 0 AND NOT a.attisdropped",
    "SELECT 'constraint', conrelid::regclass, contypid::regtype, conname, convalidated, connoinherit, pg_get_constraintdef(oid) FROM pg_constraint \
     WHERE HERE(connamespace, oid) AND contype <> 't'",
    "SELECT 'index', c.oid::regclass, pg_get_indexdef(indexrelid), indisvalid, c.reloptions FROM pg_index JOIN pg_class AS c ON c.oid = indexrelid \
     WHERE HERE(c.relnamespace, c.oid)",
    "SELECT 'enum', t.oid::regtype, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_type AS t JOIN pg_enum AS e ON e.enumtypid = t.oid \
     WHERE HERE(t.typnamespace, t.oid) GROUP BY t.oid",
    "SELECT 'domain', t.oid::regtype, format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault, l.collname FROM pg_type AS t \
     LEFT JOIN pg_collation AS l ON l.oid = t.typcollation WHERE HERE(t.typnamespace, t.oid) AND t.typtype = 'd'",
    "SELECT 'sequence', c.oid::regclass, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, \
     d.deptype, d.refobjid::regclass, a.attname FROM pg_sequence AS s JOIN pg_class AS c ON c.oid = s.seqrelid \
     LEFT JOIN pg_depend AS d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') \
     AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 \
     LEFT JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid \
     WHERE HERE(c.relnamespace, c.oid)",
    "SELECT 'view', c.oid::regclass, pg_get_viewdef(c.oid), c.relispopulated FROM pg_class AS c WHERE HERE(c.relnamespace, c.oid) AND c.relkind IN ('v', 'm')",
    "SELECT 'trigger', t.tgrelid::regclass, pg_get_triggerdef(t.oid), t.tgenabled FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid \
     WHERE HERE(c.relnamespace, c.oid) AND NOT t.tgisinternal",
    "SELECT 'function', pg_get_functiondef(p.oid) FROM pg_proc AS p WHERE HERE(p.pronamespace, p.oid) AND p.prokind <> 'a'",
    "SELECT 'aggregate', pg_get_function_arguments(p.oid), p.proparallel, to_jsonb(a) - 'aggfnoid', a.aggfnoid::regprocedure \
     FROM pg_aggregate AS a JOIN pg_proc AS p ON p.oid = a.aggfnoid WHERE HERE(p.pronamespace, p.oid)",
    "SELECT 'partition', i.inhrelid::regclass, i.inhparent::regclass FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid \
     WHERE HERE(c.relnamespace, c.oid)",
];

/// Puts in what `HERE` stands for.
fn here(question: &str) -> String {
    let Some((before, rest)) = question.split_once("HERE(") else {
        return question.to_owned();
    };
    let (arguments, after) = rest.split_once(')').unwrap();
    let (schema, number) = arguments.split_once(", ").unwrap();
    format!(
        "{before}{schema} IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)') \
         AND {number} NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e'){after}"
    )
}

fn schema(transaction: &mut Transaction<'_>) -> Vec<String> {
    let mut found: Vec<String> = CATALOGUE
        .iter()
        .flat_map(|question| lines(transaction, &here(question)))
        .collect();
    found.retain(|it| !is_ours(it));
    found.sort_unstable();
    found
}

/// Tells whether a line is about the library's own tables.
pub(crate) fn is_ours(line: &str) -> bool {
    line.contains("alembic_version") || line.contains("migrator_history")
}

fn rows(transaction: &mut Transaction<'_>) -> Vec<String> {
    let tables = lines(
        transaction,
        &here(
            "SELECT c.oid::regclass FROM pg_class AS c WHERE HERE(c.relnamespace, c.oid) AND relkind IN ('r', 'p')",
        ),
    );
    let mut all = Vec::new();
    for table in tables {
        let found = lines(
            transaction,
            &format!("SELECT to_jsonb(t) FROM {table} AS t"),
        );
        all.extend(found.into_iter().map(|row| format!("{table}: {row}")));
    }
    all.retain(|it| !is_ours(it));
    all.sort_unstable();
    all
}
