-- create invoice
-- revision: c93e07d5b164
-- down_revision: b4d81e5f7a02

-- migrate:up
CREATE TABLE invoice (id INTEGER PRIMARY KEY);

-- migrate:down
DROP TABLE invoice;
