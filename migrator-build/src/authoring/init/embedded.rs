//! Which sets of migrations the package embeds already.

use migrator_core::script::Layout;
use proc_macro2::{TokenStream, TokenTree};
use syn::{Item, ItemMacro, LitStr};

use super::names::DEFAULT_FOLDER;
use super::package::Package;
use super::rust_text::offset;
use super::targets::Targets;
use crate::emit::DEFAULT_NAME;

/// All calls of `embed_migrations!`, but that of the binary that is to be made.
#[derive(Debug, Clone, Default)]
pub(super) struct Embedded {
    pub(super) sets: Vec<Set>,
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Set {
    /// The file it stands in.
    pub(super) file: String,
    /// The migrations folder.
    pub(super) folder: String,
    /// The name of the handle.
    pub(super) name: String,
    /// What stands between the parentheses.
    pub(super) arguments: String,
    pub(super) is_library: bool,
    pub(super) allow_heads: bool,
    pub(super) combine: bool,
    /// Whose rules the files follow.
    pub(super) layout: Layout,
    /// Whether the arguments mean the same in another crate of the package.
    pub(super) is_portable: bool,
}

impl Embedded {
    /// Looks through the sources.
    pub(super) fn search(package: &Package, targets: &Targets) -> Self {
        let mut files = Vec::new();
        let mut folders = vec!["src".to_owned()];
        while let Some(folder) = folders.pop() {
            for (path, is_folder) in package.list(&folder) {
                if is_folder {
                    folders.push(path);
                } else if path.ends_with(".rs") {
                    files.push(path);
                }
            }
        }
        files.extend(targets.library.iter().map(|it| it.file.clone()));
        files.sort_unstable();
        files.dedup();
        files.retain(|file| targets.migrate.as_ref() != Some(file));
        let mut sets = Vec::new();
        for file in files {
            let text = package.read_file(&file).unwrap_or_default();
            if text.contains("embed_migrations!") {
                sets.extend(find(&file, &text));
            }
        }
        Self { sets }
    }

    /// Returns the application's one set; `None` if there is none, or several.
    pub(super) fn only(&self) -> Option<&Set> {
        if let [only] = self.sets.as_slice() {
            return Some(only);
        }
        let mut registered = self.sets.iter().filter(|set| !set.is_library);
        registered.next().filter(|_| registered.next().is_none())
    }

    /// Returns the name of the handle that a file defines, now or afterwards; `None` if
    /// the set is in another file.
    pub(super) fn handle_in(&self, file: &str) -> Option<&str> {
        if self.sets.is_empty() {
            return Some(DEFAULT_NAME);
        }
        let set = self.only().filter(|set| set.file == file)?;
        Some(&set.name)
    }
}

/// Finds the calls in a file.
pub(super) fn find(file: &str, text: &str) -> Vec<Set> {
    let Ok(parsed) = syn::parse_file(text) else {
        return Vec::new();
    };
    let calls = parsed.items.iter().filter_map(|item| match item {
        Item::Macro(call) if is_ours(call) => Some(set(file, text, call)),
        _ => None,
    });
    calls.collect()
}

fn is_ours(call: &ItemMacro) -> bool {
    let last = call.mac.path.segments.last();
    last.is_some_and(|segment| segment.ident == "embed_migrations")
}

fn set(file: &str, text: &str, call: &ItemMacro) -> Set {
    let mut set = Set {
        file: file.to_owned(),
        folder: DEFAULT_FOLDER.to_owned(),
        name: DEFAULT_NAME.to_owned(),
        arguments: between(text, call).unwrap_or_default().trim().to_owned(),
        is_library: false,
        allow_heads: false,
        combine: false,
        layout: Layout::Migrator,
        is_portable: !mentions_crate(call.mac.tokens.clone()),
    };
    let mut tokens = call.mac.tokens.clone().into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Literal(literal) => {
                if let Ok(folder) = syn::parse_str::<LitStr>(&literal.to_string()) {
                    set.folder = folder.value();
                }
            }
            TokenTree::Ident(word) => match word.to_string().as_str() {
                "as" => set.name = tokens.next().map(|it| it.to_string()).unwrap_or_default(),
                "library" => set.is_library = true,
                "allow_heads" => set.allow_heads = true,
                "combine" => set.combine = true,
                "layout" => {
                    let keyword = tokens.nth(1).map(|it| it.to_string()).unwrap_or_default();
                    set.layout = Layout::of(&keyword).unwrap_or_default();
                }
                _ => {}
            },
            TokenTree::Group(_) | TokenTree::Punct(_) => {}
        }
    }
    set
}

/// The text between the parentheses of a call.
fn between<'a>(text: &'a str, call: &ItemMacro) -> Option<&'a str> {
    let span = call.mac.delimiter.span();
    let text_without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = offset(text_without_mark, span.open().end())?;
    let end = offset(text_without_mark, span.close().start())?;
    text_without_mark.get(start..end)
}

/// Tells whether tokens name something of the crate they stand in.
fn mentions_crate(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "crate" || word == "self" || word == "super",
        TokenTree::Group(group) => mentions_crate(group.stream()),
        TokenTree::Literal(_) | TokenTree::Punct(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn calls_are_read_with_their_arguments() {
        let check = |text: &str, expect: &[&str]| {
            let shown: Vec<String> = find("x.rs", text)
                .iter()
                .map(|it| {
                    let (folder, name) = (&it.folder, &it.name);
                    let flags = [it.is_library, it.allow_heads, it.combine, it.is_portable];
                    let flags = flags.map(|flag| if flag { '1' } else { '0' });
                    format!(
                        "{folder} {name} {} ({})",
                        flags.iter().collect::<String>(),
                        it.arguments
                    )
                })
                .collect();
            assert_eq!(shown, expect, "{text}");
        };
        check(
            "migrator::embed_migrations!();",
            &["migrations MIGRATIONS 0001 ()"],
        );
        check(
            "embed_migrations! { \"db/x\" as CACHE, library, allow_heads }",
            &["db/x CACHE 1101 (\"db/x\" as CACHE, library, allow_heads)"],
        );
        check(
            "\u{feff}use ä;\nm::embed_migrations!(combine = [&a::B]);\nm::embed_migrations!(combine = [&crate::B]);",
            &[
                "migrations MIGRATIONS 0011 (combine = [&a::B])",
                "migrations MIGRATIONS 0010 (combine = [&crate::B])",
            ],
        );
        check(
            "m::embed_migrations!(\"x\", layout = golang_migrate, allow_heads);",
            &["x MIGRATIONS 0101 (\"x\", layout = golang_migrate, allow_heads)"],
        );
        check("fn f() { migrator::embed_migrations!(); }", &[]);
        check("// migrator::embed_migrations!();\nfn", &[]);
    }
}
