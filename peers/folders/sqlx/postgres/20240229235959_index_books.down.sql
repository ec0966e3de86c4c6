-- no-transaction
DROP INDEX CONCURRENTLY books_author;
