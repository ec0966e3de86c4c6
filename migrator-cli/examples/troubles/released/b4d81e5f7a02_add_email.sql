-- add email
-- revision: b4d81e5f7a02
-- down_revision: 0f21c6a3d9e8

-- migrate:up
ALTER TABLE account ADD COLUMN email TEXT;

-- migrate:down
ALTER TABLE account DROP COLUMN email;
