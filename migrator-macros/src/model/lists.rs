//! What a table says of several columns: keys, indexes, checks, foreign keys.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::spanned::Spanned as _;
use syn::{Expr, LitStr};

use super::field::Field;
use super::reference::{Reference, action, deferrable};
use super::table::TableWords;
use crate::attributes::{Attributes, Given, Word, text, word};
use crate::problems::{Problems, suggestion};

const NAME: Word = Word::once("name", "name = \"…\"");
const INCLUDE: Word = Word::once("include", "include(price)");
const DEFERRABLE: Word = Word::once("deferrable", "deferrable = initially_deferred");
const NULLS: Word = Word::once("nulls_not_distinct", "nulls_not_distinct");
const NOT_VALID: Word = Word::once("not_valid", "not_valid");

const KEY: &[Word] = &[NAME, INCLUDE, DEFERRABLE];
const UNIQUE: &[Word] = &[NAME, INCLUDE, NULLS, DEFERRABLE];
const CHECK: &[Word] = &[NAME, Word::once("no_inherit", "no_inherit"), NOT_VALID];
const INDEX: &[Word] = &[
    NAME,
    Word::once("unique", "unique"),
    Word::once("filter", "filter = \"deleted_at IS NULL\""),
    Word::once("using", "using = \"gin\""),
    INCLUDE,
    NULLS,
    Word::once("with", "with = \"fillfactor = 70\""),
    Word::once("tablespace", "tablespace = \"fast\""),
];
const FOREIGN_KEY: &[Word] = &[
    NAME,
    Word::once(
        "references",
        "references(\"order_lines\", \"order_id\", \"line\")",
    ),
    Word::once("on_delete", "on_delete = cascade"),
    Word::once("on_update", "on_update = cascade"),
    Word::once("on_delete_columns", "on_delete_columns(line)"),
    Word::once("match_full", "match_full"),
    DEFERRABLE,
    NOT_VALID,
];

