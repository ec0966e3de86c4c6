//! create authors and books
use migrator::prelude::*;

pub const REVISION: &str = "3b9f0d51c7a2";
pub const DOWN_REVISION: &[&str] = &[];

pub fn upgrade(op: &mut Op) -> Result {
    op.create_table(
        Table::new("authors")
            .column(Column::new("id", integer()).primary_key())
            .column(Column::new("name", text()).not_null().unique()),
    );
    op.create_table(
        Table::new("books")
            .column(Column::new("id", integer()).primary_key())
            .column(
                Column::new("author", big_integer())
                    .not_null()
                    .references("authors", "id")
                    .on_delete(Action::Cascade),
            )
            .column(Column::new("title", text()).not_null())
            .column(Column::new("pages", integer()))
            .column(
                Column::new("condition", enumeration("condition", ["new", "used"]))
                    .not_null()
                    .default("new"),
            ),
    );
    op.create_index(Index::new("ix_books_title").on("books", ["title"]));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    // Drops data: the rows of books.
    op.drop_table("books");
    // Drops data: the rows of authors.
    op.drop_table("authors");
    Ok(())
}
