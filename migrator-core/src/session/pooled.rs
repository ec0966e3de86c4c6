//! The guard of an `r2d2` pool as a connection.
//!
//! It is named because a blanket impl over `DerefMut` would clash with those for
//! the connections themselves; it asks of the connection only that it is one.

use r2d2::{ManageConnection, PooledConnection};

use super::sealed::Sealed;
use super::{Connect, Session, SessionError};

impl<M> Sealed for &mut PooledConnection<M>
where
    M: ManageConnection,
    for<'a> &'a mut M::Connection: Connect<'a>,
{
}

impl<'c, M> Connect<'c> for &'c mut PooledConnection<M>
where
    M: ManageConnection,
    for<'a> &'a mut M::Connection: Connect<'a>,
{
    fn session(self) -> Result<Box<dyn Session + 'c>, SessionError> {
        (&mut **self).session()
    }
}

#[cfg(feature = "autogenerate")]
impl<'g, M> super::Ground<'g> for &'g mut PooledConnection<M>
where
    M: ManageConnection,
    for<'a> &'a mut M::Connection: Connect<'a> + super::Ground<'a>,
{
    fn workshop(self) -> Box<dyn super::Workshop + 'g> {
        (&mut **self).workshop()
    }
}
