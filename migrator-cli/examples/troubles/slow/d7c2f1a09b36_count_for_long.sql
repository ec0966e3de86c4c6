-- count for long
-- revision: d7c2f1a09b36
-- down_revision: 0f21c6a3d9e8

-- migrate:up sqlite
CREATE TABLE counted (n INTEGER);
INSERT INTO counted
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT 1000000000000)
    SELECT max(n) FROM numbers;

-- migrate:up postgres
CREATE TABLE counted (n INTEGER);
SELECT pg_sleep(3600);

-- migrate:down
DROP TABLE counted;
