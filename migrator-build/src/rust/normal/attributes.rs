//! Attributes: those that change nothing are dropped, derives are joined.

use proc_macro2::TokenStream;
use syn::{Attribute, Meta, Token};

/// Tells whether an attribute may change what the code does.
pub(super) fn has_meaning(attribute: &Attribute) -> bool {
    const IDLE: [&str; 8] = [
        "doc", "allow", "warn", "deny", "forbid", "expect", "rustfmt", "clippy",
    ];
    let first = attribute.path().segments.first();
    first.is_none_or(|segment| IDLE.iter().all(|idle| segment.ident != idle))
}

/// Joins neighbouring derives, as rustfmt does.
pub(super) fn merge_derives(attributes: &mut Vec<Attribute>) {
    let mut merged: Vec<Attribute> = Vec::with_capacity(attributes.len());
    for mut attribute in attributes.drain(..) {
        let last = merged.last_mut().map(|last| &mut last.meta);
        match (last, &mut attribute.meta) {
            (Some(Meta::List(last)), Meta::List(next))
                if last.path.is_ident("derive") && next.path.is_ident("derive") =>
            {
                last.tokens = join(&last.tokens, &next.tokens);
            }
            _ => merged.push(attribute),
        }
    }
    *attributes = merged;
}

/// Joins two lists by a comma, which the first may end with.
fn join(first: &TokenStream, second: &TokenStream) -> TokenStream {
    let is_comma = |token: &proc_macro2::TokenTree| token.to_string() == ",";
    let ends_with_comma = first
        .clone()
        .into_iter()
        .last()
        .as_ref()
        .is_some_and(is_comma);
    let comma = (!ends_with_comma).then(<Token![,]>::default);
    quote::quote!(#first #comma #second)
}
