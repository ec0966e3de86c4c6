-- add email
-- revision: b4d81e5f7a02
-- down_revision: 75a0b3c2e6f1

-- migrate:up
ALTER TABLE account ADD COLUMN email TEXT;

-- migrate:down
ALTER TABLE account DROP COLUMN email;
