//! The normal form of a Rust migration, which is what its checksum covers.
//!
//! Two files with the same normal form do the same. It forgets what people and
//! formatters change freely:
//!
//! * comments, documentation, lint and rustfmt attributes, `#[cfg(test)]` items;
//! * the order and the nesting of `use`;
//! * parentheses: every compound expression gets exactly one pair;
//! * braces around a single expression, but for a place: `{ a }` is a copy of `a`;
//! * trailing commas, the semicolon behind a closing `return` or loop.
//!
//! The header constants are left out too: the graph's digest covers them. The
//! text depends on tokens only, never on how `syn` represents them, so that a
//! new version of `syn` does not change anybody's checksum.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Expr, File, Item, ItemUse, Macro, Meta, Pat, ReturnType, Stmt, Token, Type,
    UseTree,
};

use super::header::NAMES;
use super::macros;
use super::text;
pub(crate) use super::text::{Include, NormalForm};

/// Stands behind the element of a tuple of one, whose comma would get lost.
const ONE: &str = "__tuple_of_one";

/// Returns the normal form of a parsed file.
pub(crate) fn normal_form(mut file: File) -> NormalForm {
    file.shebang = None;
    file.items.retain(|item| !is_header(item));
    Normalize.visit_file_mut(&mut file);
    text::write(file.into_token_stream())
}

fn is_header(item: &Item) -> bool {
    matches!(item, Item::Const(constant) if NAMES.iter().any(|name| constant.ident == name))
}

struct Normalize;

