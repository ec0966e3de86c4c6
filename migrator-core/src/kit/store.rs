//! What is made once in a process, by whoever needs it first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Things by their keys. Whoever needs one that is being made waits for it; what could not be made is tried again by
/// the next, so that each gets an error of its own.
#[derive(Debug)]
pub struct Store<K, T>(Mutex<BTreeMap<K, Slot<T>>>);

/// What is there, or will be made by whoever holds the lock.
type Slot<T> = Arc<Mutex<Option<Arc<T>>>>;

impl<K: Ord, T> Store<K, T> {
    /// Creates an empty store.
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    /// Returns what is there under the key, or makes it.
    ///
    /// # Errors
    /// Those of making it.
    pub fn get<E>(&self, key: K, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        let slot = Arc::clone(held(&self.0).entry(key).or_default());
        let mut slot = held(&slot);
        match &*slot {
            Some(made) => Ok(Arc::clone(made)),
            None => {
                let made = Arc::new(make()?);
                *slot = Some(Arc::clone(&made));
                Ok(made)
            }
        }
    }
}

impl<K: Ord, T> Default for Store<K, T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Whoever has panicked has left nothing half-made here.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_thing_is_made_once_however_many_need_it() {
        let store: Store<u8, usize> = Store::new();
        let n_made = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let made = store.get(1, || Ok::<_, ()>(n_made.fetch_add(1, Ordering::SeqCst)));
                    assert_eq!(*made.unwrap(), 0);
                });
            }
        });
        assert_eq!(n_made.into_inner(), 1);
    }

    #[test]
    fn what_could_not_be_made_is_tried_again() {
        let store: Store<u8, &str> = Store::new();
        assert_eq!(store.get(1, || Err("first")), Err("first"));
        let panicked = std::panic::catch_unwind(|| store.get(1, || -> Result<_, ()> { panic!() }));
        assert!(panicked.is_err());
        assert_eq!(*store.get(1, || Ok::<_, ()>("made")).unwrap(), "made");
    }
}
