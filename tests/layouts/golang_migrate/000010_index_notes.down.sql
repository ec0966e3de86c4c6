DROP INDEX ix_orders_note;
