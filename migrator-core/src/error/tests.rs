//! What the errors of a comparison say: message, causes, help.

use super::{Error, ErrorKind};
use crate::autogen::{AutogenError, ProofError};
use crate::base::Dialect;
use crate::catalog::CatalogError;
use crate::declared::DeclaredError;
use crate::dialect::DialectError;
use crate::diff::DiffError;
use crate::exec::ExecError;
use crate::schema::{ObjectKind, ObjectName};
use crate::session::{SessionError, SessionErrorKind};
use crate::writing::WritingError;

/// The kind and everything that is said, as `main` would show it.
fn check(error: AutogenError, kind: ErrorKind, expect: &str) {
    let error = Error::from(error);
    assert_eq!(error.kind(), kind, "{error:?}");
    assert_eq!(format!("{error:?}"), expect);
}

fn said(kind: SessionErrorKind, message: &str) -> SessionError {
    SessionError::new(kind, message)
}

fn ground(kind: SessionErrorKind, message: &str, help: Option<&'static str>) -> AutogenError {
    let source = SessionError {
        help,
        ..said(kind, message)
    };
    AutogenError::Ground {
        dialect: Dialect::Postgres,
        source,
    }
}

#[test]
fn without_a_scratch_database() {
    check(
        ground(
            SessionErrorKind::Denied,
            "the role may nothing",
            Some("let it"),
        ),
        ErrorKind::Database,
        "no scratch database can be made\n  caused by: the role may nothing\nhelp: let it",
    );
    check(
        ground(SessionErrorKind::InsideTransaction, "it is inside", None),
        ErrorKind::InsideTransaction,
        "no scratch database can be made\n  caused by: it is inside",
    );
    check(
        AutogenError::Prepare {
            sql: "CREATE EXTENSION x".to_owned(),
            source: said(SessionErrorKind::Other, "there is no such extension"),
        },
        ErrorKind::Database,
        "a scratch database cannot be prepared\n  caused by: there is no such extension\n  \
         statement: CREATE EXTENSION x\nhelp: correct the SQL that was given to `prepare`",
    );
}

#[test]
fn of_the_declared_schema() {
    check(
        AutogenError::NothingDeclared,
        ErrorKind::Declared,
        "nothing is declared\nhelp: derive `migrator::Table` for the models, or pass a `Declared`; the models of a \
         library count only if the program refers to it, as with `use the_library as _;`",
    );
    check(
        AutogenError::Sql {
            origin: "schema.sql".to_owned(),
            line: 3,
            column: 7,
            reason: "a quote is not closed".to_owned(),
            help: Some("close it".to_owned()),
        },
        ErrorKind::Declared,
        "schema.sql:3:7: a quote is not closed\nhelp: close it",
    );
    let twice = DeclaredError::Twice {
        object: ObjectName::new(ObjectKind::Table, "users"),
        first: "a.rs:1:2".to_owned(),
        second: "b.rs:3:4".to_owned(),
    };
    check(
        twice.into(),
        ErrorKind::Declared,
        "the table `users` is declared twice: a.rs:1:2 and b.rs:3:4\nhelp: keep one of the two declarations",
    );
    let dialect = Dialect::Sqlite;
    check(
        AutogenError::Unwritable {
            part: "sequence `s` (a.rs:1:2)".to_owned(),
            source: DialectError::MissingSql { dialect },
        },
        ErrorKind::Declared,
        "the declared sequence `s` (a.rs:1:2) cannot be written\n  caused by: no SQL is given for SQLite\n\
         help: give a text for SQLite too; an empty text means that nothing is to be done there",
    );
    check(
        AutogenError::Declared {
            part: "table `t` (a.rs:1:2)".to_owned(),
            sql: "CREATE TABLE t ()".to_owned(),
            n_others: 2,
            source: said(SessionErrorKind::Other, "it has no columns"),
        },
        ErrorKind::Declared,
        "the declared table `t` (a.rs:1:2) cannot be made, and 2 others that may need it\n  \
         caused by: it has no columns\n  statement: CREATE TABLE t ()\n\
         help: declare what it needs, or have it made first with `prepare`",
    );
}

