//! The columns of a table.

use std::collections::BTreeMap;

use super::{Comparison, Pair, pairs};
use crate::catalog::Conversion;
use crate::catalog::Habits;
use crate::diff::{Change, DiffError, Difference, Question, display, filler};
use crate::schema::{Column, ObjectKind, ObjectName, Table};

impl<'a> Comparison<'a> {
    /// Notes what columns are called now, for all tables, before anything that mentions them is compared.
    pub(super) fn paired_columns(&mut self, paired: &[Pair<'a, Table>]) {
        for pair in paired {
            let (Some(from), Some(to)) = *pair else {
                continue;
            };
            self.take_column_hints(from, to);
            for pair in self.column_pairs(from, to) {
                if let (Some(was), Some(is)) = pair
                    && was.name() != is.name()
                {
                    self.now.column(from.name(), was.name(), is.name());
                }
            }
        }
    }

    fn column_pairs<'t>(&self, from: &'t Table, to: &'t Table) -> Vec<Pair<'t, Column>> {
        let former = |it: &Column| self.part_key(self.now.column_name(from.name(), it.name()));
        let mut pairs = pairs(from.columns(), to.columns(), former, |it| {
            self.part_key(it.name())
        });
        // Columns come to stand in a table as they come, on the way back, too.
        as_in(to, &mut pairs, |pair| pair.1.filter(|_| pair.0.is_none()));
        as_in(from, &mut pairs, |pair| pair.0.filter(|_| pair.1.is_none()));
        pairs
    }

    /// Compares the columns of a table.
    pub(super) fn columns(&mut self, from: &'a Table, to: &'a Table) -> Result<(), DiffError> {
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for pair in self.column_pairs(from, to) {
            let Some(column) = pair.1.or(pair.0) else {
                continue;
            };
            let name = ObjectName::part(ObjectKind::Column, to.name(), column.name());
            if !self.scope.holds(&name) {
                continue;
            }
            match pair {
                (Some(was), None) if self.scope.drops(&name) => {
                    gone.push(was);
                    self.push_column(from, to, Difference::Removed(was.clone()));
                }
                (None, Some(is)) => {
                    come.push(is);
                    self.push_column(from, to, Difference::Added(is.clone()));
                }
                (Some(was), Some(is)) => {
                    let both = || (was.clone(), is.clone());
                    if self.part_key(was.name()) != self.part_key(is.name()) {
                        let (from_, to_) = both();
                        self.push_column(
                            from,
                            to,
                            Difference::Renamed {
                                from: from_,
                                to: to_,
                            },
                        );
                    }
                    refuse_counting((from, was), (to, is), self.now.habits(), &name)?;
                    if !self.is_same_column((from, was), (to, is)) {
                        let (from_, to_) = both();
                        self.push_column(
                            from,
                            to,
                            Difference::Changed {
                                from: from_,
                                to: to_,
                            },
                        );
                    }
                }
                _ => {}
            }
        }
        self.ask_for_columns(to.name(), &gone, &come);
        Ok(())
    }

    fn is_same_column(&self, from: (&Table, &Column), to: (&Table, &Column)) -> bool {
        let was = self.now.column_now(&self.now.place(from.0), from.1);
        let is = self.same.column_now(&self.same.place(to.0), to.1);
        was == is
    }

    fn push_column(&mut self, from: &Table, to: &Table, difference: Difference<Column>) {
        let (mut backfill, mut using, mut values) = (None, None, Vec::new());
        match &difference {
            Difference::Added(column) => backfill = self.backfill(to, None, column),
            Difference::Changed { from: was, to: is } => {
                backfill = self.backfill(to, Some(was), is);
                (using, values) = self.converted((from, was), (to, is));
            }
            Difference::Removed(_) | Difference::Renamed { .. } => {}
        }
        self.push(Change::Column {
            table: to.name().clone(),
            former_table: from.name().clone(),
            difference,
            backfill,
            using,
            values,
        });
    }

    /// Returns what rows get in a column that bears no `NULL` any more, or asks.
    fn backfill(&mut self, to: &Table, was: Option<&Column>, is: &Column) -> Option<String> {
        let becomes_required = !is.is_nullable() && was.is_none_or(Column::is_nullable);
        let fills_itself = is.generated().is_some() || is.identity_options().is_some();
        if !becomes_required || fills_itself {
            return None;
        }
        let table = to.name();
        let hints = &self.rules.hints.backfills;
        let hint = hints
            .iter()
            .find(|it| it.table == *table && it.column == is.name());
        if let Some(hint) = hint {
            return hint.expression.clone();
        }
        if was.is_none() && filler::numbers_rows(is, to, self.now.habits()) {
            return None;
        }
        if is.default_value().is_some() || filler::has_default_by_type(is, self.wanted) {
            // New columns get the default anyway, columns that are there where they have nothing.
            return was.and_then(|_| filler::default(is));
        }
        self.ask(Question::Backfill {
            table: table.clone(),
            column: is.name().to_owned(),
        });
        None
    }

    /// Returns how values come to another type, or what those of an enumeration became; or asks.
    fn converted(
        &mut self,
        from: (&Table, &Column),
        to: (&Table, &Column),
    ) -> (Option<String>, Vec<(String, String)>) {
        let nothing = (None, Vec::new());
        let (table, column) = (to.0.name(), to.1);
        let was = self.now.column_type(from.1.kind());
        let is = self.same.column_type(column.kind());
        if was == is || column.generated().is_some() {
            return nothing;
        }
        let hints = &self.rules.hints.conversions;
        let hint = hints
            .iter()
            .find(|it| it.table == *table && it.column == column.name());
        if let Some(hint) = hint {
            return (Some(hint.using.clone()), Vec::new());
        }
        if let Some(became) = self.mapped_values(table, from.1, column) {
            return (None, became);
        }
        match self
            .rules
            .introspection
            .conversion(column.name(), from.1.kind(), column.kind())
        {
            Conversion::Implicit => nothing,
            Conversion::Using(expression) => (Some(expression), Vec::new()),
            Conversion::Unknown => {
                self.ask(Question::Conversion {
                    table: table.clone(),
                    column: column.name().to_owned(),
                    from: display::kind(from.1.kind()),
                    to: display::kind(column.kind()),
                });
                nothing
            }
        }
    }
}

/// Puts some pairs into the order that the columns of a table have, and leaves the others where they are.
fn as_in<'t>(
    table: &Table,
    pairs: &mut [Pair<'t, Column>],
    of: impl Fn(&Pair<'t, Column>) -> Option<&'t Column>,
) {
    let names = table.columns().iter().map(Column::name).enumerate();
    let places: BTreeMap<&str, usize> = names.map(|(at, name)| (name, at)).collect();
    let place = |pair: &Pair<'t, Column>| Some(*places.get(of(pair)?.name())?);
    let mut ordered: Vec<Pair<'t, Column>> = pairs
        .iter()
        .copied()
        .filter(|it| place(it).is_some())
        .collect();
    ordered.sort_by_key(place);
    let slots = pairs.iter_mut().filter(|it| place(it).is_some());
    for (slot, pair) in slots.zip(ordered) {
        *slot = pair;
    }
}

/// Fails if a key of SQLite counts in another way, which is part of its type there.
fn refuse_counting(
    from: (&Table, &Column),
    to: (&Table, &Column),
    habits: Habits,
    object: &ObjectName,
) -> Result<(), DiffError> {
    let (was, is) = (from.1, to.1);
    let is_only_key = |table: &Table, column: &Column| table.key_columns() == [column.name()];
    let are_keys = is_only_key(from.0, was) && is_only_key(to.0, is);
    let counts = |it: &Column| it.kind().is_integer() && it.may_generate();
    let what = if was.is_auto_increment() != is.is_auto_increment() {
        "a change of `AUTOINCREMENT`"
    } else if habits.builds_anew && are_keys && was.kind() == is.kind() && counts(was) != counts(is)
    {
        "a change between a key that counts by itself and one that does not"
    } else {
        return Ok(());
    };
    Err(DiffError::Impossible {
        object: object.clone(),
        what: what.to_owned(),
        help: "create another table with it, move the rows by `op.execute`, and drop the old one"
            .to_owned(),
    })
}
