//! Databases of other tools, taken over.
//!
//! What the real tools made with the very folders that are embedded here is in `tests/data/peers`, or in the folder that `MIGRATOR_TEST_PEERS` names;
//! `scripts/peer-databases` makes it.
//!
//! | file | what it shows |
//! |---|---|
//! | `taken_over` | nothing but our two tables is new, and we go on from where the tool stood |
//! | `refused` | a database or a folder that was tampered with is refused, with a list, and left alone |
//! | `services` | the same with the folders of real services, where they are given |
//! | `peers` | the tools, their folders, and what goes on top |
//! | `tables` | the same for history tables that are made by hand: each tool, each way to be wrong |

#[allow(dead_code, reason = "each user of it needs its own part")]
#[path = "../host/mod.rs"]
mod host;
#[path = "../support/mod.rs"]
mod support;

mod database;
mod peers;
mod refused;
mod services;
mod tables;
mod taken_over;
