//! From what a tool's files say to revisions, each on top of the one before.

use std::borrow::Cow;

use migrator_core::base::Transaction;
use migrator_core::script::{
    Direction, Header, Layout, Located, Section, SqlFault, SqlFile, SqlFileFault, SqlFileProblem,
};

use super::draft::{Draft, Way};
use super::ignored::without_ignored;
use super::wrapped::{is_bare, unwrapped};
use crate::Problem;
use crate::source::{self, Body, Migration, Original, SqlBody};

/// Sorts migrations as the tool does and chains them.
pub(super) fn migrations(
    mut drafts: Vec<Draft<'_>>,
    layout: Layout,
    problems: &mut Vec<Problem>,
) -> Vec<Migration> {
    drafts.sort_by(|a, b| {
        a.version
            .cmp(&b.version)
            .then_with(|| a.up.file.path.cmp(&b.up.file.path))
    });
    drafts.dedup_by(|draft, first| {
        let is_same = draft.version.is_same(&first.version);
        if is_same {
            let message = format!(
                "the version {} is already used by {}",
                first.version.text, first.up.file.display
            );
            let problem = Problem::of_file(&draft.up.file.display, message);
            problems.push(problem.help("give each migration a version of its own"));
        }
        is_same
    });
    let parents =
        std::iter::once(None).chain(drafts.iter().map(|draft| Some(draft.version.text.as_str())));
    drafts
        .iter()
        .zip(parents)
        .map(|(draft, parent)| migration(draft, parent, layout, problems))
        .collect()
}

fn migration(
    draft: &Draft<'_>,
    parent: Option<&str>,
    layout: Layout,
    problems: &mut Vec<Problem>,
) -> Migration {
    let mode = mode(draft);
    let transaction = (mode != Transaction::default()).then(|| here(mode));
    let up = Read::new(&draft.up, Direction::Up, layout, mode);
    let down = draft
        .down
        .as_ref()
        .map(|down| Read::new(down, Direction::Down, layout, mode));
    let sections = std::iter::once(&up).chain(&down).map(Read::section);
    let checksum = source::sql_checksum(sections);
    let header = Header {
        revision: Some(here(draft.version.text.clone())),
        down_revision: Some(here(
            parent
                .map(|parent| here(parent.to_owned()))
                .into_iter()
                .collect(),
        )),
        transaction,
        message: draft.message.clone(),
        ..Header::default()
    };
    let file = draft.up.file;
    let further = draft
        .down
        .map(|down| down.file.path.clone())
        .filter(|path| *path != file.path);
    Migration {
        file: file.path.clone(),
        path: file.display.clone(),
        header,
        constants: Vec::new(),
        checksum,
        body: Body::Sql {
            up: up.body(problems),
            down: down.map(|down| down.body(problems)),
        },
        includes: Vec::new(),
        original: Some(Original { layout, further }),
    }
}

/// How both ways run: a file that is told to run outside a transaction and makes one around all that it does is one
/// transaction, and not some statements that are kept one by one.
fn mode(draft: &Draft<'_>) -> Transaction {
    let mut ways = std::iter::once(&draft.up).chain(&draft.down);
    let is_one = |way: &Way<'_>| is_bare(way.text) || unwrapped(way.text).is_some();
    let is_told = draft.transaction == Transaction::None;
    match is_told && !is_bare(draft.up.text) && ways.all(is_one) {
        true => Transaction::default(),
        false => draft.transaction,
    }
}

fn here<T>(value: T) -> Located<T> {
    Located::new(value, 1, 1)
}

/// One way, read as SQL.
struct Read<'a> {
    file: &'a str,
    text: Cow<'a, str>,
    line: u32,
    direction: Direction,
    transaction: Transaction,
}

impl<'a> Read<'a> {
    fn new(way: &Way<'a>, direction: Direction, layout: Layout, transaction: Transaction) -> Self {
        let text = match transaction {
            Transaction::None => Cow::Borrowed(way.text),
            _ => {
                let text = unwrapped(way.text).map_or(Cow::Borrowed(way.text), Cow::Owned);
                without_ignored(text, layout)
            }
        };
        Self {
            file: &way.file.display,
            text,
            line: way.line,
            direction,
            transaction,
        }
    }

    fn section(&self) -> Section<'_> {
        Section {
            direction: self.direction,
            dialect: None,
            text: &self.text,
            line: self.line,
        }
    }

    /// The statements; what is wrong with them is reported at its line.
    fn body(&self, problems: &mut Vec<Problem>) -> SqlBody {
        let file = SqlFile {
            header: Header {
                transaction: Some(here(self.transaction)),
                ..Header::default()
            },
            sections: vec![self.section()],
        };
        let (statements, faults) = file.statements(self.direction);
        problems.extend(faults.into_iter().map(|fault| self.problem(fault)));
        source::owned(statements.unwrap_or_else(source::nothing))
    }

    /// The file is not ours, and has no header to write a transaction's mode into.
    fn problem(&self, fault: SqlFileProblem) -> Problem {
        let is_control = matches!(
            fault.fault,
            SqlFileFault::Sql(SqlFault::TransactionControl { .. })
        );
        let problem = Problem::of_sql(self.file, fault);
        match (is_control, self.transaction) {
            (false, _) => problem,
            (true, Transaction::None) => problem.help(
                "remove it: outside a transaction each statement is kept by itself, and what is cut off goes on \
                 behind the last one",
            ),
            (true, _) => problem.help("remove it: the migration runs in a transaction of its own"),
        }
    }
}
