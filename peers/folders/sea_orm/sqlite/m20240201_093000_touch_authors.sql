-- A trigger that says who was touched.
-- revision: m20240201_093000_touch_authors
-- down_revision: m20240131_120000_create_authors

-- migrate:up
CREATE TRIGGER authors_touch AFTER UPDATE OF name ON authors BEGIN UPDATE authors SET note = 'touched; ' || OLD.note WHERE id = NEW.id; END;
INSERT INTO authors (name, note) VALUES ('O''Neil; Ada', 'first');

-- migrate:down
DELETE FROM authors;
DROP TRIGGER authors_touch;
