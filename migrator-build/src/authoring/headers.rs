//! Reads the headers of a folder, and of each file as little as that takes.
//!
//! Nearly all headers end in the first kilobytes of their files; only where one
//! does not is the rest read too. A file with a mistake is read by the compiler's own
//! way, whole, so that the mistake is reported in the same words at the same place.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use migrator_core::script::{FileRole, Header, Layout, SqlHead, names_revision};

use super::FilePath;
use crate::check;
use crate::layout::{self, Foreign};
use crate::problem::{Problem, Problems};
use crate::rust::header::{self, RustHeader};
use crate::scan::{self, Listed, SourceFile};
use crate::source::{self, Disk, Home, Migration};

/// As much as is read of a file at first: one page.
const BEGINNING: usize = 4096;

/// A thread takes so many files at a time.
const CHUNK: usize = 64;

/// What was read of a folder.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The files whose revision is known, by name.
    pub(super) files: Vec<(Listed, Header)>,
    /// The names of the others.
    pub(super) unread: Vec<String>,
    /// Another tool's migrations, in its order.
    pub(super) foreign: Vec<Migration>,
}

/// Reads a folder.
pub(super) fn read(
    package: &Path,
    folder: &FilePath,
    layout: Layout,
    problems: &mut Vec<Problem>,
) -> Read {
    if layout != Layout::Migrator {
        return read_foreign(package, folder, layout, problems);
    }
    let mut found = Vec::new();
    let mut read = read_own(package, folder, &mut found);
    let own: Vec<&Header> = read.files.iter().map(|(_, header)| header).collect();
    let is_foreign = layout::say_likeness(&folder.path, &folder.shown, &own, &mut found);
    if is_foreign && own.is_empty() {
        read = Read::default();
    }
    problems.append(&mut found);
    read
}

/// Reads a folder of another tool, and the files of our own in it.
fn read_foreign(
    package: &Path,
    folder: &FilePath,
    layout: Layout,
    problems: &mut Vec<Problem>,
) -> Read {
    let Foreign {
        migrations, own, ..
    } = layout::read(&folder.path, &folder.shown, layout, problems);
    let mut result = Read {
        foreign: migrations,
        ..Read::default()
    };
    let mut faulty = Vec::new();
    for file in own.files {
        match header_of(file.role, &file.text).and_then(|read| named(&file.name, read)) {
            Some((header, _)) => result.files.push((file.listed(), header)),
            None => faulty.push(file),
        }
    }
    judge(home(package, folder), faulty, &mut result, problems);
    layout::relink(
        &mut result.foreign,
        result.files.iter().map(|(_, header)| header),
    );
    result
}

fn home<'a>(package: &'a Path, folder: &'a FilePath) -> Home<'a> {
    Home {
        package,
        folder: &folder.path,
        files: &Disk,
    }
}

/// Reads a folder of our own.
fn read_own(package: &Path, folder: &FilePath, problems: &mut Vec<Problem>) -> Read {
    let mut listed = scan::list(&folder.path, &folder.shown, problems);
    listed.retain(|file| file.role.is_migration());
    let headers = read_all(&folder.path, &listed);
    let mut result = Read::default();
    let mut faulty = Vec::new();
    for (file, header) in listed.into_iter().zip(headers) {
        match header {
            Some(header) => result.files.push((file, header)),
            None => faulty.push(file),
        }
    }
    let mut files = Vec::new();
    for file in faulty {
        match scan::read(&folder.path.join(&file.name), &file.display) {
            Ok(text) => files.push(SourceFile::new(file, text)),
            Err(problem) => problems.push(problem),
        }
    }
    judge(home(package, folder), files, &mut result, problems);
    result
}

/// Reads files as the compiler does, to say what is wrong with them.
fn judge(home: Home<'_>, files: Vec<SourceFile>, result: &mut Read, problems: &mut Vec<Problem>) {
    if files.is_empty() {
        return;
    }
    let readings = check::read_all(&files, home);
    for (file, reading) in files.into_iter().zip(readings) {
        problems.extend(reading.problems);
        match reading.migration {
            Some(migration) => result.files.push((file.listed(), migration.header)),
            None => result.unread.push(file.name),
        }
    }
    result.files.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
}

