//! What the modules of a crate need of each other, read from their tokens.
//!
//! Every `use` counts, and every path that begins with `crate`, `self`, `super`, a module or
//! something imported. A name that a module only hands on (`pub use`) is looked up where it is
//! defined, so that a `mod.rs` that declares its children and is imported by them needs none of
//! them. Calls of methods have no path and are not seen. Unit tests are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The path of a module or of an item: `crate::exec::step` is `["exec", "step"]`.
type Names = Vec<String>;

/// The modules of a crate by their paths.
#[derive(Default)]
pub(crate) struct Crate {
    modules: BTreeMap<Names, Module>,
}

#[derive(Default)]
struct Module {
    file: PathBuf,
    children: BTreeSet<String>,
    /// What `use` makes known here, with the path as it is written.
    imported: BTreeMap<String, Names>,
    /// Paths as they are written.
    mentioned: Vec<Names>,
}

/// What a path leads to.
enum Found {
    Module(Names),
    ItemOf(Names),
}

impl Crate {
    /// Reads a crate from its `lib.rs` on.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut it = Self::default();
        it.read_file(Vec::new(), &folder.join("lib.rs"));
        it
    }

    fn read_file(&mut self, path: Names, file: &Path) {
        let text = fs::read_to_string(file).unwrap();
        let tokens: TokenStream = text.parse().unwrap();
        self.read_module(path, file, tokens);
    }

    fn read_module(&mut self, path: Names, file: &Path, tokens: TokenStream) {
        let module = Module {
            file: file.to_owned(),
            ..Module::default()
        };
        self.modules.insert(path.clone(), module);
        self.read_tokens(&path, tokens);
    }

    fn read_tokens(&mut self, path: &Names, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        let mut is_public = false;
        while let [first, ..] = rest {
            let length = match first {
                TokenTree::Punct(it) if it.as_char() == '#' && is_test(rest) => item_length(rest),
                TokenTree::Ident(it) if it == "mod" => self.read_child(path, rest),
                TokenTree::Ident(it) if it == "use" => self.read_use(path, rest, is_public),
                TokenTree::Ident(_) => self.read_path(path, rest),
                TokenTree::Group(group) => {
                    self.read_tokens(path, group.stream());
                    1
                }
                // What stands behind `::` or `.` is no beginning of a path.
                TokenTree::Punct(it) if it.as_char() == ':' && is_separator(rest) => 3,
                TokenTree::Punct(it) if it.as_char() == '.' && is_name(rest.get(1)) => 2,
                TokenTree::Punct(_) | TokenTree::Literal(_) => 1,
            };
            is_public = match first {
                TokenTree::Ident(it) => it == "pub",
                TokenTree::Group(group) => is_public && is_in(group, Delimiter::Parenthesis),
                TokenTree::Punct(_) | TokenTree::Literal(_) => false,
            };
            rest = &rest[length.min(rest.len())..];
        }
    }

    /// Reads `mod child;` or `mod child { … }`.
    fn read_child(&mut self, path: &Names, tokens: &[TokenTree]) -> usize {
        let (Some(TokenTree::Ident(name)), Some(behind)) = (tokens.get(1), tokens.get(2)) else {
            return 1;
        };
        let name = name.to_string();
        let module = self.modules.get_mut(path).unwrap();
        module.children.insert(name.clone());
        let file = module.file.clone();
        let child = [path.as_slice(), std::slice::from_ref(&name)].concat();
        match behind {
            TokenTree::Group(body) => self.read_module(child, &file, body.stream()),
            _ => self.read_file(child, &child_file(&file, &name)),
        }
        3
    }

    fn read_use(&mut self, path: &Names, tokens: &[TokenTree], is_public: bool) -> usize {
        let is_end = |it: &TokenTree| matches!(it, TokenTree::Punct(it) if it.as_char() == ';');
        let Some(length) = tokens.iter().position(is_end) else {
            return 1;
        };
        let mut imports = Vec::new();
        read_tree(&[], &tokens[1..length], &mut imports);
        let module = self.modules.get_mut(path).unwrap();
        for (name, target) in imports {
            if !is_public {
                module.mentioned.push(target.clone());
            }
            module.imported.insert(name, target);
        }
        length + 1
    }

    fn read_path(&mut self, path: &Names, tokens: &[TokenTree]) -> usize {
        let mut names = Vec::new();
        let mut length = 0;
        while let Some(TokenTree::Ident(name)) = tokens.get(length) {
            names.push(name.to_string());
            length += 1;
            if !is_separator(&tokens[length..]) {
                break;
            }
            length += 2;
        }
        self.modules.get_mut(path).unwrap().mentioned.push(names);
        length
    }

    /// Returns the files that each file needs.
    pub(crate) fn needs(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, module) in &self.modules {
            for mentioned in &module.mentioned {
                let Some(Found::ItemOf(found)) = self.find(path, mentioned, 0) else {
                    continue;
                };
                let needed = &self.modules[&found].file;
                if *needed != module.file {
                    let needed = needed.display().to_string();
                    needs
                        .entry(module.file.display().to_string())
                        .or_default()
                        .insert(needed);
                }
            }
        }
        needs
    }

    /// Finds what a path means in a module; `None` if it leads out of the crate.
    fn find(&self, from: &Names, names: &[String], depth: usize) -> Option<Found> {
        let (first, mut rest) = names.split_first()?;
        let mut at = match first.as_str() {
            "crate" => Vec::new(),
            "self" => from.clone(),
            "super" => from[..from.len().checked_sub(1)?].to_vec(),
            name => match self.step(from, name, rest.is_empty(), depth)? {
                Found::Module(at) => at,
                item @ Found::ItemOf(_) => return Some(item),
            },
        };
        while let Some((name, behind)) = rest.split_first() {
            rest = behind;
            at = match name.as_str() {
                "super" => at[..at.len().checked_sub(1)?].to_vec(),
                "self" => at,
                name => match self.step(&at, name, rest.is_empty(), depth) {
                    Some(Found::Module(at)) => at,
                    Some(item @ Found::ItemOf(_)) => return Some(item),
                    None => return Some(Found::ItemOf(at)),
                },
            };
        }
        Some(Found::Module(at))
    }

    /// Finds what a name means inside a module; `None` if it is not a child and not imported.
    fn step(&self, at: &Names, name: &str, is_last: bool, depth: usize) -> Option<Found> {
        let module = self.modules.get(at)?;
        let imported = || match module.imported.get(name) {
            Some(target) if depth < 8 && target.first().is_some_and(|it| it != name) => {
                self.find(at, target, depth + 1)
            }
            Some(target) if depth < 8 && target.len() > 1 => self.find(at, target, depth + 1),
            _ => None,
        };
        let child = || {
            let path = || [at.as_slice(), &[name.to_owned()]].concat();
            module
                .children
                .contains(name)
                .then(|| Found::Module(path()))
        };
        // A function may be called like the module it stands in.
        match is_last {
            true => imported().or_else(child),
            false => child().or_else(imported),
        }
    }
}

