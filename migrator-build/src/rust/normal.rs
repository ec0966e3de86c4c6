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
//!
//! | file | what it knows |
//! |---|---|
//! | `items`, `attributes` | what is dropped and what is sorted |
//! | `parentheses`, `braces` | what an expression may do without |
//! | `macros` | what is inside a macro call |
//! | `text` | the text that is hashed, made of the tokens |

mod attributes;
mod braces;
mod items;
mod macros;
mod parentheses;
#[cfg(test)]
mod tests;
mod text;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Block, Expr, File, Item, Macro, Pat, ReturnType, Stmt, Token, Type};

use self::attributes::{has_meaning, merge_derives};
use self::braces::{has_no_value, is_place_in, strip_braces};
use self::items::{is_test, normalize_items};
use self::parentheses::{enclose, enclose_parts, is_compound, strip_parentheses};
use super::header::NAMES;

pub(crate) use self::text::{Include, NormalForm};

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
