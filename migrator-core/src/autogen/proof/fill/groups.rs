//! Which columns the conditions bind together. Pure.

use super::columns::{Condition, Filling, Recipe};
use crate::dialect::Renderer;
use crate::script::{Kind, tokens, unquoted};

/// Columns that conditions bind together.
pub(super) struct Bound<'c> {
    pub columns: Vec<&'c Filling<'c>>,
    pub conditions: Vec<&'c Condition<'c>>,
}

pub(super) fn groups<'c>(recipe: &'c Recipe<'c>, renderer: &dyn Renderer) -> Vec<Bound<'c>> {
    let mut groups: Vec<Bound<'c>> = Vec::new();
    for condition in &recipe.checks {
        let mut bound = Bound {
            columns: mentioned(recipe, condition, renderer),
            conditions: vec![condition],
        };
        // Foreign keys choose by themselves.
        let is_free = |it: &&&Filling<'_>| {
            let mut keys = recipe.keys.iter();
            !keys.any(|key| key.columns.iter().any(|name| name == it.column.name()))
        };
        if bound.columns.is_empty() || !bound.columns.iter().all(|it| is_free(&it)) {
            continue;
        }
        let (joined, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| {
            group
                .columns
                .iter()
                .any(|it| bound.columns.iter().any(|other| std::ptr::eq(*it, *other)))
        });
        groups = others;
        for group in joined {
            for column in group.columns {
                if !bound.columns.iter().any(|it| std::ptr::eq(*it, column)) {
                    bound.columns.push(column);
                }
            }
            bound.conditions.extend(group.conditions);
        }
        groups.push(bound);
    }
    groups
}

fn mentioned<'c>(
    recipe: &'c Recipe<'c>,
    condition: &Condition<'_>,
    renderer: &dyn Renderer,
) -> Vec<&'c Filling<'c>> {
    let columns = recipe.columns.iter();
    if let Some(of) = condition.of_domain {
        return columns.filter(|it| it.column.name() == of).collect();
    }
    let names: Vec<String> = tokens(renderer.dialect(), condition.expression)
        .filter_map(Result::ok)
        .filter_map(|(kind, text)| match kind {
            Kind::Word => Some(text.to_owned()),
            Kind::Quoted => Some(unquoted(text)),
            _ => None,
        })
        .collect();
    let is_named = |it: &&Filling<'_>| {
        let own = if condition.is_new {
            it.after
        } else {
            it.column.name()
        };
        names.iter().any(|name| renderer.is_same_column(name, own))
    };
    columns.filter(is_named).collect()
}