/// Collects the names that the tree of a `use` makes known, each with its path.
fn read_tree(before: &[String], tokens: &[TokenTree], imports: &mut Vec<(String, Names)>) {
    let mut path = before.to_vec();
    let mut called = None;
    let mut rest = tokens;
    while let [first, behind @ ..] = rest {
        rest = behind;
        match (first, behind) {
            (TokenTree::Ident(it), [TokenTree::Ident(name), ..]) if it == "as" => {
                called = Some(name.to_string());
                rest = &behind[1..];
            }
            (TokenTree::Ident(it), _) => path.push(it.to_string()),
            (TokenTree::Group(group), _) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let is_comma =
                    |it: &TokenTree| matches!(it, TokenTree::Punct(it) if it.as_char() == ',');
                for branch in inner.split(is_comma).filter(|it| !it.is_empty()) {
                    read_tree(&path, branch, imports);
                }
                return;
            }
            _ => {}
        }
    }
    if path.last().is_some_and(|it| it == "self") && path.len() > 1 {
        path.pop();
    }
    if let Some(name) = called.or_else(|| path.last().cloned()) {
        imports.push((name, path));
    }
}

/// Tells whether an attribute says that what it stands on is only for tests.
fn is_test(tokens: &[TokenTree]) -> bool {
    let Some(TokenTree::Group(attribute)) = tokens.get(1) else {
        return false;
    };
    let text = attribute.stream().to_string();
    text.starts_with("cfg") && text.contains("test")
}

/// Returns how many tokens an item with an attribute takes.
fn item_length(tokens: &[TokenTree]) -> usize {
    let is_end = |it: &TokenTree| match it {
        TokenTree::Punct(it) => it.as_char() == ';',
        TokenTree::Group(it) => is_in(it, Delimiter::Brace),
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    tokens
        .iter()
        .position(is_end)
        .map_or(tokens.len(), |it| it + 1)
}

fn is_in(group: &Group, delimiter: Delimiter) -> bool {
    group.delimiter() == delimiter
}

fn is_name(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Ident(_)))
}

/// Tells whether `::` and a name come next.
fn is_separator(tokens: &[TokenTree]) -> bool {
    let is_colon = |it: &TokenTree| matches!(it, TokenTree::Punct(it) if it.as_char() == ':');
    matches!(tokens, [a, b, TokenTree::Ident(_), ..] if is_colon(a) && is_colon(b))
}

/// Returns the file of `mod child;` in a file.
fn child_file(parent: &Path, child: &str) -> PathBuf {
    let folder = match parent.file_name().and_then(|it| it.to_str()) {
        Some("lib.rs" | "mod.rs") => parent.with_file_name(""),
        _ => parent.with_extension(""),
    };
    let file = folder.join(format!("{child}.rs"));
    match file.exists() {
        true => file,
        false => folder.join(child).join("mod.rs"),
    }
}
