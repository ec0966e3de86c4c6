-- index slowly
-- revision: 9c5d21f7a0e6
-- down_revision: 3b7e90c1d4f8

-- migrate:up postgres
CREATE INDEX ix_reading_slowly ON reading (slowly(id));

-- migrate:down postgres
DROP INDEX ix_reading_slowly;
