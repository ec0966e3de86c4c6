//! Chooses what becomes of a schema.

use migrator::prelude::Action;

use super::choose::{
    add_index, add_part, add_table, add_view, name, new_column, new_default, new_value, number,
    pick,
};
use super::model::{Column, Kind, Schema, Source, View, What};
use crate::support::random::Random;

/// The schema after some changes; at times another one altogether.
pub(super) fn changed(before: &Schema, random: &mut Random) -> Schema {
    loop {
        let after = changed_somehow(before, random);
        if !takes_what_goes(before, &after) {
            return after;
        }
    }
}

/// Tells whether something gets the name of what goes, which takes a revision more.
fn takes_what_goes(before: &Schema, after: &Schema) -> bool {
    before.tables.iter().any(|old| {
        let Some(new) = after.tables.iter().find(|it| it.id == old.id) else {
            let mut others = after.tables.iter().filter(|it| it.id <= before.n_given);
            return others.any(|it| it.name == old.name);
        };
        old.columns.iter().any(|column| {
            let mut others = new.columns.iter().filter(|it| it.id <= before.n_given);
            let is_gone = new.columns.iter().all(|it| it.id != column.id);
            is_gone && others.any(|it| it.name == column.name)
        })
    })
}

fn changed_somehow(before: &Schema, random: &mut Random) -> Schema {
    let mut schema = before.clone();
    schema.n_before = schema.n_given;
    if random.below(8) == 0 {
        schema.tables.clear();
        (0..=random.below(3)).for_each(|_| add_table(&mut schema, random));
    }
    for _ in 0..=random.below(9) {
        change(&mut schema, random);
    }
    // Where nothing is declared there is nothing to compare.
    if schema.tables.is_empty() {
        add_table(&mut schema, random);
    }
    schema.tidy_views();
    if schema.views.is_empty() && !before.views.is_empty() {
        let name = name(&mut schema, random);
        schema.views.push(View {
            name,
            of: Source::Nothing,
            is_materialized: false,
        });
    }
    schema
}

fn change(schema: &mut Schema, random: &mut Random) {
    match random.below(26) {
        0 => add_table(schema, random),
        1..4 => add_part(schema, random),
        4 | 5 => add_index(schema, random),
        6 => rename_table(schema, random),
        7 => drop_table(schema, random),
        8 | 9 => {
            let column = new_column(schema, random, true);
            if let Some(table) = pick(&mut schema.tables, random) {
                table.columns.push(column);
            }
        }
        10 => drop_column(schema, random),
        11 => rename_column(schema, random),
        12 => retype(schema, random),
        13 | 14 => change_column(schema, random),
        15 => {
            if let Some(table) = pick(&mut schema.tables, random) {
                remove_one(&mut table.parts, random);
            }
        }
        16 => {
            if let Some(table) = pick(&mut schema.tables, random) {
                remove_one(&mut table.indexes, random);
            }
        }
        17 | 18 => change_key(schema, random),
        19..22 => change_values(schema, random),
        22 => add_view(schema, random),
        23 => {
            schema.tidy_views();
            remove_one(&mut schema.views, random);
        }
        24 => change_reference(schema, random),
        _ => comment(schema, random),
    }
}

/// Another key, of columns in which no two rows have the same; or none. Nothing refers to it any more.
fn change_key(schema: &mut Schema, random: &mut Random) {
    let Some(table) = pick(&mut schema.tables, random) else {
        return;
    };
    let is_free = |it: &&mut Column| it.is_distinct() && !it.has_nulls && it.computed.is_none();
    let mut free: Vec<&mut Column> = table.columns.iter_mut().filter(is_free).collect();
    let mut key = Vec::new();
    for _ in 0..random.below(3) {
        if let Some(column) = pick(&mut free, random)
            && !key.contains(&column.id)
        {
            (column.not_null, column.default) = (true, None);
            key.push(column.id);
        }
    }
    let id = table.id;
    table.key = key;
    for table in &mut schema.tables {
        table.parts.retain(|it| !it.what.refers_to(id));
    }
}

/// Other values of an enumeration: one more, one less, in another order, by another name.
fn change_values(schema: &mut Schema, random: &mut Random) {
    let (new, has_rows) = (new_value(schema, random), schema.has_rows);
    let mut columns: Vec<&mut Column> = (schema.tables.iter_mut())
        .flat_map(|it| &mut it.columns)
        .filter(|it| it.kind.enumeration().is_some())
        .collect();
    let Some(column) = pick(&mut columns, random) else {
        return;
    };
    let Kind::Enumeration(it) = &mut column.kind else {
        return;
    };
    let place = random.below(it.values.len() as u64) as usize;
    match random.below(4) {
        0 => it.values.insert(place, new),
        1 => it.values[place].text = new.text,
        2 => it.values.rotate_left(place),
        _ if it.values.len() > 1 => {
            let gone = it.values.remove(place).id;
            let other = it.values[random.below(it.values.len() as u64) as usize].id;
            // Rows become something else.
            let is_mapped = has_rows || random.below(2) == 0;
            it.gone.push((gone, is_mapped.then_some(other)));
        }
        _ => {}
    }
    if column.default.is_some_and(|id| it.text(id).is_none()) {
        column.default = None;
    }
}

