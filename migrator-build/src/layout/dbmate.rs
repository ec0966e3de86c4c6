//! dbmate: `<digits>_<name>.sql` with `-- migrate:up` and `-- migrate:down`.
//!
//! `transaction:false` behind a marker takes the migration out of a transaction, both ways.

use migrator_core::base::Transaction;
use migrator_core::script::Layout;

use super::draft::{Draft, Found, Way, words};
use super::files::RawFile;
use super::version::Version;
use crate::Problem;

pub(super) fn read<'a>(files: &'a [RawFile], found: &mut Found<'a>) {
    for file in files {
        let stem = file.stem();
        let n_digits = stem.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, name) = stem.split_at(n_digits);
        if digits.is_empty() || !file.is_sql() {
            found.unknown(file, Layout::Dbmate, "<digits>_<name>.sql");
            continue;
        }
        if let Some((up, down, transaction)) = sections(file, &mut found.problems) {
            found.drafts.push(Draft {
                version: Version::text(digits),
                message: words(name),
                up,
                down,
                transaction,
            });
        }
    }
}

type Sections<'a> = (Way<'a>, Option<Way<'a>>, Transaction);

fn sections<'a>(file: &'a RawFile, problems: &mut Vec<Problem>) -> Option<Sections<'a>> {
    let text = file.text.as_str();
    let marks: Vec<Mark<'_>> = marks(text).collect();
    let mut mode = Transaction::default();
    for mark in &marks {
        for option in mark.options.split_whitespace() {
            match option {
                "transaction:false" => mode = Transaction::None,
                "transaction:true" => {}
                _ => problems.push(
                    Problem::of_file(&file.display, format!("dbmate has no option `{option}`"))
                        .at(mark.line, 1)
                        .help("write `transaction:false`, or nothing"),
                ),
            }
        }
    }
    let way = |is_up: bool| {
        let at = marks.iter().position(|mark| mark.is_up == is_up)?;
        let mark = marks.get(at)?;
        let end = marks.get(at + 1).map_or(text.len(), |next| next.start);
        Some(Way {
            file,
            text: text.get(mark.start..end)?,
            line: mark.line,
        })
    };
    let Some(up) = way(true) else {
        let problem = Problem::of_file(&file.display, "there is no `-- migrate:up`");
        problems.push(problem.help("write `-- migrate:up` before the statements"));
        return None;
    };
    Some((up, way(false), mode))
}

/// A line `-- migrate:up` or `-- migrate:down`.
struct Mark<'a> {
    is_up: bool,
    options: &'a str,
    start: usize,
    line: u32,
}

fn marks(text: &str) -> impl Iterator<Item = Mark<'_>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .zip(1..)
        .filter_map(move |(line, number)| {
            let at = start;
            start += line.len();
            let rest = line
                .strip_prefix("--")?
                .trim_start()
                .strip_prefix("migrate:")?;
            let (is_up, options) = match rest.strip_prefix("up") {
                Some(options) => (true, options),
                None => (false, rest.strip_prefix("down")?),
            };
            let ends = options.is_empty() || options.starts_with(char::is_whitespace);
            ends.then_some(Mark {
                is_up,
                options,
                start: at,
                line: number,
            })
        })
}
