//! Tables as the test knows them: what is in them, and what may be done to them so that it
//! works there and back.

use migrator::prelude::*;

/// All tables.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) dialect: Dialect,
    pub(super) tables: Vec<TableModel>,
    n_names: usize,
    n_tables: usize,
}

/// A table. It is known by its number, since its name changes.
#[derive(Debug, Clone)]
pub(super) struct TableModel {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) columns: Vec<ColumnModel>,
    pub(super) parts: Vec<Part>,
    pub(super) indexes: Vec<IndexModel>,
    pub(super) has_rows: bool,
    pub(super) is_strict: bool,
    pub(super) is_without_rowid: bool,
    pub(super) comment: Option<String>,
    /// Whether the table, or a column, has had another name: then what the database and
    /// the convention make of the names does not tell how things are called.
    pub(super) was_renamed: bool,
}

#[derive(Debug, Clone)]
pub(super) struct ColumnModel {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) nullable: bool,
    pub(super) default: Option<u32>,
    pub(super) computed: bool,
    pub(super) fill: Fill,
}

/// What the rows have in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// Another value in each row: 1, 2 and 3, and what other types make of them.
    Distinct,
    /// What a row gets that leaves the column out.
    LeftOut,
    /// The same in each row, which is no longer what it would get now.
    Same,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Big,
    Short(u32),
    Text,
    Date,
    Decimal,
    Boolean,
    /// An enumeration of this name.
    Enumeration(String),
}

/// A constraint.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) label: Label,
    pub(super) what: What,
    /// Whether it stands in the line of its column.
    pub(super) is_inline: bool,
}

/// What something is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    Given(String),
    /// By the naming convention, which would call it so again.
    Convention,
    /// By the naming convention, which would call it otherwise today.
    Stale,
}

#[derive(Debug, Clone)]
pub(super) enum What {
    Unique(Vec<String>),
    /// A condition on a column, one of several.
    Check(String, u32),
    /// A reference to the key of the table with this number.
    Reference(String, usize, u32),
    /// PostgreSQL's other way to say unique.
    Exclude(String),
}

#[derive(Debug, Clone)]
pub(super) struct IndexModel {
    pub(super) label: Label,
    pub(super) columns: Vec<String>,
    pub(super) shape: u32,
}

