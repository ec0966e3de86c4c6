//! Mistakes, collected so that the compiler shows all of them at once.

use proc_macro2::{Span, TokenStream};

/// Mistakes found so far.
#[derive(Default)]
pub(crate) struct Problems(Option<syn::Error>);

impl Problems {
    /// Notes a mistake at its place.
    pub(crate) fn add(&mut self, span: Span, message: impl std::fmt::Display) {
        self.note(syn::Error::new(span, message));
    }

    /// Notes what a parser says.
    pub(crate) fn note(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(first) => first.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// Returns what was made, or notes why it could not be.
    pub(crate) fn attempt<T>(&mut self, made: syn::Result<T>) -> Option<T> {
        made.map_err(|error| self.note(error)).ok()
    }

    /// Returns the mistakes as code that does not compile; nothing if there is none.
    pub(crate) fn finish(self) -> TokenStream {
        self.0
            .map(|error| error.to_compile_error())
            .unwrap_or_default()
    }
}

/// Returns `did you mean …?` for a word that is near one of those known, else which they are.
pub(crate) fn suggestion<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let nearest = migrator_core::base::nearest(typed, known.iter().copied());
    match (nearest.first(), known.as_slice()) {
        (Some(nearest), _) => format!("did you mean `{nearest}`?"),
        (None, [only]) => format!("there is `{only}`"),
        (None, _) => format!("there are {}", listed(&known)),
    }
}

/// Returns names as they stand in a sentence: `a`, `b` and `c`.
pub(crate) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "none".to_owned(),
    }
}
