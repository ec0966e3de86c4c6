//! Which column of an image each revision and each line has.
//!
//! A column is taken from the first line down to the revision it leads to, and is then free again. Nothing
//! moves, so each line is straight but for its first bend.

/// Where a revision stands, and the columns of the lines to its parents.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) column: usize,
    /// The column in which the line to a parent goes down, and the parent's index.
    pub(super) lines: Vec<(usize, usize)>,
}

/// Finds a column for each revision; `parents` are those of each, newest first, as indexes that come later.
pub(super) fn places<'p>(parents: impl IntoIterator<Item = &'p [usize]>) -> Vec<Place> {
    let mut taken: Vec<Option<usize>> = Vec::new();
    let place = |(index, parents): (usize, &'p [usize])| {
        let column = column_of(&mut taken, index);
        if let Some(column) = taken.get_mut(column) {
            *column = None;
        }
        let line = |&parent: &usize| (column_from(&mut taken, parent, column), parent);
        let lines = parents.iter().map(line).collect();
        Place { column, lines }
    };
    parents.into_iter().enumerate().map(place).collect()
}

/// Returns the column that leads to a revision, or else the first that is free, which it then takes.
fn column_of(taken: &mut Vec<Option<usize>>, revision: usize) -> usize {
    column_from(taken, revision, 0)
}

/// The same, where one column is better than those left of it.
fn column_from(taken: &mut Vec<Option<usize>>, revision: usize, best: usize) -> usize {
    let find = |wanted: Option<usize>| taken.iter().position(|column| *column == wanted);
    let is_free = |column: usize| matches!(taken.get(column), None | Some(None));
    let found = find(Some(revision));
    let free = || {
        if is_free(best) {
            best
        } else {
            find(None).unwrap_or(taken.len())
        }
    };
    let column = found.unwrap_or_else(free);
    if taken.len() <= column {
        taken.resize(column + 1, None);
    }
    if let Some(place) = taken.get_mut(column) {
        *place = Some(revision);
    }
    column
}
