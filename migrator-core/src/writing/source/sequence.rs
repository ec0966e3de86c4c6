//! Sequences.

use super::Written;
use super::kind::kind;
use crate::ops::{Sequence, SequenceOptions};
use crate::writing::layout::Expression;
use crate::writing::literal::{integer, name, text};

/// Writes a sequence; its name alone where nothing else was given.
pub(super) fn sequence(sequence: &Sequence) -> Written {
    let options = sequence.options();
    if !sequence.is_defined() {
        return match *options == SequenceOptions::default() && !sequence.is_if_not_exists() {
            true => Ok(name(sequence.name())),
            false => Err("options of a sequence that is only named"),
        };
    }
    let mut made = Expression::call("Sequence::new", vec![name(sequence.name())]);
    if let Some(of) = &options.kind {
        made = made.then("of", vec![kind(of)?]);
    }
    made = made
        .then_with("start", options.start.map(integer))
        .then_with("increment", options.increment.map(integer))
        .then_with("min", options.min.map(integer))
        .then_with("max", options.max.map(integer))
        .then_with("cache", options.cache.map(|it| integer(it.into())));
    made = match options.cycle {
        Some(true) => made.then("cycle", Vec::new()),
        Some(false) => made.then("no_cycle", Vec::new()),
        None => made,
    };
    if let Some((table, column)) = &options.owner {
        made = made.then("owned_by", vec![name(table), text(column)]);
    }
    Ok(made.then_if(sequence.is_if_not_exists(), "if_not_exists"))
}
