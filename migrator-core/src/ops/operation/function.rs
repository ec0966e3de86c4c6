//! A function, a procedure or an aggregate, and what may become of it.

use super::dropping::sealed::Sealed;
use super::{Dropping, Object, Replacing, Sql};

/// A function, a procedure or an aggregate: its signature, and the SQL that follows it.
///
/// The signature is SQL: the name, quoted where it needs quotes, and the arguments in
/// parentheses. An empty text for a database means that there is no such function
/// there.
///
/// # Examples
/// ```
/// # use migrator_core::ops::Function;
/// let touch = Function::new(
///     "touch()",
///     "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at := now(); RETURN NEW; END $$",
/// );
/// assert_eq!(touch.signature(), "touch()");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Function(Box<FunctionData>);

#[derive(Debug, Clone, PartialEq)]
struct FunctionData {
    signature: String,
    sql: Option<Sql>,
    kind: FunctionKind,
}

/// What a function is, which decides what it is made and dropped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[doc(hidden)]
pub enum FunctionKind {
    /// `FUNCTION`.
    Function,
    /// `PROCEDURE`.
    Procedure,
    /// `AGGREGATE`.
    Aggregate,
}

impl Function {
    /// Defines a function.
    #[inline(never)]
    pub fn new(signature: impl AsRef<str>, sql: impl Into<Sql>) -> Self {
        Self::build(signature.as_ref(), Some(sql.into()), FunctionKind::Function)
    }

    /// Defines a procedure.
    #[inline(never)]
    pub fn procedure(signature: impl AsRef<str>, sql: impl Into<Sql>) -> Self {
        Self::build(
            signature.as_ref(),
            Some(sql.into()),
            FunctionKind::Procedure,
        )
    }

    /// Names a procedure to drop, whose definition is not known.
    #[inline(never)]
    pub fn procedure_named(signature: impl AsRef<str>) -> Self {
        Self::build(signature.as_ref(), None, FunctionKind::Procedure)
    }

    /// Defines an aggregate; its SQL is the list in parentheses.
    ///
    /// ```
    /// # use migrator_core::ops::Function;
    /// let total = Function::aggregate("total(integer)", "(SFUNC = int4pl, STYPE = integer)");
    /// # drop(total);
    /// ```
    #[inline(never)]
    pub fn aggregate(signature: impl AsRef<str>, sql: impl Into<Sql>) -> Self {
        Self::build(
            signature.as_ref(),
            Some(sql.into()),
            FunctionKind::Aggregate,
        )
    }

    /// Names an aggregate to drop, whose definition is not known.
    #[inline(never)]
    pub fn aggregate_named(signature: impl AsRef<str>) -> Self {
        Self::build(signature.as_ref(), None, FunctionKind::Aggregate)
    }

    #[inline(never)]
    fn build(signature: &str, sql: Option<Sql>, kind: FunctionKind) -> Self {
        Self(Box::new(FunctionData {
            signature: signature.to_owned(),
            sql,
            kind,
        }))
    }

    /// Says what the function was before, which makes
    /// [`replace_function`](crate::ops::Op::replace_function) reversible.
    pub fn instead_of(self, former: Self) -> Replacing<Self> {
        Replacing::with(self, former)
    }

    /// Returns the signature.
    #[must_use]
    pub fn signature(&self) -> &str {
        &self.0.signature
    }

    /// Returns the SQL that follows the signature; `None` if only that was given.
    #[must_use]
    pub fn sql(&self) -> Option<&Sql> {
        self.0.sql.as_ref()
    }

    /// Tells what it is.
    #[doc(hidden)]
    #[must_use]
    pub fn kind(&self) -> FunctionKind {
        self.0.kind
    }

    /// Tells whether it is a procedure.
    #[must_use]
    pub fn is_procedure(&self) -> bool {
        self.0.kind == FunctionKind::Procedure
    }

    /// Tells whether it is an aggregate.
    #[must_use]
    pub fn is_aggregate(&self) -> bool {
        self.0.kind == FunctionKind::Aggregate
    }
}

impl From<&str> for Function {
    fn from(signature: &str) -> Self {
        Self::build(signature, None, FunctionKind::Function)
    }
}

/// A function, a procedure or an aggregate to drop: `DropFunction::new("tax(numeric)").if_exists()`. A name or a definition is one, too; see [`Dropping`].
pub type DropFunction = Dropping<Function>;

impl Sealed for Function {}
impl Object for Function {}

/// What is done to a function, a procedure or an aggregate.
#[derive(Debug, Clone, PartialEq)]
pub enum FunctionOperation {
    /// Creates it.
    Create(Function),
    /// Puts another in its place.
    Replace(Replacing<Function>),
    /// Drops it.
    Drop(DropFunction),
}

impl FunctionOperation {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_function",
            Self::Replace(_) => "replace_function",
            Self::Drop(_) => "drop_function",
        }
    }

    pub(super) fn object(&self) -> String {
        let function = match self {
            Self::Create(function) => function,
            Self::Replace(replace) => &replace.object,
            Self::Drop(drop) => &drop.object,
        };
        function.signature().to_owned()
    }
}
