//! The rows of a table, compared with those of the same table elsewhere.

use std::collections::{BTreeMap, BTreeSet};

/// The values of a row, by the names of their columns.
pub(super) type Row = BTreeMap<String, String>;

/// The rows of a table, in no order.
#[derive(Debug)]
pub(super) struct Rows {
    sorted: Vec<Row>,
}

impl Rows {
    pub(super) fn new(mut rows: Vec<Row>) -> Self {
        rows.sort_unstable();
        Self { sorted: rows }
    }

    /// Tells whether others are the same, these columns aside.
    pub(super) fn are(&self, others: &Self, but: &BTreeSet<&str>) -> bool {
        match but.is_empty() {
            true => self.sorted == others.sorted,
            false => self.without(but) == others.without(but),
        }
    }

    /// Returns the columns that have other values there, whatever the rows.
    pub(super) fn columns_unlike<'r>(&'r self, others: &'r Self) -> BTreeSet<&'r str> {
        let (here, there) = (self.by_column(), others.by_column());
        let all = here.keys().chain(there.keys()).copied();
        all.filter(|column| here.get(column) != there.get(column))
            .collect()
    }

    fn without(&self, columns: &BTreeSet<&str>) -> Vec<BTreeMap<&str, &str>> {
        let is_kept = |(name, _): &(&String, &String)| !columns.contains(name.as_str());
        let kept = self.sorted.iter().map(|row| {
            let values = row.iter().filter(is_kept);
            values
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect()
        });
        let mut kept: Vec<BTreeMap<&str, &str>> = kept.collect();
        kept.sort_unstable();
        kept
    }

    fn by_column(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut columns: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, value) in self.sorted.iter().flatten() {
            columns.entry(name).or_default().push(value);
        }
        columns
            .values_mut()
            .for_each(|values| values.sort_unstable());
        columns
    }
}
