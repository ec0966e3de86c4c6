//! What the guard finds, in folders and git repositories that are made for each test.

mod base;
mod folder;
mod git;
mod lock;
mod repository;
