//! Statements that no transaction bears, where the tool itself finds out that a migration has one.

use migrator_core::base::{Dialect, Transaction};
use migrator_core::script::{runs_in_transaction, split};

/// Returns how a file runs by what is in it: outside a transaction if one of its statements cannot run in one, by the
/// rules of one of the dialects.
pub(super) fn by_statements(text: &str, dialects: &[Dialect]) -> Transaction {
    let is_unbound = |dialect: &Dialect| {
        let pieces = split(*dialect, text).unwrap_or_default();
        let mut pieces = pieces.iter();
        pieces.any(|piece| !runs_in_transaction(*dialect, piece.sql))
    };
    match dialects.iter().any(is_unbound) {
        true => Transaction::None,
        false => Transaction::default(),
    }
}
