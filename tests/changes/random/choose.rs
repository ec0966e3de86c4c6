//! Chooses what is in a schema.

use super::model::{Column, Index, Kind, Part, Schema, Shape, Table, What};
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
    format!("{word}{:02}", number(schema))
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
        10 if schema.is_postgres => {
            let values = ["sad", "ok", "very happy"].map(str::to_owned).to_vec();
            Kind::Enumeration(name(schema, random), values)
        }
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

pub(super) fn new_default(kind: &Kind, random: &mut Random) -> Option<u32> {
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
    let targets: Vec<(u32, Kind)> = (schema.tables.iter())
        .filter(|it| it.key.len() == 1)
        .map(|it| (it.id, it.column(it.key[0]).kind.clone()))
        .collect();
    let Some(table) = pick(&mut schema.tables, random) else {
        return;
    };
    let key = table.key.clone();
    let Some(column) = pick(&mut table.columns, random).map(|it| it.clone()) else {
        return;
    };
    let what = match random.below(3) {
        0 if column.is_distinct() && key.is_empty() => What::Unique(vec![column.id]),
        0 if column.is_distinct() && key.len() == 1 && !key.contains(&column.id) => {
            What::Unique(vec![column.id, key[0]])
        }
        1 if !column.is_new && column.computed.is_none() => {
            let is_filled = has_rows && table.id <= n_before;
            // A row that has nothing is filled with what is not there.
            let is_refilled = column.has_nulls && column.not_null;
            let fits = |it: &&(u32, Kind)| {
                it.1 == column.kind && !is_refilled && !(is_filled && it.0 > n_before)
            };
            let fitting: Vec<u32> = targets.iter().filter(fits).map(|it| it.0).collect();
            let Some(to) = fitting.get(random.below(fitting.len().max(1) as u64) as usize) else {
                return;
            };
            What::Reference {
                column: column.id,
                to: *to,
                cascades: random.below(2) == 0,
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
