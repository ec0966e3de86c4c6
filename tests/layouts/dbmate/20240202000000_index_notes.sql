-- migrate:up transaction:false
CREATE INDEX ix_orders_note ON orders (note);

-- migrate:down transaction:false
DROP INDEX ix_orders_note;