/// Returns calls of `Table`'s methods for the constraints of the table.
pub(super) fn parts(
    table: &TableWords,
    fields: &[Field<'_>],
    problems: &mut Problems,
) -> TokenStream {
    let key_of_fields = fields
        .iter()
        .find_map(|field| field.words.span("primary_key"));
    if let (Some(_), Some(span)) = (key_of_fields, table.words.span("primary_key")) {
        problems.add(
            span,
            "a field says `primary_key` already: write the key once",
        );
    }
    type Make = fn(&[Expr], &[Field<'_>], &mut Problems) -> Option<TokenStream>;
    let makers: [(&str, Make); 4] = [
        ("primary_key", primary_key),
        ("unique", unique),
        ("check", |list, _, problems| check(list, problems)),
        ("foreign_key", foreign_key),
    ];
    let mut parts = TokenStream::new();
    for (name, make) in makers {
        let method = quote::format_ident!("{name}");
        for item in table.words.all(name) {
            let Given::List(list) = &item.given else {
                table.words.misused(item, problems);
                continue;
            };
            if let Some(part) = make(list, fields, problems) {
                parts.extend(quote!(.#method(#part)));
            } else if list.is_empty() {
                table.words.misused(item, problems);
            }
        }
    }
    parts
}

/// Returns the indexes, of fields and of the table.
pub(super) fn indexes(
    table: &TableWords,
    fields: &[Field<'_>],
    problems: &mut Problems,
) -> Vec<TokenStream> {
    let name = table.full_name();
    let mut indexes = Vec::new();
    for field in fields {
        let Some(item) = field.words.item("index") else {
            continue;
        };
        let column = &field.column;
        match &item.given {
            Given::Nothing => indexes.push(quote!(::migrator::schema::Index::of(#name, [#column]))),
            Given::Value(value) if text(value).is_some() => indexes.push(quote! {
                ::migrator::schema::Index::new(#value).on(#name, [#column])
            }),
            Given::Value(_) | Given::List(_) => field.words.misused(item, problems),
        }
    }
    for item in table.words.all("index") {
        match &item.given {
            Given::List(list) if !list.is_empty() => {
                indexes.extend(index(&name, list, fields, problems));
            }
            Given::List(_) | Given::Nothing | Given::Value(_) => {
                table.words.misused(item, problems);
            }
        }
    }
    indexes
}

fn primary_key(
    list: &[Expr],
    fields: &[Field<'_>],
    problems: &mut Problems,
) -> Option<TokenStream> {
    let (words, columns) = columns("primary_key", KEY, list, fields, problems)?;
    let options = named(&words, fields, problems);
    Some(quote!(::migrator::schema::PrimaryKey::new([#(#columns),*]) #options))
}

fn unique(list: &[Expr], fields: &[Field<'_>], problems: &mut Problems) -> Option<TokenStream> {
    let (words, columns) = columns("unique", UNIQUE, list, fields, problems)?;
    let options = named(&words, fields, problems);
    Some(quote!(::migrator::schema::Unique::new([#(#columns),*]) #options))
}

/// Reads a check in parentheses: the condition, and what is said of it.
pub(super) fn check(list: &[Expr], problems: &mut Problems) -> Option<TokenStream> {
    let (words, others) = Attributes::of_list(CHECK, "check", list, |_| false, problems);
    let condition = match others.as_slice() {
        [condition] => text(condition),
        _ => None,
    };
    if let (None, Some(first)) = (&condition, list.first()) {
        problems.add(
            first.span(),
            "write `check(\"price > 0\", name = \"ck_price\")`",
        );
    }
    let condition = condition?;
    let options = named(&words, &[], problems);
    Some(quote!(::migrator::schema::Check::new(#condition) #options))
}

fn foreign_key(
    list: &[Expr],
    fields: &[Field<'_>],
    problems: &mut Problems,
) -> Option<TokenStream> {
    let (words, columns) = columns("foreign_key", FOREIGN_KEY, list, fields, problems)?;
    let Some(item) = words.item("references") else {
        let first = list.first()?;
        let message = "the foreign key refers to nothing: add `references(\"table\", \"column\")`";
        problems.add(first.span(), message);
        return None;
    };
    let reference = Reference::read(&item.given, problems);
    let Some(Reference {
        table,
        columns: referred,
    }) = reference
    else {
        words.misused(item, problems);
        return None;
    };
    if referred.len() != columns.len() {
        let message = format!(
            "the foreign key has {} and refers to {}",
            counted(columns.len()),
            counted(referred.len())
        );
        problems.add(item.name.span(), message);
    }
    let actions = ["on_delete", "on_update"].map(|name| {
        let action = action(words.value(name, problems)?, problems)?;
        let method = quote::format_ident!("{name}");
        Some(quote!(.#method(#action)))
    });
    let options = named(&words, fields, problems);
    Some(quote! {
        ::migrator::schema::ForeignKey::new([#(#columns),*])
            .references(#table, [#(#referred),*]) #(#actions)* #options
    })
}

fn counted(n_columns: usize) -> String {
    match n_columns {
        1 => "1 column".to_owned(),
        n => format!("{n} columns"),
    }
}

fn index(
    table: &TokenStream,
    list: &[Expr],
    fields: &[Field<'_>],
    problems: &mut Problems,
) -> Option<TokenStream> {
    let is_field = |name: &str| fields.iter().any(|field| field.name == name);
    let (words, others) = Attributes::of_list(INDEX, "index", list, is_field, problems);
    if let ([], Some(first)) = (others.as_slice(), list.first()) {
        problems.add(
            first.span(),
            "the index covers nothing: begin with its columns",
        );
        return None;
    }
    let parts: Option<Vec<TokenStream>> = others
        .into_iter()
        .map(|part| index_part(part, fields, problems))
        .collect();
    let (parts, options) = (parts?, options(&words, fields, problems));
    let start = match words.text("name", problems) {
        Some(name) => quote!(::migrator::schema::Index::new(#name).on(#table, [#(#parts),*])),
        None => quote!(::migrator::schema::Index::of(#table, [#(#parts),*])),
    };
    Some(quote!(#start #options))
}

/// Reads a column, an expression as a text, or one of them with methods of `IndexPart` behind it.
fn index_part(part: &Expr, fields: &[Field<'_>], problems: &mut Problems) -> Option<TokenStream> {
    if let Expr::MethodCall(call) = part {
        let receiver = index_part(&call.receiver, fields, problems)?;
        let (method, arguments) = (&call.method, &call.args);
        return Some(quote!(#receiver.#method(#arguments)));
    }
    if let Some(expression) = text(part) {
        return Some(quote!(::migrator::schema::IndexPart::expression(#expression)));
    }
    let column = column(part, fields, problems)?;
    Some(quote!(::migrator::schema::IndexPart::column(#column)))
}

/// Reads columns and what is said of them together.
fn columns(
    path: &str,
    words: &'static [Word],
    list: &[Expr],
    fields: &[Field<'_>],
    problems: &mut Problems,
) -> Option<(Attributes, Vec<LitStr>)> {
    let is_field = |name: &str| fields.iter().any(|field| field.name == name);
    let (words, others) = Attributes::of_list(words, path, list, is_field, problems);
    if let ([], Some(first)) = (others.as_slice(), list.first()) {
        problems.add(
            first.span(),
            format!("`{path}` has no columns: begin with them"),
        );
    }
    let columns: Vec<LitStr> = others
        .into_iter()
        .filter_map(|it| column(it, fields, problems))
        .collect();
    (!columns.is_empty()).then_some((words, columns))
}

/// Returns the column of the field that an expression names.
fn column(expression: &Expr, fields: &[Field<'_>], problems: &mut Problems) -> Option<LitStr> {
    let Some(name) = word(expression) else {
        let message = match text(expression) {
            Some(text) => format!("write the field without quotes: `{}`", text.value()),
            None => format!("expected a field, not `{}`", expression.to_token_stream()),
        };
        problems.add(expression.span(), message);
        return None;
    };
    let typed = crate::names::plain(name);
    let field = fields.iter().find(|field| field.name == typed);
    if field.is_none() {
        let suggestion = suggestion(&typed, fields.iter().map(|field| field.name.as_str()));
        let message = format!("no field `{typed}` is a column: {suggestion}");
        problems.add(name.span(), message);
    }
    Some(LitStr::new(&field?.column, name.span()))
}

/// Returns calls of methods for what is said of a constraint, its name first.
fn named(words: &Attributes, fields: &[Field<'_>], problems: &mut Problems) -> TokenStream {
    let name = words.text("name", problems);
    let name = name.map(|name| quote!(.named(#name)));
    let options = options(words, fields, problems);
    quote!(#name #options)
}

/// Returns calls of methods for what is said of a constraint or an index.
fn options(words: &Attributes, fields: &[Field<'_>], problems: &mut Problems) -> TokenStream {
    let mut options = TokenStream::new();
    for name in [
        "unique",
        "nulls_not_distinct",
        "no_inherit",
        "not_valid",
        "match_full",
    ] {
        if words.flag(name, problems) {
            let method = quote::format_ident!("{name}");
            options.extend(quote!(.#method()));
        }
    }
    for name in ["filter", "using", "with", "tablespace"] {
        if let Some(text) = words.text(name, problems) {
            let method = quote::format_ident!("{name}");
            options.extend(quote!(.#method(#text)));
        }
    }
    for name in ["include", "on_delete_columns"] {
        if let Some(list) = words.list(name, problems) {
            let columns = list.iter().filter_map(|it| column(it, fields, problems));
            let columns: Vec<LitStr> = columns.collect();
            let method = quote::format_ident!("{name}");
            options.extend(quote!(.#method([#(#columns),*])));
        }
    }
    if let Some(value) = words.value("deferrable", problems) {
        let deferrable = deferrable(value, problems);
        options.extend(quote!(.deferrable(#deferrable)));
    }
    options
}
