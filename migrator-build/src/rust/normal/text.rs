//! Writes normalized tokens as text.
//!
//! What formatters add and remove without changing the meaning is left out
//! here: trailing commas, documentation inside macros, the way
//! a string literal is spelt.

use std::iter::Peekable;

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree, token_stream};
use syn::parse::{ParseStream, Parser};
use syn::{LitStr, Macro, Token};

use crate::rust::functions::place;

/// The normal form of a file, and the files it pulls in.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct NormalForm {
    pub(crate) text: String,
    pub(crate) includes: Vec<Include>,
    /// Lines and columns of calls that name a file in a way that is not
    /// understood here.
    pub(crate) unknown_includes: Vec<(u32, u32)>,
}

/// A file named by `include_str!`, `include_bytes!` or `include!`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Include {
    /// Relative to the file that names it.
    pub(crate) path: String,
    /// Relative to the package instead: `concat!(env!("CARGO_MANIFEST_DIR"), …)`.
    pub(crate) is_of_package: bool,
    /// Whether line endings count.
    pub(crate) is_binary: bool,
}

/// Writes tokens; those of files that did not parse may be written too.
pub(crate) fn write(tokens: TokenStream) -> NormalForm {
    let mut form = NormalForm::default();
    form.stream(tokens);
    form
}

type Tokens = Peekable<token_stream::IntoIter>;

impl NormalForm {
    fn stream(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut may_be_callee = false;
        while let Some(token) = tokens.next() {
            let is_callee = may_be_callee;
            may_be_callee = ends_callee(&token);
            match token {
                TokenTree::Punct(punct) => match punct.as_char() {
                    ',' if is_trailing(tokens.peek()) => {}
                    '#' if is_documentation(&tokens) => skip_attribute(&mut tokens),
                    _ => {
                        let operator = operator(punct, &mut tokens);
                        may_be_callee = matches!(operator.as_str(), "!" | ">" | ">>" | "?");
                        self.word(&operator);
                    }
                },
                TokenTree::Group(group) => self.group(&group, is_callee),
                TokenTree::Literal(literal) => match syn::Lit::new(literal.clone()) {
                    syn::Lit::Str(text) => {
                        self.word(&(quoted(&text.value()) + text.suffix()));
                    }
                    _ => self.word(&literal.to_string()),
                },
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    match include(&name, tokens.clone()) {
                        Some(Ok(include)) => self.includes.push(include),
                        Some(Err(_)) => self.unknown_includes.push(place(ident.span())),
                        None => {}
                    }
                    self.word(&name);
                }
            }
        }
    }

    fn word(&mut self, word: &str) {
        self.text.push_str(word);
        self.text.push(' ');
    }

    /// A tuple of one keeps its comma; in a call it says nothing.
    fn group(&mut self, group: &Group, is_call: bool) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => return self.stream(group.stream()),
        };
        self.word(open);
        self.stream(group.stream());
        if open == "(" && !is_call && is_tuple_of_one(group.stream()) {
            self.word(",");
        }
        self.word(close);
    }
}

/// Spells a string in a way of its own, which no table of Unicode can change.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n"))
}

/// Tells whether `(…)` behind the token is a call, a pattern or a declaration
/// with its list, not a tuple.
fn ends_callee(token: &TokenTree) -> bool {
    const KEYWORDS: [&str; 15] = [
        "as", "break", "dyn", "else", "if", "impl", "in", "let", "match", "move", "mut", "ref",
        "return", "while", "yield",
    ];
    match token {
        TokenTree::Ident(ident) => KEYWORDS.iter().all(|keyword| ident != keyword),
        TokenTree::Group(_) => true,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    }
}

/// Tells whether the only comma is the last token.
fn is_tuple_of_one(tokens: TokenStream) -> bool {
    let is_comma =
        |token: TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let n_tokens = tokens.clone().into_iter().count();
    let comma = tokens.into_iter().position(is_comma);
    comma.is_some_and(|at| at + 1 == n_tokens)
}

/// Reads the rest of an operator: to a macro `->` is not `- >`.
fn operator(first: Punct, tokens: &mut Tokens) -> String {
    const OPERATORS: [&str; 25] = [
        "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "^=",
        "&=", "|=", "<<", "<<=", ">>", ">>=", "..", "...", "..=", "<-",
    ];
    let mut operator = String::from(first.as_char());
    let mut spacing = first.spacing();
    while spacing == Spacing::Joint
        && let Some(TokenTree::Punct(next)) = tokens.peek()
    {
        let longer = format!("{operator}{}", next.as_char());
        if !OPERATORS.contains(&longer.as_str()) {
            break;
        }
        operator = longer;
        spacing = next.spacing();
        tokens.next();
    }
    operator
}

/// A comma before a closing delimiter says nothing; `>` closes generics.
fn is_trailing(next: Option<&TokenTree>) -> bool {
    match next {
        None => true,
        Some(TokenTree::Punct(punct)) => punct.as_char() == '>',
        Some(_) => false,
    }
}

/// Tells whether `[doc …]` or `![doc …]` follows a `#`.
fn is_documentation(tokens: &Tokens) -> bool {
    let mut tokens = tokens.clone();
    let mut next = tokens.next();
    if matches!(&next, Some(TokenTree::Punct(punct)) if punct.as_char() == '!') {
        next = tokens.next();
    }
    let Some(TokenTree::Group(group)) = next else {
        return false;
    };
    let first = group.stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(ident)) if ident == "doc")
}

fn skip_attribute(tokens: &mut Tokens) {
    tokens.find(|token| matches!(token, TokenTree::Group(_)));
}

/// Reads `!("path")` behind the name of the macro; `None` if it is no such call.
fn include(name: &str, mut tokens: Tokens) -> Option<syn::Result<Include>> {
    let is_binary = match name {
        "include_str" | "include" => false,
        "include_bytes" => true,
        _ => return None,
    };
    match (tokens.next()?, tokens.next()?) {
        (TokenTree::Punct(bang), TokenTree::Group(group)) if bang.as_char() == '!' => {
            let path = path.parse2(group.stream());
            Some(path.map(|path| match path.strip_prefix(PACKAGE) {
                Some(path) => Include {
                    path: path.trim_start_matches('/').to_owned(),
                    is_of_package: true,
                    is_binary,
                },
                None => Include {
                    path,
                    is_of_package: false,
                    is_binary,
                },
            }))
        }
        _ => None,
    }
}

/// Stands for the package's folder; no path on a disk has it.
const PACKAGE: &str = "\0";

/// Reads a literal, or a `concat!` of literals and the package's folder.
fn path(input: ParseStream<'_>) -> syn::Result<String> {
    if input.peek(LitStr) {
        let literal: LitStr = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        return Ok(literal.value());
    }
    let call: Macro = input.parse()?;
    input.parse::<Option<Token![,]>>()?;
    if call.path.is_ident("env") {
        let name: LitStr = call.parse_body()?;
        if name.value() == "CARGO_MANIFEST_DIR" {
            return Ok(PACKAGE.to_owned());
        }
    } else if call.path.is_ident("concat") {
        let parts = call.parse_body_with(|input: ParseStream<'_>| {
            let mut parts = String::new();
            while !input.is_empty() {
                parts += &path(input)?;
            }
            Ok(parts)
        });
        return parts;
    }
    Err(syn::Error::new_spanned(
        call,
        "not known before compilation",
    ))
}
