-- The first customers.
-- revision: a94e07b5c6f1
-- down_revision: 3f1c8a90d2b7

-- migrate:up
INSERT INTO customers (name) VALUES ('Ada Lovelace'), ('Plato');

-- migrate:down
DELETE FROM customers;
