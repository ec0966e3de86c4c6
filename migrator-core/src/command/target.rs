//! What the verbs accept as a target.

use crate::graph::{Target, TargetError};

/// A target as text in Alembic's grammar, or typed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a target",
    note = "a target is a text such as \"head\", \"base\", \"+1\" or a revision id, or a `Target`"
)]
pub trait IntoTarget {
    /// Parses, where there is something to parse.
    ///
    /// # Errors
    /// What is wrong with the text.
    fn into_target(self) -> Result<Target, TargetError>;
}

impl IntoTarget for &str {
    fn into_target(self) -> Result<Target, TargetError> {
        Target::parse(self)
    }
}

impl IntoTarget for &&str {
    fn into_target(self) -> Result<Target, TargetError> {
        Target::parse(self)
    }
}

impl IntoTarget for String {
    fn into_target(self) -> Result<Target, TargetError> {
        Target::parse(&self)
    }
}

impl IntoTarget for &String {
    fn into_target(self) -> Result<Target, TargetError> {
        Target::parse(self)
    }
}

impl IntoTarget for Target {
    fn into_target(self) -> Result<Target, TargetError> {
        Ok(self)
    }
}

impl IntoTarget for &Target {
    fn into_target(self) -> Result<Target, TargetError> {
        Ok(self.clone())
    }
}

/// One target, as [`IntoTarget`] takes it, or several: an array, a vector or a slice of them.
///
/// ```
/// # use migrator_core::command::IntoTargets;
/// # use migrator_core::graph::Target;
/// let ids = vec![String::from("c46dab3fa34a"), String::from("billing@head")];
/// assert_eq!((&ids).into_targets()?, ids.into_targets()?);
/// assert_eq!(["base"].into_targets()?, Target::base().into_targets()?);
/// # Ok::<(), migrator_core::graph::TargetError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a target nor a list of targets",
    note = "write \"head\", or [\"billing@head\", \"c46dab3fa34a\"]"
)]
pub trait IntoTargets {
    /// Parses, where there is something to parse.
    ///
    /// # Errors
    /// What is wrong with the first text that is wrong.
    fn into_targets(self) -> Result<Vec<Target>, TargetError>;
}

impl IntoTargets for &str {
    fn into_targets(self) -> Result<Vec<Target>, TargetError> {
        Ok(vec![self.into_target()?])
    }
}

impl IntoTargets for &&str {
    fn into_targets(self) -> Result<Vec<Target>, TargetError> {
        Ok(vec![self.into_target()?])
    }
}

impl IntoTargets for &String {
    fn into_targets(self) -> Result<Vec<Target>, TargetError> {
        Ok(vec![self.into_target()?])
    }
}

impl IntoTargets for &Target {
    fn into_targets(self) -> Result<Vec<Target>, TargetError> {
        Ok(vec![self.clone()])
    }
}

impl IntoTargets for String {
    fn into_targets(self) -> Result<Vec<Target>, TargetError> {
        Ok(vec![self.into_target()?])
    }
}

impl IntoTargets for Target {
    fn into_targets(self) -> Result<Vec<Target>, TargetError> {
        Ok(vec![self])
    }
}

impl<T: IntoTarget, const N: usize> IntoTargets for [T; N] {
    fn into_targets(self) -> Result<Vec<Target>, TargetError> {
        self.into_iter().map(IntoTarget::into_target).collect()
    }
}

impl<T: IntoTarget> IntoTargets for Vec<T> {
    fn into_targets(self) -> Result<Vec<Target>, TargetError> {
        self.into_iter().map(IntoTarget::into_target).collect()
    }
}

impl<'a, T> IntoTargets for &'a [T]
where
    &'a T: IntoTarget,
{
    fn into_targets(self) -> Result<Vec<Target>, TargetError> {
        self.iter().map(IntoTarget::into_target).collect()
    }
}

impl<'a, T, const N: usize> IntoTargets for &'a [T; N]
where
    &'a T: IntoTarget,
{
    fn into_targets(self) -> Result<Vec<Target>, TargetError> {
        self.as_slice().into_targets()
    }
}

impl<'a, T> IntoTargets for &'a Vec<T>
where
    &'a T: IntoTarget,
{
    fn into_targets(self) -> Result<Vec<Target>, TargetError> {
        self.as_slice().into_targets()
    }
}
