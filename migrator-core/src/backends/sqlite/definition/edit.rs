//! The changes of a definition.
//!
//! What is added is given as SQL and read by the same grammar, so that an edited definition is
//! never less understood than a stored one.

use super::model::{Label, Margin, Name, Piece};
use super::{
    Clause, Column, Constraint, Definition, DefinitionError, Words, clause, parse, same_name,
};

/// Where a constraint stands: in the line of a column, or beside the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Place {
    column: Option<usize>,
    at: usize,
}

impl Definition {
    /// Adds a column after the others, given as SQL.
    pub(in super::super) fn add_column(&mut self, sql: &str) -> Result<(), DefinitionError> {
        let mut words = Words::new(sql)?;
        let mut column = parse::column(&mut words, String::new())?;
        end(&words)?;
        let is_last = self.constraints.is_empty();
        let before = self.columns.last_mut().map(|column| &mut column.margin);
        column.margin = margin_after(before, is_last);
        self.columns.push(column);
        Ok(())
    }

    /// Adds a constraint of the table after the others, given as SQL.
    pub(in super::super) fn add_constraint(&mut self, sql: &str) -> Result<(), DefinitionError> {
        let mut words = Words::new(sql)?;
        let mut constraint = clause::of_table(&mut words, String::new(), false)?;
        end(&words)?;
        let before = match self.constraints.last_mut() {
            Some(constraint) => Some(&mut constraint.margin),
            None => self.columns.last_mut().map(|column| &mut column.margin),
        };
        constraint.margin = margin_after(before, true);
        self.constraints.push(constraint);
        Ok(())
    }

    /// Removes a column with its own line; what else is said about it stays.
    pub(in super::super) fn remove_column(&mut self, name: &str) {
        let named = |column: &Column| same_name(column.name(), name);
        let Some(at) = self.columns.iter().position(named) else {
            return;
        };
        let removed = self.columns.remove(at);
        if let (0, Some(first)) = (at, self.columns.first_mut()) {
            // Its line break may stand behind the comma that went.
            if first.margin.lead.trim().is_empty() {
                first.margin.lead.clone_from(&removed.margin.lead);
            }
        }
        let is_last = at == self.columns.len() && self.constraints.is_empty();
        if let (true, Some(last)) = (is_last, self.columns.last_mut()) {
            close_up(&mut last.margin, &removed.margin);
        }
    }

    /// Returns the places of the constraints that are meant, those of columns first.
    pub(in super::super) fn find(&self, is: impl Fn(&Constraint) -> bool) -> Vec<Place> {
        let mut places = Vec::new();
        for (column, constraints) in self.columns.iter().enumerate() {
            let found = positions(&constraints.constraints, &is);
            places.extend(found.map(|at| Place {
                column: Some(column),
                at,
            }));
        }
        places.extend(positions(&self.constraints, &is).map(|at| Place { column: None, at }));
        places
    }

    /// Returns the constraint at a place.
    pub(in super::super) fn constraint(&self, place: Place) -> Option<&Constraint> {
        match place.column {
            Some(column) => self.columns.get(column)?.constraints.get(place.at),
            None => self.constraints.get(place.at),
        }
    }

    /// Removes the constraint at a place.
    pub(in super::super) fn remove(&mut self, place: Place) {
        let Some(column) = place.column else {
            self.remove_of_table(place.at);
            return;
        };
        let Some(column) = self.columns.get_mut(column) else {
            return;
        };
        if place.at >= column.constraints.len() {
            return;
        }
        let removed = column.constraints.remove(place.at);
        let next = column.constraints.get(place.at).map(Constraint::clause);
        let is_reference = matches!(removed.clause, Clause::ForeignKey { .. });
        if is_reference && next == Some(&Clause::Deferrable) {
            column.constraints.remove(place.at);
        }
    }

    fn remove_of_table(&mut self, at: usize) {
        if at >= self.constraints.len() {
            return;
        }
        let removed = self.constraints.remove(at);
        if let Some(next) = self.constraints.get_mut(at) {
            next.joined &= removed.joined;
            return;
        }
        let last = match self.constraints.last_mut() {
            Some(constraint) => Some(&mut constraint.margin),
            None => self.columns.last_mut().map(|column| &mut column.margin),
        };
        if let Some(last) = last {
            close_up(last, &removed.margin);
        }
    }

