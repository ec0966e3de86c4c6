//! Views, functions and triggers: what has SQL of its own.

use super::Written;
use super::sql::sql_or_text;
use crate::ops::{Function, FunctionKind, RefreshView, ReplaceView, Trigger, View};
use crate::writing::layout::Expression;
use crate::writing::literal::{name, names, text};

/// Writes a view; its name alone where nothing else was given.
pub(super) fn view_or_name(it: &View) -> Expression {
    match *it == View::new(it.name()) {
        true => name(it.name()),
        false => view(it),
    }
}

/// Writes a view.
pub(super) fn view(view: &View) -> Expression {
    let function = match view.is_materialized() {
        true => "View::materialized",
        false => "View::new",
    };
    let columns = view.column_names();
    let columns = (!columns.is_empty()).then(|| names(columns));
    Expression::call(function, vec![name(view.name())])
        .then_with("columns", columns)
        .then_with("with", view.options().map(text))
        .then_with("as_", view.query().map(sql_or_text))
        .then_if(view.is_without_data(), "without_data")
        .then_if(view.is_if_not_exists(), "if_not_exists")
}

/// Writes what replaces a view.
pub(super) fn replace_view(replace: &ReplaceView) -> Written {
    let new = view(&replace.replacing.object);
    match &replace.replacing.former {
        Some(former) => {
            let made = new.then("instead_of", vec![view(former)]);
            Ok(made.then_if(replace.recreate, "recreate"))
        }
        None if replace.recreate => Err("a view that is created again and nobody knows how it was"),
        None => Ok(new),
    }
}

/// Writes what refreshes a view.
pub(super) fn refresh_view(refresh: &RefreshView) -> Expression {
    match refresh.concurrently {
        true => Expression::call("RefreshView::new", vec![name(&refresh.name)])
            .then("concurrently", Vec::new()),
        false => name(&refresh.name),
    }
}

/// Writes a function, a procedure or an aggregate; its signature alone where nothing else was given.
pub(super) fn function(function: &Function) -> Expression {
    let mut arguments = vec![text(function.signature())];
    arguments.extend(function.sql().map(sql_or_text));
    let constructor = match (function.kind(), function.sql().is_some()) {
        (FunctionKind::Function, false) => return text(function.signature()),
        (FunctionKind::Function, true) => "Function::new",
        (FunctionKind::Procedure, true) => "Function::procedure",
        (FunctionKind::Procedure, false) => "Function::procedure_named",
        (FunctionKind::Aggregate, true) => "Function::aggregate",
        (FunctionKind::Aggregate, false) => "Function::aggregate_named",
    };
    Expression::call(constructor, arguments)
}

/// Writes a trigger.
pub(super) fn trigger(trigger: &Trigger) -> Expression {
    let mut arguments = vec![text(trigger.name()), name(trigger.table())];
    let made = match trigger.sql() {
        Some(sql) => {
            arguments.push(sql_or_text(sql));
            Expression::call("Trigger::new", arguments)
        }
        None => Expression::call("Trigger::named", arguments),
    };
    made.then_if(trigger.is_constraint(), "constraint")
}
