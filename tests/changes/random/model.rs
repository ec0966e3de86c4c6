//! Schemas as the test knows them: what has another name in another schema is known by its number.

use migrator::prelude::{Action, Deferrable};

/// A schema, for one kind of database.
#[derive(Debug, Clone)]
pub(super) struct Schema {
    pub(super) is_postgres: bool,
    pub(super) has_rows: bool,
    pub(super) tables: Vec<Table>,
    pub(super) views: Vec<View>,
    /// How many names and numbers have been given.
    pub(super) n_given: u32,
    /// How many there were before anything changed: tables with later numbers have no rows.
    pub(super) n_before: u32,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) id: u32,
    pub(super) name: String,
    pub(super) comment: Option<String>,
    pub(super) columns: Vec<Column>,
    pub(super) key: Vec<u32>,
    pub(super) parts: Vec<Part>,
    pub(super) indexes: Vec<Index>,
}

#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) id: u32,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) not_null: bool,
    /// A number it is made of; of an enumeration that of the value.
    pub(super) default: Option<u32>,
    pub(super) comment: Option<String>,
    /// The column that it is computed from.
    pub(super) computed: Option<u32>,
    /// Whether it is an identity.
    pub(super) counts: bool,
    /// Whether a row has none.
    pub(super) has_nulls: bool,
    /// Whether rows that are there got it later, all the same.
    pub(super) is_new: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Integer,
    Big,
    Text,
    Short(u32),
    Boolean,
    Date,
    Timestamp,
    Decimal,
    Array,
    Enumeration(Enumeration),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Enumeration {
    pub(super) name: String,
    pub(super) values: Vec<Value>,
    /// The numbers of values that went, each with that of the value it became.
    pub(super) gone: Vec<(u32, Option<u32>)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    pub(super) id: u32,
    pub(super) text: String,
}

/// A constraint that is no key.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) name: Option<String>,
    pub(super) what: What,
}

#[derive(Debug, Clone)]
pub(super) enum What {
    Unique {
        columns: Vec<u32>,
        /// Whether two rows without a value are the same, which is of PostgreSQL.
        are_nulls_alike: bool,
        defers: Option<Deferrable>,
    },
    Check(u32, u32),
    /// To the key of a table.
    Reference {
        columns: Vec<u32>,
        to: u32,
        on_delete: Option<Action>,
        on_update: Option<Action>,
        defers: Option<Deferrable>,
    },
}

/// A view of a few columns of a table, or of all of another view.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub(super) name: String,
    pub(super) of: Source,
    pub(super) is_materialized: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A table's columns; by their own names or by numbers.
    Table(u32, Vec<u32>, bool),
    /// Another view, by its name.
    View(String),
    /// Nothing, so that there is a view.
    Nothing,
}

#[derive(Debug, Clone)]
pub(super) struct Index {
    pub(super) name: String,
    pub(super) columns: Vec<u32>,
    pub(super) shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shape {
    Plain,
    Unique,
    Descending,
    Partial,
    Expression,
}

impl Schema {
    pub(super) fn table(&self, id: u32) -> &Table {
        self.tables.iter().find(|it| it.id == id).unwrap()
    }

    /// The enumerations: each is of one column.
    pub(super) fn enumerations(&self) -> Vec<&Enumeration> {
        let columns = self.tables.iter().flat_map(|it| &it.columns);
        columns.filter_map(|it| it.kind.enumeration()).collect()
    }

    /// Tells whether values of an enumeration become one that is none of them: no way back is known of that.
    pub(super) fn merges(&self, after: &Self) -> bool {
        let columns = |it: &Self| -> Vec<Column> {
            let columns = it.tables.iter().flat_map(|it| it.columns.clone());
            columns.collect()
        };
        let now = columns(after);
        columns(self).iter().any(|column| {
            let now = now.iter().find(|it| it.id == column.id);
            let now = now.and_then(|it| it.kind.enumeration());
            let (Some(was), Some(now)) = (column.kind.enumeration(), now) else {
                return false;
            };
            let became = was.values.iter().filter_map(|it| now.text(it.id));
            let became = became.filter(|text| was.values.iter().all(|it| it.text != *text));
            let mut became: Vec<&str> = became.collect();
            let n_became = became.len();
            became.sort_unstable();
            became.dedup();
            became.len() < n_became
        })
    }

