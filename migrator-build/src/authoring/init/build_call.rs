//! The migration compiler's call in a build script, as far as tokens tell.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::LitStr;

use super::package::Package;
use super::targets::{Build, Targets};

/// Tells whether a build script has the migration compiler's name in it.
pub(super) fn calls_compiler(text: &str) -> bool {
    let tokens: Option<TokenStream> = text.parse().ok();
    tokens.is_some_and(|tokens| flat(tokens).iter().any(is_compiler))
}

fn is_compiler(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if word == "migrator_build")
}

/// Returns the folder that the build script compiles, if it names one.
pub(super) fn compiled_folder(package: &Package, targets: &Targets) -> Option<String> {
    let Build::File(file) = &targets.build else {
        return None;
    };
    let tokens = flat(package.read_file(file)?.parse().ok()?);
    let call = tokens.iter().position(is_compiler)?;
    let arguments = tokens.get(call..)?.iter().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            Some(group.stream())
        }
        _ => None,
    });
    let folder = syn::parse2::<LitStr>(arguments?).ok()?;
    Some(folder.value())
}

/// All tokens, those inside brackets behind their group.
fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let mut flat_tokens = Vec::new();
    for token in tokens {
        let inner = match &token {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        };
        flat_tokens.push(token);
        flat_tokens.extend(inner.into_iter().flat_map(flat));
    }
    flat_tokens
}
