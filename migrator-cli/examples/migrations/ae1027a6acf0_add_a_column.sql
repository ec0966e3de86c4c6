-- add a column
-- revision: ae1027a6acf0
-- down_revision: 1975ea83b712

-- migrate:up
ALTER TABLE account ADD COLUMN last_transaction_date TIMESTAMP;

-- migrate:down
ALTER TABLE account DROP COLUMN last_transaction_date;
