//! Catalogs in, lines out; and, for any two catalogs, a model of a database in which the operations are run.

mod arranged;
mod cautions;
mod compared;
mod compared_parts;
mod edited;
mod fake;
mod filtered;
mod lines;
mod lost;
mod made_way;
mod model;
mod model_objects;
mod model_parts;
mod model_tables;
mod properties;
mod random;
mod renamed;
mod taken;
mod valued;
