BEGIN TRANSACTION;
CREATE TABLE accounts (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "accounts" VALUES(1,'Ada');
INSERT INTO "accounts" VALUES(2,'Grace');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('ae1027a6acf0');
INSERT INTO "alembic_version" VALUES('5b3f6c0a9d21');
CREATE TABLE invoices (
	id INTEGER NOT NULL, 
	account INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account) REFERENCES accounts (id)
);
CREATE INDEX ix_accounts_name ON accounts (name);
COMMIT;