impl Model {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            tables: Vec::new(),
            n_names: 0,
            n_tables: 0,
        }
    }

    /// A number that no table has had yet.
    pub(super) fn next_table(&mut self) -> usize {
        self.n_tables += 1;
        self.n_tables - 1
    }

    /// A name that nothing has had yet.
    pub(super) fn fresh(&mut self, start: &str) -> String {
        self.n_names += 1;
        format!("{start}{}", self.n_names)
    }

    pub(super) fn named(&self, number: usize) -> &str {
        let table = self.tables.iter().find(|it| it.number == number);
        &table.expect("a table that is referred to stays").name
    }

    /// Puts three rows into each table that is to have some.
    pub(super) fn rows(&self) -> String {
        let mut sql = String::new();
        for table in self.tables.iter().filter(|it| it.has_rows) {
            let filled = table.columns.iter().filter(|it| it.fill == Fill::Distinct);
            let filled: Vec<&ColumnModel> = filled.collect();
            let names: Vec<&str> = filled.iter().map(|it| it.name.as_str()).collect();
            for row in 1..=3 {
                let values: Vec<String> = filled.iter().map(|it| it.kind.value(row)).collect();
                sql.push_str(&format!(
                    "INSERT INTO {} ({}) VALUES ({});\n",
                    table.name,
                    names.join(", "),
                    values.join(", ")
                ));
            }
        }
        sql
    }

    pub(super) fn definition(&self, table: &TableModel) -> Table {
        let mut definition = Table::new(&table.name);
        for column in &table.columns {
            definition = definition.column(self.column(table, column));
        }
        for part in table.parts.iter().filter(|it| !it.is_inline) {
            definition = match self.constraint(table, part) {
                Constraint::Unique(unique) => definition.unique(unique),
                Constraint::Check(check) => definition.check(check),
                Constraint::ForeignKey(key) => definition.foreign_key(key),
                Constraint::Exclude(exclude) => definition.exclude(exclude),
                Constraint::PrimaryKey(key) => definition.primary_key(key),
            };
        }
        if table.is_strict {
            definition = definition.strict();
        }
        if table.is_without_rowid {
            definition = definition.without_rowid();
        }
        match &table.comment {
            Some(comment) => definition.comment(comment),
            None => definition,
        }
    }

    /// The column with what stands in its line.
    pub(super) fn column(&self, table: &TableModel, column: &ColumnModel) -> Column {
        let mut definition = column.definition();
        if column.name == "id" {
            definition = definition.primary_key();
            if table.is_without_rowid {
                definition = definition.no_generated();
            }
        }
        let inline = table.parts.iter().filter(|it| it.is_inline);
        for part in inline.filter(|it| it.what.columns().contains(&column.name)) {
            definition = match self.constraint(table, part) {
                Constraint::Unique(unique) => match unique.name() {
                    Some(name) => definition.unique_named(name),
                    None => definition.unique(),
                },
                Constraint::Check(check) => definition.check(check),
                Constraint::ForeignKey(key) => {
                    definition = definition.references(key.target(), "id");
                    if let Some(action) = key.delete_action() {
                        definition = definition.on_delete(action);
                    }
                    match key.name() {
                        Some(name) => definition.references_named(name),
                        None => definition,
                    }
                }
                Constraint::PrimaryKey(_) | Constraint::Exclude(_) => definition,
            };
        }
        definition
    }

    pub(super) fn constraint(&self, table: &TableModel, part: &Part) -> Constraint {
        let constraint = match &part.what {
            What::Unique(columns) => Unique::new(columns.as_slice()).into(),
            What::Check(column, at) => Check::new(table.kind(column).condition(column, *at)).into(),
            What::Reference(column, to, action) => {
                let key = ForeignKey::new([column.as_str()]).references(self.named(*to), ["id"]);
                Constraint::from(match action % 4 {
                    0 => key.on_delete(Action::Cascade),
                    1 => key.on_delete(Action::SetNull),
                    2 => key.on_delete(Action::Restrict),
                    _ => key,
                })
            }
            What::Exclude(column) => Exclude::using("btree").column(column, "=").into(),
        };
        match &part.label {
            Label::Given(name) => constraint.named(name),
            Label::Convention | Label::Stale => constraint,
        }
    }
}

impl TableModel {
    pub(super) fn new(number: usize, name: String) -> Self {
        let id = ColumnModel {
            nullable: false,
            ..ColumnModel::new("id".to_owned(), Kind::Integer, Fill::Distinct)
        };
        Self {
            number,
            name,
            columns: vec![id],
            parts: Vec::new(),
            indexes: Vec::new(),
            has_rows: false,
            is_strict: false,
            is_without_rowid: false,
            comment: None,
            was_renamed: false,
        }
    }

    fn kind(&self, column: &str) -> &Kind {
        let column = self.columns.iter().find(|it| it.name == column);
        &column.expect("a constraint's column stays").kind
    }

    /// Whether a constraint beside the columns, or an index, has the column.
    pub(super) fn is_shared(&self, column: &str) -> bool {
        let has = |columns: &[String]| columns.iter().any(|it| it == column);
        let mut beside = self.parts.iter().filter(|it| !it.is_inline);
        beside.any(|it| has(&it.what.columns())) || self.indexes.iter().any(|it| has(&it.columns))
    }

