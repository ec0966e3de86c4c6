//! Authoring as a whole.
