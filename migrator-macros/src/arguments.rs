//! The arguments of `embed_migrations!`.

use migrator_build::Layout;
use migrator_build::embed::Embedding;
use syn::parse::{Parse, ParseStream};
use syn::{ExprArray, Ident, LitStr, Token};

/// What stands between the parentheses.
pub(crate) struct Arguments {
    pub(crate) embedding: Embedding,
    /// The sets to combine with, as written.
    pub(crate) parts: Option<ExprArray>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Self {
            embedding: Embedding::default(),
            parts: None,
        };
        if input.peek(LitStr) {
            arguments.folder(input)?;
        }
        if input.peek(Token![as]) {
            input.parse::<Token![as]>()?;
            arguments.embedding.name = Some(input.parse::<Ident>()?.to_string());
        }
        let mut is_first = arguments.embedding == Embedding::default();
        while !input.is_empty() {
            if !is_first {
                input.parse::<Token![,]>()?;
            }
            is_first = false;
            if !input.is_empty() {
                arguments.flag(input)?;
            }
        }
        Ok(arguments)
    }
}

impl Arguments {
    fn folder(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let literal: LitStr = input.parse()?;
        let folder = literal.value();
        if folder.is_empty() {
            return Err(syn::Error::new(
                literal.span(),
                "the name of the folder is empty",
            ));
        }
        self.embedding.folder = Some(folder);
        Ok(())
    }

    fn flag(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let flag: Ident = input.parse().map_err(|error| expected(error.span()))?;
        match flag.to_string().as_str() {
            "library" => self.embedding.library = true,
            "allow_heads" => self.embedding.allow_heads = true,
            "combine" => {
                input.parse::<Token![=]>()?;
                self.parts = Some(input.parse()?);
                self.embedding.combine = true;
            }
            "layout" => {
                input.parse::<Token![=]>()?;
                let word: Ident = input.parse()?;
                self.embedding.layout =
                    Layout::of(&word.to_string()).ok_or_else(|| unknown_layout(&word))?;
            }
            _ => return Err(expected(flag.span())),
        }
        Ok(())
    }
}

pub(crate) fn unknown_layout(word: &Ident) -> syn::Error {
    let known = Layout::ALL.map(|layout| format!("`{}`", layout.keyword()));
    let message = format!(
        "there is no layout `{word}`; there are {}",
        known.join(", ")
    );
    syn::Error::new(word.span(), message)
}

fn expected(span: proc_macro2::Span) -> syn::Error {
    syn::Error::new(
        span,
        "expected a folder (`\"db/migrations\"`), `as NAME`, `library`, `allow_heads`, \
         `combine = [&library::MIGRATIONS]` or `layout = diesel`",
    )
}
