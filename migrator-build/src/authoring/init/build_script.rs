//! The build script: made, or given its line.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::LitStr;

use super::Plan;
use super::manifest::Manifest;
use super::package::Package;
use super::rust_text::with_first_statement;
use super::setup::Setup;
use super::targets::{Build, Targets};

/// Adds the call of the migration compiler, and the dependency it needs.
pub(super) fn plan(plan: &Plan<'_>, manifest: &mut Manifest<'_>, setup: &mut Setup) {
    let line = statement(plan);
    let file = match &plan.targets.build {
        Build::File(file) => file,
        Build::Off => {
            let help = format!(
                "remove `build = false` and call this again, so that `build.rs` has `{line}`"
            );
            return setup.leave(
                "Cargo.toml",
                "`build = false` switches the build script off",
                help,
            );
        }
        Build::Unknown => {
            let help = format!(
                "add `{line}` to a build script, and `migrator-build` to `[build-dependencies]`"
            );
            return setup.leave("Cargo.toml", "`build` is not the name of one file", help);
        }
    };
    manifest.build_dependency(setup);
    let Some(old) = plan.package.read_file(file) else {
        if plan.package.exists(file) {
            let help = format!("add `{line}` to its `fn main`");
            return setup.leave(file, "the file cannot be read", help);
        }
        // The lints of a package, `missing_docs` say, are those of its build script, too.
        let text = format!(
            "//! Checks the migrations before anything is compiled.\n\nfn main() {{\n    {line}\n}}\n"
        );
        return setup.create(
            plan.package.file(file),
            text,
            "check the migrations in each build",
        );
    };
    if calls_compiler(&old) {
        return;
    }
    match with_first_statement(&old, &line) {
        Some(new) => {
            let what = format!("check the migrations in each build: `{line}`");
            setup.edit(plan.package.file(file), old, new, what);
        }
        None => {
            let help = format!("add `{line}` to what the build script does");
            setup.leave(file, "there is no `fn main` in it", help);
        }
    }
}

/// The call with the options of the macro.
fn statement(plan: &Plan<'_>) -> String {
    let folder = &plan.folder;
    let (allow_heads, combine) = plan
        .embedded
        .only()
        .map_or((false, false), |set| (set.allow_heads, set.combine));
    if !allow_heads && !combine {
        return format!("migrator_build::compile({folder:?});");
    }
    let heads = if allow_heads { ".allow_heads()" } else { "" };
    let combined = if combine { ".combined()" } else { "" };
    format!("migrator_build::Compiler::new({folder:?}){heads}{combined}.run();")
}

fn calls_compiler(text: &str) -> bool {
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
