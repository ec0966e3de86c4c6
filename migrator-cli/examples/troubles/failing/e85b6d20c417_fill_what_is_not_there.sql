-- fill what is not there
-- revision: e85b6d20c417
-- down_revision: 0f21c6a3d9e8

-- migrate:up
CREATE TABLE kept_by_nobody (id INTEGER PRIMARY KEY);
INSERT INTO missing (id) VALUES (1);

-- migrate:down
DROP TABLE kept_by_nobody;
