CREATE INDEX books_author ON "Books" (author) -- No semicolon at the end.
