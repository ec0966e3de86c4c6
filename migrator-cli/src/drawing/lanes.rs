//! Lines of stars and bars: where each branch runs, and how branches part and meet.
//!
//! Going down, from new to old, a lane leads to a revision that is still to come. A revision takes the
//! place of the lane that leads to it, and leaves lanes to its parents behind:
//!
//! ```text
//!  split        join left    far          close        join right
//!
//!  * | |        | * |        | | * |      * |          * | |
//!  |\ \ \       |/ /         | |/ /        /           |\|_|
//!  | | | |      | |          |/| |        |            | |\|
//! ```
//!
//! Invariant: between two revisions each lane leads to another one. So a branch point is where lanes meet,
//! and they meet as soon as they can. Lanes never move to the right but at a split.

/// The lanes below a row: to which revision each leads.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    to: Vec<usize>,
    /// The column that a base has just left, if nothing has been drawn below it yet.
    just_ended: Option<usize>,
}

/// What is drawn for one revision.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// A row without text before, so that a base and a tip below it do not look connected.
    pub(super) gap: Option<String>,
    /// The row with the star.
    pub(super) star: String,
    /// The rows that lead to the parents.
    pub(super) below: Vec<String>,
}

impl Lanes {
    /// Draws a revision; parents come later.
    pub(super) fn draw(&mut self, revision: usize, parents: &[usize]) -> Rows {
        let mut rows = Rows::default();
        let found = self.to.iter().position(|&to| to == revision);
        let ended = self.just_ended.take();
        if found.is_none() && ended == Some(self.to.len()) {
            rows.gap = Some(self.row().finish());
        }
        let column = found.unwrap_or_else(|| {
            self.to.push(revision);
            self.to.len() - 1
        });
        let mut star = self.row();
        star.put(column * 2, '*');
        rows.star = star.finish();
        self.lead_to(column, parents, &mut rows.below);
        rows
    }

    /// Replaces a revision's lane by lanes to its parents.
    fn lead_to(&mut self, column: usize, parents: &[usize], rows: &mut Vec<String>) {
        let lane_to = |parent: &usize| self.to.iter().position(|to| to == parent);
        let mut own: Vec<usize> = Vec::new();
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for parent in parents {
            match lane_to(parent) {
                Some(lane) if lane < column => left.push(lane),
                Some(lane) => right.push(lane),
                None if own.contains(parent) => {}
                None => own.push(*parent),
            }
        }
        left.sort_unstable();
        left.dedup();
        right.sort_unstable();
        right.dedup();
        // Without a lane of its own it takes over one from the right, which then comes to it.
        let taken = if own.is_empty() && !right.is_empty() {
            Some(right.remove(0))
        } else {
            None
        };
        own.extend(taken.and_then(|lane| self.to.get(lane).copied()));
        self.join_left_all(column, &left, own.is_empty(), rows);
        let Some((&first, others)) = own.split_first() else {
            return;
        };
        if let Some(lane) = self.to.get_mut(column) {
            *lane = first;
        }
        for (index, &parent) in others.iter().enumerate() {
            self.split(column + index, parent, rows);
        }
        let last = column + others.len();
        for lane in right {
            self.join_right(last, lane + others.len(), rows);
        }
        if let Some(lane) = taken {
            self.join_left(lane, column, true, rows);
        }
    }

    /// Leads from a column to lanes left of it, and perhaps ends it.
    fn join_left_all(&mut self, column: usize, to: &[usize], ends: bool, rows: &mut Vec<String>) {
        let Some((&nearest, others)) = to.split_last() else {
            if ends {
                self.close(column, rows);
            }
            return;
        };
        for &lane in others {
            self.join_left(column, lane, false, rows);
        }
        self.join_left(column, nearest, ends, rows);
    }

    fn join_left(&mut self, from: usize, to: usize, ends: bool, rows: &mut Vec<String>) {
        let mut row = self.row();
        if ends {
            row.clear_from(from * 2);
            for lane in from + 1..self.to.len() {
                row.put(lane * 2 - 1, '/');
            }
            self.to.remove(from);
        }
        row.put(from * 2 - 1, '/');
        row.underline(to * 2 + 3, from * 2 - 1);
        rows.push(row.finish());
        if from - to > 1 {
            let mut row = self.row();
            row.put(to * 2 + 1, '/');
            rows.push(row.finish());
        }
    }

    fn join_right(&mut self, from: usize, to: usize, rows: &mut Vec<String>) {
        let mut row = self.row();
        row.put(from * 2 + 1, '\\');
        row.underline(from * 2 + 3, to * 2 - 1);
        rows.push(row.finish());
        if to - from > 1 {
            let mut row = self.row();
            row.put(to * 2 - 1, '\\');
            rows.push(row.finish());
        }
    }

    /// Adds a lane right of another one, from which it comes.
    fn split(&mut self, from: usize, parent: usize, rows: &mut Vec<String>) {
        let mut row = self.row();
        row.clear_from(from * 2 + 1);
        row.put(from * 2 + 1, '\\');
        for lane in from + 1..self.to.len() {
            row.put(lane * 2 + 1, '\\');
        }
        self.to.insert(from + 1, parent);
        rows.push(row.finish());
    }

    /// Ends a lane that leads nowhere.
    fn close(&mut self, column: usize, rows: &mut Vec<String>) {
        if column + 1 == self.to.len() {
            self.just_ended = Some(column);
        } else {
            let mut row = self.row();
            row.clear_from(column * 2);
            for lane in column + 1..self.to.len() {
                row.put(lane * 2 - 1, '/');
            }
            rows.push(row.finish());
        }
        self.to.remove(column);
    }

    /// Returns a row on which all lanes go straight down.
    fn row(&self) -> Row {
        Row(self.to.iter().flat_map(|_| ['|', ' ']).collect())
    }
}

/// A row while it is drawn.
struct Row(Vec<char>);

impl Row {
    fn put(&mut self, at: usize, c: char) {
        if self.0.len() <= at {
            self.0.resize(at + 1, ' ');
        }
        if let Some(place) = self.0.get_mut(at) {
            *place = c;
        }
    }

    fn clear_from(&mut self, at: usize) {
        self.0.truncate(at);
    }

    /// Draws along the gaps between lanes, up to an end that is not drawn.
    fn underline(&mut self, from: usize, end: usize) {
        for at in (from..end).step_by(2) {
            self.put(at, '_');
        }
    }

    fn finish(self) -> String {
        self.0.into_iter().collect::<String>().trim_end().to_owned()
    }
}
