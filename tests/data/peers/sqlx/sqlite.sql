PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations VALUES(20240131120000,'create authors','2024-03-02 10:00:00',1,X'3ead730dfb98acf9e72f6c82280873efb39d14238f79f2c1575c1927ff640dba792b2e88a54382ecb43904e54133bb47',1000000);
INSERT INTO _sqlx_migrations VALUES(20240201093000,'create books','2024-03-02 10:00:00',1,X'd37b3098fa7b940b2090563d5095da08cf186d000fea6bdbef10a34c17a424dd4d8aa599c8c5dd6a14a92679b9319bba',1000000);
INSERT INTO _sqlx_migrations VALUES(20240202000000,'touch books','2024-03-02 10:00:00',1,X'5563e1f96709db6ed04266e6c3b29307a075e751239cb2c62db026c6aad6e7b3fa0fad00a9715fe054e02a825529db27',1000000);
INSERT INTO _sqlx_migrations VALUES(20240229235959,'index books','2024-03-02 10:00:00',1,X'79df765a1dfd78eb6551f002315d165da026be1d8bd4c7d20c5b067f5480f1e291056a30bf6bca70a909c8e1d0d641bb',1000000);
INSERT INTO _sqlx_migrations VALUES(20240301000000,'create shelf','2024-03-02 10:00:00',1,X'2c6910a8f7de42a0b1429cc8760e7d8514113d3c3f472eae3874f8390f3a8b3a15c0d63e1eafebf45a68f98d41d934a9',1000000);
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
