//! Reads numbers as tables and as changes that work there and back.

use migrator::prelude::*;

use super::model::{ColumnModel, Fill, IndexModel, Kind, Label, Model, Part, TableModel, What};
use super::step::{Change, Step};
use crate::support::random::Random;

/// Adds a table with columns, constraints and indexes.
pub(super) fn table(model: &mut Model, seed: u32) -> Step {
    let mut random = Random::new(u64::from(seed) << 1);
    let mut table = TableModel::new(model.next_table(), model.fresh("t"));
    table.has_rows = random.below(5) > 0;
    table.is_strict = random.below(4) == 0;
    table.is_without_rowid = random.below(4) == 0;
    if model.dialect == Dialect::Postgres && random.below(3) == 0 {
        table.comment = Some("it's a table".to_owned());
    }
    for _ in 0..=random.below(4) {
        let mut column = new_column(model, &mut random);
        if !column.computed && random.below(2) == 0 && column.kind != Kind::Boolean {
            column.fill = Fill::Distinct;
            column.nullable = random.below(2) == 0;
        }
        table.columns.push(column);
    }
    let place = model.tables.len();
    model.tables.push(table);
    for _ in 0..random.below(4) {
        let is_inline = random.below(2) == 0;
        if let Some(part) = new_part(model, place, is_inline, &mut random) {
            model.tables[place].parts.push(part);
        }
    }
    Step::CreateTable(model.definition(&model.tables[place]))
}

/// A column that no row has filled.
fn new_column(model: &mut Model, random: &mut Random) -> ColumnModel {
    let kind = match random.below(8) {
        0 | 1 => Kind::Integer,
        2 => Kind::Big,
        3 => Kind::Short(20),
        4 => Kind::Date,
        5 => Kind::Decimal,
        6 => Kind::Boolean,
        _ if random.below(3) == 0 => Kind::Enumeration(model.fresh("e")),
        _ => Kind::Text,
    };
    let mut column = ColumnModel::new(model.fresh("c"), kind, Fill::LeftOut);
    if random.below(3) == 0 {
        column.default = Some(1 + at(random, 3));
        column.nullable = random.below(2) == 0;
    }
    if column.kind == Kind::Integer && random.below(8) == 0 {
        column.computed = true;
        column.fill = Fill::Same;
        column.default = None;
        column.nullable = true;
    }
    column
}

fn at(random: &mut Random, limit: u64) -> u32 {
    u32::try_from(random.below(limit)).expect("small")
}

/// A constraint that the rows meet, if there is a column for it.
fn new_part(model: &mut Model, place: usize, is_inline: bool, random: &mut Random) -> Option<Part> {
    let label = match random.below(2) {
        0 => Label::Given(model.fresh("k")),
        _ => Label::Convention,
    };
    let table = &model.tables[place];
    let usable = |it: &&ColumnModel| it.name != "id" && !it.computed;
    let columns: Vec<&ColumnModel> = table.columns.iter().filter(usable).collect();
    let column = columns.get(at(random, 8) as usize % columns.len().max(1))?;
    let name = column.name.clone();
    let what = match random.below(5) {
        0 if column.is_distinct() && is_inline => What::Unique(vec![name]),
        0 if column.is_distinct() => What::Unique(vec![name, "id".to_owned()]),
        1 if column.is_distinct() => What::Unique(vec![name]),
        2 if column.kind.is_integer() && column.is_distinct() => {
            let to = random.below(model.tables.len() as u64);
            let to = usize::try_from(to).expect("small");
            let leads_nowhere = !model.tables[to].has_rows && column.fill != Fill::LeftOut;
            // SQLite adds no such column with a default that leads nowhere.
            if leads_nowhere || column.default.is_some() {
                return None;
            }
            What::Reference(name, model.tables[to].number, at(random, 4))
        }
        3 if !is_inline && column.is_distinct() && model.dialect == Dialect::Postgres => {
            What::Exclude(name)
        }
        // In a column's line it must not have others: it could not come back there.
        _ => What::Check(name, at(random, if is_inline { 2 } else { 3 })),
    };
    let part = Part {
        label,
        what,
        is_inline,
    };
    let says_the_same = |it: &Part| {
        format!("{:?}", it.what) == format!("{:?}", part.what)
            || (is_inline && it.is_inline && it.what.columns() == part.what.columns())
    };
    (!table.parts.iter().any(says_the_same)).then_some(part)
}

