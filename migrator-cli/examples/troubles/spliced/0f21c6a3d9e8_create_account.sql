-- create account
-- revision: 0f21c6a3d9e8
-- down_revision:

-- migrate:up
CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT);

-- migrate:down
DROP TABLE account;
