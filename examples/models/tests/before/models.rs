//! The models as they were when the first revision was written.

#[derive(migrator::Table)]
#[table(name = "authors", unregistered)]
pub(crate) struct Author {
    #[column(primary_key)]
    id: i64,
    #[column(unique)]
    name: String,
}

#[derive(migrator::Enumeration)]
#[enumeration(rename_all = "snake_case")]
#[allow(dead_code, reason = "a type of columns")]
enum Condition {
    New,
    Used,
}

#[derive(migrator::Table)]
#[table(name = "books", index(title), unregistered)]
pub(crate) struct Book {
    #[column(primary_key)]
    id: i64,
    #[column(references(Author::id), on_delete = cascade)]
    author: i64,
    title: String,
    pages: Option<i32>,
    #[column(default = "new")]
    condition: Condition,
}
