//! Names that the database would give by itself.

use super::Style;
use crate::base::TableName;
use crate::schema::{Check, Constraint, Exclude, ForeignKey, PrimaryKey, Unique};

/// Tells whether a constraint has the name that it would get if it had none.
///
/// Only the first name that the database tries counts: with a number behind it, it would depend on what else
/// there is by then.
pub(super) fn is_own(style: &Style<'_>, table: &TableName, constraint: &Constraint) -> bool {
    let Some(name) = constraint.name() else {
        return false;
    };
    let own = || style.introspection.default_name(table, constraint, &[]);
    !style.has_convention && own().is_some_and(|own| own == name)
}

/// Returns a constraint without its name, if the database would give it this one.
pub(super) fn unnamed(style: &Style<'_>, table: &TableName, constraint: Constraint) -> Constraint {
    match is_own(style, table, &constraint) {
        true => without_name(&constraint),
        false => constraint,
    }
}

fn without_name(constraint: &Constraint) -> Constraint {
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
    use crate::schema::IndexTarget;
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
