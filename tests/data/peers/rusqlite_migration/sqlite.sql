PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE authors (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    born TEXT
);
INSERT INTO authors VALUES(1,'Ada; Lovelace','1815-12-10');
INSERT INTO authors VALUES(2,'O''Neil -- "the other"',NULL);
INSERT INTO authors VALUES(3,'a backslash \',NULL);
CREATE TABLE IF NOT EXISTS "Books" (
    id INTEGER PRIMARY KEY,
    author INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    "the ""title""" TEXT NOT NULL CHECK ("the ""title""" <> ''),
    [touched] INTEGER NOT NULL DEFAULT 0
);
INSERT INTO Books VALUES(1,1,'One line',1);
CREATE TRIGGER books_touch AFTER UPDATE OF "the ""title""" ON "Books"
BEGIN
    -- Semicolons, and a 'quote that is not closed
    UPDATE "Books" SET touched = CASE WHEN touched < 0 THEN 0 ELSE OLD.touched + 1 END WHERE id = NEW.id;
    DELETE FROM authors WHERE name = 'END;';
END
;
CREATE INDEX books_author ON "Books" (author) -- No semicolon at the end.

;
CREATE VIEW shelf AS
    SELECT name, count(*) AS books FROM authors JOIN "Books" ON author = authors.id GROUP BY name;
COMMIT;
PRAGMA user_version = 5;
