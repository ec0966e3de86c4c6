//! What is typed, and what is then seen: stdout, stderr and the exit code of the real binaries.

mod heads;
mod support;
mod upgrade;
