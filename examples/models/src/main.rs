//! A small lending library whose structs are its schema.
//!
//! The migrations in `migrations/` were written from `src/models.rs`: the first when there were only authors and
//! books, the second when the structs had changed. `tests/generated.rs` writes both again and compares. To add a
//! revision, change a struct and run `cargo migrator revision --autogenerate -m "…"` in this folder.
//!
//! Run it: `cargo run -p models`. The first run creates `library.db`; an argument names another file.

use models::MIGRATIONS;
use models::models::{Author, Book, Condition, Loan};
use rusqlite::{Connection, Row};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1);
    let connection = Connection::open(path.as_deref().unwrap_or("library.db"))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    MIGRATIONS.upgrade(&connection, "head")?;
    fill(&connection)?;
    for (book, author, loan) in books(&connection)? {
        let Book { title, shelf, .. } = &book;
        print!("{title} by {} stands at {shelf}", author.full_name);
        match book.condition {
            Condition::New => {}
            Condition::WellRead => print!(", well read"),
            Condition::FallingApart => print!(", falling apart"),
        }
        match loan {
            Some(loan) => println!("; {} has it since {}", loan.borrower, loan.since),
            None => println!("."),
        }
    }
    Ok(())
}

/// Puts books into an empty library.
fn fill(connection: &Connection) -> rusqlite::Result<()> {
    let n_books: i64 = connection.query_row("SELECT count(*) FROM books", [], |row| row.get(0))?;
    if n_books > 0 {
        return Ok(());
    }
    connection.execute_batch(
        "INSERT INTO authors (id, full_name, born) VALUES (1, 'Jane Austen', 1775), (2, 'Herman Melville', 1819);
         INSERT INTO books (id, author, title, condition, shelf) VALUES
             (1, 1, 'Emma', 'well_read', 'E'), (2, 2, 'Moby-Dick', 'falling_apart', 'M');
         INSERT INTO loans (book, borrower, since) VALUES (2, 'Ishmael', '1851-10-18');",
    )
}

/// Returns all books with their authors, and who has them.
fn books(connection: &Connection) -> rusqlite::Result<Vec<(Book, Author, Option<Loan>)>> {
    let mut statement = connection.prepare(
        "SELECT books.id, author, title, pages, condition, shelf, full_name, born,
                loans.id, book, borrower, since, returned
         FROM books JOIN authors ON authors.id = author
         LEFT JOIN loans ON book = books.id AND returned IS NULL
         ORDER BY title",
    )?;
    let rows = statement.query_map([], |row| Ok((book(row)?, author(row)?, loan(row)?)))?;
    rows.collect()
}

fn book(row: &Row<'_>) -> rusqlite::Result<Book> {
    let condition: String = row.get("condition")?;
    Ok(Book {
        id: row.get(0)?,
        author: row.get("author")?,
        title: row.get("title")?,
        pages: row.get("pages")?,
        condition: match condition.as_str() {
            "well_read" => Condition::WellRead,
            "falling_apart" => Condition::FallingApart,
            _ => Condition::New,
        },
        shelf: row.get("shelf")?,
    })
}

fn author(row: &Row<'_>) -> rusqlite::Result<Author> {
    Ok(Author {
        id: row.get("author")?,
        full_name: row.get("full_name")?,
        born: row.get("born")?,
    })
}

fn loan(row: &Row<'_>) -> rusqlite::Result<Option<Loan>> {
    let Some(id) = row.get(8)? else {
        return Ok(None);
    };
    Ok(Some(Loan {
        id,
        book: row.get("book")?,
        borrower: row.get("borrower")?,
        since: row.get("since")?,
        returned: row.get("returned")?,
    }))
}
