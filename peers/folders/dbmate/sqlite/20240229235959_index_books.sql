-- migrate:up
CREATE INDEX books_author ON "Books" (author) -- No semicolon at the end.

-- migrate:down
DROP INDEX books_author
