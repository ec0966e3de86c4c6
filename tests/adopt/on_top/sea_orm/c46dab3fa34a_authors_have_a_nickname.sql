-- Authors have a nickname.
-- revision: c46dab3fa34a
-- down_revision: m20240201_093000_touch_authors

-- migrate:up
ALTER TABLE authors ADD COLUMN nickname TEXT;

-- migrate:down
ALTER TABLE authors DROP COLUMN nickname;
