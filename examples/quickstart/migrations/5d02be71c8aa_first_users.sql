-- The first roles and users
--
-- revision: 5d02be71c8aa
-- down_revision: 1f3a9c27d0b4

-- migrate:up
INSERT INTO roles (name) VALUES ('admin'), ('guest');
INSERT INTO users (name, role) VALUES
    ('Ada Lovelace', 'admin'),
    ('Grace Hopper', 'guest'),
    ('Plato', 'guest');

-- migrate:down
DELETE FROM users WHERE name IN ('Ada Lovelace', 'Grace Hopper', 'Plato');
DELETE FROM roles WHERE name IN ('admin', 'guest');
