//! The pieces of a `CREATE TABLE` statement.
//!
//! ```text
//! CREATE TABLE "t" ( a INT NOT NULL, -- one        b.lead = "\n  "
//!   b TEXT , UNIQUE (a, b) ) STRICT                a.after = " -- one"
//!          ^ b.trail         ^ trail, then tail
//! ```
//!
//! Invariant: a piece of blanks and comments that ends in a `--` comment ends with its line break, so that
//! whatever is put behind it is not swallowed.

use super::{same_name, unquoted};

/// A table as its stored statement defines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Definition {
    /// The name without quotes.
    pub(super) name: String,
    /// What stands between the name and the opening parenthesis.
    pub(super) gap: String,
    pub(super) columns: Vec<Column>,
    pub(super) constraints: Vec<Constraint>,
    /// The closing parenthesis and the options.
    pub(super) tail: String,
    pub(super) strict: bool,
    pub(super) without_rowid: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Column {
    pub(super) margin: Margin,
    pub(super) name: Name,
    /// The type with what stands before it, if there is one.
    pub(super) kind: Option<Piece>,
    pub(super) constraints: Vec<Constraint>,
}

/// A constraint of a column or of the table, or another clause of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Constraint {
    pub(super) margin: Margin,
    pub(super) label: Option<Label>,
    /// The text without the name.
    pub(super) body: String,
    pub(super) clause: Clause,
    /// Whether no comma separates it from the constraint of the table before it.
    pub(super) joined: bool,
}

/// Blanks and comments around a part of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Margin {
    /// Before it.
    pub(super) lead: String,
    /// After it and before the comma.
    pub(super) trail: String,
    /// After the comma, on the same line.
    pub(super) after: String,
}

/// A name as it is written, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) value: String,
}

/// A text, and the blanks and comments before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) lead: String,
    pub(super) text: String,
}

/// `CONSTRAINT name` and what stands up to the constraint itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) keyword: String,
    pub(super) name: Name,
    pub(super) gap: String,
}

/// What a constraint says. Columns are those that it is about, in its order: for a constraint of a
/// column that column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Clause {
    PrimaryKey {
        columns: Vec<String>,
        descending: bool,
        autoincrement: bool,
    },
    Unique {
        columns: Vec<String>,
    },
    ForeignKey {
        columns: Vec<String>,
        table: String,
        /// Empty if it means the primary key.
        targets: Vec<String>,
    },
    Check {
        expression: String,
    },
    NotNull,
    Null,
    Default,
    Collate,
    Generated {
        expression: String,
    },
    /// `DEFERRABLE …` apart from the `REFERENCES` that it is about.
    Deferrable,
    /// A name with nothing behind it.
    Nothing,
}

impl Clause {
    /// Returns the columns of a key or a unique constraint.
    pub(in super::super) fn columns(&self) -> &[String] {
        match self {
            Self::PrimaryKey { columns, .. }
            | Self::Unique { columns }
            | Self::ForeignKey { columns, .. } => columns,
            Self::Check { .. }
            | Self::NotNull
            | Self::Null
            | Self::Default
            | Self::Collate
            | Self::Generated { .. }
            | Self::Deferrable
            | Self::Nothing => &[],
        }
    }

    /// Names it for messages.
    pub(in super::super) const fn title(&self) -> &'static str {
        match self {
            Self::PrimaryKey { .. } => "primary key",
            Self::Unique { .. } => "unique constraint",
            Self::ForeignKey { .. } => "foreign key",
            Self::Check { .. } => "check",
            Self::NotNull => "`NOT NULL`",
            Self::Null => "`NULL`",
            Self::Default => "default",
            Self::Collate => "collation",
            Self::Generated { .. } => "expression",
            Self::Deferrable => "deferral",
            Self::Nothing => "name",
        }
    }
}

impl Constraint {
    /// Returns its name, if it has one.
    pub(in super::super) fn name(&self) -> Option<&str> {
        self.label.as_ref().map(|label| label.name.value.as_str())
    }

    /// Returns what it says.
    pub(in super::super) const fn clause(&self) -> &Clause {
        &self.clause
    }

    /// Returns its text without the name.
    pub(in super::super) fn body(&self) -> &str {
        &self.body
    }
}

impl Column {
    /// Returns its name.
    pub(in super::super) fn name(&self) -> &str {
        &self.name.value
    }

    /// Returns its type as it is written; empty if it has none.
    pub(in super::super) fn kind(&self) -> &str {
        self.kind.as_ref().map_or("", |kind| &kind.text)
    }

    /// Returns its clauses in order.
    pub(in super::super) fn constraints(&self) -> &[Constraint] {
        &self.constraints
    }

    /// Tells whether it has a clause of this sort.
    pub(in super::super) fn has(&self, is: impl Fn(&Clause) -> bool) -> bool {
        self.constraints.iter().any(|it| is(&it.clause))
    }

    /// Tells whether its values are computed.
    pub(in super::super) fn is_generated(&self) -> bool {
        self.has(|clause| matches!(clause, Clause::Generated { .. }))
    }
}

impl Definition {
    /// Returns the table's name.
    pub(in super::super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the columns in order.
    pub(in super::super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns a column by its name.
    pub(in super::super) fn column(&self, name: &str) -> Option<&Column> {
        let named = |column: &&Column| same_name(column.name(), name);
        self.columns.iter().find(named)
    }

    /// Returns the constraints of the table, without those of its columns.
    pub(in super::super) fn table_constraints(&self) -> &[Constraint] {
        &self.constraints
    }

    /// Returns all constraints and clauses, those of columns first.
    pub(in super::super) fn all_constraints(&self) -> impl Iterator<Item = &Constraint> {
        let columns = self.columns.iter().flat_map(|column| &column.constraints);
        columns.chain(&self.constraints)
    }

    /// Returns the primary key, wherever it stands.
    pub(in super::super) fn primary_key(&self) -> Option<&Constraint> {
        let is_key = |it: &&Constraint| matches!(it.clause, Clause::PrimaryKey { .. });
        self.all_constraints().find(is_key)
    }

    /// Returns the column that is another name of the rowid, if there is one.
    /// <https://sqlite.org/lang_createtable.html#rowid>
    pub(in super::super) fn rowid_column(&self) -> Option<&Column> {
        let key = self.primary_key()?;
        let Clause::PrimaryKey {
            columns,
            descending,
            ..
        } = &key.clause
        else {
            return None;
        };
        let [only] = columns.as_slice() else {
            return None;
        };
        let is_integer = |column: &&Column| same_name(&unquoted(column.kind()), "INTEGER");
        let column = self.column(only).filter(is_integer);
        column.filter(|_| !self.without_rowid && !descending)
    }

    /// Tells whether the key counts without ever using a number twice.
    pub(in super::super) fn is_autoincrement(&self) -> bool {
        let key = self.primary_key().map(Constraint::clause);
        matches!(
            key,
            Some(Clause::PrimaryKey {
                autoincrement: true,
                ..
            })
        )
    }

    /// Tells whether the table is `STRICT`.
    pub(in super::super) const fn is_strict(&self) -> bool {
        self.strict
    }

    /// Tells whether the table is `WITHOUT ROWID`.
    pub(in super::super) const fn is_without_rowid(&self) -> bool {
        self.without_rowid
    }
}
