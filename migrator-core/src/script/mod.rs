//! A migration file as text: its header, its sections, its statements, its name.
//!
//! Pure: text in, values out. The migration compiler uses this room when a
//! program is built; `op.execute("…")` uses its splitter when one runs.
//!
//! | file | what it knows |
//! |---|---|
//! | `lexer` | where quotes, comments and words end |
//! | `syntax` | in what the dialects differ there |
//! | `split`, `body` | where statements end |
//! | `copy` | `COPY` and the rows behind it |
//! | `tokens` | the tokens, words and placeholders of a statement |
//! | `reader` | the words and names of a statement, one after the other |
//! | `control` | statements that are refused, or would do nothing |
//! | `transactional` | statements that no transaction bears |
//! | `mark` | comments that say something of a statement |
//! | `header` | what any migration file says about its place in the graph |
//! | `waiver` | checks that are not to be held against a revision |
//! | `released_line` | a revision as a lock file has it |
//! | `naming` | file names and module names |
//! | `layout` | whose rules a folder follows |
//! | `sql_file`, `sql_header`, `sql_keys`, `sql_markers`, `sql_sections` | the format of SQL migrations |
//!
//! Invariants: nothing here panics, recurses, or costs more than linear time,
//! whatever the text.

mod body;
mod control;
mod copy;
mod fault;
mod header;
mod layout;
mod lexer;
mod located;
mod mark;
mod naming;
mod position;
mod reader;
mod released_line;
mod split;
mod sql_file;
mod sql_header;
mod sql_keys;
mod sql_markers;
mod sql_problem;
mod sql_sections;
mod syntax;
mod tokens;
mod transactional;
mod waiver;

pub use control::ignored_in_transaction;
pub use fault::{SqlError, SqlFault};
pub use header::{Header, first_paragraph, paragraph_lines};
pub use layout::Layout;
pub use lexer::Kind;
pub use located::{Located, LocatedList};
pub use naming::{
    FileRole, HINT_FILE, file_stem, hint_file, is_hint, module_names, names_revision,
};
pub use position::Lines;
pub use reader::{Name, Reader};
pub use released_line::{ReleasedLine, sort_replaced};
pub use split::{Piece, split};
pub use sql_file::{Direction, Section, SqlFile, SqlHead};
pub use sql_problem::{SqlFileFault, SqlFileProblem};
pub use sql_sections::{DialectStatements, Statements};
pub use tokens::{Placeholder, placeholders, spans, tokens, unquoted, variables, words};
pub use transactional::runs_in_transaction;
pub use waiver::{RevisionCheck, Waiver, WaiverFault};
