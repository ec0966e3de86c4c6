//! Chooses what is in a schema.

use migrator::prelude::{Action, Deferrable};

use super::model::{
    Column, Enumeration, Index, Kind, Part, Schema, Shape, Source, Table, Value, View, What,
};
use crate::support::random::Random;

/// What names are made of; each gets a number, but where it ends in one.
const WORDS: [&str; 14] = [
    "users",
    "order",
    "Täble",
    "we\"ird",
    "a b",
    "UPPER",
    "it's",
    "日本",
    "select",
    "semi;colon",
    "per%cent",
    "back\\slash",
    "CHECK",
    "a_name_that_is_as_long_as_any_may_be_to_postgres_and_then_so_",
];

/// A schema of one to six tables; of none, for the first revision of all.
pub(super) fn schema(random: &mut Random, is_postgres: bool) -> Schema {
    let mut schema = Schema {
        is_postgres,
        has_rows: random.below(4) > 0,
        tables: Vec::new(),
        views: Vec::new(),
        n_given: 0,
        n_before: u32::MAX,
    };
    if random.below(8) == 0 {
        return schema;
    }
    for _ in 0..=random.below(5) {
        add_table(&mut schema, random);
    }
    for _ in 0..random.below(10) {
        add_part(&mut schema, random);
    }
    for _ in 0..random.below(6) {
        add_index(&mut schema, random);
    }
    for _ in 0..random.below(4) {
        add_view(&mut schema, random);
    }
    schema
}

pub(super) fn pick<'a, T>(from: &'a mut [T], random: &mut Random) -> Option<&'a mut T> {
    let place = random.below(from.len().max(1) as u64);
    from.get_mut(usize::try_from(place).ok()?)
}

pub(super) fn number(schema: &mut Schema) -> u32 {
    schema.n_given += 1;
    schema.n_given
}

pub(super) fn name(schema: &mut Schema, random: &mut Random) -> String {
    let word = WORDS[random.below(WORDS.len() as u64) as usize];
    let number = format!("{:02}", number(schema));
    if word.len() < 40 {
        return format!("{word}{number}");
    }
    // The names that PostgreSQL makes of long ones depend on which comes first if they begin alike.
    let mut name = format!("n{number}_{word}_or_more");
    name.truncate(63);
    name
}

pub(super) fn add_table(schema: &mut Schema, random: &mut Random) {
    let mut table = Table {
        id: number(schema),
        name: name(schema, random),
        comment: None,
        columns: Vec::new(),
        key: Vec::new(),
        parts: Vec::new(),
        indexes: Vec::new(),
    };
    let n_keys = [0, 1, 1, 1, 2][random.below(5) as usize];
    for _ in 0..n_keys {
        let kind =
            [Kind::Integer, Kind::Integer, Kind::Text, Kind::Big][random.below(4) as usize].clone();
        let is_integer = kind != Kind::Text;
        let counts = schema.is_postgres && n_keys == 1 && is_integer && random.below(2) == 0;
        let column = Column {
            not_null: true,
            kind,
            counts,
            ..plain(schema, random)
        };
        table.key.push(column.id);
        table.columns.push(column);
    }
    for _ in 0..=random.below(5) {
        let column = new_column(schema, random, false);
        let of = table
            .columns
            .iter()
            .find(|it| it.kind == Kind::Integer && it.computed.is_none());
        if let Some(of) = of
            && random.below(8) == 0
        {
            let computed = Some(of.id);
            table.columns.push(Column {
                kind: Kind::Integer,
                computed,
                ..plain(schema, random)
            });
        }
        table.columns.push(column);
    }
    schema.tables.push(table);
}

/// A nullable column of an integer.
fn plain(schema: &mut Schema, random: &mut Random) -> Column {
    Column {
        id: number(schema),
        name: name(schema, random),
        kind: Kind::Integer,
        not_null: false,
        default: None,
        comment: None,
        computed: None,
        counts: false,
        has_nulls: false,
        is_new: false,
    }
}

