//! Schemas as the test knows them: what has another name in another schema is known by its number.

/// A schema, for one kind of database.
#[derive(Debug, Clone)]
pub(super) struct Schema {
    pub(super) is_postgres: bool,
    pub(super) has_rows: bool,
    pub(super) tables: Vec<Table>,
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
    Enumeration(String, Vec<String>),
}

/// A constraint that is no key.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) name: Option<String>,
    pub(super) what: What,
}

#[derive(Debug, Clone)]
pub(super) enum What {
    Unique(Vec<u32>),
    Check(u32, u32),
    Reference {
        column: u32,
        to: u32,
        cascades: bool,
    },
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

    /// The types of enumerations, each once.
    pub(super) fn enumerations(&self) -> Vec<(String, Vec<String>)> {
        let columns = self.tables.iter().flat_map(|it| &it.columns);
        let mut all: Vec<_> = columns
            .filter_map(|it| match &it.kind {
                Kind::Enumeration(name, values) => Some((name.clone(), values.clone())),
                _ => None,
            })
            .collect();
        all.sort();
        all.dedup();
        all
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

impl Column {
    /// Tells whether no two rows have the same, as a unique constraint wants it.
    pub(super) fn is_distinct(&self) -> bool {
        !self.is_new && !matches!(self.kind, Kind::Boolean | Kind::Enumeration(..))
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
            Self::Unique(columns) => columns.clone(),
            Self::Check(column, _) | Self::Reference { column, .. } => vec![*column],
        }
    }

    pub(super) fn refers_to(&self, table: u32) -> bool {
        matches!(self, Self::Reference { to, .. } if *to == table)
    }
}
