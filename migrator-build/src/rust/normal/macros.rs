//! What is inside a macro call, normalized as far as it is known.
//!
//! Formatters look into calls whose arguments are expressions; so do we.
//! Anything else is taken token by token. A macro that is not of the standard
//! library may tell `m!((a))` and `m!({ a })` from `m!(a)`, so there they differ.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Expr, Macro, MacroDelimiter, Token};

use super::parentheses::enclose;

/// Macros of the standard library, to which an argument is an expression.
const STANDARD: [&str; 21] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "format",
    "format_args",
    "matches",
    "panic",
    "print",
    "println",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// Normalizes a call with the visitor of the surrounding code.
pub(super) fn normalize(call: &mut Macro, visitor: &mut impl VisitMut) {
    call.delimiter = MacroDelimiter::Paren(syn::token::Paren::default());
    if call.tokens.is_empty() {
        return;
    }
    let last = call.path.segments.last();
    let is_standard = last.is_some_and(|last| STANDARD.iter().any(|name| last.ident == name));
    if let Ok(arguments) = Arguments::parse.parse2(call.tokens.clone()) {
        call.tokens = arguments.normalized(|argument| {
            let (is_paren, is_block) = (
                matches!(argument, Expr::Paren(_)),
                matches!(argument, Expr::Block(_)),
            );
            visitor.visit_expr_mut(argument);
            if !is_standard && is_paren {
                enclose(argument);
            }
            if !is_standard && is_block && !matches!(argument, Expr::Block(_)) {
                *argument = syn::parse_quote!({ #argument });
            }
        });
    }
}

/// The arguments of calls such as `format!(…)` and `vec![…]`.
enum Arguments {
    /// `a, b`
    List(Punctuated<Expr, Token![,]>),
    /// `a; n`
    Repeat(Box<[Expr; 2]>),
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let first: Expr = input.parse()?;
        if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            return Ok(Self::Repeat(Box::new([first, input.parse()?])));
        }
        let mut list = Punctuated::new();
        list.push_value(first);
        while !input.is_empty() {
            list.push_punct(input.parse()?);
            if !input.is_empty() {
                list.push_value(input.parse()?);
            }
        }
        Ok(Self::List(list))
    }
}

impl Arguments {
    fn normalized(self, mut normalize: impl FnMut(&mut Expr)) -> TokenStream {
        match self {
            Self::List(mut list) => {
                list.iter_mut().for_each(normalize);
                list.into_token_stream()
            }
            Self::Repeat(mut parts) => {
                parts.iter_mut().for_each(&mut normalize);
                let [value, n] = &*parts;
                quote!(#value; #n)
            }
        }
    }
}
