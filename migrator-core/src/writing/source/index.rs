//! Indexes.

use crate::ops::DropIndex;
use crate::schema::{Index, IndexPart, IndexTarget, Nulls};
use crate::writing::layout::Expression;
use crate::writing::literal::{name, names, text};

/// Writes an index.
pub(super) fn index(index: &Index) -> Expression {
    let target = vec![name(index.table()), parts(index.parts())];
    let is_somewhere = !index.parts().is_empty() || !index.table().name().is_empty();
    let mut made = match index.is_named() {
        true => Expression::call("Index::new", vec![text(index.name())]),
        false if is_somewhere => Expression::call("Index::of", target.clone()),
        false => Expression::call("Index::new", vec![text("")]),
    };
    if index.is_named() && is_somewhere {
        made = made.then("on", target);
    }
    let included = index.included();
    let included = (!included.is_empty()).then(|| names(included));
    made.then_if(index.is_unique(), "unique")
        .then_if(index.is_nulls_not_distinct(), "nulls_not_distinct")
        .then_with("using", index.method().map(text))
        .then_with("include", included)
        .then_with("with", index.parameters().map(text))
        .then_with("tablespace", index.tablespace_name().map(text))
        .then_with("filter", index.condition().map(text))
        .then_if(index.is_concurrent(), "concurrently")
        .then_if(index.is_if_not_exists(), "if_not_exists")
}

/// Writes what is indexed: names where there is nothing else.
fn parts(parts: &[IndexPart]) -> Expression {
    let plain = |it: &IndexPart| match it.target() {
        IndexTarget::Column(column) if *it == IndexPart::column(column) => Some(column.clone()),
        _ => None,
    };
    if let Some(columns) = parts.iter().map(plain).collect::<Option<Vec<String>>>() {
        return names(&columns);
    }
    Expression::Array(parts.iter().map(part).collect())
}

fn part(part: &IndexPart) -> Expression {
    let made = match part.target() {
        IndexTarget::Column(column) => Expression::call("IndexPart::column", vec![text(column)]),
        IndexTarget::Expression(sql) => Expression::call("IndexPart::expression", vec![text(sql)]),
    };
    let made = made
        .then_with("collate", part.collation().map(text))
        .then_with("opclass", part.operator_class().map(text))
        .then_if(part.is_descending(), "desc");
    match part.nulls() {
        Some(Nulls::First) => made.then("nulls_first", Vec::new()),
        Some(Nulls::Last) => made.then("nulls_last", Vec::new()),
        None => made,
    }
}

/// Writes the drop of an index: the call and its argument.
pub(super) fn drop_index(drop: &DropIndex) -> Result<(&'static str, Expression), &'static str> {
    let mut is_concurrent = drop.concurrently;
    let object = match &drop.definition {
        Some(it) if it.table().sibling(it.name().to_owned()) == drop.index => {
            if it.is_concurrent() && !is_concurrent {
                return Err("an index that is made concurrently and dropped otherwise");
            }
            // The definition says so itself.
            is_concurrent &= !it.is_concurrent();
            Some(index(it))
        }
        Some(_) => return Err("an index that is dropped by the definition of another"),
        None => None,
    };
    match (is_concurrent, drop.if_exists, drop.cascade) {
        (false, false, false) => return Ok(("drop_index", or_name(object, drop))),
        (false, true, false) => return Ok(("drop_index_if_exists", or_name(object, drop))),
        (true, false, false) => return Ok(("drop_index_concurrently", or_name(object, drop))),
        _ => {}
    }
    let made = match object {
        Some(object) => Expression::call("DropIndex::from", vec![object]),
        None => Expression::call("DropIndex::new", vec![name(&drop.index)]),
    };
    let made = made
        .then_if(drop.if_exists, "if_exists")
        .then_if(is_concurrent, "concurrently")
        .then_if(drop.cascade, "cascade");
    Ok(("drop_index", made))
}

fn or_name(object: Option<Expression>, drop: &DropIndex) -> Expression {
    object.unwrap_or_else(|| name(&drop.index))
}
