-- What they buy; a semicolon; and a quote '.
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    buyer INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    note TEXT NOT NULL DEFAULT 'none; yet'
);
CREATE INDEX ix_orders_buyer ON orders (buyer);
