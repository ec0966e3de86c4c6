PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO alembic_version VALUES('c3d4e5f60718');
CREATE TABLE accounts (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO accounts VALUES(1,'Ada');
INSERT INTO accounts VALUES(2,'Grace');
CREATE TABLE invoices (
	id INTEGER NOT NULL, 
	account INTEGER NOT NULL, due TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account) REFERENCES accounts (id)
);
CREATE INDEX ix_accounts_name ON accounts (name);
COMMIT;
PRAGMA user_version = 0;
