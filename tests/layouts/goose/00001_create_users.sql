-- +goose Up
-- +goose StatementBegin
CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL UNIQUE);
-- +goose StatementEnd

-- +goose Down
DROP TABLE users;
