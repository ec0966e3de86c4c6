-- migrate:up
CREATE VIEW shelf AS
    SELECT name, count(*) AS books FROM authors JOIN "Books" ON author = authors.id GROUP BY name;

-- migrate:down
DROP VIEW shelf;
