//! Merge billing into the main line.
use migrator::prelude::*;

pub const REVISION: &str = "e9f0372c5ab8";
pub const DOWN_REVISION: &[&str] = &["b7e95d14f203", "d2684a0bc91e"];

pub fn upgrade(_op: &mut Op) -> Result {
    Ok(())
}

pub fn downgrade(_op: &mut Op) -> Result {
    Ok(())
}
