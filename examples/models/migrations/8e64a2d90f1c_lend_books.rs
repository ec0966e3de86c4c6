//! lend books
use migrator::prelude::*;

pub const REVISION: &str = "8e64a2d90f1c";
pub const DOWN_REVISION: &[&str] = &["3b9f0d51c7a2"];

pub fn upgrade(op: &mut Op) -> Result {
    op.drop_index("ix_books_title");
    op.create_table(
        Table::new("loans")
            .column(Column::new("id", integer()).primary_key())
            .column(
                Column::new("book", big_integer())
                    .not_null()
                    .references("books", "id")
                    .on_delete(Action::Restrict),
            )
            .column(Column::new("borrower", text()).not_null())
            .column(
                Column::new("since", date())
                    .not_null()
                    .default_expr("CURRENT_DATE"),
            )
            .column(Column::new("returned", date()))
            .check(Check::new("returned >= since").named("ck_loans_returned")),
    );
    op.alter_table("authors", |table| {
        table.rename_column("name", "full_name");
        table.add_column(Column::new("born", integer()));
        table.rename_constraint("uq_authors_name", "uq_authors_full_name");
    });
    op.add_column("books", Column::new("shelf", text()));
    op.execute(r#"UPDATE "books" SET "shelf" = (upper(substr(title, 1, 1)))"#);
    // Fails if two rows of books have the same author and title.
    // Fails if a row of books does not meet `pages > 0`.
    op.alter_table("books", |table| {
        table.alter_column(
            AlterColumn::new("condition")
                .kind(enumeration(
                    "condition",
                    ["new", "well_read", "falling_apart"],
                ))
                .using(r#"CASE "condition" WHEN 'used' THEN 'well_read' ELSE "condition" END"#)
                .was(
                    Column::new("condition", enumeration("condition", ["new", "used"]))
                        .not_null()
                        .default("new"),
                ),
        );
        table.alter_column(
            AlterColumn::new("shelf")
                .not_null()
                .was(Column::new("shelf", text())),
        );
        table.add_constraint(Unique::new(["author", "title"]));
        table.add_constraint(Check::new("pages > 0").named("ck_books_pages"));
    });
    op.create_index(Index::new("ix_books_shelf_title").on("books", ["shelf", "title"]));
    op.create_index(Index::new("ix_loans_book").on("loans", ["book"]));
    Ok(())
}

pub fn downgrade(op: &mut Op) -> Result {
    op.drop_index("ix_books_shelf_title");
    // Drops data: the rows of loans.
    op.drop_table("loans");
    // Drops data: the values of authors.born.
    op.alter_table("authors", |table| {
        table.drop_column("born");
        table.rename_column("full_name", "name");
        table.rename_constraint("uq_authors_full_name", "uq_authors_name");
    });
    // Drops data: the values of books.shelf.
    // Fails if condition of a row of books is `falling_apart`.
    op.alter_table("books", |table| {
        table.drop_constraint("ck_books_pages");
        table.drop_constraint("uq_books_author_title");
        table.drop_column("shelf");
        table.alter_column(
            AlterColumn::new("condition")
                .kind(enumeration("condition", ["new", "used"]))
                .using(r#"CASE "condition" WHEN 'well_read' THEN 'used' ELSE "condition" END"#)
                .was(
                    Column::new(
                        "condition",
                        enumeration("condition", ["new", "well_read", "falling_apart"]),
                    )
                    .not_null()
                    .default("new"),
                ),
        );
    });
    op.create_index(Index::new("ix_books_title").on("books", ["title"]));
    Ok(())
}
