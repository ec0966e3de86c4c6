//! Drawings of the graph: revisions in, text out.
//!
//! Pure and deterministic: the same graph gives the same bytes. What people write, messages above all, is
//! escaped for the format it goes into, and never longer than a line.
//!
//! | file | what it draws |
//! |---|---|
//! | `ascii`, `lanes` | lines and stars, as `git log --graph` does |
//! | `mermaid` | a flowchart for Markdown |
//! | `dot` | a graph for Graphviz |
//! | `svg`, `columns` | an image |
//!
//! To add one: a file with `draw`, and a variant of the flag in `verbs/graph.rs`.

pub(crate) mod ascii;
mod columns;
pub(crate) mod dot;
mod lanes;
pub(crate) mod mermaid;
mod picture;
pub(crate) mod svg;
mod text;

#[cfg(test)]
mod tests;

pub(crate) use picture::Picture;
