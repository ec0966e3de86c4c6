//! One migration file, read: header, checksum, and what it runs.

use std::fmt;
use std::path::{Path, PathBuf};

use migrator_core::base::{Checksum, ChecksumBuilder, PerDialect};
use migrator_core::script::{
    Direction, FileRole, Header, Layout, Located, Section, SqlFile, Statements, names_revision,
};

use crate::Problem;
use crate::cache::{Cache, Entry, Known};
use crate::rust::header::{self, RustHeader};
use crate::rust::normal::Include;
use crate::rust::syntax::Syntax;
use crate::scan::{SourceFile, normalized};

/// A migration as the compiler sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Migration {
    /// The file's name in the folder.
    pub file: String,
    /// The path for messages: the folder as it was named, and the file.
    pub path: String,
    /// What the file says about its place in the graph; complete after
    /// [`check`](crate::check).
    pub header: Header,
    /// The constants a Rust migration declares, in the order of the file.
    pub constants: Vec<&'static str>,
    /// The fingerprint of the meaning, header excluded.
    pub checksum: Checksum,
    /// What it runs.
    pub body: Body,
    /// Files pulled in by `include_str!` and its like, which the checksum covers.
    pub includes: Vec<PathBuf>,
    /// Whose migration it was, if the folder is laid out as another tool's.
    pub original: Option<Original>,
}

/// What is known of a migration of another tool.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Original {
    /// The tool.
    pub layout: Layout,
    /// The file with the way down below the folder, if it is another one.
    pub further: Option<String>,
}

impl Migration {
    /// Returns the revision's id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.header
            .revision
            .as_ref()
            .map_or("", |revision| revision.value.as_str())
    }

    /// The file with the way down, if it is another one.
    pub(crate) fn further(&self) -> Option<&String> {
        self.original.as_ref()?.further.as_ref()
    }
}

/// What a migration runs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// The functions of a Rust file.
    Rust {
        /// Whether there is a `downgrade`.
        has_downgrade: bool,
    },
    /// The sections of an SQL file.
    Sql {
        /// The way up.
        up: SqlBody,
        /// The way down, if the revision is reversible.
        down: Option<SqlBody>,
    },
}

/// The statements of a section, per dialect; or why there are none.
pub type SqlBody = PerDialect<Result<Vec<SqlText>, String>>;

/// One statement and the line of the file it starts at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlText {
    /// The statement without its semicolon.
    pub sql: String,
    /// The line, from 1.
    pub line: u32,
    /// Whether `-- migrate:repeatable` stands before it.
    pub repeatable: bool,
}

/// What came of reading a file.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The migration; without it the file's revision is unknown.
    pub(crate) migration: Option<Migration>,
    pub(crate) problems: Vec<Problem>,
    /// Whether the file is no Rust at all, which rustc reports better.
    pub(crate) is_unparsable: bool,
    /// What may be kept for the next build.
    pub(crate) known: Option<Entry>,
}

/// Where a file lies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Home<'a> {
    /// The package's folder.
    pub(crate) package: &'a Path,
    /// The migrations folder.
    pub(crate) folder: &'a Path,
    /// Where the files that it includes are read.
    pub(crate) files: &'a dyn Files,
}

/// A place where included files are read: the disk, or a commit.
pub(crate) trait Files: Sync + fmt::Debug {
    /// Returns what a file holds, if it can be read.
    fn read(&self, path: &Path) -> Option<Vec<u8>>;
}

/// The files as they are now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> Option<Vec<u8>> {
        std::fs::read(path).ok()
    }
}

/// Reads a file.
pub(crate) fn read(file: &SourceFile, home: Home<'_>, cache: &Cache) -> Reading {
    let mut reading = match file.role {
        FileRole::Sql => read_sql(file),
        _ => read_rust(file, home, cache),
    };
    if let Some(migration) = &reading.migration
        && let Some(revision) = &migration.header.revision
        && !names_revision(&file.name, &revision.value)
    {
        reading.problems.push(misnamed(file, revision));
    }
    reading
}

fn misnamed(file: &SourceFile, revision: &Located<String>) -> Problem {
    let id = &revision.value;
    let extension = match file.role {
        FileRole::Sql => "sql",
        _ => "rs",
    };
    Problem::of_file(
        &file.display,
        format!("the file of revision `{id}` is not named after it"),
    )
    .at(revision.line, revision.column)
    .help(format!(
        "rename the file to `{id}_<what it does>.{extension}`, or give a copied file an id of its own"
    ))
}

