//! `#[derive(Enumeration)]`: an enum as a type of columns.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, LitStr, Variant};

use crate::attributes::{Attributes, Word};
use crate::names::{Case, plain};
use crate::problems::Problems;

const WORDS: &[Word] = &[
    Word::once("name", "name = \"mood\""),
    Word::once("rename_all", "rename_all = \"snake_case\""),
    Word::once("renamed_from", "renamed_from = \"temper\""),
    Word::once("existing", "existing"),
];

const VARIANT_WORDS: &[Word] = &[
    Word::once("name", "name = \"very sad\""),
    Word::once("renamed_from", "renamed_from = \"unhappy\""),
];

/// Returns the code for an enum.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut problems = Problems::default();
    let body = body(input, &mut problems).unwrap_or_default();
    let problems = problems.finish();
    let ident = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let body = match problems.is_empty() {
        true => body,
        // So that nothing is said about a missing `impl` as well.
        false => quote! {
            fn column_type() -> ::migrator::schema::ColumnType {
                ::migrator::schema::ColumnType::Text
            }
        },
    };
    quote! {
        #problems
        #[automatically_derived]
        impl #generics ::migrator::HasColumnType for #ident #arguments #bounds {
            #body
        }
    }
}

/// A variant as a value.
struct Value {
    text: String,
    former: Option<LitStr>,
}

fn body(input: &DeriveInput, problems: &mut Problems) -> Option<TokenStream> {
    let Data::Enum(data) = &input.data else {
        let message = "an enumeration is an enum: write `enum Mood { Sad, Ok }`";
        problems.add(input.ident.span(), message);
        return None;
    };
    let words = Attributes::read("enumeration", WORDS, &input.attrs, problems);
    let name = words.text("name", problems);
    let name = name.map_or_else(|| Case::Snake.of(&plain(&input.ident)), |name| name.value());
    let case = words
        .text("rename_all", problems)
        .and_then(|text| Case::read(&text, problems));
    let values = values(data.variants.iter(), case, problems);
    if values.is_empty() {
        let message = "an enumeration needs a value: the enum has no variant";
        problems.add(input.ident.span(), message);
    }
    let texts = values.iter().map(|value| &value.text);
    let existing = words.flag("existing", problems);
    let existing = existing.then(|| quote!(.existing()));
    let former = words.text("renamed_from", problems);
    let former = former.map(|former| {
        quote! {
            let declared = declared.renamed_table(table.sibling(#former.into()), name.clone());
        }
    });
    let changes = values.iter().filter_map(|value| {
        let (text, former) = (&value.text, value.former.as_ref()?);
        Some(quote! {
            let declared = declared
                .enum_value(&name, #former, #text)
                .enum_value((table.name(), column), #former, #text);
        })
    });
    Some(quote! {
        fn column_type() -> ::migrator::schema::ColumnType {
            ::migrator::schema::enumeration(#name, [#(#texts),*]) #existing
        }

        fn declared(
            declared: ::migrator::Declared,
            table: &::migrator::TableName,
            column: &str,
        ) -> ::migrator::Declared {
            let (name, _) = (table.sibling(#name.into()), column);
            let _ = &name;
            #former
            #(#changes)*
            declared
        }
    })
}

fn values<'v>(
    variants: impl Iterator<Item = &'v Variant>,
    case: Option<Case>,
    problems: &mut Problems,
) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    for variant in variants {
        if !matches!(variant.fields, Fields::Unit) {
            let message = "a value of an enumeration is a name: the variant cannot have fields";
            problems.add(variant.ident.span(), message);
        }
        let words = Attributes::read("enumeration", VARIANT_WORDS, &variant.attrs, problems);
        let given = words.text("name", problems);
        let span = given
            .as_ref()
            .map_or_else(|| variant.ident.span(), LitStr::span);
        let name = plain(&variant.ident);
        let text = match (given, case) {
            (Some(given), _) => given.value(),
            (None, Some(case)) => case.of(&name),
            (None, None) => name,
        };
        if values.iter().any(|other| other.text == text) {
            problems.add(span, format!("there is a value `{text}` already"));
        }
        let former = words.text("renamed_from", problems);
        values.push(Value { text, former });
    }
    values
}
