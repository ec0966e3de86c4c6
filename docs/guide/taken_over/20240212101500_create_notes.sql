-- Create notes.
-- revision: 20240212101500
-- down_revision: 20240105093000

-- migrate:up
CREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), text TEXT NOT NULL);
