-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY books_author ON "Books" (author);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY books_author;
