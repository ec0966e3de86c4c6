//! wait for nobody
use migrator::prelude::*;

pub const REVISION: &str = "2e9b46d0f8c5";
pub const DOWN_REVISION: &[&str] = &["0f21c6a3d9e8"];

/// Between statements nobody can stop a migration.
pub fn upgrade(_op: &mut Op) -> Result {
    loop {
        std::thread::park();
    }
}

pub fn downgrade(_op: &mut Op) -> Result {
    Ok(())
}
