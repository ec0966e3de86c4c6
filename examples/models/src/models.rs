//! The schema: what the library holds, and who has it.

/// Somebody who has written a book.
#[derive(Debug, migrator::Table)]
#[table(name = "authors")]
pub struct Author {
    /// Told by the database.
    #[column(primary_key)]
    pub id: i64,
    /// As on the covers of their books; two who are called the same get a number.
    #[column(unique, renamed_from = "name")]
    pub full_name: String,
    /// The year.
    pub born: Option<i32>,
}

/// How a book looks.
#[derive(Debug, migrator::Enumeration)]
#[enumeration(rename_all = "snake_case")]
pub enum Condition {
    /// Nobody has read it.
    New,
    /// It has been read.
    #[enumeration(renamed_from = "used")]
    WellRead,
    /// It cannot be lent much longer.
    FallingApart,
}

/// A book on a shelf.
#[derive(Debug, migrator::Table)]
#[table(name = "books", unique(author, title), index(shelf, title))]
pub struct Book {
    /// Told by the database.
    #[column(primary_key)]
    pub id: i64,
    /// Who has written it.
    #[column(references(Author::id), on_delete = cascade)]
    pub author: i64,
    /// As on the cover.
    pub title: String,
    /// How many it has.
    #[column(check = "pages > 0")]
    pub pages: Option<i32>,
    /// How it looks.
    #[column(default = "new")]
    pub condition: Condition,
    /// Where it stands; books that were there before the shelves stand in the order of their titles.
    #[column(backfill = "upper(substr(title, 1, 1))")]
    pub shelf: String,
}

/// A book that somebody has taken home.
#[derive(Debug, migrator::Table)]
#[table(name = "loans", check("returned >= since", name = "ck_loans_returned"))]
pub struct Loan {
    /// Told by the database.
    #[column(primary_key)]
    pub id: i64,
    /// What was taken.
    #[column(references(Book::id), on_delete = restrict, index)]
    pub book: i64,
    /// Who has it.
    pub borrower: String,
    /// The day it was taken.
    #[column(type = date(), default_expr = "CURRENT_DATE")]
    pub since: String,
    /// The day it came back.
    #[column(type = date())]
    pub returned: Option<String>,
}