/// Changes the tables; what is not possible is left out.
pub(super) fn changes(model: &mut Model, numbers: &[(u8, u32)]) -> Vec<Step> {
    let steps = numbers.iter().filter_map(|(kind, seed)| {
        let mut random = Random::new(u64::from(*seed) << 1);
        let steps = change(model, *kind, &mut random)?;
        // Whether it is done together with what is done to the same table before it.
        Some((steps, random.below(2) == 0))
    });
    let mut together: Vec<Step> = Vec::new();
    for (step, joins) in steps {
        match (together.last_mut(), step) {
            (Some(last), Step::Alter(table, change)) if joins => match last {
                Step::Together(before, changes) if *before == table => changes.push(change),
                Step::Alter(before, first) if *before == table => {
                    *last = Step::Together(table, vec![first.clone(), change]);
                }
                _ => together.push(Step::Alter(table, change)),
            },
            (_, step) => together.push(step),
        }
    }
    together
}

fn change(model: &mut Model, kind: u8, random: &mut Random) -> Option<Step> {
    let kind = kind % 16;
    if kind == 0 {
        let seed = at(random, u64::from(u32::MAX));
        let step = table(model, seed);
        model.tables.last_mut()?.has_rows = false;
        return Some(step);
    }
    let place = random.below(model.tables.len().max(1) as u64);
    let place = usize::try_from(place).ok()?;
    let table = model.tables.get(place)?.name.clone();
    let alter = |change| Some(Step::Alter(table.clone(), change));
    match kind {
        1 => drop_table(model, place),
        2 => {
            let to = model.fresh("t");
            let from = std::mem::replace(&mut model.tables[place].name, to.clone());
            model.tables[place].renamed();
            // References of other tables are called after this one.
            model.tables.iter_mut().for_each(TableModel::renamed);
            Some(Step::RenameTable(from, to))
        }
        3 => create_index(model, place, random),
        4 => drop_index(model, place, random),
        5 | 6 => alter(add_column(model, place, random)?),
        7 | 8 => alter(drop_column(model, place, random)?),
        9 => alter(rename_column(model, place, random)?),
        10 | 11 => alter(alter_column(&mut model.tables[place], random)?),
        12 | 13 => {
            let part = new_part(model, place, false, random)?;
            let table = &mut model.tables[place];
            table.parts.push(part.clone());
            alter(Change::AddConstraint(
                model.constraint(&model.tables[place], &part),
            ))
        }
        14 => alter(drop_constraint(model, place, random)?),
        _ => alter(rename_constraint_or_comment(model, place, random)?),
    }
}

/// Only a table that has no rows, that nothing refers to, and of which everything is called as it would
/// be called again.
fn drop_table(model: &mut Model, place: usize) -> Option<Step> {
    let table = &model.tables[place];
    let refers = |it: &Part| matches!(it.what, What::Reference(_, to, _) if to == table.number);
    let is_referred_to = model.tables.iter().any(|it| it.parts.iter().any(refers));
    let has_type = |it: &ColumnModel| matches!(it.kind, Kind::Enumeration(_));
    let keeps = table.has_rows || !table.indexes.is_empty() || table.was_renamed;
    if keeps || is_referred_to || table.columns.iter().any(has_type) {
        return None;
    }
    let definition = model.definition(table);
    model.tables.remove(place);
    Some(Step::DropTable(definition))
}

