DROP VIEW shelf;