fn read_sql(file: &SourceFile) -> Reading {
    let (sql, faults) = SqlFile::read(&file.text);
    let (up, up_faults) = sql.statements(Direction::Up);
    let (down, down_faults) = sql.statements(Direction::Down);
    let faults = faults.into_iter().chain(up_faults).chain(down_faults);
    let problems = faults
        .map(|fault| Problem::of_sql(&file.display, fault))
        .collect();
    let body = Body::Sql {
        up: owned(up.unwrap_or_else(nothing)),
        down: down.map(owned),
    };
    let migration = sql.header.revision.is_some().then(|| Migration {
        file: file.name.clone(),
        path: file.display.clone(),
        checksum: sql_checksum(sql.sections.iter().copied()),
        header: sql.header,
        constants: Vec::new(),
        body,
        includes: Vec::new(),
        original: None,
    });
    Reading {
        migration,
        problems,
        is_unparsable: false,
        known: None,
    }
}

pub(crate) fn nothing<'a>() -> Statements<'a> {
    Statements::new(|_| Ok(Vec::new()))
}

pub(crate) fn owned(statements: Statements<'_>) -> SqlBody {
    statements.map(|statements| {
        let owned = |piece: &migrator_core::script::Piece<'_>| SqlText {
            sql: piece.sql.to_owned(),
            line: piece.line,
            repeatable: piece.repeatable,
        };
        statements.map(|pieces| pieces.iter().map(owned).collect())
    })
}

/// Covers the sections; the comment keys are covered by the graph's digest.
pub(crate) fn sql_checksum<'a>(sections: impl Iterator<Item = Section<'a>>) -> Checksum {
    let mut sections: Vec<_> = sections
        .map(|section| {
            let dialect = section.dialect.map_or("", |dialect| dialect.keyword());
            [section.direction.keyword(), dialect, section.text.trim()]
        })
        .collect();
    sections.sort_unstable();
    let mut checksum = ChecksumBuilder::new();
    checksum.part("sql");
    for part in sections.iter().flatten() {
        checksum.part(part);
    }
    checksum.finish()
}

fn read_rust(file: &SourceFile, home: Home<'_>, cache: &Cache) -> Reading {
    let mut problems = Vec::new();
    let RustHeader {
        header, declared, ..
    } = header::read(&file.display, &file.text, &mut problems);
    let key = cache.key(&file.text);
    let n_problems = problems.len();
    let syntax = match cache.find(&key) {
        Some(known) => Syntax::known(known, &declared),
        None => Syntax::parse(&file.display, &file.text, &declared, &mut problems),
    };
    // Included files are read anew each time, so their names would have to be kept too.
    let may_be_kept = problems.len() == n_problems && syntax.includes.is_empty();
    problems.extend(missing(&file.display, &syntax.constants));
    let includes = included(&syntax.includes, home);
    let migration = header.revision.is_some().then(|| Migration {
        file: file.name.clone(),
        path: file.display.clone(),
        header,
        constants: declared,
        checksum: rust_checksum(syntax.form, &includes),
        body: Body::Rust {
            has_downgrade: syntax.has_downgrade,
        },
        includes: includes.into_iter().map(|(path, _)| path).collect(),
        original: None,
    });
    let known = Known {
        has_downgrade: syntax.has_downgrade,
        form: syntax.form,
    };
    Reading {
        migration,
        problems,
        is_unparsable: syntax.is_unparsable,
        known: may_be_kept.then_some((key, known)),
    }
}

/// What every header must declare.
pub(crate) fn missing(display: &str, known: &[&str]) -> Vec<Problem> {
    let required = [
        (
            "REVISION",
            "add `pub const REVISION: &str = \"<id>\";`; a file that is no migration belongs in \
             another folder",
        ),
        (
            "DOWN_REVISION",
            "add `pub const DOWN_REVISION: &[&str] = &[\"<parent>\"];`, with nothing between the \
             brackets for a first revision",
        ),
    ];
    let missing = required
        .into_iter()
        .filter(|(name, _)| !known.contains(name));
    missing
        .map(|(name, help)| {
            let message = format!("the header has no `{name}`");
            Problem::of_file(display, message).at(1, 1).help(help)
        })
        .collect()
}

/// Reads included files; one that cannot be read is reported by rustc.
fn included(includes: &[Include], home: Home<'_>) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    includes
        .iter()
        .map(|include| {
            let base = if include.is_of_package {
                home.package
            } else {
                home.folder
            };
            let path = base.join(&include.path);
            let bytes = home.files.read(&path);
            let content = bytes.map(|bytes| match String::from_utf8(bytes) {
                Ok(text) if !include.is_binary => normalized(&text).into_owned().into_bytes(),
                Ok(text) => text.into_bytes(),
                Err(error) => error.into_bytes(),
            });
            (path, content)
        })
        .collect()
}

fn rust_checksum(form: Checksum, includes: &[(PathBuf, Option<Vec<u8>>)]) -> Checksum {
    let mut checksum = ChecksumBuilder::new();
    checksum.part("rust").part(form.bytes());
    for (_, content) in includes {
        checksum.part(content.as_deref().unwrap_or_default());
    }
    checksum.finish()
}
