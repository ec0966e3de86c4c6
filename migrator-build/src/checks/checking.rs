//! What a call of the macro says.

use migrator_core::script::Layout;

use super::waives::Waive;

/// What the module is called if nothing is said.
const DEFAULT_NAME: &str = "migration_checks";

/// The arguments of the macro, but for expressions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checking {
    /// The folder, relative to the package's `Cargo.toml`.
    pub folder: Option<String>,
    /// What the module is called.
    pub name: Option<String>,
    /// Whose rules the files follow.
    pub layout: Layout,
    /// The databases to check on, by the names of their functions.
    pub databases: Vec<String>,
    /// What is waived of the files of another tool.
    pub waives: Vec<Waive>,
    /// Heads that no label tells apart are fine.
    pub allow_heads: bool,
    /// The models are not compared.
    pub no_models: bool,
}

impl Checking {
    /// Returns the name of the module.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(DEFAULT_NAME)
    }

    /// Returns the name of the function beside the module that gives what an argument says.
    #[must_use]
    pub fn function(&self, what: &str) -> String {
        let name = self.name();
        format!("__{}_{what}", name.strip_prefix("r#").unwrap_or(name))
    }
}