#[test]
fn of_the_other_side() {
    let replay = |is_within, source: ExecError| AutogenError::Replay {
        is_within,
        source: Box::new(source),
    };
    let outside = || ExecError::NeedsNoTransaction {
        revision: "a1".to_owned(),
        file: "a1.rs".to_owned(),
        because: "the run joins the application's transaction",
    };
    check(
        replay(false, outside()),
        ErrorKind::Unsupported,
        "the migrations cannot be replayed on a scratch database\n  caused by: revision `a1` (a1.rs) must run outside a \
         transaction, and the run joins the application's transaction\nhelp: have every migration run on an empty \
         database; what is there before the first, such as an extension, is made with `prepare`",
    );
    check(
        replay(true, outside()),
        ErrorKind::Unsupported,
        "the migrations cannot be replayed on a schema within the database, in a transaction\n  caused by: \
         revision `a1` (a1.rs) must run outside a transaction, and the run joins the application's transaction\n\
         help: let the role create databases (`ALTER ROLE … CREATEDB`) and pass a `Server` or a `Config`, not a \
         connection that is open already",
    );
    check(
        AutogenError::NoDatabase,
        ErrorKind::NotAtHead,
        "there is no database to compare with\nhelp: pass a connection, or compare with the migrations, which \
         needs no database",
    );
    check(
        AutogenError::NotAtHead {
            rows: vec!["a1".to_owned(), "b2".to_owned()],
            n_pending: 1,
        },
        ErrorKind::NotAtHead,
        "the database is not at head: it stands at `a1`, `b2`, and 1 revision is not applied\n\
         help: run `upgrade heads` first, or compare with the migrations",
    );
    check(
        AutogenError::UnknownRevision {
            rows: vec!["ffff".to_owned()],
        },
        ErrorKind::UnknownRevision,
        "the database stands on `ffff`, which this program does not have\nhelp: compare with the migrations, or use \
         the program that has upgraded the database",
    );
    check(
        AutogenError::Standing {
            source: Box::new(ExecError::Database {
                source: said(SessionErrorKind::Denied, "permission denied"),
            }),
        },
        ErrorKind::Database,
        "it cannot be told where the database stands\n  caused by: the database could not be used\n  caused by: permission \
         denied",
    );
}

#[test]
fn of_reading_and_comparing() {
    let side = "the database";
    check(
        AutogenError::Unreadable {
            side,
            source: said(SessionErrorKind::Disconnected, "connection closed"),
        },
        ErrorKind::Database,
        "the database cannot be read\n  caused by: connection closed",
    );
    let definition = CatalogError::Definition {
        object: "t".to_owned(),
        definition: "?".to_owned(),
    };
    check(
        AutogenError::Catalog {
            side,
            source: definition,
        },
        ErrorKind::Database,
        "the database is not understood\n  caused by: the definition of `t` is not understood: ?",
    );
    let undeclared = DiffError::Undeclared {
        objects: vec![ObjectName::new(ObjectKind::Table, "t")],
    };
    check(
        undeclared.into(),
        ErrorKind::Declared,
        "declared nowhere: table `t`\nhelp: declare them, drop them by a revision, or leave them out by the filter",
    );
    let writing = WritingError::Unwritable {
        operation: "execute",
        object: String::new(),
        what: "a statement",
    };
    check(
        writing.into(),
        ErrorKind::Declared,
        "the revision cannot be written\n  caused by: `execute` cannot be written as source: it has a statement",
    );
    let unreadable = ProofError::Unreadable {
        source: said(SessionErrorKind::Other, "no"),
    };
    check(
        unreadable.into(),
        ErrorKind::Declared,
        "the scratch database on which the revision is tried cannot be read\n  caused by: no",
    );
    check(
        AutogenError::Bug { what: "a cat" },
        ErrorKind::Bug,
        "this should not have happened: a cat\nhelp: please report it, with what led to it",
    );
}
