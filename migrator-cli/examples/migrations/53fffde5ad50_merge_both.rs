//! merge ae1 and 27c
use migrator::prelude::*;

pub const REVISION: &str = "53fffde5ad50";
pub const DOWN_REVISION: &[&str] = &["ae1027a6acf0", "27c6a30d7c24"];

pub fn upgrade(_op: &mut Op) -> Result {
    Ok(())
}

pub fn downgrade(_op: &mut Op) -> Result {
    Ok(())
}
