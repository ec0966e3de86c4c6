-- A trigger that says who was touched.
-- revision: m20240201_093000_touch_authors
-- down_revision: m20240131_120000_create_authors

-- migrate:up
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'touched; ' || OLD.note; RETURN NEW; END; $$;
CREATE TRIGGER authors_touch BEFORE UPDATE ON authors FOR EACH ROW EXECUTE FUNCTION touch();
INSERT INTO authors (name, note) VALUES ('O''Neil; Ada', 'first');

-- migrate:down
DELETE FROM authors;
DROP TRIGGER authors_touch ON authors;
DROP FUNCTION touch;
