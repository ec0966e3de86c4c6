//! What a foreign key refers to: a table and columns by name, or fields of a model.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Expr, Ident, Path};

use crate::attributes::{Given, bare, text, word};
use crate::names::plain;
use crate::problems::{Problems, suggestion};

/// The table and the columns, as arguments of `references`.
pub(super) struct Reference {
    pub(super) table: TokenStream,
    pub(super) columns: Vec<TokenStream>,
}

impl Reference {
    /// Reads what stands behind `references`; `None` if it is no reference.
    pub(super) fn read(given: &Given, problems: &mut Problems) -> Option<Self> {
        match given {
            Given::Value(value) => Self::of_value(value, problems),
            Given::List(list) => Self::of_list(list, problems),
            Given::Nothing => None,
        }
    }

    /// Reads `"roles.name"`, `"app.roles.name"` or `Role::name`; `None` for anything else.
    fn of_value(value: &Expr, problems: &mut Problems) -> Option<Self> {
        let Some(text) = text(value) else {
            return Self::of_fields(std::slice::from_ref(value), problems);
        };
        let value = text.value();
        let parts: Vec<&str> = value.split('.').collect();
        let (table, column) = match parts.as_slice() {
            [table, column] => (quote!(#table), *column),
            [schema, table, column] => (quote!((#schema, #table)), *column),
            _ => return None,
        };
        let columns = vec![quote!(#column)];
        Some(Self { table, columns })
    }

    /// Reads `"roles", "name"`, or `Role::name`, each with more columns; `None` for anything else.
    fn of_list(list: &[Expr], problems: &mut Problems) -> Option<Self> {
        if list.iter().any(|it| field_path(it).is_some()) {
            return Self::of_fields(list, problems);
        }
        let (table, columns) = list.split_first()?;
        if columns.is_empty() || columns.iter().any(|it| text(it).is_none()) {
            return None;
        }
        Some(Self {
            table: table.to_token_stream(),
            columns: columns.iter().map(ToTokens::to_token_stream).collect(),
        })
    }

    fn of_fields(list: &[Expr], problems: &mut Problems) -> Option<Self> {
        let fields: Option<Vec<(Path, Ident)>> = list.iter().map(field_path).collect();
        let fields = fields?;
        let (model, _) = fields.first()?;
        let name = model.to_token_stream().to_string();
        let others = fields.iter().map(|(model, _)| model.to_token_stream());
        if others
            .map(|other| other.to_string())
            .any(|other| other != name)
        {
            problems.add(model.span(), "a foreign key refers to one table");
        }
        let columns = fields.iter().map(|(model, field)| {
            let name = plain(field);
            let message = format!("`{}` has no column for `{name}`", shown(model));
            // An item, because what is merely an expression is not evaluated by `cargo check`.
            quote_spanned! {field.span()=> {
                const COLUMN: &str = ::migrator::__private::column_of(
                    <#model as ::migrator::Model>::COLUMNS,
                    #name,
                    #message,
                );
                COLUMN
            }}
        });
        Some(Self {
            table: quote_spanned!(model.span()=> ::migrator::__private::table_of::<#model>()),
            columns: columns.collect(),
        })
    }
}

/// Takes `Role::name` apart.
fn field_path(expression: &Expr) -> Option<(Path, Ident)> {
    let Expr::Path(path) = bare(expression) else {
        return None;
    };
    let mut model = path.path.clone();
    if path.qself.is_some() || model.segments.len() < 2 {
        return None;
    }
    let field = model.segments.pop()?.ident;
    model.segments.pop_punct();
    Some((model, field))
}

fn shown(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

/// The words for what happens to rows that refer to one that goes.
const ACTIONS: [(&str, &str); 5] = [
    ("cascade", "Cascade"),
    ("restrict", "Restrict"),
    ("set_null", "SetNull"),
    ("set_default", "SetDefault"),
    ("no_action", "NoAction"),
];

/// Reads the value of `on_delete` and `on_update`.
pub(super) fn action(value: &Expr, problems: &mut Problems) -> Option<TokenStream> {
    let variant = one_of("what happens to rows", value, &ACTIONS, problems)?;
    Some(quote!(::migrator::schema::Action::#variant))
}

/// Reads the value of `deferrable`.
pub(super) fn deferrable(value: &Expr, problems: &mut Problems) -> Option<TokenStream> {
    let words = [
        ("initially_deferred", "InitiallyDeferred"),
        ("initially_immediate", "InitiallyImmediate"),
    ];
    let variant = one_of("when a constraint is checked", value, &words, problems)?;
    Some(quote!(::migrator::schema::Deferrable::#variant))
}

/// Returns the variant that a word stands for.
fn one_of(
    what: &str,
    value: &Expr,
    words: &[(&str, &str)],
    problems: &mut Problems,
) -> Option<Ident> {
    let typed = word(value).map(Ident::to_string);
    let typed = typed
        .or_else(|| Some(text(value)?.value()))
        .unwrap_or_default();
    let found = words.iter().find(|(word, _)| *word == typed);
    if found.is_none() {
        let suggestion = suggestion(&typed.to_lowercase(), words.iter().map(|(word, _)| *word));
        let message = match typed.is_empty() {
            true => format!("expected {what}: {suggestion}"),
            false => format!("`{typed}` does not say {what}: {suggestion}"),
        };
        problems.add(value.span(), message);
    }
    found.map(|(_, variant)| Ident::new(variant, value.span()))
}
