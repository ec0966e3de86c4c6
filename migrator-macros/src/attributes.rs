//! What stands in `#[table(…)]`, `#[column(…)]` and `#[enumeration(…)]`: words of a list, each but some
//! at most once.
//!
//! A word stands alone (`unique`), has a value (`length = 16`) or a list (`index(a, b)`). Which of these
//! a word takes is asked for by who reads it, and a mistake is answered with how the word is used.

use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitInt, LitStr, Meta, Token, parenthesized};

use crate::problems::{Problems, suggestion};

/// A word that is known, and how it is used.
pub(crate) struct Word {
    name: &'static str,
    usage: &'static str,
    repeats: bool,
}

impl Word {
    /// A word that stands once.
    pub(crate) const fn once(name: &'static str, usage: &'static str) -> Self {
        Self {
            name,
            usage,
            repeats: false,
        }
    }

    /// A word that may be repeated.
    pub(crate) const fn repeated(name: &'static str, usage: &'static str) -> Self {
        Self {
            name,
            usage,
            repeats: true,
        }
    }
}

/// Words that other libraries have for ours.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("kind", "type"),
    ("sql_type", "type"),
    ("column_type", "type"),
    ("column_name", "name"),
    ("table_name", "name"),
    ("rename", "name"),
    ("schema_name", "schema"),
    ("size", "length"),
    ("max_length", "length"),
    ("pk", "primary_key"),
    ("id", "primary_key"),
    ("null", "nullable"),
    ("required", "not_null"),
    ("default_value", "default"),
    ("server_default", "default_expr"),
    ("foreign_key", "references"),
    ("fk", "references"),
    ("belongs_to", "references"),
    ("ignore", "skip"),
    ("was", "renamed_from"),
];

/// One word as it was written.
pub(crate) struct Item {
    pub(crate) name: Ident,
    pub(crate) given: Given,
}

/// What stands behind a word.
pub(crate) enum Given {
    Nothing,
    Value(Box<Expr>),
    List(Vec<Expr>),
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        // `type` is a keyword, and reads well nevertheless.
        let name = Ident::parse_any(input)?;
        let given = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Given::Value(Box::new(input.parse()?))
        } else if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            let list = Punctuated::<Expr, Token![,]>::parse_terminated(&content)?;
            Given::List(list.into_iter().collect())
        } else {
            Given::Nothing
        };
        Ok(Self { name, given })
    }
}

/// All that stands in the attributes of one name at one place.
pub(crate) struct Attributes {
    words: &'static [Word],
    items: Vec<Item>,
}

impl Attributes {
    /// Reads the attributes called `path`.
    pub(crate) fn read(
        path: &str,
        words: &'static [Word],
        attributes: &[Attribute],
        problems: &mut Problems,
    ) -> Self {
        let mut read = Self {
            words,
            items: Vec::new(),
        };
        for attribute in attributes.iter().filter(|it| it.path().is_ident(path)) {
            let Meta::List(list) = &attribute.meta else {
                problems.add(attribute.span(), format!("write `#[{path}(…)]`"));
                continue;
            };
            let parser = Punctuated::<Item, Token![,]>::parse_terminated;
            for item in problems
                .attempt(list.parse_args_with(parser))
                .into_iter()
                .flatten()
            {
                read.add(path, item, problems);
            }
        }
        read
    }

    fn add(&mut self, path: &str, item: Item, problems: &mut Problems) {
        let name = item.name.to_string();
        let Some(word) = self.words.iter().find(|word| word.name == name) else {
            let known = self.words.iter().map(|word| word.name);
            let typed = OTHER_WORDS.iter().find(|(other, ours)| {
                *other == name && self.words.iter().any(|word| word.name == *ours)
            });
            let suggestion = suggestion(typed.map_or(&name, |(_, ours)| ours), known);
            let message = format!("`{name}` is unknown in `#[{path}(…)]`: {suggestion}");
            return problems.add(item.name.span(), message);
        };
        if !word.repeats && self.items.iter().any(|it| it.name == name) {
            return problems.add(item.name.span(), format!("`{name}` is said twice"));
        }
        self.items.push(item);
    }

