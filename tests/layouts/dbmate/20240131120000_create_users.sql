-- migrate:up
CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL UNIQUE);

-- migrate:down
DROP TABLE users;
