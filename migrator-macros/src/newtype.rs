//! `#[derive(HasColumnType)]`: a struct around one value as a type of columns.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Field, Fields, parse_quote};

use crate::problems::Problems;

/// Returns the code for a struct.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut problems = Problems::default();
    let inner = inner(input).map(|field| &field.ty);
    if inner.is_none() {
        let message = "the type of a column is that of the one value inside: write `struct Email(String)`, \
                       or `impl migrator::HasColumnType` by hand";
        problems.add(input.ident.span(), message);
    }
    let problems = problems.finish();
    let ident = &input.ident;
    let mut generics = input.generics.clone();
    // A bound without generics would be checked at once, and told at another place.
    if let (Some(ty), false) = (inner, generics.params.is_empty()) {
        let bound = parse_quote!(#ty: ::migrator::HasColumnType);
        generics.make_where_clause().predicates.push(bound);
    }
    let (generics, arguments, bounds) = generics.split_for_impl();
    let body = match inner {
        Some(ty) => {
            let inner = quote_spanned!(ty.span()=> <#ty as ::migrator::HasColumnType>);
            quote! {
                const NULLABLE: bool = #inner::NULLABLE;

                fn column_type() -> ::migrator::schema::ColumnType {
                    #inner::column_type()
                }

                fn list_type() -> ::migrator::schema::ColumnType {
                    #inner::list_type()
                }

                fn declared(
                    declared: ::migrator::Declared,
                    table: &::migrator::TableName,
                    column: &str,
                ) -> ::migrator::Declared {
                    #inner::declared(declared, table, column)
                }
            }
        }
        None => quote! {
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

/// Returns the only field of a struct.
fn inner(input: &DeriveInput) -> Option<&Field> {
    let Data::Struct(data) = &input.data else {
        return None;
    };
    let mut fields = match &data.fields {
        Fields::Named(fields) => fields.named.iter(),
        Fields::Unnamed(fields) => fields.unnamed.iter(),
        Fields::Unit => return None,
    };
    let only = fields.next()?;
    fields.next().is_none().then_some(only)
}
