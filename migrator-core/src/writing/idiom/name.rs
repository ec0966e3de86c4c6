//! Names that a constraint gets if it has none: by the naming convention, or by the database.
//!
//! Only the first name that the database tries counts: with a number behind it, it would depend on what else
//! there is by then.

use super::Style;
use crate::base::TableName;
use crate::schema::{
    Check, Column, Constraint, Exclude, ForeignKey, IndexTarget, Namer, PrimaryKey, Unique,
};

/// The name that a constraint has, or gets.
pub(super) type Name = Option<String>;

/// Returns the name that a constraint of a table gets if it has none.
pub(super) fn given(style: &Style<'_>, table: &TableName, constraint: &Constraint) -> Name {
    let unnamed = without_name(constraint);
    let mut namer = Namer::new(style.convention, table);
    match namer.name_of(&unnamed) {
        Ok(Some(given)) => Some(given),
        Ok(None) => style.introspection.default_name(table, &unnamed, &[]),
        Err(_) => None,
    }
}

/// Returns the name that a check gets if it has none and a column says it, after its others.
pub(super) fn given_check(
    style: &Style<'_>,
    table: &TableName,
    column: &Column,
    it: &Check,
) -> Name {
    // Which of the column's checks it is counts, and nothing else of the column.
    let bare = Column::new(column.name(), column.kind().clone());
    let checks = column.checks().iter().cloned().chain([check(it)]);
    let mut said = checks.fold(bare, Column::check);
    Namer::new(style.convention, table).column(&mut said).ok()?;
    let given = said.checks().last()?.name().map(str::to_owned);
    let own = || {
        let constraint = check(it).into();
        style.introspection.default_name(table, &constraint, &[])
    };
    given.or_else(own)
}

/// Returns a constraint without its name, if it would get this one.
pub(super) fn unnamed(
    style: &Style<'_>,
    table: &TableName,
    constraint: &Constraint,
) -> Option<Constraint> {
    let given = given(style, table, constraint);
    let is_given = given.is_some() && given.as_deref() == constraint.name();
    is_given.then(|| without_name(constraint))
}

/// Returns a constraint without its name.
pub(super) fn without_name(constraint: &Constraint) -> Constraint {
    match constraint {
        Constraint::PrimaryKey(it) => primary_key(it).into(),
        Constraint::Unique(it) => unique(it).into(),
        Constraint::Check(it) => check(it).into(),
        Constraint::ForeignKey(it) => foreign_key(it).into(),
        Constraint::Exclude(it) => exclude(it).into(),
    }
}

fn primary_key(it: &PrimaryKey) -> PrimaryKey {
    let made = PrimaryKey::new(it.columns()).include(it.included());
    match it.deferral() {
        Some(deferral) => made.deferrable(deferral),
        None => made,
    }
}

fn unique(it: &Unique) -> Unique {
    let mut made = Unique::new(it.columns()).include(it.included());
    if it.is_nulls_not_distinct() {
        made = made.nulls_not_distinct();
    }
    match it.deferral() {
        Some(deferral) => made.deferrable(deferral),
        None => made,
    }
}

fn check(it: &Check) -> Check {
    let mut made = Check::new(it.expression());
    if it.is_no_inherit() {
        made = made.no_inherit();
    }
    match it.is_not_valid() {
        true => made.not_valid(),
        false => made,
    }
}

fn foreign_key(it: &ForeignKey) -> ForeignKey {
    let mut made = ForeignKey::new(it.columns())
        .references(it.target(), it.target_columns())
        .on_delete_columns(it.delete_columns());
    if let Some(action) = it.delete_action() {
        made = made.on_delete(action);
    }
    if let Some(action) = it.update_action() {
        made = made.on_update(action);
    }
    if let Some(deferral) = it.deferral() {
        made = made.deferrable(deferral);
    }
    if it.is_match_full() {
        made = made.match_full();
    }
    match it.is_not_valid() {
        true => made.not_valid(),
        false => made,
    }
}

fn exclude(it: &Exclude) -> Exclude {
    let mut made = Exclude::using(it.method());
    for element in it.elements() {
        made = match &element.target {
            IndexTarget::Column(column) => made.column(column, &element.operator),
            IndexTarget::Expression(sql) => made.expression(sql, &element.operator),
        };
    }
    if let Some(condition) = it.condition() {
        made = made.filter(condition);
    }
    match it.deferral() {
        Some(deferral) => made.deferrable(deferral),
        None => made,
    }
}
