//! Domains.

use super::Written;
use super::column::by_default;
use super::constraint::check_or_text;
use super::kind::kind;
use crate::ops::Domain;
use crate::writing::layout::Expression;
use crate::writing::literal::{name, text};

/// Writes a domain; its name alone where nothing else was given.
pub(super) fn domain(domain: &Domain) -> Written {
    let Some(of) = domain.kind() else {
        return match is_bare(domain) {
            true => Ok(name(domain.name())),
            false => Err("a domain without a type"),
        };
    };
    let arguments = vec![name(domain.name()), kind(of)?];
    let mut made = Expression::call("Domain::new", arguments);
    made = made
        .then_with("collate", domain.collation().map(text))
        .then_if(!domain.is_nullable(), "not_null");
    made = match domain.default_value() {
        Some(default) => by_default(made, default),
        None => made,
    };
    for check in domain.checks() {
        made = made.then("check", vec![check_or_text(check)]);
    }
    Ok(made)
}

fn is_bare(domain: &Domain) -> bool {
    domain.is_nullable()
        && domain.default_value().is_none()
        && domain.collation().is_none()
        && domain.checks().is_empty()
}
