//! Items: tests are dropped, and what formatters reorder is sorted.

use quote::ToTokens;
use syn::{Attribute, Item, ItemUse, Meta, Token, UseTree};

pub(super) fn is_test(item: &Item) -> bool {
    let attributes: &[Attribute] = match item {
        Item::Fn(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        _ => &[],
    };
    let is_test = |attribute: &Attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    };
    attributes.iter().any(is_test)
}

/// Drops test items, and puts what formatters reorder in front, sorted.
pub(super) fn normalize_items(items: &mut Vec<Item>) {
    let (mut uses, mut modules, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for item in items.drain(..).filter(|item| !is_test(item)) {
        match item {
            Item::Use(item) => flatten(&item, &mut uses),
            Item::Mod(module) if module.content.is_none() => modules.push(Item::Mod(module)),
            Item::ExternCrate(item) => modules.push(Item::ExternCrate(item)),
            other => others.push(other),
        }
    }
    let text = |item: &Item| item.to_token_stream().to_string();
    uses.sort_by_cached_key(text);
    modules.sort_by_cached_key(text);
    items.extend(uses.into_iter().chain(modules).chain(others));
}

/// Writes `use a::{b, c::d};` as `use a::b; use a::c::d;`.
fn flatten(item: &ItemUse, found: &mut Vec<Item>) {
    let mut open = vec![(Vec::new(), item.tree.clone())];
    while let Some((mut prefix, tree)) = open.pop() {
        match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident);
                open.push((prefix, *path.tree));
            }
            UseTree::Group(group) => {
                open.extend(group.items.into_iter().map(|tree| (prefix.clone(), tree)));
            }
            leaf => {
                let leaf = match leaf {
                    UseTree::Rename(same) if same.ident == same.rename => {
                        UseTree::Name(syn::UseName { ident: same.ident })
                    }
                    leaf => leaf,
                };
                let tree = prefix.into_iter().rev().fold(leaf, |tree, ident| {
                    let colon2_token = <Token![::]>::default();
                    UseTree::Path(syn::UsePath {
                        ident,
                        colon2_token,
                        tree: Box::new(tree),
                    })
                });
                found.push(Item::Use(ItemUse {
                    tree,
                    ..item.clone()
                }));
            }
        }
    }
}