    pub(super) fn index(&self, index: &IndexModel) -> Index {
        let first = index.columns[0].as_str();
        let parts: Vec<&str> = index.columns.iter().map(String::as_str).collect();
        let start = match &index.label {
            Label::Given(name) => Index::new(name).on(&self.name, parts),
            Label::Convention | Label::Stale => Index::of(&self.name, parts),
        };
        match index.shape % 4 {
            0 => start.unique(),
            1 => start.filter(format!("{first} IS NOT NULL")),
            2 => start.on(&self.name, [IndexPart::column(first).desc()]),
            _ => start,
        }
    }

    /// Notes that names no longer tell how the convention has called things.
    pub(super) fn renamed(&mut self) {
        self.was_renamed = true;
        let parts = self.parts.iter_mut().map(|it| &mut it.label);
        for label in parts.chain(self.indexes.iter_mut().map(|it| &mut it.label)) {
            if *label == Label::Convention {
                *label = Label::Stale;
            }
        }
    }
}

impl ColumnModel {
    pub(super) fn new(name: String, kind: Kind, fill: Fill) -> Self {
        Self {
            name,
            kind,
            nullable: true,
            default: None,
            computed: false,
            fill,
        }
    }

    /// The column without what stands in its line besides.
    pub(super) fn definition(&self) -> Column {
        let mut definition = Column::new(&self.name, self.kind.declared());
        if self.computed {
            definition = definition.generated_stored("id + 1");
        }
        if !self.nullable {
            definition = definition.not_null();
        }
        match self.default {
            Some(number) => definition.default_expr(self.kind.value(number)),
            None => definition,
        }
    }

    /// Whether no two rows have the same value.
    pub(super) fn is_distinct(&self) -> bool {
        self.fill == Fill::Distinct || (self.fill == Fill::LeftOut && self.default.is_none())
    }
}

impl Kind {
    pub(super) fn declared(&self) -> ColumnType {
        match self {
            Self::Integer => integer(),
            Self::Big => big_integer(),
            Self::Short(length) => string(*length),
            Self::Text => text(),
            Self::Date => date(),
            Self::Decimal => decimal(10, 2),
            Self::Boolean => boolean(),
            Self::Enumeration(name) => enumeration(name, ["e1", "e2", "e3"]),
        }
    }

    /// The literal of a number from 1 to 3.
    pub(super) fn value(&self, number: u32) -> String {
        match self {
            Self::Integer | Self::Big => number.to_string(),
            Self::Short(_) | Self::Text => format!("'v{number}'"),
            Self::Date => format!("'2024-01-0{number}'"),
            Self::Decimal => format!("{number}.25"),
            Self::Boolean => if number > 1 { "TRUE" } else { "FALSE" }.to_owned(),
            Self::Enumeration(_) => format!("'e{number}'"),
        }
    }

    pub(super) fn is_integer(&self) -> bool {
        matches!(self, Self::Integer | Self::Big)
    }

    /// A condition that all values meet.
    fn condition(&self, column: &str, at: u32) -> String {
        match (at % 3, self) {
            (0, Self::Integer | Self::Big | Self::Decimal) => format!("{column} >= 0"),
            (0, Self::Short(_) | Self::Text) => format!("{column} <> 'never, (ever)'"),
            (1, _) => format!("{column} IS NULL OR {column} = {column}"),
            (2, _) => format!("id > 0 OR {column} IS NOT NULL"),
            _ => format!("coalesce({column}, {column}) = {column}"),
        }
    }
}

impl What {
    pub(super) fn columns(&self) -> Vec<String> {
        match self {
            Self::Unique(columns) => columns.clone(),
            Self::Check(column, _) | Self::Reference(column, ..) | Self::Exclude(column) => {
                vec![column.clone()]
            }
        }
    }

    pub(super) fn rename(&mut self, from: &str, to: &str) {
        let rename = |name: &mut String| {
            if name == from {
                to.clone_into(name);
            }
        };
        match self {
            Self::Unique(columns) => columns.iter_mut().for_each(rename),
            Self::Check(column, _) | Self::Reference(column, ..) | Self::Exclude(column) => {
                rename(column);
            }
        }
    }
}
