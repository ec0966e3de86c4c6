//! Two migrations as SeaORM's users write them: one with its builders, one with SQL.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{pk_auto, string, text_null};
use sea_orm_migration::sea_orm::DbBackend;

pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(CreateAuthors), Box::new(TouchAuthors)]
    }
}

struct CreateAuthors;

impl MigrationName for CreateAuthors {
    fn name(&self) -> &str {
        "m20240131_120000_create_authors"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for CreateAuthors {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("authors")
            .if_not_exists()
            .col(pk_auto("id"))
            .col(string("name").unique_key())
            .col(text_null("note"))
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("authors").to_owned())
            .await
    }
}

struct TouchAuthors;

impl MigrationName for TouchAuthors {
    fn name(&self) -> &str {
        "m20240201_093000_touch_authors"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for TouchAuthors {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = match manager.get_database_backend() {
            DbBackend::Postgres => {
                "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ \
                 BEGIN NEW.note := 'touched; ' || OLD.note; RETURN NEW; END; $$;\n\
                 CREATE TRIGGER authors_touch BEFORE UPDATE ON authors \
                 FOR EACH ROW EXECUTE FUNCTION touch()"
            }
            _ => {
                "CREATE TRIGGER authors_touch AFTER UPDATE OF name ON authors BEGIN \
                 UPDATE authors SET note = 'touched; ' || OLD.note WHERE id = NEW.id; END"
            }
        };
        let connection = manager.get_connection();
        connection.execute_unprepared(sql).await?;
        connection
            .execute_unprepared("INSERT INTO authors (name, note) VALUES ('O''Neil; Ada', 'first')")
            .await?;
        Ok(())
    }
}
