
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE TYPE public.binding AS ENUM (
    'cloth',
    'paper'
);

CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
BEGIN
    -- Semicolons, and a 'quote that is not closed: $body$
    NEW.touched := OLD.touched + 1;
    RETURN NEW;
END;
$_$;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public."Books" (
    id bigint NOT NULL,
    author bigint NOT NULL,
    "the ""title""" text NOT NULL,
    bound public.binding DEFAULT 'paper'::public.binding NOT NULL,
    touched integer DEFAULT 0 NOT NULL,
    CONSTRAINT "Books_the ""title""_check" CHECK (("the ""title""" <> ''::text))
);

CREATE TABLE public.__diesel_schema_migrations (
    version character varying(50) NOT NULL,
    run_on timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

CREATE TABLE public.authors (
    id bigint NOT NULL,
    name text NOT NULL,
    born date
);

ALTER TABLE public.authors ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.authors_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.shelf AS
 SELECT authors.name,
    count(*) AS books
   FROM (public.authors
     JOIN public."Books" ON (("Books".author = authors.id)))
  GROUP BY authors.name;

INSERT INTO public."Books" VALUES (1, 1, 'Two
lines', 'cloth', 1);

INSERT INTO public.__diesel_schema_migrations VALUES ('00000000000000', '2024-03-02 10:00:00');
INSERT INTO public.__diesel_schema_migrations VALUES ('20240201093000', '2024-03-02 10:00:00');
INSERT INTO public.__diesel_schema_migrations VALUES ('20240202000000', '2024-03-02 10:00:00');
INSERT INTO public.__diesel_schema_migrations VALUES ('20240229235959', '2024-03-02 10:00:00');
INSERT INTO public.__diesel_schema_migrations VALUES ('20240301000000', '2024-03-02 10:00:00');

INSERT INTO public.authors OVERRIDING SYSTEM VALUE VALUES (1, 'Ada; Lovelace', '1815-12-10');
INSERT INTO public.authors OVERRIDING SYSTEM VALUE VALUES (2, 'O''Neil -- "the other"', NULL);
INSERT INTO public.authors OVERRIDING SYSTEM VALUE VALUES (3, 'a backslash \ and a quote '' here', NULL);

SELECT pg_catalog.setval('public.authors_id_seq', 3, true);

ALTER TABLE ONLY public."Books"
    ADD CONSTRAINT "Books_pkey" PRIMARY KEY (id);

ALTER TABLE ONLY public.__diesel_schema_migrations
    ADD CONSTRAINT __diesel_schema_migrations_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.authors
    ADD CONSTRAINT authors_pkey PRIMARY KEY (id);

CREATE INDEX books_author ON public."Books" USING btree (author);

CREATE TRIGGER books_touch BEFORE UPDATE ON public."Books" FOR EACH ROW EXECUTE FUNCTION public.touch();

ALTER TABLE ONLY public."Books"
    ADD CONSTRAINT "Books_author_fkey" FOREIGN KEY (author) REFERENCES public.authors(id) ON DELETE CASCADE;

