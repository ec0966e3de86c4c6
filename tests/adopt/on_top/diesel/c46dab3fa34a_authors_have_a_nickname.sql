-- Authors have a nickname.
-- revision: c46dab3fa34a
-- down_revision: 20240301000000

-- migrate:up
ALTER TABLE authors ADD COLUMN nickname TEXT;

-- migrate:down
ALTER TABLE authors DROP COLUMN nickname;
