-- A film rental, written as dumps are: sequences by themselves, an enumeration, a domain, triggers that keep the
-- time of the last change, full text, partitions, an aggregate, and views over joins.
SET check_function_bodies = false;

CREATE TYPE rating AS ENUM ('G', 'PG', 'PG-13', 'R', 'NC-17');
CREATE DOMAIN year AS integer CONSTRAINT year_check CHECK (((VALUE >= 1901) AND (VALUE <= 2155)));

CREATE FUNCTION joined(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS $_$
SELECT CASE WHEN $2 IS NULL THEN $1 WHEN $1 IS NULL THEN $2 ELSE $1 || ', ' || $2 END
$_$;
CREATE AGGREGATE joined(text) (SFUNC = joined, STYPE = text);
CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.last_update = CURRENT_TIMESTAMP;
    RETURN NEW;
END $$;
CREATE FUNCTION in_stock(p_film_id integer, p_shop_id integer, OUT p_count integer) RETURNS SETOF integer LANGUAGE sql
AS $_$ SELECT inventory_id FROM inventory WHERE film_id = $1 AND shop_id = $2 $_$;

CREATE SEQUENCE film_film_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
CREATE SEQUENCE payment_payment_id_seq;

CREATE TABLE language (
    language_id integer GENERATED ALWAYS AS IDENTITY, name character(20) NOT NULL,
    last_update timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY language ADD CONSTRAINT language_pkey PRIMARY KEY (language_id);
CREATE TABLE film (
    film_id integer DEFAULT nextval('film_film_id_seq'::regclass) NOT NULL,
    title text NOT NULL,
    description text,
    release_year year,
    language_id integer NOT NULL,
    original_language_id integer,
    duration smallint DEFAULT 3 NOT NULL,
    rate numeric(4,2) DEFAULT 4.99 NOT NULL,
    rating rating DEFAULT 'G'::rating,
    special_features text[],
    fulltext tsvector NOT NULL,
    revenue numeric(5,2) GENERATED ALWAYS AS (round(rate * duration, 2)) STORED,
    last_update timestamp with time zone DEFAULT now() NOT NULL
);
ALTER SEQUENCE film_film_id_seq OWNED BY film.film_id;
ALTER TABLE ONLY film ADD CONSTRAINT film_pkey PRIMARY KEY (film_id);
CREATE TABLE shop (shop_id integer PRIMARY KEY, manager_id smallint NOT NULL, name text);
CREATE TABLE inventory (
    inventory_id serial PRIMARY KEY, film_id integer NOT NULL, shop_id integer NOT NULL,
    last_update timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE customer (
    customer_id integer PRIMARY KEY, shop_id integer NOT NULL REFERENCES shop ON UPDATE CASCADE ON DELETE RESTRICT,
    name text NOT NULL, email text, active boolean DEFAULT true NOT NULL, created date DEFAULT CURRENT_DATE NOT NULL
);
CREATE TABLE rental (
    rental_id integer PRIMARY KEY, rented tstzrange NOT NULL, inventory_id integer NOT NULL, customer_id integer NOT NULL,
    CONSTRAINT once EXCLUDE USING gist (rented WITH &&) WHERE (inventory_id = 0)
);
CREATE TABLE payment (
    payment_id integer DEFAULT nextval('payment_payment_id_seq'::regclass) NOT NULL, customer_id integer NOT NULL,
    amount numeric(5,2) NOT NULL, paid_at timestamp with time zone NOT NULL, PRIMARY KEY (paid_at, payment_id)
) PARTITION BY RANGE (paid_at);
CREATE TABLE payment_2022_01 PARTITION OF payment FOR VALUES FROM ('2022-01-01 00:00+00') TO ('2022-02-01 00:00+00');
CREATE TABLE payment_2022_02 PARTITION OF payment FOR VALUES FROM ('2022-02-01 00:00+00') TO ('2022-03-01 00:00+00');

CREATE INDEX film_fulltext_idx ON film USING gist (fulltext);
CREATE INDEX idx_title ON film USING btree (title);
CREATE INDEX idx_fk_language_id ON film (language_id);
CREATE UNIQUE INDEX idx_unique_rental ON rental (inventory_id, customer_id, lower(rented));
CREATE INDEX idx_fk_payment_customer ON payment (customer_id);
ALTER TABLE ONLY film ADD CONSTRAINT film_language_id_fkey FOREIGN KEY (language_id) REFERENCES language (language_id)
    ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY film ADD CONSTRAINT film_original_language_id_fkey FOREIGN KEY (original_language_id)
    REFERENCES language (language_id) ON UPDATE CASCADE ON DELETE RESTRICT;
ALTER TABLE ONLY inventory ADD CONSTRAINT inventory_film_id_fkey FOREIGN KEY (film_id) REFERENCES film (film_id);
ALTER TABLE ONLY rental ADD CONSTRAINT rental_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (customer_id);
ALTER TABLE payment ADD CONSTRAINT payment_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer;

CREATE VIEW film_list AS
 SELECT film.film_id AS fid, film.title, language.name AS language, film.rating
   FROM film LEFT JOIN language ON film.language_id = language.language_id;
CREATE VIEW titles AS SELECT language_id, joined(title) AS titles FROM film GROUP BY language_id;
CREATE VIEW every_title AS SELECT titles FROM titles;
CREATE MATERIALIZED VIEW sales AS
 SELECT f.title, sum(p.amount) AS total
   FROM payment p JOIN customer c USING (customer_id) JOIN film f ON f.film_id = c.customer_id GROUP BY f.title;
CREATE UNIQUE INDEX sales_title ON sales (title);
CREATE TRIGGER film_fulltext_trigger BEFORE INSERT OR UPDATE ON film FOR EACH ROW
    EXECUTE FUNCTION tsvector_update_trigger('fulltext', 'pg_catalog.english', 'title', 'description');
CREATE TRIGGER last_updated BEFORE UPDATE ON film FOR EACH ROW EXECUTE FUNCTION changed();
CREATE TRIGGER last_updated BEFORE UPDATE ON language FOR EACH ROW EXECUTE FUNCTION changed();
