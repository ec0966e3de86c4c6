//! Any catalog, thrown with dice. Names come from few, so that two catalogs have many of them in common.

use std::collections::BTreeSet;

use crate::base::{Dialect, TableName};
use crate::catalog::{Catalog, Need};
use crate::ops::{Enumeration, Sequence, View};
use crate::schema::{
    Check, Column, ColumnType, ForeignKey, Identity, Index, IndexPart, ObjectKind, ObjectName,
    PrimaryKey, Table, Unique,
};

/// Numbers that were thrown before, one after the other.
pub(super) struct Dice {
    thrown: Vec<u8>,
    at: usize,
}

impl Dice {
    pub(super) const fn new(thrown: Vec<u8>) -> Self {
        Self { thrown, at: 0 }
    }

    /// Returns a number below `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        let thrown = self.thrown.get(self.at).copied().unwrap_or_default();
        self.at += 1;
        usize::from(thrown) % n
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }
}

const TABLES: [&str; 4] = ["a", "b", "c", "d"];
const COLUMNS: [&str; 4] = ["k", "l", "m", "n"];
const VALUES: [&str; 4] = ["one", "two", "six", "ten"];

pub(super) fn catalog(dice: &mut Dice, dialect: Dialect) -> Catalog {
    let mut catalog = Catalog::default();
    let is_postgres = dialect == Dialect::Postgres;
    if is_postgres {
        for name in ["mood", "size"] {
            if dice.one_in(2) {
                catalog.enums.push(Enumeration::new(name, values(dice)));
            }
        }
    }
    let mut keys: Vec<(TableName, ColumnType)> = Vec::new();
    let names: Vec<&str> = TABLES.into_iter().filter(|_| !dice.one_in(3)).collect();
    let mut plans = Vec::new();
    for name in names {
        let kind = [ColumnType::Integer, ColumnType::Text][dice.below(2)].clone();
        keys.push((name.into(), kind.clone()));
        plans.push((name, kind));
    }
    for (name, kind) in plans {
        let table = table(dice, dialect, &mut catalog, (name, &kind), &keys);
        catalog.tables.push(table);
    }
    views(dice, &mut catalog);
    catalog.indexes.sort_by_key(|it| it.name().to_owned());
    catalog.sequences.sort_by_key(|it| it.name().clone());
    catalog.needs.sort();
    catalog
}

fn values(dice: &mut Dice) -> Vec<String> {
    let mut values: Vec<String> = VALUES.iter().map(|it| (*it).to_owned()).collect();
    values.retain(|_| !dice.one_in(3));
    if dice.one_in(3) {
        values.reverse();
    }
    if values.is_empty() {
        values.push("one".to_owned());
    }
    values
}

fn table(
    dice: &mut Dice,
    dialect: Dialect,
    catalog: &mut Catalog,
    (name, kind): (&str, &ColumnType),
    keys: &[(TableName, ColumnType)],
) -> Table {
    let is_postgres = dialect == Dialect::Postgres;
    let named = |what: &str| format!("{what}_{name}");
    let mut id = Column::new("id", kind.clone()).not_null();
    if is_postgres && *kind == ColumnType::Integer && dice.one_in(2) {
        id = id.identity(Identity::by_default());
    }
    let mut table = Table::new(name).column(id);
    let key_name = if dice.one_in(4) { "pk_of" } else { "pk" };
    table = table.primary_key(PrimaryKey::new(["id"]).named(named(key_name)));
    let mut there: Vec<Column> = Vec::new();
    for column in COLUMNS {
        if dice.one_in(3) {
            continue;
        }
        let column = self::column(dice, dialect, catalog, (name, column), &there);
        there.push(column.clone());
        table = table.column(column);
    }
    for column in &there {
        let name_of = |what: &str| format!("{what}_{name}_{}", column.name());
        if dice.one_in(4) {
            let check = Check::new(format!("\"{}\" IS NOT NULL", column.name()));
            table = table.check(match dialect {
                Dialect::Postgres => check.named(name_of("ck")),
                Dialect::Sqlite => check,
            });
        }
        if dice.one_in(4) {
            table = table.unique(Unique::new([column.name()]).named(name_of("uq")));
        }
        if dice.one_in(3) {
            let mut index = Index::new(name_of("ix")).on(name, [column.name()]);
            if dice.one_in(3) {
                index = index.filter(format!("\"{}\" > 0", column.name()));
            }
            if dice.one_in(4) {
                index = Index::new(name_of("ix")).on(
                    name,
                    [IndexPart::expression(format!(
                        "lower(\"{}\")",
                        column.name()
                    ))],
                );
            }
            catalog.indexes.push(index);
        }
        let fitting: Vec<&TableName> = keys
            .iter()
            .filter(|(_, kind)| kind == column.kind())
            .map(|(it, _)| it)
            .collect();
        if !fitting.is_empty() && column.generated().is_none() && dice.one_in(2) {
            let target = fitting[dice.below(fitting.len())];
            let key = ForeignKey::new([column.name()]).references(target, ["id"]);
            table = table.foreign_key(match dice.one_in(2) && !is_postgres {
                true => key,
                false => key.named(name_of("fk")),
            });
        }
    }
    if is_postgres && dice.one_in(4) {
        table = table.comment("what it is for");
    }
    table
}

