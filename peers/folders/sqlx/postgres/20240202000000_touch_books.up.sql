CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Semicolons, and a 'quote that is not closed: $body$
    NEW.touched := OLD.touched + 1;
    RETURN NEW;
END;
$$;

CREATE TRIGGER books_touch BEFORE UPDATE ON "Books"
    FOR EACH ROW EXECUTE FUNCTION touch();

DO $body$ BEGIN UPDATE "Books" SET bound = 'cloth'; END $body$;
