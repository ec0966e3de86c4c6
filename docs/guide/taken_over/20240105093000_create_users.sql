-- Create users.
-- revision: 20240105093000
-- down_revision:

-- migrate:up
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
