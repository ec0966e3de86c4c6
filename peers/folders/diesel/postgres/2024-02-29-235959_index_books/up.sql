CREATE INDEX CONCURRENTLY books_author ON "Books" (author);
