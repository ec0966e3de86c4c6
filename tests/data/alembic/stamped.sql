BEGIN TRANSACTION;
CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('c3d4e5f60718');
CREATE TABLE invoices (id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES accounts, due TEXT);
CREATE INDEX ix_accounts_name ON accounts (name);
COMMIT;