pub(super) fn new_column(schema: &mut Schema, random: &mut Random, is_new: bool) -> Column {
    let kind = match random.below(12) {
        0..3 => Kind::Integer,
        3 => Kind::Big,
        4 => Kind::Short(20),
        5 => Kind::Boolean,
        6 => Kind::Date,
        7 => Kind::Timestamp,
        8 => Kind::Decimal,
        9 if schema.is_postgres => Kind::Array,
        10 => enumeration(schema, random),
        _ => Kind::Text,
    };
    let mut column = Column {
        kind,
        is_new,
        ..plain(schema, random)
    };
    column.not_null = random.below(2) == 0;
    column.has_nulls = !column.not_null && random.below(2) == 0;
    if random.below(3) == 0 {
        column.default = new_default(&column.kind, random);
    }
    // A table of SQLite that has rows gets no such column with a default that is no constant.
    if is_new && column.kind == Kind::Date {
        column.default = None;
    }
    if schema.is_postgres && column.kind == Kind::Integer && random.below(6) == 0 && !is_new {
        (
            column.counts,
            column.not_null,
            column.has_nulls,
            column.default,
        ) = (true, true, false, None);
    }
    column
}

/// Three values or more, of which rows have three.
fn enumeration(schema: &mut Schema, random: &mut Random) -> Kind {
    let name = name(schema, random);
    let n_values = 3 + random.below(3);
    let values = (0..n_values).map(|_| new_value(schema, random)).collect();
    Kind::Enumeration(Enumeration {
        name,
        values,
        gone: Vec::new(),
    })
}

pub(super) fn new_value(schema: &mut Schema, random: &mut Random) -> Value {
    const TEXTS: [&str; 5] = ["sad", "it's ", "very happy ", "Größe", "a\\\"b"];
    let id = number(schema);
    let text = TEXTS[random.below(TEXTS.len() as u64) as usize];
    Value {
        id,
        text: format!("{text}{id}"),
    }
}

/// A view of a table, or of another view.
pub(super) fn add_view(schema: &mut Schema, random: &mut Random) {
    let name = name(schema, random);
    let is_materialized = schema.is_postgres && random.below(4) == 0;
    let of = match pick(&mut schema.views, random) {
        Some(other) if random.below(2) == 0 => Source::View(other.name.clone()),
        _ => {
            let Some(table) = pick(&mut schema.tables, random) else {
                return;
            };
            let mut columns: Vec<u32> = table.columns.iter().map(|it| it.id).collect();
            columns.retain(|_| random.below(2) == 0);
            if columns.is_empty() {
                columns.push(table.columns[0].id);
            }
            Source::Table(table.id, columns, random.below(2) == 0)
        }
    };
    schema.views.push(View {
        name,
        of,
        is_materialized,
    });
}

pub(super) fn new_default(kind: &Kind, random: &mut Random) -> Option<u32> {
    if let Kind::Enumeration(it) = kind {
        return Some(it.values[random.below(it.values.len() as u64) as usize].id);
    }
    let has_one = matches!(
        kind,
        Kind::Integer | Kind::Big | Kind::Text | Kind::Short(_) | Kind::Date
    );
    has_one.then(|| random.below(9) as u32)
}

