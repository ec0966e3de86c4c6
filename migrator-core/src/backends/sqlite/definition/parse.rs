//! The statement as a whole, and its columns.

use super::model::{Margin, Name, Piece};
use super::{Column, Constraint, Definition, DefinitionError, Words, clause};
use crate::base::Dialect;
use crate::script::{Kind, spans};

/// The words that end a type's name and begin a clause; `GENERATED` does so before `ALWAYS` only.
const CLAUSES: [&str; 11] = [
    "AS",
    "CHECK",
    "COLLATE",
    "CONSTRAINT",
    "DEFAULT",
    "DEFERRABLE",
    "NOT",
    "NULL",
    "PRIMARY",
    "REFERENCES",
    "UNIQUE",
];

/// The words that begin a constraint of the table where a column could begin.
const CONSTRAINTS: [&str; 5] = ["CHECK", "CONSTRAINT", "FOREIGN", "PRIMARY", "UNIQUE"];

/// A part of the list.
enum Item {
    Column(Column),
    Constraint(Constraint),
}

impl Item {
    const fn margin(&mut self) -> &mut Margin {
        match self {
            Self::Column(column) => &mut column.margin,
            Self::Constraint(constraint) => &mut constraint.margin,
        }
    }

    const fn is_constraint(&self) -> bool {
        matches!(self, Self::Constraint(_))
    }
}

impl Definition {
    /// Takes a stored statement apart.
    ///
    /// # Errors
    /// [`DefinitionError`] if it is not SQLite's `CREATE TABLE name (…)`.
    pub(in super::super) fn parse(sql: &str) -> Result<Self, DefinitionError> {
        let mut words = Words::new(sql)?;
        let name = head(&mut words)?;
        let gap = words.lead().to_owned();
        open(&mut words)?;
        let mut definition = Self {
            name,
            gap,
            columns: Vec::new(),
            constraints: Vec::new(),
            tail: String::new(),
            strict: false,
            without_rowid: false,
        };
        definition.items(&mut words)?;
        let start = words.at();
        close(&mut words)?;
        definition.options(&mut words)?;
        definition.tail = words.since(start).to_owned();
        Ok(definition)
    }

    /// Reads the list in parentheses, up to the closing one.
    fn items(&mut self, words: &mut Words<'_>) -> Result<(), DefinitionError> {
        let (mut lead, mut joined) = (words.lead().to_owned(), false);
        loop {
            let mut item = self.item(words, lead, joined)?;
            let before = words.lead().to_owned();
            match words.peek() {
                Some((Kind::Close, _)) => {
                    item.margin().trail = before;
                    self.push(item);
                    return Ok(());
                }
                Some((Kind::Other, ",")) => {
                    item.margin().trail = before;
                    words.next();
                    let (after, rest) = same_line(words.lead());
                    item.margin().after = after.to_owned();
                    (lead, joined) = (rest.to_owned(), false);
                }
                // The comma between constraints of a table may be left out.
                Some(_) if item.is_constraint() => (lead, joined) = (before, true),
                _ => return Err(words.expected("`,` or `)`")),
            }
            self.push(item);
        }
    }

    /// Reads a column, or a constraint of the table, behind which no column can come.
    fn item(
        &self,
        words: &mut Words<'_>,
        lead: String,
        joined: bool,
    ) -> Result<Item, DefinitionError> {
        let is_constraint = CONSTRAINTS.iter().any(|word| words.is(word));
        match is_constraint || !self.constraints.is_empty() {
            true => clause::of_table(words, lead, joined).map(Item::Constraint),
            false => column(words, lead).map(Item::Column),
        }
    }

    fn push(&mut self, item: Item) {
        match item {
            Item::Column(column) => self.columns.push(column),
            Item::Constraint(constraint) => self.constraints.push(constraint),
        }
    }

    /// Reads what stands behind the closing parenthesis.
    fn options(&mut self, words: &mut Words<'_>) -> Result<(), DefinitionError> {
        if words.peek().is_none() {
            return Ok(());
        }
        loop {
            if words.pass("WITHOUT") {
                words.require("ROWID")?;
                self.without_rowid = true;
            } else if words.pass("STRICT") {
                self.strict = true;
            } else {
                return Err(words.expected("an option of the table"));
            }
            match words.peek() {
                None => return Ok(()),
                Some((Kind::Other, ",")) => words.next(),
                Some(_) => return Err(words.expected("`,` or the end")),
            };
        }
    }
}

/// Reads up to the table's name, and returns that.
fn head(words: &mut Words<'_>) -> Result<String, DefinitionError> {
    words.require("CREATE")?;
    let _ = words.pass("TEMP") || words.pass("TEMPORARY");
    words.require("TABLE")?;
    if words.is("IF") && words.second_is("NOT") {
        words.next();
        words.next();
        words.require("EXISTS")?;
    }
    let name = words.name()?;
    match words.peek() {
        Some((Kind::Dot, _)) => {
            words.next();
            words.name()
        }
        _ => Ok(name),
    }
}

fn open(words: &mut Words<'_>) -> Result<(), DefinitionError> {
    match words.peek() {
        Some((Kind::Open, _)) => {
            words.next();
            Ok(())
        }
        _ => Err(words.expected("`(`")),
    }
}

fn close(words: &mut Words<'_>) -> Result<(), DefinitionError> {
    match words.peek() {
        Some((Kind::Close, _)) => {
            words.next();
            Ok(())
        }
        _ => Err(words.expected("`)`")),
    }
}

/// Reads a column up to the comma or the parenthesis behind it.
pub(super) fn column(words: &mut Words<'_>, lead: String) -> Result<Column, DefinitionError> {
    let start = words.at();
    let value = words.name()?;
    let text = words.since(start).to_owned();
    let kind = kind(words)?;
    let mut constraints: Vec<Constraint> = Vec::new();
    while let Some(constraint) = clause::of_column(words, &value)? {
        constraints.push(constraint);
    }
    Ok(Column {
        margin: Margin {
            lead,
            ..Margin::default()
        },
        name: Name { text, value },
        kind,
        constraints,
    })
}

/// Reads a column's type: words, then possibly one or two numbers in parentheses.
fn kind(words: &mut Words<'_>) -> Result<Option<Piece>, DefinitionError> {
    let (lead, start) = (words.lead().to_owned(), words.at());
    while let Some((Kind::Word | Kind::Quoted | Kind::Text, _)) = words.peek() {
        let is_generated = words.is("GENERATED") && words.second_is("ALWAYS");
        if is_generated || CLAUSES.iter().any(|clause| words.is(clause)) {
            break;
        }
        words.next();
    }
    if words.at() == start {
        return Ok(None);
    }
    if let Some((Kind::Open, _)) = words.peek() {
        words.group()?;
    }
    let text = words.since(start).to_owned();
    Ok(Some(Piece { lead, text }))
}

/// Splits blanks and comments behind a comma: a comment on the same line belongs to what stands
/// before the comma. A `--` comment keeps its line break.
fn same_line(text: &str) -> (&str, &str) {
    let line = text.find('\n').and_then(|end| text.get(..=end));
    let line = line.filter(|line| {
        let is_whole = spans(Dialect::Sqlite, line).all(|token| token.is_ok());
        is_whole && !line.trim().is_empty()
    });
    text.split_at(line.map_or(0, str::len))
}
