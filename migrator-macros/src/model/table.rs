//! `#[table(…)]`: what is said of the whole table.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, LitStr};

use crate::attributes::{Attributes, Given, Word, text};
use crate::names::{Case, plain, table_of};
use crate::problems::Problems;

const WORDS: &[Word] = &[
    Word::once("name", "name = \"users\""),
    Word::once("schema", "schema = \"app\""),
    Word::once("comment", "comment = \"who may log in\""),
    Word::once("rename_all", "rename_all = \"camelCase\""),
    Word::once(
        "renamed_from",
        "renamed_from = \"people\"` or `renamed_from(\"old_schema\", \"people\")",
    ),
    Word::once("primary_key", "primary_key(team, person)"),
    Word::repeated("unique", "unique(team, seat)"),
    Word::repeated("index", "index(team, born.desc(), \"lower(name)\")"),
    Word::repeated("check", "check(\"price > 0\", name = \"ck_price\")"),
    Word::repeated(
        "foreign_key",
        "foreign_key(order, line, references(\"order_lines\", \"order_id\", \"line\"))",
    ),
    Word::once("partition_by", "partition_by = \"RANGE (created_at)\""),
    Word::once("strict", "strict"),
    Word::once("without_rowid", "without_rowid"),
    Word::once("unregistered", "unregistered"),
    Word::once("with", "with = function"),
];

/// What is said of the whole table.
pub(super) struct TableWords {
    pub(super) words: Attributes,
    pub(super) name: String,
    pub(super) schema: Option<LitStr>,
    pub(super) case: Option<Case>,
    pub(super) is_registered: bool,
}

impl TableWords {
    pub(super) fn read(input: &DeriveInput, problems: &mut Problems) -> Self {
        let words = Attributes::read("table", WORDS, &input.attrs, problems);
        let name = words.text("name", problems);
        if let Some(name) = name.as_ref().filter(|name| name.value().is_empty()) {
            problems.add(name.span(), "the name of the table is empty");
        }
        let name = name.map_or_else(|| table_of(&plain(&input.ident)), |name| name.value());
        let case = words
            .text("rename_all", problems)
            .and_then(|text| Case::read(&text, problems));
        Self {
            name,
            schema: words.text("schema", problems),
            case,
            is_registered: !words.flag("unregistered", problems),
            words,
        }
    }

    /// Returns the name with its schema.
    pub(super) fn full_name(&self) -> TokenStream {
        self.sibling(&self.name)
    }

    fn sibling(&self, name: &str) -> TokenStream {
        match &self.schema {
            Some(schema) => quote!((#schema, #name)),
            None => quote!(#name),
        }
    }

    /// Returns calls of `Table`'s methods for what is neither a column nor a constraint.
    pub(super) fn options(&self, problems: &mut Problems) -> TokenStream {
        let texts = ["comment", "partition_by"].map(|name| {
            let text = self.words.text(name, problems)?;
            let method = quote::format_ident!("{name}");
            Some(quote!(.#method(#text)))
        });
        let strict = self.words.flag("strict", problems);
        let strict = strict.then(|| quote!(.strict()));
        let without_rowid = self.words.flag("without_rowid", problems);
        let without_rowid = without_rowid.then(|| quote!(.without_rowid()));
        quote!(#(#texts)* #strict #without_rowid)
    }

    /// Returns the call of the function that has the last word.
    pub(super) fn with(&self, problems: &mut Problems) -> Option<TokenStream> {
        let function = self.words.value("with", problems)?;
        Some(quote!(let table: ::migrator::schema::Table = (#function)(table);))
    }

    /// Returns calls of `Declared`'s methods for what is known about the way.
    pub(super) fn hints(&self, problems: &mut Problems) -> Option<TokenStream> {
        let item = self.words.item("renamed_from")?;
        let former = match &item.given {
            Given::Value(value) => text(value).map(|text| self.sibling(&text.value())),
            Given::List(list) => match list.as_slice() {
                [schema, table] => text(schema)
                    .zip(text(table))
                    .map(|(schema, table)| quote!((#schema, #table))),
                _ => None,
            },
            Given::Nothing => None,
        };
        if former.is_none() {
            self.words.misused(item, problems);
        }
        let (former, name) = (former?, self.full_name());
        Some(quote!(.renamed_table(#former, #name)))
    }
}