impl VisitMut for Normalize {
    fn visit_file_mut(&mut self, file: &mut File) {
        normalize_items(&mut file.items);
        visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if let Some((_, items)) = &mut module.content {
            normalize_items(items);
        }
        visit_mut::visit_item_mod_mut(self, module);
    }

    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        attributes.retain(has_meaning);
        merge_derives(attributes);
        attributes
            .iter_mut()
            .for_each(|attribute| self.visit_attribute_mut(attribute));
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        let mut statements: Vec<Stmt> = Vec::with_capacity(block.stmts.len());
        let mut uses = Vec::new();
        for statement in block.stmts.drain(..) {
            match statement {
                Stmt::Item(Item::Use(item)) => uses.push(Item::Use(item)),
                Stmt::Item(item) if is_test(&item) => {}
                Stmt::Expr(Expr::Verbatim(tokens), _) if tokens.is_empty() => {}
                Stmt::Macro(call) => {
                    let expr = Expr::Macro(syn::ExprMacro {
                        attrs: call.attrs,
                        mac: call.mac,
                    });
                    statements.push(Stmt::Expr(expr, call.semi_token));
                }
                statement => statements.push(statement),
            }
        }
        normalize_items(&mut uses);
        block.stmts = uses.into_iter().map(Stmt::Item).chain(statements).collect();
        visit_mut::visit_block_mut(self, block);
        let n_statements = block.stmts.len();
        for (at, statement) in block.stmts.iter_mut().enumerate() {
            if let Stmt::Expr(expr, semicolon) = statement
                && (at + 1 < n_statements || has_no_value(expr))
            {
                *semicolon = Some(Token![;](Span::call_site()));
            }
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        strip_parentheses(expr);
        visit_mut::visit_expr_mut(self, expr);
        match expr {
            Expr::Block(block) if !is_place_in(block) => strip_braces(expr),
            Expr::Tuple(tuple) if tuple.elems.len() == 1 => {
                tuple.elems.push(Expr::Verbatim(marker()));
            }
            Expr::Closure(closure) => {
                closure.inputs.pop_punct();
                strip_braces(&mut closure.body);
            }
            _ => {}
        }
        enclose_parts(expr);
        strip_parentheses(expr);
        if is_compound(expr) {
            enclose(expr);
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        visit_mut::visit_arm_mut(self, arm);
        strip_braces(&mut arm.body);
        arm.comma = Some(Token![,](Span::call_site()));
    }

    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        loop {
            match pat {
                Pat::Paren(paren) => {
                    *pat = std::mem::replace(&mut *paren.pat, Pat::Verbatim(TokenStream::new()));
                }
                Pat::Or(or) => {
                    or.leading_vert = None;
                    if or.cases.len() != 1 {
                        break;
                    }
                    let Some(only) = or.cases.pop() else { break };
                    *pat = only;
                }
                _ => break,
            }
        }
        if let Pat::Tuple(tuple) = pat
            && tuple.elems.len() == 1
        {
            tuple.elems.push(Pat::Verbatim(marker()));
        }
        visit_mut::visit_pat_mut(self, pat);
        // `&(mut a)` is not `&mut a`.
        if let Pat::Reference(reference) = pat
            && matches!(&*reference.pat, Pat::Ident(ident) if ident.mutability.is_some())
        {
            let inner = std::mem::replace(&mut *reference.pat, Pat::Verbatim(TokenStream::new()));
            *reference.pat = syn::parse_quote!((#inner));
        }
    }

    fn visit_type_mut(&mut self, type_: &mut Type) {
        loop {
            let inner = match type_ {
                Type::Paren(paren) => &mut paren.elem,
                Type::Group(group) => &mut group.elem,
                _ => break,
            };
            *type_ = std::mem::replace(&mut **inner, Type::Verbatim(TokenStream::new()));
        }
        if let Type::Tuple(tuple) = type_
            && tuple.elems.len() == 1
        {
            tuple.elems.push(Type::Verbatim(marker()));
        }
        visit_mut::visit_type_mut(self, type_);
    }

    /// Formatters write the type `Vec::<u8>` as `Vec<u8>`.
    fn visit_type_path_mut(&mut self, path: &mut syn::TypePath) {
        for segment in &mut path.path.segments {
            if let syn::PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                arguments.colon2_token = None;
            }
        }
        visit_mut::visit_type_path_mut(self, path);
    }

    /// Formatters write `pub(in crate)` as `pub(crate)`.
    fn visit_vis_restricted_mut(&mut self, visibility: &mut syn::VisRestricted) {
        if ["crate", "self", "super"]
            .iter()
            .any(|word| visibility.path.is_ident(word))
        {
            visibility.in_token = None;
        }
    }

    fn visit_return_type_mut(&mut self, output: &mut ReturnType) {
        if let ReturnType::Type(_, type_) = output
            && matches!(&**type_, Type::Tuple(unit) if unit.elems.is_empty())
        {
            *output = ReturnType::Default;
        }
        visit_mut::visit_return_type_mut(self, output);
    }

    fn visit_abi_mut(&mut self, abi: &mut syn::Abi) {
        abi.name
            .get_or_insert_with(|| syn::LitStr::new("C", Span::call_site()));
    }

    fn visit_where_clause_mut(&mut self, clause: &mut syn::WhereClause) {
        clause.predicates.pop_punct();
        visit_mut::visit_where_clause_mut(self, clause);
    }

    fn visit_item_macro_mut(&mut self, item: &mut syn::ItemMacro) {
        item.semi_token = None;
        visit_mut::visit_item_macro_mut(self, item);
    }

    fn visit_macro_mut(&mut self, call: &mut Macro) {
        macros::normalize(call, self);
    }
}

fn marker() -> TokenStream {
    Ident::new(ONE, Span::call_site()).into_token_stream()
}

/// Puts parentheses around an expression.
pub(super) fn enclose(expr: &mut Expr) {
    let inner = std::mem::replace(expr, Expr::Verbatim(TokenStream::new()));
    *expr = Expr::Paren(syn::ExprParen {
        attrs: Vec::new(),
        paren_token: syn::token::Paren::default(),
        expr: Box::new(inner),
    });
}

/// Puts parentheses where the meaning may depend on them, or where versions of
/// `syn` may judge differently whether it does.
fn enclose_parts(expr: &mut Expr) {
    let (part, is_head) = match expr {
        Expr::Call(call) => (&mut call.func, false),
        Expr::Field(field) => (&mut field.base, false),
        Expr::Index(index) => (&mut index.expr, false),
        Expr::MethodCall(call) => (&mut call.receiver, false),
        Expr::Try(try_) => (&mut try_.expr, false),
        Expr::Await(await_) => (&mut await_.base, false),
        Expr::If(if_) => (&mut if_.cond, true),
        Expr::While(while_) => (&mut while_.cond, true),
        Expr::Match(match_) => (&mut match_.expr, true),
        Expr::ForLoop(for_) => (&mut for_.expr, true),
        Expr::Let(let_) => (&mut let_.expr, true),
        _ => return,
    };
    let encloses = match &**part {
        Expr::Struct(_) => true,
        Expr::Async(_)
        | Expr::Block(_)
        | Expr::Const(_)
        | Expr::ForLoop(_)
        | Expr::If(_)
        | Expr::Loop(_)
        | Expr::Match(_)
        | Expr::Unsafe(_)
        | Expr::While(_) => !is_head,
        _ => false,
    };
    if encloses {
        enclose(part);
    }
    // `(a.b)()` calls what the field holds, `a.b()` a method.
    if let Expr::Call(call) = expr
        && matches!(*call.func, Expr::Field(_))
    {
        enclose(&mut call.func);
    }
}

/// Keeps parentheses that carry an attribute: it may remove what they enclose.
fn strip_parentheses(expr: &mut Expr) {
    loop {
        let inner = match expr {
            Expr::Paren(paren) if paren.attrs.iter().any(has_meaning) => return,
            Expr::Paren(paren) => &mut paren.expr,
            Expr::Group(group) => &mut group.expr,
            _ => return,
        };
        *expr = std::mem::replace(&mut **inner, Expr::Verbatim(TokenStream::new()));
    }
}

/// Takes the braces from `{ expression }`, and makes `{}` a `()`.
fn strip_braces(expr: &mut Expr) {
    let Expr::Block(block) = expr else { return };
    if let Some(only) = only_expression(block) {
        *expr = only;
    } else if block.label.is_none() && block.attrs.is_empty() && block.block.stmts.is_empty() {
        *expr = syn::parse_quote!(());
    }
}

/// Tells whether braces around the block's only expression make a value of a
/// place: `{ a }.push(1)` changes a copy. A macro may stand for a place, or
/// declare a variable.
fn is_place_in(block: &syn::ExprBlock) -> bool {
    let [Stmt::Expr(only, _)] = block.block.stmts.as_slice() else {
        return false;
    };
    let mut only = only;
    loop {
        only = match only {
            Expr::Paren(paren) => &paren.expr,
            Expr::Unary(unary) => return matches!(unary.op, syn::UnOp::Deref(_)),
            Expr::Path(_) | Expr::Field(_) | Expr::Index(_) | Expr::Macro(_) => return true,
            _ => return false,
        };
    }
}

/// Returns the expression of `{ expression }`.
fn only_expression(block: &mut syn::ExprBlock) -> Option<Expr> {
    if block.label.is_some() || !block.attrs.is_empty() || block.block.stmts.len() != 1 {
        return None;
    }
    match block.block.stmts.pop() {
        Some(Stmt::Expr(expr, semicolon)) if semicolon.is_none() || has_no_value(&expr) => {
            Some(expr)
        }
        other => {
            block.block.stmts.extend(other);
            None
        }
    }
}

/// Tells whether a semicolon behind the expression changes nothing.
fn has_no_value(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(paren) => has_no_value(&paren.expr),
        Expr::Return(_)
        | Expr::Break(_)
        | Expr::Continue(_)
        | Expr::Assign(_)
        | Expr::ForLoop(_)
        | Expr::While(_)
        | Expr::Loop(_) => true,
        Expr::Binary(binary) => is_assignment(&binary.op),
        _ => false,
    }
}

