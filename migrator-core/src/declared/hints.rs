//! What a person says about the way from one schema to the next, which no comparison can know.

use crate::base::TableName;

/// What is said about the way: renames, values for rows that are there.
///
/// Hints that do not apply (any more) are passed over, so that an attribute may stay. Where names are exchanged
/// both are there before and after: such a hint applies if less is different with it than without. If that
/// does not tell, it is an error, unless it is said [for this time](Self::for_once).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Hints {
    /// What has another name now, or has not.
    pub renames: Vec<RenameHint>,
    /// Those of the renames that are said for one comparison only, and so are still to be made.
    pub once: Vec<RenameHint>,
    /// Values for columns of rows that are there.
    pub backfills: Vec<Backfill>,
    /// What becomes of a value that an enumeration loses.
    pub enum_values: Vec<EnumValueHint>,
    /// How values come to another type.
    pub conversions: Vec<ConversionHint>,
}

impl Hints {
    /// Adds what others say.
    pub fn extend(&mut self, other: Self) {
        self.renames.extend(other.renames);
        self.once.extend(other.once);
        self.backfills.extend(other.backfills);
        self.enum_values.extend(other.enum_values);
        self.conversions.extend(other.conversions);
    }

    /// Says all of it for one comparison: no revision can have made these renames before.
    #[must_use]
    pub fn for_once(mut self) -> Self {
        self.once.clone_from(&self.renames);
        self
    }

    /// Adds weaker hints: those that say something of what these say nothing about.
    #[must_use]
    pub fn over(mut self, mut weaker: Self) -> Self {
        let said = &self.renames;
        for weaker in [&mut weaker.renames, &mut weaker.once] {
            weaker.retain(|hint| !said.iter().any(|it| it.is_about(hint)));
        }
        let said = &self.backfills;
        weaker.backfills.retain(|hint| {
            let is_about = |it: &Backfill| (&it.table, &it.column) == (&hint.table, &hint.column);
            !said.iter().any(is_about)
        });
        let said = &self.enum_values;
        weaker.enum_values.retain(|hint| {
            let is_about =
                |it: &EnumValueHint| (&it.enumeration, &it.from) == (&hint.enumeration, &hint.from);
            !said.iter().any(is_about)
        });
        let said = &self.conversions;
        weaker.conversions.retain(|hint| {
            let is_about =
                |it: &ConversionHint| (&it.table, &it.column) == (&hint.table, &hint.column);
            !said.iter().any(is_about)
        });
        self.extend(weaker);
        self
    }
}

/// Something that has another name now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RenameHint {
    /// A table, view, sequence, enum or domain.
    Object {
        /// The former name.
        from: TableName,
        /// The name now; `None`: it is gone.
        to: Option<TableName>,
    },
    /// A column.
    Column {
        /// The table, by its name now.
        table: TableName,
        /// The former name.
        from: String,
        /// The name now; `None`: it is gone.
        to: Option<String>,
    },
}

impl RenameHint {
    /// Tells whether both say what became of the same thing, or what the same thing was.
    fn is_about(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Object { from, to },
                Self::Object {
                    from: other_from,
                    to: other_to,
                },
            ) => from == other_from || (to.is_some() && to == other_to),
            (
                Self::Column { table, from, to },
                Self::Column {
                    table: other_table,
                    from: other_from,
                    to: other_to,
                },
            ) => table == other_table && (from == other_from || (to.is_some() && to == other_to)),
            (Self::Object { .. }, Self::Column { .. })
            | (Self::Column { .. }, Self::Object { .. }) => false,
        }
    }
}

/// A value for a column of rows that are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backfill {
    /// The table, by its name now.
    pub table: TableName,
    /// The column.
    pub column: String,
    /// An SQL expression over the row's columns; `None`: there are no rows, or the author deals with them.
    pub expression: Option<String>,
}

/// What becomes of a value that an enumeration loses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValueHint {
    /// The enumeration, by its name now; on a database without such types the table and column.
    pub enumeration: TableName,
    /// The value that goes.
    pub from: String,
    /// What it becomes (also: its new name); `None`: no row has it.
    pub to: Option<String>,
}

/// How a column's values come to its new type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversionHint {
    /// The table, by its name now.
    pub table: TableName,
    /// The column.
    pub column: String,
    /// An SQL expression over the row's columns.
    pub using: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(from: &str, to: Option<&str>) -> RenameHint {
        RenameHint::Column {
            table: "users".into(),
            from: from.to_owned(),
            to: to.map(str::to_owned),
        }
    }

    fn backfill(column: &str, expression: &str) -> Backfill {
        Backfill {
            table: "users".into(),
            column: column.to_owned(),
            expression: Some(expression.to_owned()),
        }
    }

    #[test]
    fn a_stronger_hint_leaves_nothing_of_a_weaker_one_about_the_same() {
        let weaker = Hints {
            renames: vec![
                column("nick", Some("name")),
                column("mail", Some("email")),
                column("old", Some("new")),
            ],
            backfills: vec![backfill("age", "1"), backfill("size", "2")],
            ..Hints::default()
        };
        let stronger = Hints {
            renames: vec![column("nick", None), column("address", Some("email"))],
            backfills: vec![backfill("age", "0")],
            ..Hints::default()
        };
        let hints = stronger.over(weaker);
        let renames = [
            column("nick", None),
            column("address", Some("email")),
            column("old", Some("new")),
        ];
        assert_eq!(hints.renames, renames);
        assert_eq!(
            hints.backfills,
            [backfill("age", "0"), backfill("size", "2")]
        );
    }
}
