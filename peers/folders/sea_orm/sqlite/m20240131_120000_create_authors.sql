-- Authors: what SeaORM's migration of the same name makes, for databases that it has not made.
-- revision: m20240131_120000_create_authors
-- down_revision:

-- migrate:up
CREATE TABLE "authors" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar NOT NULL UNIQUE, "note" text NULL);

-- migrate:down
DROP TABLE authors;