/// A constraint that the rows meet.
pub(super) fn add_part(schema: &mut Schema, random: &mut Random) {
    let (has_rows, n_before) = (schema.has_rows, schema.n_before);
    let name = (random.below(2) == 0).then(|| name(schema, random));
    let is_postgres = schema.is_postgres;
    let kinds_of = |it: &Table| -> Vec<Kind> {
        it.key
            .iter()
            .map(|id| it.column(*id).kind.clone())
            .collect()
    };
    let targets: Vec<(u32, Vec<Kind>)> = (schema.tables.iter())
        .filter(|it| !it.key.is_empty())
        .map(|it| (it.id, kinds_of(it)))
        .collect();
    let Some(table) = pick(&mut schema.tables, random) else {
        return;
    };
    let key = table.key.clone();
    let Some(column) = pick(&mut table.columns, random).map(|it| it.clone()) else {
        return;
    };
    let what = match random.below(4) {
        0 if column.is_distinct() && key.len() < 2 && !key.contains(&column.id) => What::Unique {
            columns: [column.id]
                .into_iter()
                .chain(key.first().copied())
                .collect(),
            are_nulls_alike: is_postgres && random.below(2) == 0,
            defers: deferral(random).filter(|_| is_postgres),
        },
        1 | 2 => {
            let is_filled = has_rows && table.id <= n_before;
            let from = random.below(table.columns.len() as u64) as usize;
            let columns = |kinds: &[Kind]| fitting(table, from, kinds);
            let fits = |it: &&(u32, Vec<Kind>)| {
                columns(&it.1).is_some() && !(is_filled && it.0 > n_before)
            };
            let mut fitting: Vec<_> = targets.iter().filter(fits).collect();
            // Those of several columns are rare.
            fitting.sort_by_key(|it| it.1.len() < 2);
            let n = fitting.len().max(1) as u64;
            let Some(to) = fitting.get((random.below(n) * random.below(2)) as usize) else {
                return;
            };
            What::Reference {
                columns: columns(&to.1).unwrap_or_default(),
                to: to.0,
                on_delete: action(random),
                on_update: action(random),
                defers: deferral(random),
            }
        }
        _ => What::Check(column.id, random.below(50) as u32),
    };
    let says_the_same = |it: &Part| {
        it.what.columns() == what.columns()
            && std::mem::discriminant(&it.what) == std::mem::discriminant(&what)
    };
    if !table.parts.iter().any(says_the_same) {
        table.parts.push(Part { name, what });
    }
}

/// Columns, from one of them on, whose values are those of a key of such types.
fn fitting(table: &Table, from: usize, kinds: &[Kind]) -> Option<Vec<u32>> {
    let mut columns: Vec<u32> = Vec::new();
    for kind in kinds {
        let fits = |it: &&Column| {
            // A row that has nothing is filled with what is not there.
            let is_refilled = it.has_nulls && it.not_null;
            it.kind == *kind
                && !it.is_new
                && !it.counts
                && it.computed.is_none()
                && !is_refilled
                && !columns.contains(&it.id)
        };
        let all = table.columns[from..].iter().chain(&table.columns[..from]);
        let column = all.into_iter().find(|it| fits(it))?.id;
        columns.push(column);
    }
    Some(columns)
}

fn action(random: &mut Random) -> Option<Action> {
    let actions = [
        Action::Restrict,
        Action::Cascade,
        Action::SetNull,
        Action::SetDefault,
    ];
    actions.get(random.below(7) as usize).copied()
}

fn deferral(random: &mut Random) -> Option<Deferrable> {
    let all = [
        Deferrable::InitiallyImmediate,
        Deferrable::InitiallyDeferred,
    ];
    all.get(random.below(6) as usize).copied()
}

pub(super) fn add_index(schema: &mut Schema, random: &mut Random) {
    let name = name(schema, random);
    let Some(table) = pick(&mut schema.tables, random) else {
        return;
    };
    let Some(column) = pick(&mut table.columns, random).map(|it| it.clone()) else {
        return;
    };
    let is_text = matches!(column.kind, Kind::Text | Kind::Short(_));
    let shape = match random.below(5) {
        0 if column.is_distinct() => Shape::Unique,
        1 => Shape::Descending,
        2 => Shape::Partial,
        3 if is_text => Shape::Expression,
        _ => Shape::Plain,
    };
    let mut columns = vec![column.id];
    columns.extend(
        table
            .key
            .iter()
            .copied()
            .filter(|it| *it != column.id && random.below(2) == 0),
    );
    table.indexes.push(Index {
        name,
        columns,
        shape,
    });
}