fn column(
    dice: &mut Dice,
    dialect: Dialect,
    catalog: &mut Catalog,
    (table, name): (&str, &str),
    there: &[Column],
) -> Column {
    let mut kinds = vec![
        ColumnType::Integer,
        ColumnType::BigInteger,
        ColumnType::Text,
        ColumnType::Boolean,
    ];
    kinds.extend(catalog.enums.iter().map(Enumeration::column_type));
    let kind = kinds[dice.below(kinds.len())].clone();
    let mut column = Column::new(name, kind.clone());
    let base = there
        .iter()
        .filter(|it| it.generated().is_none())
        .nth(dice.below(3));
    if let Some(base) = base.filter(|_| dice.one_in(4)) {
        return column.generated_stored(format!("f(\"{}\")", base.name()));
    }
    if dice.one_in(2) {
        column = column.not_null();
    }
    match &kind {
        ColumnType::Enum { name, values, .. } if dice.one_in(2) => {
            let value = &values[dice.below(values.len())];
            column = column.default_expr(format!("'{value}'::{name}"));
        }
        ColumnType::Integer if dialect == Dialect::Postgres && dice.one_in(4) => {
            let sequence = format!("{table}_{name}_seq");
            column = column.default_expr(format!("nextval('{sequence}'::regclass)"));
            let sequence = Sequence::new(sequence.as_str()).owned_by(table, name);
            catalog.sequences.push(sequence);
        }
        ColumnType::Integer if dice.one_in(3) => column = column.default_expr("0"),
        _ => {}
    }
    if dialect == Dialect::Postgres && dice.one_in(5) {
        column = column.comment("how much");
    }
    column
}

fn views(dice: &mut Dice, catalog: &mut Catalog) {
    let mut made: BTreeSet<&str> = BTreeSet::new();
    for name in ["v", "w", "x"] {
        if dice.one_in(2) || catalog.tables.is_empty() {
            continue;
        }
        let who = ObjectName::new(ObjectKind::View, name);
        let table = &catalog.tables[dice.below(catalog.tables.len())];
        let column = &table.columns()[dice.below(table.columns().len())];
        let mut text = format!("SELECT \"{}\".\"{}\"", table.name(), column.name());
        let whom = ObjectName::part(ObjectKind::Column, table.name(), column.name());
        catalog.needs.push(Need {
            who: who.clone(),
            whom,
        });
        if let Some(other) = made.iter().next_back().filter(|_| dice.one_in(2)) {
            text.push_str(&format!(" , \"{other}\""));
            let whom = ObjectName::new(ObjectKind::View, *other);
            catalog.needs.push(Need { who, whom });
        }
        catalog.views.push(View::new(name).as_(text));
        made.insert(name);
    }
}
