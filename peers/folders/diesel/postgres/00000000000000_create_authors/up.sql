-- Those who write. A name may hold anything; so may a comment: 'quotes', "names", $$ and /* this.
CREATE TABLE authors (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name TEXT NOT NULL,
    born DATE
);
/* A comment /* in a comment; */ with a semicolon. */
INSERT INTO authors (name, born) VALUES
    ('Ada; Lovelace', '1815-12-10'),
    ('O''Neil -- "the other"', NULL),
    (E'a backslash \\ and a quote \' here', NULL);