    /// Leaves out of views what is not there any more, and views of nothing else.
    pub(super) fn tidy_views(&mut self) {
        let mut there: Vec<View> = Vec::new();
        for mut view in std::mem::take(&mut self.views) {
            let stays = match &mut view.of {
                Source::Table(id, columns, _) => {
                    let table = self.tables.iter().find(|it| it.id == *id);
                    let has =
                        |id: &u32| table.is_some_and(|it| it.columns.iter().any(|it| it.id == *id));
                    columns.retain(has);
                    !columns.is_empty()
                }
                Source::View(name) => there.iter().any(|it| it.name == *name),
                Source::Nothing => true,
            };
            if stays {
                there.push(view);
            }
        }
        self.views = there;
    }
}

impl Table {
    /// Tells whether a column is referred to, refers, or is part of what cannot have another type.
    pub(super) fn is_bound(&self, column: u32) -> bool {
        self.key.contains(&column)
            || self
                .parts
                .iter()
                .any(|it| it.what.columns().contains(&column))
            || self.indexes.iter().any(|it| it.columns.contains(&column))
            || self.columns.iter().any(|it| it.computed == Some(column))
    }

    pub(super) fn column(&self, id: u32) -> &Column {
        self.columns.iter().find(|it| it.id == id).unwrap()
    }

    /// Tells whether a column is the key by itself, and an integer: then it counts, unless it is said not to.
    pub(super) fn is_integer_key(&self, column: &Column) -> bool {
        self.key == [column.id] && matches!(column.kind, Kind::Integer | Kind::Big)
    }

    pub(super) fn names(&self, ids: &[u32]) -> Vec<String> {
        ids.iter().map(|it| self.column(*it).name.clone()).collect()
    }

    /// Removes a column, and what stands upon it.
    pub(super) fn remove(&mut self, column: u32) {
        let computed: Vec<u32> = (self.columns.iter())
            .filter(|it| it.computed == Some(column))
            .map(|it| it.id)
            .collect();
        computed.into_iter().for_each(|it| self.remove(it));
        self.columns.retain(|it| it.id != column);
        self.parts.retain(|it| !it.what.columns().contains(&column));
        self.indexes.retain(|it| !it.columns.contains(&column));
    }
}

impl Kind {
    pub(super) fn enumeration(&self) -> Option<&Enumeration> {
        match self {
            Self::Enumeration(it) => Some(it),
            _ => None,
        }
    }
}

impl Enumeration {
    /// What a value is called, or what it became.
    pub(super) fn text(&self, id: u32) -> Option<&str> {
        let value = self.values.iter().find(|it| it.id == id);
        let became = || self.gone.iter().find(|it| it.0 == id)?.1;
        match value {
            Some(value) => Some(&value.text),
            None => self.text(became()?),
        }
    }

    /// Tells whether each value that was there can be told from the others still.
    pub(super) fn is_told_apart(&self, before: &Self) -> bool {
        let mut gone = self.gone.iter();
        !gone.any(|it| it.1.is_some() && before.values.iter().any(|value| value.id == it.0))
    }
}

impl Column {
    /// Tells whether no two rows have the same, as a unique constraint wants it.
    pub(super) fn is_distinct(&self) -> bool {
        !self.is_new && !matches!(self.kind, Kind::Boolean | Kind::Enumeration(_))
    }
}

impl Part {
    pub(super) fn is_reference(&self) -> bool {
        matches!(self.what, What::Reference { .. })
    }
}

impl What {
    pub(super) fn columns(&self) -> Vec<u32> {
        match self {
            Self::Unique { columns, .. } | Self::Reference { columns, .. } => columns.clone(),
            Self::Check(column, _) => vec![*column],
        }
    }

    pub(super) fn refers_to(&self, table: u32) -> bool {
        matches!(self, Self::Reference { to, .. } if *to == table)
    }
}
