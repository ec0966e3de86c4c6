-- forget names
-- revision: a1f4c80e93d7
-- down_revision: 0f21c6a3d9e8

-- migrate:up
UPDATE account SET name = NULL;
