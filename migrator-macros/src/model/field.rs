//! `#[column(…)]`: what is said of a field, and what contradicts what.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{GenericArgument, PathArguments, Type};

use crate::attributes::{Attributes, Word};
use crate::names::{Case, plain};
use crate::problems::Problems;

const WORDS: &[Word] = &[
    Word::once("name", "name = \"user_name\""),
    Word::once("type", "type = string(16)` or `type = \"citext\""),
    Word::once("length", "length = 16"),
    Word::once("precision", "precision = 10, scale = 2"),
    Word::once("scale", "precision = 10, scale = 2"),
    Word::once("primary_key", "primary_key` or `primary_key = \"pk_users\""),
    Word::once("no_generated", "no_generated"),
    Word::once("auto_increment", "auto_increment"),
    Word::once("identity", "identity` or `identity = Identity::always()"),
    Word::once("nullable", "nullable"),
    Word::once("not_null", "not_null"),
    Word::once("unique", "unique` or `unique = \"uq_users_email\""),
    Word::once("index", "index` or `index = \"ix_users_email\""),
    Word::once("default", "default = false"),
    Word::once("default_expr", "default_expr = \"CURRENT_TIMESTAMP\""),
    Word::repeated(
        "check",
        "check = \"age > 0\"` or `check(\"age > 0\", name = \"ck_age\")",
    ),
    Word::once(
        "references",
        "references = \"roles.name\"`, `references(\"roles\", \"name\")` or `references(Role::name)",
    ),
    Word::once("references_named", "references_named = \"fk_users_roles\""),
    Word::once("on_delete", "on_delete = cascade"),
    Word::once("on_update", "on_update = cascade"),
    Word::once("collate", "collate = \"NOCASE\""),
    Word::once("comment", "comment = \"as on the passport\""),
    Word::once("generated_stored", "generated_stored = \"price * amount\""),
    Word::once(
        "generated_virtual",
        "generated_virtual = \"price * amount\"",
    ),
    Word::once("renamed_from", "renamed_from = \"nick\""),
    Word::once("backfill", "backfill = \"lower(name)\""),
    Word::once("using", "using = \"role::integer\""),
    Word::once("with", "with = function"),
    Word::once("skip", "skip"),
];

/// Words that cannot be said of the same column, and why.
const CONTRADICTIONS: &[(&str, &str, &str)] = &[
    ("nullable", "not_null", "a column is one or the other"),
    ("nullable", "primary_key", "a primary key is never `NULL`"),
    ("default", "default_expr", "a column has one default"),
    (
        "default",
        "generated_stored",
        "a computed column has no default",
    ),
    (
        "default",
        "generated_virtual",
        "a computed column has no default",
    ),
    (
        "default_expr",
        "generated_stored",
        "a computed column has no default",
    ),
    (
        "default_expr",
        "generated_virtual",
        "a computed column has no default",
    ),
    ("default", "identity", "a column that counts has no default"),
    (
        "default_expr",
        "identity",
        "a column that counts has no default",
    ),
    (
        "generated_stored",
        "generated_virtual",
        "a column is computed in one way",
    ),
    (
        "generated_stored",
        "identity",
        "a computed column does not count",
    ),
    (
        "generated_virtual",
        "identity",
        "a computed column does not count",
    ),
    (
        "type",
        "length",
        "write the length into the type, as in `string(16)`",
    ),
    (
        "type",
        "precision",
        "write the digits into the type, as in `decimal(10, 2)`",
    ),
    (
        "length",
        "precision",
        "a text has a length, a number has digits",
    ),
    ("no_generated", "auto_increment", "a key counts or does not"),
    ("no_generated", "identity", "a key counts or does not"),
    ("unique", "index", "a unique column has an index already"),
];

/// Words that say something about another one.
const NEEDS: &[(&str, &str)] = &[
    ("scale", "precision"),
    ("on_delete", "references"),
    ("on_update", "references"),
    ("references_named", "references"),
];

/// A field that is a column.
pub(super) struct Field<'i> {
    pub(super) ident: &'i Ident,
    pub(super) ty: &'i Type,
    pub(super) words: Attributes,
    /// The name in Rust, without `r#`.
    pub(super) name: String,
    pub(super) column: String,
    pub(super) name_span: Span,
}

