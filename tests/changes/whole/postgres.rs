//! PostgreSQL, a database for each schema.

use std::io::Write;
use std::process::{Command, Stdio};

use migrator::autogenerate::{Autogenerate, Differences, Proposal, ProposedStep};
use migrator::postgres::Server as Url;
use migrator::{Dialect, Result, Verbs};
use migrator_core::backends;
use migrator_core::exec::try_out;
use migrator_core::session::Connect;

use super::options;
use super::place::{Place, Server};
use crate::support::postgres::TestDatabase;

pub(super) struct Cluster(TestDatabase);

impl Cluster {
    pub(super) fn find() -> Option<Self> {
        TestDatabase::new().map(Self)
    }
}

impl Server for Cluster {
    fn name(&self) -> &'static str {
        "postgres"
    }

    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn propose(&self, autogenerate: &Autogenerate<'_>) -> Result<Proposal> {
        autogenerate.propose(Url::url(self.0.url()))
    }

    fn place(&self) -> Box<dyn Place> {
        Box::new(TestDatabase::new().unwrap())
    }
}

impl Place for TestDatabase {
    /// By `psql`, which knows the rows in the dumps of `pg_dump`.
    fn fill(&mut self, sql: &str) {
        let mut psql = Command::new("psql")
            .args([
                "--quiet",
                "--no-psqlrc",
                "--set",
                "ON_ERROR_STOP=1",
                "--dbname",
                &self.url(),
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        psql.stdin
            .take()
            .unwrap()
            .write_all(sql.as_bytes())
            .unwrap();
        assert!(psql.wait().unwrap().success());
    }

    fn run(&mut self, steps: &[ProposedStep]) -> std::result::Result<(), String> {
        let operations: Vec<_> = steps.iter().map(|it| it.operation.clone()).collect();
        let mut client = self.client();
        let mut session = (&mut client).session().unwrap();
        let renderer = backends::renderer(Dialect::Postgres);
        let ran = try_out(&options(), renderer, &mut *session, &operations);
        ran.map_err(|error| format!("{error}: {error:?}"))
    }

    fn upgrade(&mut self, verbs: &Verbs<'_>) -> Result<()> {
        verbs.upgrade(Url::url(self.url()), "head").map(drop)
    }

    fn downgrade(&mut self, verbs: &Verbs<'_>) -> Result<()> {
        verbs.downgrade(Url::url(self.url()), "base").map(drop)
    }

    fn stamp(&mut self, verbs: &Verbs<'_>) -> Result<()> {
        verbs.stamp(Url::url(self.url()), "head").map(drop)
    }

    fn check(&self, autogenerate: &Autogenerate<'_>) -> Result<Differences> {
        autogenerate.check(Url::url(self.url()))
    }

    /// What `pg_dump` says, but for our own tables, and for what is nobody's: privileges.
    fn schema(&mut self) -> Vec<String> {
        let dump = TestDatabase::schema(self).join("\n");
        let statements = dump.split(";\n").map(|it| it.trim_end_matches(';'));
        let is_left_out = |it: &&str| {
            let is_privilege = it.starts_with("GRANT ") || it.starts_with("REVOKE ");
            it.is_empty() || is_privilege || crate::postgres::is_ours(it)
        };
        let statements = statements.filter(|it| !is_left_out(it));
        statements.map(str::to_owned).collect()
    }

    fn rows(&mut self) -> Vec<String> {
        let mut rows = self.dump();
        rows.retain(|it| !crate::postgres::is_ours(it));
        rows
    }
}
