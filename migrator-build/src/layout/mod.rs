//! Folders of other tools, embedded as they are.
//!
//! ```text
//!  files ──► one of the tools ──► Foreign (version, ways, transaction) ──► chain ──► Migration
//! ```
//!
//! A tool's module knows how its files are named and marked, nothing else. Every migration becomes a revision whose
//! only parent is the one before it in the tool's own order, and whose id is the version that the tool's history
//! table has, so that a database of that tool can be taken over. Files of our own, which have a header, may lie
//! beside them and go on from the last one.
//!
//! Invariant: a file that looks like a migration and is none by the tool's rules is a problem, never passed over:
//! the tool itself may skip it silently, and nobody would notice.

mod chain;
mod dbmate;
mod diesel;
mod draft;
mod files;
mod flyway;
mod flyway_conf;
mod golang_migrate;
mod goose;
mod halves;
mod ignored;
mod likeness;
mod names;
mod refinery;
mod relinked;
mod sqlx;
#[cfg(test)]
mod tests;
mod unbound;
mod version;
mod wrapped;

use std::path::Path;

use migrator_core::script::Layout;

use crate::Problem;
use crate::scan;
use crate::source::Migration;
use draft::Found;
use files::{Listing, RawFile};

#[cfg(feature = "authoring")]
pub(crate) use files::is_read;
#[cfg(feature = "authoring")]
pub(crate) use likeness::likely;
pub(crate) use likeness::say_likeness;
pub(crate) use relinked::relink;

/// A folder of another tool, read.
#[derive(Debug, Default)]
pub(crate) struct Foreign {
    /// The tool's own migrations, a chain in its order.
    pub(crate) migrations: Vec<Migration>,
    /// The tool's own files, named by their paths below the folder.
    pub(crate) files: Vec<scan::SourceFile>,
    /// The files with a header of ours, and the hint file.
    pub(crate) own: scan::Folder,
}

/// Reads a folder of another tool.
pub(crate) fn read(
    path: &Path,
    display: &str,
    layout: Layout,
    problems: &mut Vec<Problem>,
) -> Foreign {
    let listing = files::list(path, display, layout, problems);
    foreign(listing, layout, problems)
}

/// Reads files of another tool's folder that were found elsewhere, by their paths below it.
#[cfg(feature = "authoring")]
pub(crate) fn read_texts(
    texts: Vec<(String, String)>,
    display: &str,
    layout: Layout,
    problems: &mut Vec<Problem>,
) -> Foreign {
    foreign(files::listed(texts, display, layout), layout, problems)
}

fn foreign(listing: Listing, layout: Layout, problems: &mut Vec<Problem>) -> Foreign {
    let (files, own) = listing.into_parts();
    let mut found = Found::default();
    match layout {
        Layout::Refinery => refinery::read(&files, &mut found),
        Layout::Diesel => diesel::read(&files, &mut found),
        Layout::Sqlx => sqlx::read(&files, &mut found),
        Layout::GolangMigrate => golang_migrate::read(&files, &mut found),
        Layout::Goose => goose::read(&files, &mut found),
        Layout::Dbmate => dbmate::read(&files, &mut found),
        Layout::Flyway => flyway::read(&files, &mut found),
        _ => {}
    }
    let migrations = chain::migrations(found.drafts, layout, &mut found.problems);
    problems.append(&mut found.problems);
    Foreign {
        migrations,
        files: files.into_iter().map(RawFile::into_source).collect(),
        own,
    }
}