/// Reads headers on several threads; `None` for a file with a mistake.
fn read_all(folder: &Path, files: &[Listed]) -> Vec<Option<Header>> {
    let n_threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(files.len().div_ceil(CHUNK))
        .min(8);
    let next = &AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        let mut beginning = vec![0; BEGINNING];
        loop {
            let start = next.fetch_add(CHUNK, Ordering::Relaxed);
            let end = files.len().min(start.saturating_add(CHUNK));
            let Some(chunk) = files.get(start..end).filter(|chunk| !chunk.is_empty()) else {
                return done;
            };
            let read = chunk
                .iter()
                .map(|file| read_one(folder, file, &mut beginning));
            done.push((start, read.collect::<Vec<_>>()));
        }
    };
    let mut chunks = std::thread::scope(|scope| {
        let others: Vec<_> = (1..n_threads)
            .map_while(|_| std::thread::Builder::new().spawn_scoped(scope, work).ok())
            .collect();
        let mut chunks = work();
        for thread in others {
            let theirs = thread.join();
            chunks.extend(theirs.unwrap_or_else(|payload| std::panic::resume_unwind(payload)));
        }
        chunks
    });
    chunks.sort_unstable_by_key(|(start, _)| *start);
    chunks.into_iter().flat_map(|(_, read)| read).collect()
}

/// Reads the header of a file; `None` if there is anything wrong with it.
fn read_one(folder: &Path, file: &Listed, beginning: &mut [u8]) -> Option<Header> {
    let mut open = File::open(folder.join(&file.name)).ok()?;
    let n_read = fill(&mut open, beginning).ok()?;
    let bytes = beginning.get(..n_read)?;
    let parsed = beginning_of(bytes).and_then(|text| parse(file, text));
    if let Some((header, true)) = parsed {
        return Some(header);
    }
    let mut whole = bytes.to_vec();
    open.read_to_end(&mut whole).ok()?;
    let text = std::str::from_utf8(&whole).ok()?;
    parse(file, text).map(|(header, _)| header)
}

/// Fills the buffer as far as one call does it; a signal does not count.
fn fill(file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Returns the text at the beginning of a file; its last character may be cut off.
fn beginning_of(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()
        }
        Err(_) => None,
    }
}

/// Reads the header of a text, and whether it ends there; `None` if there is
/// anything wrong with it.
fn parse(file: &Listed, text: &str) -> Option<(Header, bool)> {
    named(&file.name, header_of(file.role, text)?)
}

/// Keeps what was read if the file is named after its revision.
fn named(name: &str, read: (Header, bool)) -> Option<(Header, bool)> {
    let revision = read.0.revision.as_ref()?;
    names_revision(name, &revision.value).then_some(read)
}

/// Reads the header of a text, and whether it ends there; `None` if there is
/// anything wrong with it.
fn header_of(role: FileRole, text: &str) -> Option<(Header, bool)> {
    let (header, is_whole, faults) = read_text(role, text);
    faults.is_empty().then_some((header, is_whole))
}

/// Reads the header of a text, or says what is wrong with it.
pub(super) fn checked(role: FileRole, text: &str) -> Result<Header, Vec<String>> {
    let (header, _, faults) = read_text(role, text);
    if faults.is_empty() {
        Ok(header)
    } else {
        Err(faults)
    }
}

/// Reads a file that is to be written as the compiler will, with its bodies.
pub(super) fn whole(path: &FilePath, role: FileRole, text: &str) -> Result<(), Problems> {
    let name = path.path.file_name().unwrap_or_default();
    let file = SourceFile {
        name: name.to_string_lossy().into_owned(),
        display: path.shown.clone(),
        role,
        text: scan::normalized(text).into_owned(),
    };
    let folder = path.path.parent().unwrap_or(&path.path);
    let home = Home {
        package: folder,
        folder,
        files: &Disk,
    };
    let readings = check::read_all(&[file], home).into_iter();
    match Problems::new(readings.flat_map(|it| it.problems).collect()) {
        Some(problems) => Err(problems),
        None => Ok(()),
    }
}

/// Reads the header of a text, whether it ends there, and what is wrong with it.
fn read_text(role: FileRole, text: &str) -> (Header, bool, Vec<String>) {
    let text = scan::normalized(text);
    if role == FileRole::Sql {
        let (head, faults) = SqlHead::read(&text);
        let faults = faults.into_iter().map(|fault| fault.fault.to_string());
        return (head.header, head.is_whole, faults.collect());
    }
    let mut problems = Vec::new();
    let RustHeader {
        header,
        declared,
        is_whole,
    } = header::read("", &text, &mut problems);
    problems.extend(source::missing("", &declared));
    let faults = problems.into_iter().map(|problem| problem.message);
    (header, is_whole, faults.collect())
}
