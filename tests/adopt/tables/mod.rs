//! Databases whose history tables are made by hand, as each tool makes them, taken over.
//!
//! | file | what it shows |
//! |---|---|
//! | `made` | what each tool makes |
//! | `tools` | each tool's table, on each database that the tool has |
//! | `absent` | a tool that has left nothing, or something that is its own in name only |
//! | `refused` | what does not fit, and that nothing is written then |
//! | `rights` | what a role, a file or a lock keeps us from |
//! | `wishes` | what somebody can say about a database |
//! | `edited` | files that are edited afterwards |
//! | `alike` | a database without a history, or of which somebody says where it stands |
//! | `beside` | Alembic that goes on beside us |
//! | `again` | a database that is ours already, and many processes at once |

mod absent;
mod again;
mod alike;
mod beside;
mod database;
mod edited;
mod made;
mod refused;
mod rights;
mod sets;
mod tools;
mod wishes;
