PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE refinery_schema_history(
             version int4 PRIMARY KEY,
             name VARCHAR(255),
             applied_on VARCHAR(255),
             checksum VARCHAR(255));
INSERT INTO refinery_schema_history VALUES(1,'create_authors','2024-03-02T10:00:00.123456789Z','14767915539096231032');
INSERT INTO refinery_schema_history VALUES(2,'create_books','2024-03-02T10:00:00.123456789Z','3221025200710031879');
INSERT INTO refinery_schema_history VALUES(9,'touch_books','2024-03-02T10:00:00.123456789Z','12244340335065393120');
INSERT INTO refinery_schema_history VALUES(10,'index_books','2024-03-02T10:00:00.123456789Z','8536467103225659135');
INSERT INTO refinery_schema_history VALUES(11,'create_shelf','2024-03-02T10:00:00.123456789Z','11945493783761529700');
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
PRAGMA user_version = 0;
