-- Create the invoices
-- revision: c93e07d5b164
-- down_revision:

-- migrate:up
CREATE TABLE invoice (id INTEGER PRIMARY KEY, total INTEGER NOT NULL);

-- migrate:down
DROP TABLE invoice;
