-- Create orders.
-- revision: e2d93b5c7a10
-- down_revision:
-- depends_on: c05a8e7d1f36

-- migrate:up
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    invoice_id INTEGER REFERENCES invoices (id)
);

-- migrate:down
DROP TABLE orders;