    /// Gives the constraint at a place a name: as SQL, and as what it says.
    pub(in super::super) fn rename(&mut self, place: Place, text: &str, value: &str) {
        let constraint = match place.column {
            Some(column) => {
                let column = self.columns.get_mut(column);
                column.and_then(|column| column.constraints.get_mut(place.at))
            }
            None => self.constraints.get_mut(place.at),
        };
        let Some(constraint) = constraint else {
            return;
        };
        let (text, value) = (text.to_owned(), value.to_owned());
        let name = Name { text, value };
        match &mut constraint.label {
            Some(label) => label.name = name,
            None => {
                let (keyword, gap) = ("CONSTRAINT ".to_owned(), " ".to_owned());
                constraint.label = Some(Label { keyword, name, gap });
            }
        }
    }

    /// Changes a column, if it is there.
    pub(in super::super) fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        let named = |column: &&mut Column| same_name(column.name(), name);
        self.columns.iter_mut().find(named)
    }
}

impl Column {
    /// Sets the type.
    pub(in super::super) fn set_kind(&mut self, text: &str) {
        let lead = self
            .kind
            .take()
            .map_or_else(|| " ".to_owned(), |kind| kind.lead);
        let text = text.to_owned();
        self.kind = Some(Piece { lead, text });
    }

    /// Replaces the clauses that are meant by one, given as SQL; adds it if there is none.
    pub(in super::super) fn set(
        &mut self,
        sql: &str,
        is: impl Fn(&Constraint) -> bool,
    ) -> Result<(), DefinitionError> {
        let mut words = Words::new(sql)?;
        let name = self.name.value.clone();
        let Some(mut clause) = clause::of_column(&mut words, &name)? else {
            return Err(words.expected("a clause of a column"));
        };
        end(&words)?;
        let position = self.constraints.iter().position(&is);
        let Some(at) = position else {
            " ".clone_into(&mut clause.margin.lead);
            // A lonely name at the end would become the name of what is put behind it.
            let is_whole = |it: &Constraint| it.clause != Clause::Nothing;
            let end = self.constraints.iter().rposition(is_whole);
            self.constraints
                .insert(end.map_or(0, |end| end + 1), clause);
            return Ok(());
        };
        if let Some(old) = self.constraints.get_mut(at) {
            clause.margin = old.margin.clone();
            clause.label = old.label.take();
            *old = clause;
        }
        let mut position = 0;
        self.constraints.retain(|constraint| {
            position += 1;
            position <= at + 1 || !is(constraint)
        });
        Ok(())
    }

    /// Removes the clauses that are meant.
    pub(in super::super) fn unset(&mut self, is: impl Fn(&Constraint) -> bool) {
        self.constraints.retain(|constraint| !is(constraint));
    }
}

fn positions(
    constraints: &[Constraint],
    is: impl Fn(&Constraint) -> bool,
) -> impl Iterator<Item = usize> {
    let found = constraints.iter().enumerate().filter(move |(_, it)| is(it));
    found.map(|(at, _)| at)
}

fn end(words: &Words<'_>) -> Result<(), DefinitionError> {
    match words.peek() {
        None => Ok(()),
        Some(_) => Err(words.expected("the end")),
    }
}

/// Returns the margin of something put behind what has this one: on a line of its own, if that
/// has one.
fn margin_after(before: Option<&mut Margin>, is_last: bool) -> Margin {
    let mut margin = Margin::default();
    " ".clone_into(&mut margin.lead);
    let Some(before) = before else {
        return margin;
    };
    let indentation = before.lead.rsplit('\n').next().unwrap_or_default();
    let has_line = before.lead.contains('\n') || indentation.len() > 1;
    if before.after.ends_with('\n') {
        indentation.clone_into(&mut margin.lead);
        "\n".clone_into(&mut margin.after);
    } else if has_line && before.lead.trim().is_empty() {
        margin.lead = format!("\n{indentation}");
    }
    if is_last && before.trail.trim().is_empty() {
        margin.trail = std::mem::take(&mut before.trail);
    }
    margin
}

/// Keeps the line break before the closing parenthesis when the last part goes.
fn close_up(last: &mut Margin, removed: &Margin) {
    if removed.trail.trim().is_empty() && !last.after.ends_with('\n') {
        last.trail.push_str(&removed.trail);
    }
}
