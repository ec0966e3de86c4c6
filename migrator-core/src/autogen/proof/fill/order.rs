//! Tables before those that refer to them. Pure.

use super::columns::{Recipe, Reference};

/// Returns the tables so that each stands after those that its rows need, as far as that goes.
pub(super) fn in_order<'r, 'c>(recipes: &'r [Recipe<'c>]) -> Vec<&'r Recipe<'c>> {
    let mut left: Vec<&Recipe<'_>> = recipes.iter().collect();
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let waits = |recipe: &Recipe<'_>, counts: &dyn Fn(&Reference) -> bool| {
            recipe.keys.iter().any(|key| {
                let mut others = left
                    .iter()
                    .filter(|it| it.table.name() != recipe.table.name());
                counts(key) && others.any(|it| *it.table.name() == key.target)
            })
        };
        // First who waits for nobody, then who could do without what is missing, then whoever.
        let any = |_: &Reference| true;
        let next = left.iter().position(|it| !waits(it, &any)).or_else(|| {
            left.iter()
                .position(|recipe| !waits(recipe, &|key: &Reference| is_needed(recipe, key)))
        });
        ordered.push(left.remove(next.unwrap_or_default()));
    }
    ordered
}

/// Tells whether a row must refer to something.
pub(super) fn is_needed(recipe: &Recipe<'_>, key: &Reference) -> bool {
    key.columns.iter().all(|name| {
        let mut columns = recipe.columns.iter();
        columns.any(|it| it.column.name() == name && (!it.column.is_nullable() || it.is_needed))
    })
}
