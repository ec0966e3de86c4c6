//! `checks!`: its arguments, and the functions for those that are expressions.

use std::path::Path;

use migrator_build::Layout;
use migrator_build::checks::{Checking, checks};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Ident, LitStr, Token};

use crate::arguments::unknown_layout;
use crate::problems::{Problems, suggestion};
use crate::waive::Waiving;

/// The databases that tests know.
const DATABASES: [&str; 2] = ["sqlite", "postgres"];

/// Every word that may stand between the parentheses.
const WORDS: [&str; 8] = [
    "sqlite",
    "postgres",
    "migrations",
    "options",
    "layout",
    "waive",
    "allow_heads",
    "no_models",
];

/// What stands between the parentheses.
#[derive(Default)]
pub(crate) struct Checks {
    checking: Checking,
    /// The set, if it is not the application's own.
    migrations: Option<Expr>,
    options: Option<Expr>,
    waives: Vec<Waiving>,
    /// Where scratch databases come from, if that was said.
    grounds: Vec<Option<Expr>>,
}

impl Parse for Checks {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut checks = Self::default();
        if input.peek(LitStr) {
            checks.checking.folder = Some(folder(input)?);
            more(input)?;
        }
        if input.peek(Token![as]) {
            input.parse::<Token![as]>()?;
            checks.checking.name = Some(input.parse::<Ident>()?.to_string());
            more(input)?;
        }
        while !input.is_empty() {
            checks.word(input)?;
            more(input)?;
        }
        if checks.checking.databases.is_empty() {
            checks.database(DATABASES[0], None);
        }
        Ok(checks)
    }
}

/// Reads the comma before whatever comes next.
fn more(input: ParseStream<'_>) -> syn::Result<()> {
    if !input.is_empty() && !input.peek(Token![as]) {
        input.parse::<Token![,]>()?;
    }
    Ok(())
}

fn folder(input: ParseStream<'_>) -> syn::Result<String> {
    let literal: LitStr = input.parse()?;
    match literal.value() {
        folder if folder.is_empty() => {
            let message = "the name of the folder is empty";
            Err(syn::Error::new(literal.span(), message))
        }
        folder => Ok(folder),
    }
}

impl Checks {
    fn word(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let word: Ident = input.parse().map_err(|error| expected(error.span()))?;
        let text = word.to_string();
        match text.as_str() {
            "allow_heads" => self.checking.allow_heads = true,
            "no_models" => self.checking.no_models = true,
            "layout" => {
                input.parse::<Token![=]>()?;
                let name: Ident = input.parse()?;
                self.checking.layout =
                    Layout::of(&name.to_string()).ok_or_else(|| unknown_layout(&name))?;
            }
            "waive" => {
                let inside;
                syn::parenthesized!(inside in input);
                let waiving: Waiving = inside.parse()?;
                self.checking.waives.push(waiving.waive());
                self.waives.push(waiving);
            }
            "migrations" => self.migrations = Some(value(input)?),
            "options" => self.options = Some(value(input)?),
            database if DATABASES.contains(&database) => {
                if self.checking.databases.contains(&text) {
                    let message = format!("`{text}` stands here twice");
                    return Err(syn::Error::new(word.span(), message));
                }
                let ground = input.peek(Token![=]).then(|| value(input)).transpose()?;
                self.database(database, ground);
            }
            other => {
                let near = suggestion(other, WORDS);
                let message = format!("`checks!` knows no `{other}`: {near}");
                return Err(syn::Error::new(word.span(), message));
            }
        }
        Ok(())
    }

    fn database(&mut self, name: &str, ground: Option<Expr>) {
        self.checking.databases.push(name.to_owned());
        self.grounds.push(ground);
    }

