//! A field as calls of `Column`'s methods.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned as _;

use super::field::{Field, is_option};
use super::lists;
use super::reference::{Reference, action};
use crate::attributes::{Given, text};
use crate::problems::Problems;

impl Field<'_> {
    /// Returns the column.
    pub(super) fn code(&self, problems: &mut Problems) -> TokenStream {
        let start = self.start(problems);
        let key = self.flag_or_name("primary_key", problems);
        let unique = self.flag_or_name("unique", problems);
        let flags = ["no_generated", "auto_increment"]
            .map(|name| self.words.flag(name, problems).then(|| method(name)));
        let identity = self.identity(problems);
        let default = self.words.value("default", problems);
        let default = default.map(|value| quote!(.default(#value)));
        let texts = [
            "default_expr",
            "collate",
            "comment",
            "generated_stored",
            "generated_virtual",
        ]
        .map(|name| {
            let text = self.words.text(name, problems)?;
            let method = method_name(name);
            Some(quote!(.#method(#text)))
        });
        let checks = self.checks(problems);
        let reference = self.reference(problems);
        let column = quote! {
            #start #key #unique #(#flags)* #identity #default #(#texts)* #(#checks)* #reference
        };
        match self.words.value("with", problems) {
            Some(function) => quote!((#function)(#column)),
            None => column,
        }
    }

    /// Returns the column with its type, and whether it may be `NULL`.
    fn start(&self, problems: &mut Problems) -> TokenStream {
        let (name, ty) = (&self.column, self.ty);
        let own_type = self.own_type(problems);
        let length = self.words.number("length", problems);
        let is_key = self.words.span("primary_key").is_some();
        let start = match (own_type, length) {
            (Some(kind), _) => {
                let null = (!is_key && !is_option(ty)).then(|| quote!(.not_null()));
                quote!(::migrator::schema::Column::new(#name, #kind) #null)
            }
            (None, length) => {
                let with_length = length.as_ref().map_or("", |_| "_of_length");
                let key = if is_key { "key_" } else { "" };
                let function = format_ident!("{key}column{with_length}");
                let length = length.map(|length| quote!(, #length));
                // The place where a type is missed that has none.
                quote_spanned!(ty.span()=> ::migrator::__private::#function::<#ty>(#name #length))
            }
        };
        let nulls = ["nullable", "not_null"]
            .map(|name| self.words.flag(name, problems).then(|| method(name)));
        quote!(#start #(#nulls)*)
    }

    /// Returns the type that the attributes say.
    fn own_type(&self, problems: &mut Problems) -> Option<TokenStream> {
        if let Some(precision) = self.words.number("precision", problems) {
            let scale = self.words.number("scale", problems);
            let scale = scale.map_or_else(|| quote!(0), |scale| quote!(#scale));
            return Some(quote!(::migrator::schema::decimal(#precision, #scale)));
        }
        let value = self.words.value("type", problems)?;
        Some(match text(value) {
            Some(text) => quote!(::migrator::schema::custom(#text)),
            None => scoped(value),
        })
    }

    fn flag_or_name(&self, name: &str, problems: &mut Problems) -> Option<TokenStream> {
        let item = self.words.item(name)?;
        match &item.given {
            Given::Nothing => Some(method(name)),
            Given::Value(value) if text(value).is_some() => {
                let method = method_name(&format!("{name}_named"));
                Some(quote!(.#method(#value)))
            }
            Given::Value(_) | Given::List(_) => {
                self.words.misused(item, problems);
                None
            }
        }
    }

    fn identity(&self, problems: &mut Problems) -> Option<TokenStream> {
        let item = self.words.item("identity")?;
        let identity = match &item.given {
            Given::Nothing => quote!(::migrator::schema::Identity::by_default()),
            Given::Value(value) => scoped(value),
            Given::List(_) => {
                self.words.misused(item, problems);
                return None;
            }
        };
        Some(quote!(.identity(#identity)))
    }

    fn checks(&self, problems: &mut Problems) -> Vec<TokenStream> {
        let mut checks = Vec::new();
        for item in self.words.all("check") {
            let check = match &item.given {
                Given::Value(value) => text(value).map(|text| quote!(#text)),
                Given::List(list) if !list.is_empty() => {
                    checks.extend(lists::check(list, problems).map(|it| quote!(.check(#it))));
                    continue;
                }
                Given::List(_) | Given::Nothing => None,
            };
            match check {
                Some(check) => checks.push(quote!(.check(#check))),
                None => self.words.misused(item, problems),
            }
        }
        checks
    }

    fn reference(&self, problems: &mut Problems) -> Option<TokenStream> {
        let item = self.words.item("references")?;
        let Some(reference) = Reference::read(&item.given, problems) else {
            self.words.misused(item, problems);
            return None;
        };
        let Reference { table, columns } = reference;
        let [column] = columns.as_slice() else {
            let message = "a column refers to one column: write a key of several as \
                           `#[table(foreign_key(a, b, references(\"table\", \"x\", \"y\")))]`";
            problems.add(item.name.span(), message);
            return None;
        };
        let actions = ["on_delete", "on_update"].map(|name| {
            let action = action(self.words.value(name, problems)?, problems)?;
            let method = method_name(name);
            Some(quote!(.#method(#action)))
        });
        let name = self.words.text("references_named", problems);
        let name = name.map(|name| quote!(.references_named(#name)));
        Some(quote!(.references(#table, #column) #(#actions)* #name))
    }
}

/// Returns the call of a method without arguments.
fn method(name: &str) -> TokenStream {
    let name = method_name(name);
    quote!(.#name())
}

fn method_name(name: &str) -> proc_macro2::Ident {
    format_ident!("{name}")
}

/// Returns an expression that finds the functions of types and `Identity` without an import.
fn scoped(expression: &Expr) -> TokenStream {
    quote! {{
        #[allow(unused_imports)]
        use ::migrator::__private::types::*;
        #expression
    }}
}
