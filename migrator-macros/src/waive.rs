//! `waive(…)` in `checks!`: a check that cannot pass on the files of another tool, and why.

use migrator_build::checks::{Part, Refused, Waive};
use migrator_core::script::RevisionCheck;
use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token};

use crate::problems::suggestion;

/// What may stand behind the check.
const WORDS: [&str; 2] = ["revision", "reason"];

/// What stands between the parentheses.
pub(crate) struct Waiving {
    check: RevisionCheck,
    span: Span,
    revision: Option<LitStr>,
}

impl Parse for Waiving {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (check, span) = check(input)?;
        let (mut revision, mut reason) = (None, None);
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let word: Ident = input.parse()?;
            let slot = match word.to_string().as_str() {
                "revision" => &mut revision,
                "reason" => &mut reason,
                other => {
                    let near = suggestion(other, WORDS);
                    let message = format!("`waive` knows no `{other}`: {near}");
                    return Err(syn::Error::new(word.span(), message));
                }
            };
            input.parse::<Token![=]>()?;
            let text: LitStr = input.parse()?;
            if slot.replace(text).is_some() {
                let message = format!("`{word}` stands here twice");
                return Err(syn::Error::new(word.span(), message));
            }
        }
        let no_reason = |span| {
            let message = format!(
                "`{check}` is waived without a reason: write `reason = \"why it cannot pass\"`"
            );
            syn::Error::new(span, message)
        };
        let reason = reason.ok_or_else(|| no_reason(span))?;
        if reason.value().trim().is_empty() {
            return Err(no_reason(reason.span()));
        }
        Ok(Self {
            check,
            span,
            revision,
        })
    }
}

fn check(input: ParseStream<'_>) -> syn::Result<(RevisionCheck, Span)> {
    let names = RevisionCheck::ALL.map(RevisionCheck::keyword);
    let word: Ident = input.parse().map_err(|error| {
        let message = "expected a check, as in `waive(downgrade, reason = \"why\")`";
        syn::Error::new(error.span(), message)
    })?;
    let text = word.to_string();
    let check = RevisionCheck::of(&text).ok_or_else(|| {
        let message = format!("there is no check `{text}`: {}", suggestion(&text, names));
        syn::Error::new(word.span(), message)
    })?;
    Ok((check, word.span()))
}

impl Waiving {
    /// Returns what it says, without its places.
    pub(crate) fn waive(&self) -> Waive {
        Waive {
            check: self.check,
            revision: self.revision.as_ref().map(LitStr::value),
        }
    }

    /// Returns what is wrong with it, at its place.
    pub(crate) fn error(&self, refused: &Refused) -> syn::Error {
        let span = match (refused.part, &self.revision) {
            (Part::Revision, Some(revision)) => revision.span(),
            (Part::Revision | Part::Check, _) => self.span,
        };
        syn::Error::new(span, &refused.message)
    }
}
