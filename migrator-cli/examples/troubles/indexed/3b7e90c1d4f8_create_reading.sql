-- create reading
-- revision: 3b7e90c1d4f8
-- down_revision:

-- migrate:up postgres
CREATE TABLE reading (id INTEGER PRIMARY KEY);
INSERT INTO reading SELECT generate_series(1, 100000);
CREATE FUNCTION slowly(id INTEGER) RETURNS INTEGER IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_sleep(0.01);
    RETURN id;
END
$$;

-- migrate:down postgres
DROP FUNCTION slowly;
DROP TABLE reading;