/// Another action or another time for a foreign key.
fn change_reference(schema: &mut Schema, random: &mut Random) {
    let Some(table) = pick(&mut schema.tables, random) else {
        return;
    };
    for part in &mut table.parts {
        if let What::Reference {
            on_delete, defers, ..
        } = &mut part.what
        {
            match random.below(3) {
                0 => *on_delete = None,
                1 => *defers = None,
                _ => *on_delete = Some(Action::Cascade),
            }
        }
    }
}

/// A new name, or that of another table, which gets this one's.
fn rename_table(schema: &mut Schema, random: &mut Random) {
    let name = name(schema, random);
    if random.below(4) > 0 {
        pick(&mut schema.tables, random)
            .into_iter()
            .for_each(|it| it.name.clone_from(&name));
    } else if let [first, second, ..] = schema.tables.as_mut_slice() {
        std::mem::swap(&mut first.name, &mut second.name);
    }
}

fn rename_column(schema: &mut Schema, random: &mut Random) {
    let name = name(schema, random);
    let Some(table) = pick(&mut schema.tables, random) else {
        return;
    };
    if random.below(4) > 0 {
        pick(&mut table.columns, random)
            .into_iter()
            .for_each(|it| it.name.clone_from(&name));
    } else if let [first, .., last] = table.columns.as_mut_slice() {
        std::mem::swap(&mut first.name, &mut last.name);
    }
}

fn remove_one<T>(from: &mut Vec<T>, random: &mut Random) {
    if !from.is_empty() {
        from.remove(random.below(from.len() as u64) as usize);
    }
}

fn drop_table(schema: &mut Schema, random: &mut Random) {
    let Some(id) = pick(&mut schema.tables, random).map(|it| it.id) else {
        return;
    };
    schema.tables.retain(|it| it.id != id);
    for table in &mut schema.tables {
        table.parts.retain(|it| !it.what.refers_to(id));
    }
}

/// A column that is not of the key; one is left.
fn drop_column(schema: &mut Schema, random: &mut Random) {
    let Some(table) = pick(&mut schema.tables, random) else {
        return;
    };
    let Some(column) = pick(&mut table.columns, random).map(|it| it.id) else {
        return;
    };
    let mut without = table.clone();
    without.remove(column);
    if !table.key.contains(&column) && !without.columns.is_empty() {
        *table = without;
    }
}

/// Another type to which each value goes by itself.
fn retype(schema: &mut Schema, random: &mut Random) {
    let Some(table) = pick(&mut schema.tables, random) else {
        return;
    };
    let before = table.clone();
    let Some(column) = pick(&mut table.columns, random) else {
        return;
    };
    if before.is_bound(column.id) || column.computed.is_some() || column.counts {
        return;
    }
    column.kind = match &column.kind {
        Kind::Integer if column.default.is_none() && random.below(2) == 0 => Kind::Text,
        Kind::Integer => Kind::Big,
        Kind::Short(length) if random.below(2) == 0 => Kind::Short(length + 20),
        Kind::Short(_) => Kind::Text,
        other => other.clone(),
    };
}

fn change_column(schema: &mut Schema, random: &mut Random) {
    let Some(table) = pick(&mut schema.tables, random) else {
        return;
    };
    let key = table.key.clone();
    let references: Vec<u32> = (table.parts.iter())
        .filter(|it| it.is_reference())
        .flat_map(|it| it.what.columns())
        .collect();
    let Some(column) = pick(&mut table.columns, random) else {
        return;
    };
    let is_bound = references.contains(&column.id);
    if column.computed.is_some() || column.counts || is_bound {
        return;
    }
    match random.below(3) {
        0 if !key.contains(&column.id) => column.not_null = !column.not_null,
        1 => column.default = None,
        _ => column.default = new_default(&column.kind, random),
    }
}

fn comment(schema: &mut Schema, random: &mut Random) {
    let text = (random.below(3) > 0).then(|| format!("it's \"{}\" \n\\", number(schema)));
    let is_postgres = schema.is_postgres;
    if let Some(table) = pick(&mut schema.tables, random)
        && is_postgres
    {
        match random.below(2) {
            0 => table.comment = text,
            _ => pick(&mut table.columns, random)
                .into_iter()
                .for_each(|it| it.comment.clone_from(&text)),
        }
    }
}
