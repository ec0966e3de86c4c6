CREATE INDEX ix_orders_note ON orders (note);