const fn is_assignment(op: &syn::BinOp) -> bool {
    use syn::BinOp;
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}

/// Tells whether the meaning depends on where parentheses stand around it.
const fn is_compound(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Assign(_)
            | Expr::Binary(_)
            | Expr::Break(_)
            | Expr::Cast(_)
            | Expr::Closure(_)
            | Expr::Let(_)
            | Expr::Range(_)
            | Expr::RawAddr(_)
            | Expr::Reference(_)
            | Expr::Return(_)
            | Expr::Unary(_)
            | Expr::Yield(_)
    )
}

/// Tells whether an attribute may change what the code does.
fn has_meaning(attribute: &Attribute) -> bool {
    const IDLE: [&str; 8] = [
        "doc", "allow", "warn", "deny", "forbid", "expect", "rustfmt", "clippy",
    ];
    let first = attribute.path().segments.first();
    first.is_none_or(|segment| IDLE.iter().all(|idle| segment.ident != idle))
}

/// Joins neighbouring derives, as rustfmt does.
fn merge_derives(attributes: &mut Vec<Attribute>) {
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

fn is_test(item: &Item) -> bool {
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
fn normalize_items(items: &mut Vec<Item>) {
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

#[cfg(test)]
#[path = "normal_tests.rs"]
mod tests;
