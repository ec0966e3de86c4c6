//! Compiles a folder: every problem at once, or the checked graph.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use migrator_core::base::Checksum;
use migrator_core::graph::{Graph, Revision};
use migrator_core::script::{Layout, hint_file, is_hint};

use crate::cache::{Cache, Known};
use crate::layout;
use crate::link::{self, Node, Policy};
use crate::problem::{Problem, Problems};
use crate::scan::{self, SourceFile};
use crate::source::{self, Disk, Home, Migration, Reading};

/// Deep enough for any chain of method calls a person or a tool writes.
const STACK_BYTES: usize = 256 << 20;

/// Fewer files than this are not worth a thread.
const FILES_PER_THREAD: usize = 16;

/// What a folder is compiled for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// What the folder is relative to; empty for the current directory. Problems
    /// name files by the folder as given, without this.
    pub root: PathBuf,
    /// Several heads with the same labels are fine.
    pub allow_heads: bool,
    /// The set will be combined with others that bring missing parents and
    /// dependencies; heads are judged when the program runs. The folder may be
    /// missing.
    pub combined: bool,
    /// Whose rules the files follow.
    pub layout: Layout,
}

/// A folder without problems.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Compiled {
    /// The folder as it was named, with forward slashes.
    pub folder: String,
    /// The migrations in the graph's order.
    pub migrations: Vec<Migration>,
    /// The checked graph; with external references if it is to be combined.
    pub graph: Graph,
    /// Covers every header and every checksum.
    pub digest: Checksum,
    /// Whose rules the files follow.
    pub layout: Layout,
}

/// Everything found in a folder, good or bad.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) result: Result<Compiled, Problems>,
    /// Names of Rust files that are no Rust, for rustc to report.
    pub(crate) unparsable: Vec<String>,
    /// Files outside the folder that the checksums depend on.
    pub(crate) includes: Vec<PathBuf>,
    pub(crate) hint: Option<Hint>,
    /// What parsing found, for the next build.
    pub(crate) known: BTreeMap<String, Known>,
}

/// The hint file as it is and as it should be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Hint {
    pub(crate) found: String,
    pub(crate) wanted: String,
}

/// Compiles a folder of migrations without writing anything.
///
/// # Errors
/// Every problem of the folder, sorted by file and line.
///
/// # Examples
/// ```
/// use migrator_build::{Options, check};
/// let problems = check("no/such/folder", &Options::default()).unwrap_err();
/// assert!(problems.to_string().starts_with("no/such/folder: there is no such folder"));
/// ```
pub fn check(folder: impl AsRef<Path>, options: &Options) -> Result<Compiled, Problems> {
    run(folder.as_ref(), options).result
}

pub(crate) fn run(folder: &Path, options: &Options) -> Outcome {
    finish(collect(folder, options), options)
}

/// A folder's files, read but not linked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Collected {
    /// The folder as it was named, with forward slashes.
    pub(crate) display: String,
    /// The files whose revision is known, sorted by name.
    pub(crate) migrations: Vec<Migration>,
    /// Names of the files whose revision is not.
    pub(crate) unread: Vec<String>,
    /// Names of Rust files that are no Rust.
    pub(crate) unparsable: Vec<String>,
    pub(crate) problems: Vec<Problem>,
    hint: Option<String>,
    /// Whose rules the files follow.
    pub(crate) layout: Layout,
    /// All files that were found, sorted by name.
    pub(crate) files: Vec<SourceFile>,
    known: BTreeMap<String, Known>,
}

/// Reads a folder of the disk.
pub(crate) fn collect(folder: &Path, options: &Options) -> Collected {
    let display = scan::display_of(folder);
    let path = options.root.join(folder);
    let home = Home {
        package: &options.root,
        folder: &path,
        files: &Disk,
    };
    let mut problems = Vec::new();
    let mut collected = if options.combined && !path.exists() {
        Collected::default()
    } else if options.layout == Layout::Migrator {
        collect_files(scan::scan(&path, &display, &mut problems), home)
    } else {
        let read = layout::read(&path, &display, options.layout, &mut problems);
        collect_foreign(read, home)
    };
    problems.append(&mut collected.problems);
    if options.layout == Layout::Migrator && !options.combined {
        let own: Vec<_> = collected.migrations.iter().map(|it| &it.header).collect();
        let is_foreign = layout::say_likeness(&path, &display, &own, &mut problems);
        if is_foreign && own.is_empty() {
            collected = Collected::default();
        }
    }
    Collected {
        display,
        problems,
        layout: options.layout,
        ..collected
    }
}

