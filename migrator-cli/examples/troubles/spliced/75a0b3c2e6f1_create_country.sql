-- create country
-- revision: 75a0b3c2e6f1
-- down_revision: 0f21c6a3d9e8

-- migrate:up
CREATE TABLE country (id INTEGER PRIMARY KEY);

-- migrate:down
DROP TABLE country;
