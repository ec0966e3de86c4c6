-- outside a transaction
-- revision: f60d93b7e285
-- down_revision: 0f21c6a3d9e8
-- transaction: none

-- migrate:up
CREATE TABLE half (id INTEGER PRIMARY KEY);
INSERT INTO missing (id) VALUES (1);

-- migrate:down
DROP TABLE half;