    /// Returns the tests, and beside them what the expressions mean where they were written.
    pub(crate) fn tokens(&self, manifest_dir: &Path) -> TokenStream {
        let checked = checks(&self.checking, manifest_dir);
        let mut problems = Problems::default();
        for refused in &checked.refused {
            if let Some(waiving) = self.waives.get(refused.waive) {
                problems.note(waiving.error(refused));
            }
        }
        let mut tokens: TokenStream = match checked.code.parse() {
            Ok(tokens) => tokens,
            Err(error) => {
                let message = format!("`checks!` wrote code that is none: {error}");
                return quote!(::core::compile_error!(#message););
            }
        };
        tokens.extend(problems.finish());
        let name = |what: &str| format_ident!("{}", self.checking.function(what));
        let set = match &self.migrations {
            Some(set) => quote!(::core::result::Result::Ok(&#set)),
            None => quote!(::migrator::testing::__checks::application()),
        };
        let options = match &self.options {
            Some(options) => quote!(#options),
            None => quote!(::migrator::Options::new()),
        };
        let (set_name, options_name) = (name("set"), name("options"));
        tokens.extend(quote! {
            #[cfg(test)]
            #[allow(non_snake_case)]
            fn #set_name() -> ::core::result::Result<&'static ::migrator::Migrations, ::migrator::SetError> {
                #set
            }
            #[cfg(test)]
            #[allow(non_snake_case)]
            fn #options_name() -> ::migrator::Options {
                #options
            }
        });
        for (database, ground) in self.checking.databases.iter().zip(&self.grounds) {
            let function = name(database);
            let default = format_ident!("{database}");
            let ground = match ground {
                Some(ground) => {
                    quote!(::core::result::Result::Ok(::migrator::testing::__checks::workshop(#ground)))
                }
                None => quote!(::migrator::testing::__checks::#default()),
            };
            tokens.extend(quote! {
                #[cfg(test)]
                #[allow(non_snake_case)]
                fn #function() -> ::migrator::testing::__checks::Ground {
                    #ground
                }
            });
        }
        tokens
    }
}

fn value(input: ParseStream<'_>) -> syn::Result<Expr> {
    input.parse::<Token![=]>()?;
    input.parse()
}

fn expected(span: Span) -> syn::Error {
    syn::Error::new(
        span,
        "expected a folder (`\"db/migrations\"`), `as name`, `sqlite`, `postgres`, \
         `migrations = library::MIGRATIONS`, `options = …`, `layout = diesel`, `waive(downgrade, reason = \"…\")`, \
         `allow_heads` or `no_models`",
    )
}

#[cfg(test)]
mod tests {
    use migrator_build::Layout;
    use migrator_build::checks::{Checking, Waive};
    use migrator_core::script::RevisionCheck;

    use super::Checks;

    fn read(text: &str) -> Checking {
        syn::parse_str::<Checks>(text).unwrap().checking
    }

    #[test]
    fn arguments_are_read() {
        let sqlite = Checking {
            databases: vec!["sqlite".to_owned()],
            ..Checking::default()
        };
        assert_eq!(read(""), sqlite);
        assert_eq!(read("sqlite"), sqlite);
        let all = read(
            "\"db/old\" as old, postgres = Server::url(\"a\"), sqlite, migrations = a::B, options = o(), layout = diesel, \
             waive(downgrade, reason = \"old\"), waive(offline, reason = \"x\", revision = \"1\",), allow_heads, no_models,",
        );
        let waive = |check, revision: Option<&str>| Waive {
            check,
            revision: revision.map(str::to_owned),
        };
        let wanted = Checking {
            folder: Some("db/old".to_owned()),
            name: Some("old".to_owned()),
            layout: Layout::Diesel,
            databases: vec!["postgres".to_owned(), "sqlite".to_owned()],
            waives: vec![
                waive(RevisionCheck::Downgrade, None),
                waive(RevisionCheck::Offline, Some("1")),
            ],
            allow_heads: true,
            no_models: true,
        };
        assert_eq!(all, wanted);
    }

    #[test]
    fn what_is_no_argument_is_told() {
        let error = |text: &str| syn::parse_str::<Checks>(text).err().unwrap().to_string();
        assert_eq!(
            error("postgre"),
            "`checks!` knows no `postgre`: did you mean `postgres`?"
        );
        assert_eq!(error("sqlite, sqlite"), "`sqlite` stands here twice");
        assert_eq!(error("\"\""), "the name of the folder is empty");
        assert!(error("layout = dieselx").starts_with("there is no layout `dieselx`"));
        assert!(error("5").starts_with("expected a folder"));
        assert!(read("as r#type").function("set") == "__type_set");
        assert_eq!(
            error("waive(downgrad, reason = \"a\")"),
            "there is no check `downgrad`: did you mean `downgrade`?"
        );
        let no_reason =
            "`downgrade` is waived without a reason: write `reason = \"why it cannot pass\"`";
        assert_eq!(error("waive(downgrade)"), no_reason);
        assert_eq!(error("waive(downgrade, reason = \" \")"), no_reason);
        assert_eq!(
            error("waive(downgrade, revison = \"a\")"),
            "`waive` knows no `revison`: did you mean `revision`?"
        );
        assert_eq!(
            error("waive(downgrade, reason = \"a\", reason = \"b\")"),
            "`reason` stands here twice"
        );
        assert!(
            error("waive()")
                .ends_with("expected a check, as in `waive(downgrade, reason = \"why\")`")
        );
    }
}
