//! Databases that the real tools made, taken over with the very folders that they ran.
//!
//! What the tools made is in `tests/data/peers`, or in the folder that `MIGRATOR_TEST_PEERS` names;
//! `scripts/peer-databases` makes it.
//!
//! | file | what it shows |
//! |---|---|
//! | `taken_over` | nothing but our two tables is new, and we go on from where the tool stood |
//! | `refused` | a database or a folder that was tampered with is refused, with a list, and left alone |
//! | `peers` | the tools, their folders, and what goes on top |

#[path = "../support/mod.rs"]
mod support;

mod database;
mod peers;
mod refused;
mod taken_over;
