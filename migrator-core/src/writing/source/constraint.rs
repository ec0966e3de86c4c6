//! Constraints and what they are made of.

use crate::schema::{
    Action, Check, Constraint, Deferrable, Exclude, ForeignKey, Identity, IndexTarget, PrimaryKey,
    Unique,
};
use crate::writing::layout::Expression;
use crate::writing::literal::{integer, name, names, text};

/// Writes a constraint as a value of its own.
pub(super) fn constraint(constraint: &Constraint) -> Expression {
    match constraint {
        Constraint::PrimaryKey(it) => primary_key(it),
        Constraint::Unique(it) => unique(it),
        Constraint::Check(it) => check(it),
        Constraint::ForeignKey(it) => foreign_key(it),
        Constraint::Exclude(it) => exclude(it),
    }
}

/// Writes a primary key; its columns alone where it has nothing else.
pub(super) fn primary_key_or_columns(key: &PrimaryKey) -> Expression {
    match *key == PrimaryKey::new(key.columns()) {
        true => names(key.columns()),
        false => primary_key(key),
    }
}

fn primary_key(key: &PrimaryKey) -> Expression {
    let made = Expression::call("PrimaryKey::new", vec![names(key.columns())]);
    made.then_with("named", key.name().map(text))
        .then_with("include", listed(key.included()))
        .then_with("deferrable", key.deferral().map(deferrable))
}

/// Writes a unique constraint; its columns alone where it has nothing else.
pub(super) fn unique_or_columns(it: &Unique) -> Expression {
    match *it == Unique::new(it.columns()) {
        true => names(it.columns()),
        false => unique(it),
    }
}

fn unique(it: &Unique) -> Expression {
    let made = Expression::call("Unique::new", vec![names(it.columns())]);
    made.then_with("named", it.name().map(text))
        .then_with("include", listed(it.included()))
        .then_if(it.is_nulls_not_distinct(), "nulls_not_distinct")
        .then_with("deferrable", it.deferral().map(deferrable))
}

/// Writes a check; its condition alone where it has nothing else.
pub(super) fn check_or_text(it: &Check) -> Expression {
    match *it == Check::new(it.expression()) {
        true => text(it.expression()),
        false => check(it),
    }
}

fn check(it: &Check) -> Expression {
    let made = Expression::call("Check::new", vec![text(it.expression())]);
    made.then_with("named", it.name().map(text))
        .then_if(it.is_no_inherit(), "no_inherit")
        .then_if(it.is_not_valid(), "not_valid")
}

/// Writes a foreign key.
pub(super) fn foreign_key(key: &ForeignKey) -> Expression {
    let mut made = Expression::call("ForeignKey::new", vec![names(key.columns())]);
    if *key != ForeignKey::new(key.columns()) {
        let target = vec![name(key.target()), names(key.target_columns())];
        made = made.then("references", target);
    }
    made.then_with("named", key.name().map(text))
        .then_with("on_delete", key.delete_action().map(action))
        .then_with("on_delete_columns", listed(key.delete_columns()))
        .then_with("on_update", key.update_action().map(action))
        .then_if(key.is_match_full(), "match_full")
        .then_with("deferrable", key.deferral().map(deferrable))
        .then_if(key.is_not_valid(), "not_valid")
}

/// Writes an exclusion constraint.
pub(super) fn exclude(it: &Exclude) -> Expression {
    let mut made = Expression::call("Exclude::using", vec![text(it.method())]);
    for element in it.elements() {
        let operator = text(&element.operator);
        made = match &element.target {
            IndexTarget::Column(column) => made.then("column", vec![text(column), operator]),
            IndexTarget::Expression(sql) => made.then("expression", vec![text(sql), operator]),
        };
    }
    made.then_with("named", it.name().map(text))
        .then_with("filter", it.condition().map(text))
        .then_with("deferrable", it.deferral().map(deferrable))
}

/// Writes what a column counts by.
pub(super) fn identity(identity: Identity) -> Expression {
    let made = match identity.is_always() {
        true => Expression::call("Identity::always", Vec::new()),
        false => Expression::call("Identity::by_default", Vec::new()),
    };
    let numbers = identity.numbers().into_iter();
    numbers
        .fold(made, |made, (method, number)| {
            made.then(method, vec![integer(number)])
        })
        .then_if(identity.is_cycle(), "cycle")
}

/// Writes what a foreign key does.
pub(super) fn action(action: Action) -> Expression {
    Expression::path(match action {
        Action::NoAction => "Action::NoAction",
        Action::Restrict => "Action::Restrict",
        Action::Cascade => "Action::Cascade",
        Action::SetNull => "Action::SetNull",
        Action::SetDefault => "Action::SetDefault",
    })
}

fn deferrable(deferrable: Deferrable) -> Expression {
    Expression::path(match deferrable {
        Deferrable::InitiallyImmediate => "Deferrable::InitiallyImmediate",
        Deferrable::InitiallyDeferred => "Deferrable::InitiallyDeferred",
    })
}

fn listed(columns: &[String]) -> Option<Expression> {
    (!columns.is_empty()).then(|| names(columns))
}
