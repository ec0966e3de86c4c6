//! What `embed_migrations!` does, on plain data.

use crate::calling;
use crate::check::{self, Options, Outcome};
use crate::emit::{DEFAULT_NAME, Handle, emit, emit_broken};
use crate::place::Misplaced;
use migrator_core::script::Layout;

pub use crate::place::Invocation;

/// The arguments of the macro.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Embedding {
    /// The folder, relative to the package's `Cargo.toml`.
    pub folder: Option<String>,
    /// The name of the handle instead of `MIGRATIONS`.
    pub name: Option<String>,
    /// The handle is not registered for the free verbs.
    pub library: bool,
    /// Several heads with the same labels are fine.
    pub allow_heads: bool,
    /// There are other sets to combine with.
    pub combine: bool,
    /// Whose rules the files follow.
    pub layout: Layout,
}

impl Embedding {
    fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(DEFAULT_NAME)
    }

    /// The name of the constant that holds the sets to combine with.
    #[must_use]
    pub fn parts_name(&self) -> String {
        format!("__{}_PARTS", self.name())
    }
}

/// Returns the code that a call of the macro stands for.
///
/// Mistakes become `compile_error!`s, beside an empty handle. A file that is no
/// Rust is declared as a module nevertheless, so that rustc reports it too.
#[must_use]
pub fn embed(embedding: &Embedding, invocation: &Invocation) -> String {
    calling::with_places(|| code(embedding, invocation))
}

fn code(embedding: &Embedding, invocation: &Invocation) -> String {
    let handle = Handle {
        name: embedding.name().to_owned(),
        is_registered: !embedding.library,
        combined: embedding
            .combine
            .then(|| (embedding.parts_name(), embedding.allow_heads)),
    };
    let broken = |messages: Vec<String>, unparsable: &[String], base: &str| {
        calling::errors(messages) + &emit_broken(unparsable, base, &handle)
    };
    if let Some(misplaced) = invocation.misplaced() {
        return broken(vec![message(&misplaced)], &[], "");
    }
    let folder = calling::folder(embedding.folder.as_deref());
    let Some(base) = invocation.path_to(&folder) else {
        let message = "the path of the migrations folder is not UTF-8";
        return broken(vec![message.to_owned()], &[], "");
    };
    let options = Options {
        root: invocation.manifest_dir.clone(),
        allow_heads: embedding.allow_heads,
        combined: embedding.combine,
        layout: embedding.layout,
    };
    let Outcome {
        result, unparsable, ..
    } = check::run(&folder, &options);
    match result {
        Ok(compiled) => emit(&compiled, &base, &handle),
        Err(problems) => broken(
            problems.iter().map(ToString::to_string).collect(),
            &unparsable,
            &base,
        ),
    }
}

fn message(misplaced: &Misplaced) -> String {
    let place = match misplaced {
        Misplaced::InlineModule(name) => {
            format!(
                "`embed_migrations!` cannot stand inside `mod {name} {{ … }}`: the migrations \
                become modules of the file it stands in"
            )
        }
        Misplaced::Body => "`embed_migrations!` cannot stand inside a function or another item: \
            the migrations become modules of the file it stands in"
            .to_owned(),
    };
    let help = match misplaced {
        Misplaced::InlineModule(name) => {
            format!("move it to the top level of the file, or to a file `{name}.rs` of its own")
        }
        Misplaced::Body => "move it to the top level of the file".to_owned(),
    };
    format!("{place}\n  help: {help}")
}
