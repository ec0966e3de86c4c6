//! Catalogs in, lines out; and, for any two catalogs, a model of a database in which the operations are run.

mod arranged;
mod cautions;
mod compared;
mod edited;
mod fake;
mod filtered;
mod lines;
mod model;
mod model_parts;
mod properties;
mod random;
mod renamed;
mod taken;
mod valued;
