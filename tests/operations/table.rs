//! The chapter's tables, line by line.

/// The chapter.
pub(crate) const TEXT: &str = include_str!("../../docs/guide/operations.md");

/// One line: the call, and the word that each database's cell begins with.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) call: String,
    pub(crate) sqlite: String,
    pub(crate) postgres: String,
}

/// The lines of all tables that have a column for each database.
pub(crate) fn lines() -> Vec<Line> {
    let rows = TEXT.lines().filter_map(|line| line.strip_prefix("| "));
    let rows = rows.map(|row| row.split(" | ").collect::<Vec<_>>());
    rows.filter_map(|cells| match cells.as_slice() {
        [call, sqlite, postgres] => Some(Line {
            call: plain(call),
            sqlite: word(sqlite)?,
            postgres: word(postgres)?,
        }),
        _ => None,
    })
    .collect()
}

/// The word in bold that a cell begins with.
fn word(cell: &str) -> Option<String> {
    let (word, _) = cell.strip_prefix("**")?.split_once("**")?;
    Some(word.to_owned())
}

/// The text without its links and backticks.
fn plain(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some((before, link)) = rest.split_once("](") {
        text.push_str(before);
        rest = link.split_once(')').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.replace(['`', '['], "")
}
