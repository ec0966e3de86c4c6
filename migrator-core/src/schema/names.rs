//! Lists of names as callers write them.

/// A list of column names: an array, a slice or a vector of strings.
///
/// Exists so that `["a", "b"]` costs a migration one call instead of an iterator
/// chain compiled into every file.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of column names",
    note = "write the names as `[\"a\", \"b\"]`, or as a `Vec<String>`"
)]
pub trait IntoNames {
    /// Returns the names in the order given.
    fn into_names(self) -> Vec<String>;
}

impl<const N: usize> IntoNames for [&str; N] {
    fn into_names(self) -> Vec<String> {
        copied(&self)
    }
}

impl<const N: usize> IntoNames for [String; N] {
    fn into_names(self) -> Vec<String> {
        Vec::from(self)
    }
}

impl IntoNames for &[&str] {
    fn into_names(self) -> Vec<String> {
        copied(self)
    }
}

impl IntoNames for &[String] {
    fn into_names(self) -> Vec<String> {
        self.to_vec()
    }
}

impl IntoNames for Vec<String> {
    fn into_names(self) -> Vec<String> {
        self
    }
}

impl IntoNames for Vec<&str> {
    fn into_names(self) -> Vec<String> {
        copied(&self)
    }
}

#[inline(never)]
fn copied(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
