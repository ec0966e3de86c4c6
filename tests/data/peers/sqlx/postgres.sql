
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

CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
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

INSERT INTO public._sqlx_migrations VALUES (20240131120000, 'create authors', '2024-03-02 10:00:00+00', true, '\xc8161eaf95ce6fc6a4de29c867ea19a5f1da09a51fedb62ab3f27cf894067412379a8a3a9840c91edcf0f66594f4652e', 1000000);
INSERT INTO public._sqlx_migrations VALUES (20240201093000, 'create books', '2024-03-02 10:00:00+00', true, '\x29570bd410d500baf4b9e449555e671883e9d4670746c57b55d64e07419136fcc6875bd2291cae3720b9ba7f7818f7d0', 1000000);
INSERT INTO public._sqlx_migrations VALUES (20240202000000, 'touch books', '2024-03-02 10:00:00+00', true, '\xc4ddec1ed4099234837129c1130d591cbb0a6a31d30ea9511be3ac7fc1e43a4c2fe4b3dd2eed579fbe0f1e8f44d918bd', 1000000);
INSERT INTO public._sqlx_migrations VALUES (20240229235959, 'index books', '2024-03-02 10:00:00+00', true, '\xc740136fb036fbf60e90236122848a50ae4506a980efd393a85dfca73021d37c9989c036473ea94e453d8629fccabcb8', 1000000);
INSERT INTO public._sqlx_migrations VALUES (20240301000000, 'create shelf', '2024-03-02 10:00:00+00', true, '\x2c6910a8f7de42a0b1429cc8760e7d8514113d3c3f472eae3874f8390f3a8b3a15c0d63e1eafebf45a68f98d41d934a9', 1000000);

INSERT INTO public.authors OVERRIDING SYSTEM VALUE VALUES (1, 'Ada; Lovelace', '1815-12-10');
INSERT INTO public.authors OVERRIDING SYSTEM VALUE VALUES (2, 'O''Neil -- "the other"', NULL);
INSERT INTO public.authors OVERRIDING SYSTEM VALUE VALUES (3, 'a backslash \ and a quote '' here', NULL);

SELECT pg_catalog.setval('public.authors_id_seq', 3, true);

ALTER TABLE ONLY public."Books"
    ADD CONSTRAINT "Books_pkey" PRIMARY KEY (id);

ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.authors
    ADD CONSTRAINT authors_pkey PRIMARY KEY (id);

CREATE INDEX books_author ON public."Books" USING btree (author);

CREATE TRIGGER books_touch BEFORE UPDATE ON public."Books" FOR EACH ROW EXECUTE FUNCTION public.touch();

ALTER TABLE ONLY public."Books"
    ADD CONSTRAINT "Books_author_fkey" FOREIGN KEY (author) REFERENCES public.authors(id) ON DELETE CASCADE;

