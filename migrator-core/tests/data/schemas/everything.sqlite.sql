-- Every kind of object, every type and every attribute that operations can make.
CREATE TABLE types (
  a_char CHAR, a_char_3 CHAR(3), a_string VARCHAR, a_string_80 VARCHAR(80), a_text TEXT, a_blob BLOB,
  a_tiny TINYINT, a_small SMALLINT, an_integer INTEGER, a_big BIGINT,
  a_tiny_unsigned TINYINT UNSIGNED, a_small_unsigned SMALLINT UNSIGNED, an_unsigned INTEGER UNSIGNED, a_big_unsigned BIGINT UNSIGNED,
  a_float FLOAT, a_double DOUBLE, a_decimal DECIMAL, a_price DECIMAL(10, 2), a_datetime DATETIME, a_timestamp TIMESTAMP,
  a_timestamptz TIMESTAMP WITH TIME ZONE, a_time TIME, a_date DATE, a_year YEAR, a_binary BLOB(16), a_varbinary VARBLOB, a_varbinary_9 VARBLOB(9),
  a_boolean BOOLEAN, a_money MONEY, some_money MONEY(12, 4), a_json JSON_TEXT, a_jsonb JSONB_TEXT, a_uuid UUID_TEXT,
  a_mood TEXT CHECK (a_mood IN ('sad', 'it''s ok', 'größe')), a_custom NVARCHAR(160), two_words LONG INTEGER
);

CREATE TABLE attributes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT COLLATE NOCASE NOT NULL DEFAULT 'it''s ; -- a name',
  trimmed TEXT COLLATE RTRIM DEFAULT 'a word',
  at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, today DATE DEFAULT (date('now', '+1 day')), number INTEGER DEFAULT -5,
  fraction DECIMAL DEFAULT 1.50, bytes BLOB DEFAULT x'00ff', flag BOOLEAN NOT NULL DEFAULT 1, "nothing" TEXT DEFAULT NULL,
  doubled INTEGER GENERATED ALWAYS AS (number * 2) STORED, halved INTEGER AS (number / 2), upper_name TEXT AS (upper(name)) VIRTUAL
);

CREATE TABLE parents (
  a INTEGER, b INTEGER, c TEXT, PRIMARY KEY (b, a), UNIQUE (c, a), CONSTRAINT named UNIQUE (c)
);

CREATE TABLE children (
  id INT PRIMARY KEY NOT NULL, a INTEGER CHECK (a > 0), b INTEGER DEFAULT 1, parent INT, code TEXT UNIQUE,
  CONSTRAINT never CHECK (a <> b AND code <> ')'), CHECK (length(code) > 2),
  FOREIGN KEY (b, a) REFERENCES parents (b, a) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT up FOREIGN KEY (parent) REFERENCES children (id) ON DELETE SET DEFAULT ON UPDATE RESTRICT DEFERRABLE INITIALLY IMMEDIATE
);

CREATE TABLE one (id INTEGER PRIMARY KEY, other INTEGER REFERENCES other (id));
CREATE TABLE other (id INTEGER PRIMARY KEY, one INTEGER NOT NULL REFERENCES one (id) ON DELETE CASCADE);

CREATE TABLE strictly (id INTEGER PRIMARY KEY, t TEXT NOT NULL, i INT, r REAL, b BLOB, anything ANY) STRICT;
CREATE TABLE without (a TEXT COLLATE NOCASE NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE both_of_them (a TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE "select ""it"" [x] `y`" ("größe 🦀" TEXT, "a.b" INTEGER CONSTRAINT "it's; -- 1" CHECK ("a.b" > 0), "CamelCase" INTEGER, "my column" TEXT);

CREATE INDEX plain ON types (a_text);
CREATE UNIQUE INDEX many ON types (an_integer DESC, a_text COLLATE NOCASE, lower(a_string) DESC) WHERE a_boolean AND a_text <> 'a';
CREATE INDEX "quo""te" ON "select ""it"" [x] `y`" ("größe 🦀", "CamelCase" + 1) WHERE "a.b" IS NOT NULL;

CREATE VIEW grown AS SELECT id, a + 1 AS "more a", 'x;y' AS t FROM children WHERE b > 0;
CREATE VIEW on_view (x, y) AS SELECT id, count(*) FROM grown GROUP BY id;
CREATE VIEW tree AS WITH RECURSIVE t (id, depth) AS (
  SELECT id, 0 FROM children WHERE parent IS NULL UNION ALL SELECT c.id, t.depth + 1 FROM children AS c JOIN t ON c.parent = t.id
) SELECT id, depth FROM t;

CREATE TRIGGER touch AFTER UPDATE OF a, b ON children WHEN new.a > old.a BEGIN
  UPDATE children SET code = 'a;b' WHERE id = new.id;
  INSERT INTO attributes (name) VALUES ('touched');
END;
CREATE TRIGGER "it's gone" BEFORE DELETE ON parents BEGIN SELECT RAISE(ABORT, 'no') WHERE old.c = 'x'; END;
CREATE TRIGGER instead INSTEAD OF INSERT ON grown BEGIN INSERT INTO children (id, a) VALUES (new.id, 1); END;
