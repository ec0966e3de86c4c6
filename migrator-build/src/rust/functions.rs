//! What `upgrade` and `downgrade` must look like.
//!
//! Generated code calls them, so a wrong signature would be reported at the
//! macro's call; here it is found at its own line.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{
    Attribute, File, FnArg, GenericArgument, Item, ItemFn, PathArguments, ReturnType, Safety, Type,
    TypeParamBound, Visibility,
};

use super::header::NAMES;
use crate::Problem;

/// Checks the functions, and whether a header constant stands too late; tells
/// whether there is a way down.
pub(super) fn check(
    file: &str,
    parsed: &File,
    declared: &[&str],
    problems: &mut Vec<Problem>,
) -> bool {
    let mut checker = Checker { file, problems };
    checker.attributes(parsed);
    let function = |name: &str| {
        parsed.items.iter().find_map(|item| match item {
            Item::Fn(function) if function.sig.ident == name => Some(function),
            _ => None,
        })
    };
    let (upgrade, downgrade) = (function("upgrade"), function("downgrade"));
    match upgrade {
        Some(function) => checker.function(function),
        None => checker.problems.push(
            Problem::of_file(file, "the migration has no `upgrade`")
                .at(1, 1)
                .help("add `pub fn upgrade(op: &mut Op) -> Result { … }`"),
        ),
    }
    if let Some(function) = downgrade {
        checker.function(function);
    }
    checker.header(parsed, declared);
    downgrade.is_some()
}

struct Checker<'a> {
    file: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl Checker<'_> {
    /// A file that is not compiled leaves a module without functions.
    fn attributes(&mut self, parsed: &File) {
        let mut attributes = parsed.attrs.iter().map(Attribute::path);
        if let Some(cfg) = attributes.find(|path| path.is_ident("cfg")) {
            let message = "the migration is compiled conditionally".to_owned();
            let help = "remove the attribute: the graph is the same in every build".to_owned();
            self.problem(cfg.span(), message, help);
        }
    }

    fn function(&mut self, function: &ItemFn) {
        let signature = &function.sig;
        let name = &signature.ident;
        let mut help = format!("write `pub fn {name}(op: &mut Op) -> Result`");
        let message = if matches!(function.vis, Visibility::Inherited) {
            format!("`{name}` is private")
        } else if function.attrs.iter().any(|it| it.path().is_ident("cfg")) {
            let message = format!("`{name}` is compiled conditionally");
            let help = "put the condition into the function".to_owned();
            return self.problem(name.span(), message, help);
        } else if signature.asyncness.is_some() {
            format!("`{name}` is async, and migrations are not")
        } else if matches!(signature.safety, Safety::Unsafe(_)) {
            format!("`{name}` is unsafe to call")
        } else if !takes_op(function) {
            format!("`{name}` must take `op: &mut Op` and nothing else")
        } else if matches!(signature.output, ReturnType::Default) {
            format!("`{name}` returns nothing, not even a `Result`")
        } else if returns_bare_box(&signature.output) {
            help += ", or `Result<(), Box<dyn std::error::Error + Send + Sync>>` for errors of any kind";
            format!("`{name}` returns a `Box<dyn Error>` that is not `Send + Sync`")
        } else {
            return;
        };
        self.problem(name.span(), message, help);
    }

    /// Reading the header stops at the first function.
    fn header(&mut self, parsed: &File, declared: &[&str]) {
        for item in &parsed.items {
            let Item::Const(constant) = item else {
                continue;
            };
            let late = |name: &&&str| constant.ident == **name && !declared.contains(*name);
            if let Some(name) = NAMES.iter().find(late) {
                let message = format!("`{name}` stands behind a function");
                let help = "move the header's constants to the top of the file".to_owned();
                self.problem(constant.ident.span(), message, help);
            }
        }
    }

    fn problem(&mut self, span: Span, message: String, help: String) {
        let (line, column) = place(span);
        self.problems.push(
            Problem::of_file(self.file, message)
                .at(line, column)
                .help(help),
        );
    }
}

fn takes_op(function: &ItemFn) -> bool {
    let mut inputs = function.sig.inputs.iter();
    match (inputs.next(), inputs.next()) {
        (Some(FnArg::Typed(argument)), None) => {
            matches!(&*argument.ty, Type::Reference(reference) if reference.mutability.is_some())
        }
        _ => false,
    }
}

/// Tells whether the error is `Box<dyn Error>` and nothing more. rustc would
/// report at the macro's call that it cannot become the library's own error.
fn returns_bare_box(output: &ReturnType) -> bool {
    let ReturnType::Type(_, result) = output else {
        return false;
    };
    let Some((name, Type::TraitObject(object))) = last_argument(result)
        .filter(|(name, _)| *name == "Result")
        .and_then(|(_, error)| last_argument(error))
    else {
        return false;
    };
    let mut bounds = object.bounds.iter();
    name == "Box"
        && matches!((bounds.next(), bounds.next()), (Some(TypeParamBound::Trait(bound)), None)
            if bound.path.segments.last().is_some_and(|last| last.ident == "Error"))
}

/// Returns a path's last name and the last type between its angle brackets.
fn last_argument(type_: &Type) -> Option<(&Ident, &Type)> {
    let Type::Path(path) = type_ else {
        return None;
    };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.last()? {
        GenericArgument::Type(argument) => Some((&last.ident, argument)),
        _ => None,
    }
}

/// Returns the header constants that stand anywhere in the file.
pub(super) fn constants(parsed: &File) -> Vec<&'static str> {
    let named = |item: &Item| match item {
        Item::Const(constant) => NAMES.into_iter().find(|name| constant.ident == name),
        _ => None,
    };
    parsed.items.iter().filter_map(named).collect()
}

/// Returns line and column of a span, both from 1.
pub(crate) fn place(span: Span) -> (u32, u32) {
    let start = span.start();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (number(start.line), number(start.column + 1))
}