    /// Reads a list whose words are among `words`; returns what is not one of them, too.
    ///
    /// A word that stands alone is a field's name if there is such a field.
    pub(crate) fn of_list<'e>(
        words: &'static [Word],
        path: &str,
        list: &'e [Expr],
        is_field: impl Fn(&str) -> bool,
        problems: &mut Problems,
    ) -> (Self, Vec<&'e Expr>) {
        let mut read = Self {
            words,
            items: Vec::new(),
        };
        let mut others = Vec::new();
        for expression in list {
            let is_word = |name: &Ident| words.iter().any(|word| name == word.name);
            match named(expression) {
                Some(item) => read.add(path, item, problems),
                None => match word(expression) {
                    Some(name) if is_word(name) && !is_field(&name.to_string()) => {
                        let (name, given) = (name.clone(), Given::Nothing);
                        read.add(path, Item { name, given }, problems);
                    }
                    _ => others.push(expression),
                },
            }
        }
        (read, others)
    }

    /// Returns all that was said by a word.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| item.name == name)
    }

    /// Returns what was said by a word that stands once.
    pub(crate) fn item(&self, name: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.name == name)
    }

    /// Returns the place of a word, if it was said.
    pub(crate) fn span(&self, name: &str) -> Option<Span> {
        self.item(name).map(|item| item.name.span())
    }

    /// Returns the word among these that was said first, with its place.
    pub(crate) fn any_of(&self, names: &[&'static str]) -> Option<(&'static str, Span)> {
        names
            .iter()
            .find_map(|name| Some((*name, self.span(name)?)))
    }

    /// Returns the first word that was said, but for `except`.
    pub(crate) fn other_than(&self, except: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.name != except)
    }

    /// Returns the list that a word has; none if it was not said.
    pub(crate) fn list(&self, name: &str, problems: &mut Problems) -> Option<&[Expr]> {
        let item = self.item(name)?;
        match &item.given {
            Given::List(list) => Some(list),
            Given::Nothing | Given::Value(_) => {
                self.misused(item, problems);
                None
            }
        }
    }

    /// Tells whether a word was said that stands alone.
    pub(crate) fn flag(&self, name: &str, problems: &mut Problems) -> bool {
        let Some(item) = self.item(name) else {
            return false;
        };
        if !matches!(item.given, Given::Nothing) {
            self.misused(item, problems);
        }
        true
    }

    /// Returns the value of a word.
    pub(crate) fn value(&self, name: &str, problems: &mut Problems) -> Option<&Expr> {
        let item = self.item(name)?;
        match &item.given {
            Given::Value(value) => Some(value),
            Given::Nothing | Given::List(_) => {
                self.misused(item, problems);
                None
            }
        }
    }

    /// Returns the text that a word has for a value.
    pub(crate) fn text(&self, name: &str, problems: &mut Problems) -> Option<LitStr> {
        let value = self.value(name, problems)?;
        let text = text(value);
        if text.is_none() {
            self.misused_at(name, value.span(), problems);
        }
        text
    }

    /// Returns the whole number that a word has for a value.
    pub(crate) fn number(&self, name: &str, problems: &mut Problems) -> Option<LitInt> {
        let value = self.value(name, problems)?;
        match bare(value) {
            Expr::Lit(ExprLit {
                lit: Lit::Int(number),
                ..
            }) if number.base10_parse::<u32>().is_ok() => Some(number.clone()),
            _ => {
                self.misused_at(name, value.span(), problems);
                None
            }
        }
    }

    /// Notes that a word is not used in this way.
    pub(crate) fn misused(&self, item: &Item, problems: &mut Problems) {
        self.misused_at(&item.name.to_string(), item.name.span(), problems);
    }

    fn misused_at(&self, name: &str, span: Span, problems: &mut Problems) {
        let usage = self.words.iter().find(|word| word.name == name);
        let usage = usage.map_or(name, |word| word.usage);
        problems.add(span, format!("write `{usage}`"));
    }
}

/// Returns an expression of the form `word = value` or `word(list)` as what it says.
fn named(expression: &Expr) -> Option<Item> {
    let (name, given) = match expression {
        Expr::Assign(assign) => (word(&assign.left)?, Given::Value(assign.right.clone())),
        Expr::Call(call) => {
            let list = call.args.iter().cloned().collect();
            (word(&call.func)?, Given::List(list))
        }
        _ => return None,
    };
    let name = name.clone();
    Some(Item { name, given })
}

/// Returns the text of an expression that is a literal one.
pub(crate) fn text(expression: &Expr) -> Option<LitStr> {
    match bare(expression) {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.clone()),
        _ => None,
    }
}

/// Returns the word that an expression is.
pub(crate) fn word(expression: &Expr) -> Option<&Ident> {
    match bare(expression) {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        _ => None,
    }
}

/// Takes away the group that an argument of a macro comes in.
pub(crate) fn bare(expression: &Expr) -> &Expr {
    match expression {
        Expr::Group(group) => bare(&group.expr),
        other => other,
    }
}
