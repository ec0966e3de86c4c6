CREATE TRIGGER books_touch AFTER UPDATE OF "the ""title""" ON "Books"
BEGIN
    -- Semicolons, and a 'quote that is not closed
    UPDATE "Books" SET touched = CASE WHEN touched < 0 THEN 0 ELSE OLD.touched + 1 END WHERE id = NEW.id;
    DELETE FROM authors WHERE name = 'END;';
END;

UPDATE "Books" SET "the ""title""" = 'One line';
