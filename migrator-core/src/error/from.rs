//! What becomes an error of the library.

use std::error::Error as StdError;

use super::{Cause, Error};
#[cfg(feature = "adopt")]
use crate::adopt::AdoptError;
#[cfg(feature = "autogenerate")]
use crate::autogen::AutogenError;
use crate::exec::{ExecError, Report};
use crate::graph::{ResolveError, TargetError};
#[cfg(feature = "testing")]
use crate::kit::KitError;
use crate::ops::OpError;
use crate::session::RowError;
use crate::set::SetError;

impl From<ExecError> for Error {
    fn from(error: ExecError) -> Self {
        Self::of_run(error, Report::default())
    }
}

#[cfg(feature = "autogenerate")]
impl From<AutogenError> for Error {
    fn from(error: AutogenError) -> Self {
        Self::caused_by(Cause::Autogen(error), Report::default())
    }
}

#[cfg(feature = "adopt")]
impl From<AdoptError> for Error {
    fn from(error: AdoptError) -> Self {
        Self::caused_by(Cause::Adopt(error), Report::default())
    }
}

#[cfg(feature = "testing")]
impl From<KitError> for Error {
    fn from(error: KitError) -> Self {
        Self::caused_by(Cause::Kit(error), Report::default())
    }
}

impl From<TargetError> for Error {
    fn from(error: TargetError) -> Self {
        Self::caused_by(Cause::Target(error), Report::default())
    }
}

impl From<ResolveError> for Error {
    fn from(error: ResolveError) -> Self {
        Self::caused_by(Cause::Resolve(error), Report::default())
    }
}

impl From<SetError> for Error {
    fn from(error: SetError) -> Self {
        Self::caused_by(Cause::Set(error), Report::default())
    }
}

impl From<OpError> for Error {
    fn from(error: OpError) -> Self {
        Self::caused_by(Cause::Op(error), Report::default())
    }
}

impl From<RowError> for Error {
    fn from(error: RowError) -> Self {
        Self::caused_by(Cause::Row(error), Report::default())
    }
}

impl From<String> for Error {
    fn from(message: String) -> Self {
        Self::other(message)
    }
}

impl From<&str> for Error {
    fn from(message: &str) -> Self {
        Self::other(message)
    }
}

impl From<Box<dyn StdError + Send + Sync>> for Error {
    fn from(error: Box<dyn StdError + Send + Sync>) -> Self {
        Self::other(error)
    }
}
