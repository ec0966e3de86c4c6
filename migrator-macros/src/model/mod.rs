//! `#[derive(Table)]`: a struct as a table.
//!
//! | file | |
//! |---|---|
//! | this one | what may be a model, and the code that comes of it |
//! | `table` | `#[table(…)]`: the words, the name, what stands beside the columns |
//! | `field` | `#[column(…)]`: the words, and what contradicts what |
//! | `column` | a field as a call of `Column`'s methods |
//! | `lists` | keys, indexes, checks and foreign keys of a table |
//! | `reference` | what a foreign key refers to |
//!
//! The code is calls of the builders that migrations use, so that a model means what a migration means,
//! and mistakes in values are the compiler's own messages at the place of the value.

mod column;
mod field;
mod lists;
mod reference;
mod table;

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::quote;
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Fields};

use self::field::Field;
use self::table::TableWords;
use crate::problems::Problems;

/// Returns the code for a struct.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut problems = Problems::default();
    let model = Model::read(input, &mut problems);
    let body = model
        .as_ref()
        .map(|model| model.declared(&mut problems))
        .unwrap_or_default();
    let problems = problems.finish();
    match (model, problems.is_empty()) {
        (Some(model), true) => model.code(&body),
        // So that nothing is said about a missing `impl` as well.
        _ => {
            let fallback = fallback(input);
            quote!(#problems #fallback)
        }
    }
}

/// A struct that is read.
struct Model<'i> {
    ident: &'i Ident,
    table: TableWords,
    fields: Vec<Field<'i>>,
}

impl<'i> Model<'i> {
    fn read(input: &'i DeriveInput, problems: &mut Problems) -> Option<Self> {
        let named = named_fields(input, problems)?;
        let table = TableWords::read(input, problems);
        let case = table.case;
        let fields = named
            .iter()
            .filter_map(|field| Field::read(field, case, problems));
        let fields: Vec<Field<'_>> = fields.collect();
        if fields.is_empty() {
            let message = "a table needs a column: the struct has no field that is one";
            problems.add(input.ident.span(), message);
        }
        for (at, field) in fields.iter().enumerate() {
            let before = fields.iter().take(at);
            if before.into_iter().any(|other| other.column == field.column) {
                let message = format!("there is a column `{}` already", field.column);
                problems.add(field.name_span, message);
            }
        }
        Some(Self {
            ident: &input.ident,
            table,
            fields,
        })
    }

    /// Returns the body of `declared`.
    fn declared(&self, problems: &mut Problems) -> TokenStream {
        let name = self.table.full_name();
        let columns = self.fields.iter().map(|field| field.code(problems));
        let columns: Vec<TokenStream> = columns.collect();
        let parts = lists::parts(&self.table, &self.fields, problems);
        let options = self.table.options(problems);
        let with = self.table.with(problems);
        let indexes = lists::indexes(&self.table, &self.fields, problems);
        let hints = self.table.hints(problems);
        let column_hints = self.fields.iter().map(|field| field.hints(&name, problems));
        let column_hints: Vec<TokenStream> = column_hints.collect();
        let needs = self.fields.iter().filter_map(Field::need);
        let table = self.placed("table", quote!(table));
        let indexes = indexes.into_iter().map(|index| self.placed("index", index));
        quote! {
            let table = ::migrator::schema::Table::new(#name)
                #(.column(#columns))* #parts #options;
            #with
            let declared = ::migrator::Declared::new()
                #table #(#indexes)* #hints #(#column_hints)*;
            ::migrator::__private::with_needs(declared, &::core::convert::Into::into(#name), &[#(#needs),*])
        }
    }

    /// Returns the call of a method that stands at the struct's name: what is declared by it is said to be
    /// declared there. The names of the arguments are the macro's.
    fn placed(&self, method: &str, arguments: TokenStream) -> TokenStream {
        let method = Ident::new(method, self.ident.span());
        let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
        arguments.set_span(self.ident.span());
        quote!(.#method #arguments)
    }

    fn code(&self, declared: &TokenStream) -> TokenStream {
        let (ident, table) = (self.ident, &self.table.name);
        let schema = match &self.table.schema {
            Some(schema) => quote!(::core::option::Option::Some(#schema)),
            None => quote!(::core::option::Option::None),
        };
        let columns = self.fields.iter().map(|field| {
            let (name, column) = (&field.name, &field.column);
            quote!((#name, #column))
        });
        let members = self.fields.iter().map(|field| field.ident);
        let registration = self.table.is_registered.then(|| {
            quote! {
                ::migrator::__private::inventory::submit! {
                    ::migrator::__private::Model {
                        table: (#schema, #table),
                        name: ::core::concat!(::core::module_path!(), "::", ::core::stringify!(#ident)),
                        declared: <#ident as ::migrator::Model>::declared,
                    }
                }
            }
        });
        quote! {
            #[automatically_derived]
            impl ::migrator::Model for #ident {
                const TABLE: &'static str = #table;
                const SCHEMA: ::core::option::Option<&'static str> = #schema;
                const COLUMNS: &'static [(&'static str, &'static str)] = &[#(#columns),*];

                fn declared() -> ::migrator::Declared {
                    #declared
                }
            }
            const _: () = {
                // A field that nobody reads is a column all the same.
                #[allow(dead_code)]
                fn columns(model: &#ident) {
                    #(let _ = &model.#members;)*
                }
                #registration
            };
        }
    }
}

/// Returns the fields of a struct that may be a model.
fn named_fields<'i>(
    input: &'i DeriveInput,
    problems: &mut Problems,
) -> Option<&'i syn::punctuated::Punctuated<syn::Field, syn::Token![,]>> {
    if !input.generics.params.is_empty() {
        let message = "a table has no generics: write the types of its columns out";
        problems.add(input.generics.span(), message);
        return None;
    }
    let message = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(&fields.named),
            Fields::Unnamed(_) => {
                "a table's columns have names: write `struct User { id: i64, … }`; a struct around \
                 one value is a type of a column by `#[derive(migrator::HasColumnType)]`"
            }
            Fields::Unit => "a table needs a column: write `struct User { id: i64, … }`",
        },
        Data::Enum(_) => {
            "an enum is no table: write `#[derive(migrator::Enumeration)]` if it is a type of columns"
        }
        Data::Union(_) => "a union is no table: write a struct",
    };
    problems.add(input.ident.span(), message);
    None
}

/// Returns an `impl` for a struct that has mistakes.
fn fallback(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics ::migrator::Model for #ident #arguments #bounds {
            const TABLE: &'static str = "";

            fn declared() -> ::migrator::Declared {
                ::migrator::Declared::new()
            }
        }
    }
}
