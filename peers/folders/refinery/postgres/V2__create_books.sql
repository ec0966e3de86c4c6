-- This file has the line ends of Windows.
CREATE TYPE binding AS ENUM ('cloth', 'paper');

CREATE TABLE "Books" (
    id BIGINT PRIMARY KEY,
    author BIGINT NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    "the ""title""" TEXT NOT NULL CHECK ("the ""title""" <> ''),
    bound binding NOT NULL DEFAULT 'paper',
    touched INTEGER NOT NULL DEFAULT 0
);

INSERT INTO "Books" (id, author, "the ""title""") VALUES (1, 1, 'Two
lines');
