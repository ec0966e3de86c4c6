-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX ix_orders_note ON orders (note);

-- +goose Down
DROP INDEX ix_orders_note;
