-- A film rental, written as ports from MySQL are: lower case, triggers that keep the time of
-- the last change, and views over joins.
CREATE TABLE language (
  language_id SMALLINT NOT NULL ,
  name CHAR(20) NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY (language_id)
);

CREATE TABLE film (
  film_id int NOT NULL,
  title VARCHAR(255) NOT NULL,
  description BLOB SUB_TYPE TEXT DEFAULT NULL,
  release_year VARCHAR(4) DEFAULT NULL,
  language_id SMALLINT NOT NULL,
  original_language_id SMALLINT DEFAULT NULL,
  rental_rate DECIMAL(4,2) DEFAULT 4.99 NOT NULL,
  rating VARCHAR(10) DEFAULT 'G',
  special_features VARCHAR(100) DEFAULT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (film_id),
  CONSTRAINT CHECK_special_features CHECK(special_features is null or
                                                           special_features like '%Trailers%' or
                                                           special_features like '%Deleted Scenes%'),
  CONSTRAINT CHECK_special_rating CHECK(rating in ('G','PG','PG-13','R','NC-17')),
  CONSTRAINT fk_film_language FOREIGN KEY (language_id) REFERENCES language (language_id) ,
  CONSTRAINT fk_film_language_original FOREIGN KEY (original_language_id) REFERENCES language (language_id)
)
;
CREATE  INDEX idx_fk_language_id ON film(language_id)
;

CREATE TABLE inventory (
  inventory_id INT NOT NULL,
  film_id INT NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (inventory_id),
  CONSTRAINT fk_inventory_film FOREIGN KEY (film_id) REFERENCES film (film_id) ON DELETE NO ACTION ON UPDATE CASCADE
)
;
CREATE TABLE rental (
  rental_id INT NOT NULL,
  rental_date TIMESTAMP NOT NULL,
  inventory_id INT  NOT NULL,
  return_date TIMESTAMP DEFAULT NULL,
  amount DECIMAL(5,2) NOT NULL,
  PRIMARY KEY (rental_id),
  CONSTRAINT fk_rental_inventory FOREIGN KEY (inventory_id) REFERENCES inventory (inventory_id) ON DELETE SET NULL ON UPDATE CASCADE
)
;
CREATE UNIQUE INDEX   idx_rental_uq  ON rental (rental_date,inventory_id)
;
CREATE TRIGGER film_trigger_ai AFTER INSERT ON film
 BEGIN
  UPDATE film SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid;
 END
;
CREATE TRIGGER rental_trigger_au AFTER UPDATE OF amount, return_date ON rental
 WHEN new.amount > old.amount
 BEGIN
  UPDATE inventory SET last_update = DATETIME('NOW')  WHERE inventory_id = new.inventory_id;
 END
;
CREATE VIEW film_list
AS
SELECT film.film_id AS FID,
       film.title AS title,
       language.name||'' AS language,
       case when film.rating='G' then 'all' else '' end AS audience
FROM film LEFT JOIN language ON film.language_id = language.language_id
;
CREATE VIEW sales_by_film
AS
SELECT
  f.title
, SUM(r.amount) AS total_sales
FROM rental AS r
INNER JOIN inventory AS i ON r.inventory_id = i.inventory_id
INNER JOIN film AS f ON i.film_id = f.film_id
GROUP BY
  f.title
;
