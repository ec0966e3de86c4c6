//! What `cargo test` finds wrong with migrations: each of them is tried, up, down and up again.

use models as _;

migrator::testing::checks!();