fn create_index(model: &mut Model, place: usize, random: &mut Random) -> Option<Step> {
    let label = match random.below(2) {
        0 => Label::Given(model.fresh("i")),
        _ => Label::Convention,
    };
    let table = &mut model.tables[place];
    let column = pick(&table.columns, random)?;
    let mut columns = vec![column.name.clone()];
    if random.below(2) == 0 {
        columns.push("id".to_owned());
        columns.dedup();
    }
    let shape = at(random, 4);
    if shape == 2 {
        columns.truncate(1);
    }
    if shape == 0 && !column.is_distinct() {
        return None;
    }
    let index = IndexModel {
        label,
        columns,
        shape,
    };
    // The convention calls the plain and the unique one the same.
    let is_plain = |shape: u32| shape == 0 || shape == 3;
    let is_same = |it: &IndexModel| {
        it.columns == index.columns && (it.shape == shape || is_plain(it.shape) && is_plain(shape))
    };
    if table.indexes.iter().any(is_same) {
        return None;
    }
    table.indexes.push(index.clone());
    Some(Step::CreateIndex(table.index(&index)))
}

fn drop_index(model: &mut Model, place: usize, random: &mut Random) -> Option<Step> {
    let table = &mut model.tables[place];
    let known: Vec<usize> = (0..table.indexes.len())
        .filter(|at| table.indexes[*at].label != Label::Stale)
        .collect();
    let index = table.indexes.remove(*pick(&known, random)?);
    Some(Step::DropIndex(table.index(&index)))
}

fn add_column(model: &mut Model, place: usize, random: &mut Random) -> Option<Change> {
    let column = new_column(model, random);
    model.tables[place].columns.push(column.clone());
    if random.below(2) == 0
        && let Some(part) = new_part(model, place, true, random)
        && part.what.columns() == [column.name.as_str()]
    {
        model.tables[place].parts.push(part);
    }
    let table = &model.tables[place];
    Some(Change::AddColumn(model.column(table, &column)))
}

/// Only a column that comes back as it was: without values, and with its constraints in its
/// own line.
fn drop_column(model: &mut Model, place: usize, random: &mut Random) -> Option<Change> {
    let table = &model.tables[place];
    let is_stale = |name: &String| {
        let mut parts = table.parts.iter();
        parts.any(|it| it.what.columns().contains(name) && it.label == Label::Stale)
    };
    let comes_back = |it: &&ColumnModel| {
        let is_whole = it.fill == Fill::LeftOut || it.computed;
        is_whole && !table.is_shared(&it.name) && !is_stale(&it.name)
    };
    let columns: Vec<&ColumnModel> = table.columns.iter().filter(comes_back).collect();
    let column = (*pick(&columns, random)?).clone();
    if table.columns.len() == 1 {
        return None;
    }
    let definition = model.column(table, &column);
    let table = &mut model.tables[place];
    table.columns.retain(|it| it.name != column.name);
    table
        .parts
        .retain(|it| !it.what.columns().contains(&column.name));
    Some(Change::DropColumn(definition))
}

fn rename_column(model: &mut Model, place: usize, random: &mut Random) -> Option<Change> {
    let to = model.fresh("c");
    let table = &mut model.tables[place];
    let names = table
        .columns
        .iter()
        .map(|it| it.name.clone())
        .filter(|it| it != "id");
    let from = pick(&names.collect::<Vec<_>>(), random)?.clone();
    for column in table.columns.iter_mut().filter(|it| it.name == from) {
        column.name.clone_from(&to);
    }
    table
        .parts
        .iter_mut()
        .for_each(|it| it.what.rename(&from, &to));
    for index in &mut table.indexes {
        for column in index.columns.iter_mut().filter(|it| **it == from) {
            column.clone_from(&to);
        }
    }
    table.renamed();
    Some(Change::RenameColumn(from, to))
}

