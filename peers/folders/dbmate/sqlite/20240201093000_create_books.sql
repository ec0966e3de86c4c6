-- migrate:up
-- This file has the line ends of Windows.
CREATE TABLE "Books" (
    id INTEGER PRIMARY KEY,
    author INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    "the ""title""" TEXT NOT NULL CHECK ("the ""title""" <> ''),
    [touched] INTEGER NOT NULL DEFAULT 0
);

INSERT INTO "Books" (id, author, "the ""title""") VALUES (1, 1, 'Two
lines');

-- migrate:down
DROP TABLE "Books";
