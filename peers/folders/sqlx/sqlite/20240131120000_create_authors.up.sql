-- Those who write. A name may hold anything; so may a comment: 'quotes', "names", $$ and /* this.
CREATE TABLE authors (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    born TEXT
);
/* A comment; with a semicolon. */
INSERT INTO authors (name, born) VALUES
    ('Ada; Lovelace', '1815-12-10'),
    ('O''Neil -- "the other"', NULL),
    ('a backslash \', NULL);
