//! Edits a header at the places its reader found, and nothing else in the file.
//!
//! Comments, blanks, line endings and a byte order mark stay as they are.

use std::ops::Range;

use migrator_core::script::{FileRole, Header, Located, LocatedList, SqlHead};

use super::wanted::Wanted;
use super::{AuthoringError, FilePath, Folder, RevisionFile, headers};
use crate::rust::{front, places};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A migration's file, read to be edited.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) path: FilePath,
    pub(super) text: String,
    pub(super) header: Header,
    role: FileRole,
    /// Which bytes are replaced, and by what; they do not overlap.
    edits: Vec<(Range<usize>, String)>,
}

impl Source {
    /// Reads a file again, whole. It may have changed since the folder was read.
    pub(super) fn read(folder: &Folder, file: &RevisionFile) -> Result<Self, AuthoringError> {
        file.check_own()?;
        let path = folder.path(file);
        let unreadable = |reason: String| AuthoringError::Unreadable {
            file: path.to_string(),
            reason,
        };
        let bytes = std::fs::read(&path.path).map_err(|error| unreadable(error.to_string()))?;
        let text =
            String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8".to_owned()))?;
        let role = FileRole::of(&file.name);
        let header =
            headers::checked(role, &text).map_err(|faults| unreadable(faults.join("; ")))?;
        let id = header.revision.as_ref().map(|id| id.value.as_str());
        if id != Some(file.id()) {
            return Err(unreadable("it was changed in the meantime".to_owned()));
        }
        Ok(Self {
            path,
            text,
            header,
            role,
            edits: Vec::new(),
        })
    }

    /// Replaces an id in the header.
    pub(super) fn set_id(
        &mut self,
        item: &Located<String>,
        id: &str,
    ) -> Result<(), AuthoringError> {
        let range = self.offset(item.line, item.column).and_then(|at| {
            if self.role == FileRole::Sql {
                let range = at..at + item.value.len();
                let is_there = self.text.get(range.clone()) == Some(item.value.as_str());
                is_there.then_some(range)
            } else {
                places::literal_at(&self.text, at)
            }
        });
        let range = range.ok_or_else(|| self.lost(&item.value))?;
        self.edits.push((range, self.literal(id)));
        Ok(())
    }

    /// Writes an id into an empty list.
    pub(super) fn fill_list(&mut self, list: &LocatedList, id: &str) -> Result<(), AuthoringError> {
        let place = self.offset(list.line, list.column).and_then(|at| {
            if self.role == FileRole::Sql {
                Some(at)
            } else {
                places::inside_list_at(&self.text, at)
            }
        });
        let place = place.ok_or_else(|| self.lost(id))?;
        let before = self.text.get(..place).unwrap_or_default();
        let blank = if before.ends_with(':') { " " } else { "" };
        let text = format!("{blank}{}", self.literal(id));
        self.edits.push((place..place, text));
        Ok(())
    }

    /// Replaces the paragraph that is the message by one line.
    pub(super) fn set_message(&mut self, message: &str) {
        let lines = self.message_lines();
        let Some((first, others)) = lines.split_first() else {
            let mark = match self.role {
                FileRole::Sql => "--",
                _ => "//!",
            };
            let newline = if self.text.contains("\r\n") {
                "\r\n"
            } else {
                "\n"
            };
            let start = self.body_start();
            let line = format!("{mark} {message}{newline}");
            return self.edits.push((start..start, line));
        };
        self.edits.push((first.clone(), message.to_owned()));
        for line in others {
            let range = self.whole_line(line).unwrap_or_else(|| line.clone());
            self.edits.push((range, String::new()));
        }
    }

    /// Returns the edited text, and what its header then says.
    pub(super) fn finish(&self, wanted: &Wanted<'_>) -> Result<(String, Header), AuthoringError> {
        let mut text = self.text.clone();
        let mut edits: Vec<_> = self.edits.iter().collect();
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, new) in edits {
            text.replace_range(range.clone(), new);
        }
        let header = wanted.read_back(self.role, &text, false)?;
        Ok((text, header))
    }

    fn literal(&self, id: &str) -> String {
        match self.role {
            FileRole::Sql => id.to_owned(),
            _ => format!("{id:?}"),
        }
    }

    /// Returns where the words of the message's lines stand.
    fn message_lines(&self) -> Vec<Range<usize>> {
        let start = self.body_start();
        let body = self.text.get(start..).unwrap_or_default();
        let lines: Vec<Range<usize>> = match self.role {
            FileRole::Sql => {
                let numbers = SqlHead::read(&self.text).0.message_lines;
                let lines = numbers.iter().filter_map(|number| self.line(*number));
                // Behind the two dashes.
                let words = |line: Range<usize>| {
                    let text = self.text.get(line.clone())?;
                    Some(line.start + text.find("--")? + 2..line.end)
                };
                lines.filter_map(words).collect()
            }
            _ => front::message_lines(body)
                .into_iter()
                .map(|line| line.start + start..line.end + start)
                .collect(),
        };
        lines.into_iter().map(|line| self.trimmed(line)).collect()
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let start = range.start + text.len() - text.trim_start().len();
        start..start + text.trim().len()
    }

    /// Returns the line around a comment, if it is alone there.
    fn whole_line(&self, words: &Range<usize>) -> Option<Range<usize>> {
        let start = self
            .text
            .get(..words.start)?
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let mark = self.text.get(start..words.start)?.trim();
        let rest = self.text.get(words.end..)?;
        let end = rest
            .find('\n')
            .map_or(self.text.len(), |at| words.end + at + 1);
        let is_alone =
            matches!(mark, "//!" | "--") && rest.get(..end - words.end)?.trim().is_empty();
        is_alone.then_some(start..end)
    }

    fn body_start(&self) -> usize {
        let has_mark = self.text.starts_with(BYTE_ORDER_MARK);
        if has_mark {
            BYTE_ORDER_MARK.len_utf8()
        } else {
            0
        }
    }

    /// Returns a line without its end; lines are counted from 1.
    fn line(&self, number: u32) -> Option<Range<usize>> {
        let newlines = self.text.match_indices('\n').map(|(at, _)| at + 1);
        let start = std::iter::once(self.body_start())
            .chain(newlines)
            .nth(usize::try_from(number.checked_sub(1)?).ok()?)?;
        let rest = self.text.get(start..)?;
        Some(start..start + rest.find('\n').unwrap_or(rest.len()))
    }

    /// Returns the byte of a place; columns count characters from 1.
    fn offset(&self, line: u32, column: u32) -> Option<usize> {
        let line = self.line(line)?;
        let text = self.text.get(line.clone())?;
        let n_before = usize::try_from(column.checked_sub(1)?).ok()?;
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        Some(line.start + ends.into_iter().nth(n_before)?)
    }

    fn lost(&self, what: &str) -> AuthoringError {
        AuthoringError::Unreadable {
            file: self.path.to_string(),
            reason: format!("the place of `{what}` in its header is not found"),
        }
    }
}