fn alter_column(table: &mut TableModel, random: &mut Random) -> Option<Change> {
    let usable = |it: &ColumnModel| it.name != "id" && !it.computed;
    let places: Vec<usize> = (0..table.columns.len())
        .filter(|at| usable(&table.columns[*at]))
        .collect();
    let place = *pick(&places, random)?;
    let is_free = !table.is_shared(&table.columns[place].name)
        && !table
            .parts
            .iter()
            .any(|it| it.what.columns().contains(&table.columns[place].name));
    let column = &mut table.columns[place];
    let was = column.definition();
    let mut change = AlterColumn::new(&column.name);
    for _ in 0..=random.below(3) {
        change = match random.below(5) {
            0 if column.nullable && !may_have_null(column) => {
                column.nullable = false;
                change.not_null()
            }
            0 | 1 => {
                column.nullable = true;
                change.nullable()
            }
            2 => {
                let number = 1 + at(random, 3);
                column.default = Some(number);
                column.fill = left_behind(column.fill);
                change.default_expr(column.kind.value(number))
            }
            3 => {
                column.default = None;
                column.fill = left_behind(column.fill);
                change.drop_default()
            }
            _ => retyped(column, change, is_free),
        };
    }
    Some(Change::AlterColumn(change.was(was)))
}

fn may_have_null(column: &ColumnModel) -> bool {
    column.fill != Fill::Distinct && (column.fill == Fill::Same || column.default.is_none())
}

/// What a row that left the column out has is not what it would get now.
fn left_behind(fill: Fill) -> Fill {
    match fill {
        Fill::Distinct => Fill::Distinct,
        Fill::LeftOut | Fill::Same => Fill::Same,
    }
}

/// Another type to which every value goes, and from which it comes back.
fn retyped(column: &mut ColumnModel, change: AlterColumn, is_free: bool) -> AlterColumn {
    let name = column.name.clone();
    let (kind, is_cast) = match &column.kind {
        Kind::Integer => (Kind::Big, false),
        Kind::Short(length) => (Kind::Short(length + 20), false),
        Kind::Big if is_free && column.default.is_none() => (Kind::Text, true),
        _ => return change,
    };
    column.kind = kind;
    let change = change.kind(column.kind.declared());
    if is_cast {
        let there = format!("CAST({name} AS TEXT)");
        return change
            .using(there)
            .using_back(format!("CAST({name} AS BIGINT)"));
    }
    change
}

fn drop_constraint(model: &mut Model, place: usize, random: &mut Random) -> Option<Change> {
    let table = &model.tables[place];
    let comes_back = |part: &Part| {
        // Beside the columns a check is called otherwise than in the line of one.
        let is_called_so = !part.is_inline || !matches!(part.what, What::Check(..));
        part.label != Label::Stale && (is_called_so || part.label != Label::Convention)
    };
    let known: Vec<usize> = (0..table.parts.len())
        .filter(|at| comes_back(&table.parts[*at]))
        .collect();
    let part = table.parts[*pick(&known, random)?].clone();
    let constraint = model.constraint(table, &part);
    let is_it = |it: &Part| format!("{it:?}") == format!("{part:?}");
    model.tables[place].parts.retain(|it| !is_it(it));
    Some(Change::DropConstraint(constraint))
}

fn rename_constraint_or_comment(
    model: &mut Model,
    place: usize,
    random: &mut Random,
) -> Option<Change> {
    let to = model.fresh("k");
    let is_postgres = model.dialect == Dialect::Postgres;
    let table = &mut model.tables[place];
    if is_postgres && table.comment.is_none() && random.below(3) == 0 {
        table.comment = Some(to.clone());
        return Some(Change::Comment(to));
    }
    let is_given = |at: &usize| matches!(table.parts[*at].label, Label::Given(_));
    let given: Vec<usize> = (0..table.parts.len()).filter(is_given).collect();
    let part = &mut table.parts[*pick(&given, random)?];
    match std::mem::replace(&mut part.label, Label::Given(to.clone())) {
        Label::Given(from) => Some(Change::RenameConstraint(from, to)),
        Label::Convention | Label::Stale => None,
    }
}

fn pick<'a, T>(from: &'a [T], random: &mut Random) -> Option<&'a T> {
    let place = random.below(from.len().max(1) as u64);
    from.get(usize::try_from(place).ok()?)
}
