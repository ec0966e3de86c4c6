// Written by migrator so that `cargo fmt` reaches the migrations; never compiled.

#[path = "3b9f0d51c7a2_create_authors_and_books.rs"]
mod m_3b9f0d51c7a2_create_authors_and_books;

#[path = "8e64a2d90f1c_lend_books.rs"]
mod m_8e64a2d90f1c_lend_books;