/// Adds the files of our own to those of another tool.
pub(crate) fn collect_foreign(read: layout::Foreign, home: Home<'_>) -> Collected {
    let mut collected = collect_files(read.own, home);
    let mut migrations = read.migrations;
    layout::relink(
        &mut migrations,
        collected.migrations.iter().map(|it| &it.header),
    );
    migrations.append(&mut collected.migrations);
    let mut files = read.files;
    files.append(&mut collected.files);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Collected {
        migrations,
        files,
        ..collected
    }
}

/// Reads files that were found somewhere.
pub(crate) fn collect_files(scanned: scan::Folder, home: Home<'_>) -> Collected {
    let mut collected = Collected::default();
    for (file, reading) in scanned.files.iter().zip(read_all(&scanned.files, home)) {
        collected.known.extend(reading.known);
        collected.problems.extend(reading.problems);
        let name = || file.name.clone();
        collected
            .unparsable
            .extend(reading.is_unparsable.then(name));
        match reading.migration {
            Some(migration) => collected.migrations.push(migration),
            None => collected.unread.push(name()),
        }
    }
    collected.hint = scanned.hint;
    collected.files = scanned.files;
    collected
}

/// Builds the graph and judges it.
pub(crate) fn finish(collected: Collected, options: &Options) -> Outcome {
    let Collected {
        display,
        migrations,
        unread,
        mut problems,
        layout,
        ..
    } = collected;
    let hint = collected.hint.filter(|found| is_hint(found));
    let hint = hint.map(|found| Hint {
        found,
        wanted: hint_file(collected.files.iter().map(|file| file.name.as_str())),
    });
    let includes = migrations
        .iter()
        .flat_map(|migration| migration.includes.clone())
        .collect();
    let policy = Policy {
        allow_heads: options.allow_heads,
        is_partial: options.combined,
    };
    let nodes: Vec<Node<'_>> = migrations.iter().map(Node::of).collect();
    let graph = link::graph(&nodes, &unread, policy, &mut problems);
    let result = match (graph, Problems::new(problems)) {
        (Some(graph), None) => Ok(compiled(display, migrations, graph, layout)),
        (_, Some(problems)) => Err(problems),
        (None, None) => Err(Problems::bug(&display)),
    };
    Outcome {
        result,
        unparsable: collected.unparsable,
        includes,
        hint,
        known: collected.known,
    }
}

fn compiled(
    folder: String,
    mut migrations: Vec<Migration>,
    graph: Graph,
    layout: Layout,
) -> Compiled {
    let digest = link::digest(&migrations);
    let position = |migration: &Migration| graph.find(migration.id()).map(Revision::position);
    migrations.sort_by_cached_key(position);
    Compiled {
        folder,
        migrations,
        graph,
        digest,
        layout,
    }
}

/// Reads files on several threads, each with a deep stack: parsing recurses
/// along method chains, and generated migrations have long ones.
pub(crate) fn read_all(files: &[SourceFile], home: Home<'_>) -> Vec<Reading> {
    let n_threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(8);
    let n_files = files.len().div_ceil(n_threads).max(FILES_PER_THREAD);
    let cache = &Cache::open();
    let read = |chunk: &[SourceFile]| -> Vec<Reading> {
        chunk
            .iter()
            .map(|file| source::read(file, home, cache))
            .collect()
    };
    std::thread::scope(|scope| {
        let chunks: Vec<_> = files
            .chunks(n_files)
            .map(|chunk| {
                let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
                (chunk, thread.spawn_scoped(scope, move || read(chunk)))
            })
            .collect();
        let finished = chunks.into_iter().flat_map(|(chunk, thread)| match thread {
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|payload| std::panic::resume_unwind(payload)),
            // No thread could be had: the work is done here.
            Err(_) => read(chunk),
        });
        finished.collect()
    })
}

impl Problems {
    /// A graph was refused without a reason: never seen, never silent.
    pub(crate) fn bug(folder: &str) -> Self {
        let problem = Problem::of_file(folder, "the graph was refused without a reason");
        Self::only(problem.help("please report this as a bug of migrator"))
    }
}