impl<'i> Field<'i> {
    /// Reads a field; `None` if it is no column.
    pub(super) fn read(
        field: &'i syn::Field,
        case: Option<Case>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let ident = field.ident.as_ref()?;
        let words = Attributes::read("column", WORDS, &field.attrs, problems);
        if words.flag("skip", problems) {
            if let Some(other) = words.other_than("skip") {
                let message = format!("`{}` is said of a field that is no column", other.name);
                problems.add(other.name.span(), message);
            }
            return None;
        }
        let given = words.text("name", problems);
        if let Some(name) = given.as_ref().filter(|name| name.value().is_empty()) {
            problems.add(name.span(), "the name of the column is empty");
        }
        let name = plain(ident);
        let field = Self {
            ident,
            ty: &field.ty,
            words,
            column: given.as_ref().map_or_else(
                || case.map_or_else(|| name.clone(), |case| case.of(&name)),
                syn::LitStr::value,
            ),
            name_span: given.map_or_else(|| ident.span(), |name| name.span()),
            name,
        };
        field.check(problems);
        Some(field)
    }

    fn check(&self, problems: &mut Problems) {
        for (one, other, why) in CONTRADICTIONS {
            if let (Some(_), Some(span)) = (self.words.span(one), self.words.span(other)) {
                let message = format!("`{one}` and `{other}` contradict each other: {why}");
                problems.add(span, message);
            }
        }
        for (one, other) in NEEDS {
            if let (Some(span), None) = (self.words.span(one), self.words.span(other)) {
                problems.add(span, format!("`{one}` says nothing without `{other}`"));
            }
        }
        if let (Some(span), true) = (self.words.span("primary_key"), is_option(self.ty)) {
            let message = format!(
                "a primary key is never `NULL`: write the type of `{}` without `Option`",
                self.name
            );
            problems.add(span, message);
        }
        if let (Some(span), Some(number)) = (self.words.span("length"), number(self.ty)) {
            let message = format!("`length` is for texts and bytes, and `{number}` is a number");
            problems.add(span, message);
        }
    }

    /// Tells whether the attributes say the type, so that the Rust type needs none.
    pub(super) fn has_own_type(&self) -> bool {
        self.words.any_of(&["type", "precision"]).is_some()
    }

    /// Returns what a column of the Rust type needs besides, as an element of a list.
    pub(super) fn need(&self) -> Option<TokenStream> {
        let is_plain = number(self.ty).is_some()
            || last_segment(self.ty).is_some_and(|it| it.ident == "String");
        if self.has_own_type() || is_plain {
            return None;
        }
        let (ty, column) = (self.ty, &self.column);
        Some(quote_spanned! {self.ty.span()=>
            (<#ty as ::migrator::HasColumnType>::declared, #column)
        })
    }

    /// Returns calls of `Declared`'s methods for what is known about the way.
    pub(super) fn hints(&self, table: &TokenStream, problems: &mut Problems) -> TokenStream {
        let column = &self.column;
        let renamed = self.words.text("renamed_from", problems);
        if let Some(former) = renamed.as_ref().filter(|former| former.value() == *column) {
            problems.add(former.span(), "the column has this name now");
        }
        let renamed = renamed.map(|former| quote!(.renamed_column(#table, #former, #column)));
        let backfill = self.words.text("backfill", problems);
        let backfill = backfill.map(|sql| quote!(.backfill(#table, #column, #sql)));
        let using = self.words.text("using", problems);
        let using = using.map(|sql| quote!(.conversion(#table, #column, #sql)));
        quote!(#renamed #backfill #using)
    }
}

/// Tells whether a type is written as `Option<…>`.
pub(super) fn is_option(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|segment| segment.ident == "Option")
}

/// Returns the number that a type, or what is in its `Option`, is written as.
fn number(ty: &Type) -> Option<String> {
    let segment = last_segment(ty)?;
    if let ("Option", PathArguments::AngleBracketed(arguments)) =
        (segment.ident.to_string().as_str(), &segment.arguments)
    {
        return match arguments.args.first()? {
            GenericArgument::Type(inner) => number(inner),
            _ => None,
        };
    }
    let name = segment.ident.to_string();
    let numbers = [
        "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f32", "f64", "bool",
    ];
    numbers.contains(&name.as_str()).then_some(name)
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        // What a `$ty:ty` of a macro comes as.
        Type::Group(group) => last_segment(&group.elem),
        _ => None,
    }
}
