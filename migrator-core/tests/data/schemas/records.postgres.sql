-- A record shop, written as generators write: serial keys, named constraints added at the end, an index
-- for each foreign key.
CREATE TABLE artist (artist_id SERIAL NOT NULL, name VARCHAR(120), CONSTRAINT artist_pkey PRIMARY KEY (artist_id));
CREATE TABLE album (album_id SERIAL NOT NULL, title VARCHAR(160) NOT NULL, artist_id INT NOT NULL,
  CONSTRAINT album_pkey PRIMARY KEY (album_id));
CREATE TABLE clerk (clerk_id SERIAL NOT NULL, last_name VARCHAR(20) NOT NULL, title VARCHAR(30), reports_to INT,
  birth_date TIMESTAMP, hired_at TIMESTAMP(0), email VARCHAR(60), CONSTRAINT clerk_pkey PRIMARY KEY (clerk_id));
CREATE TABLE client (client_id SERIAL NOT NULL, first_name VARCHAR(40) NOT NULL, last_name VARCHAR(20) NOT NULL,
  postal_code VARCHAR(10), email VARCHAR(60) NOT NULL, served_by INT, CONSTRAINT client_pkey PRIMARY KEY (client_id));
CREATE TABLE genre (genre_id SERIAL NOT NULL, name VARCHAR(120), CONSTRAINT genre_pkey PRIMARY KEY (genre_id));
CREATE TABLE medium (medium_id SERIAL NOT NULL, name VARCHAR(120), CONSTRAINT medium_pkey PRIMARY KEY (medium_id));
CREATE TABLE track (track_id SERIAL NOT NULL, name VARCHAR(200) NOT NULL, album_id INT, medium_id INT NOT NULL, genre_id INT,
  composer VARCHAR(220), milliseconds INT NOT NULL, bytes INT, unit_price NUMERIC(10,2) NOT NULL,
  CONSTRAINT track_pkey PRIMARY KEY (track_id));
CREATE TABLE bill (bill_id SERIAL NOT NULL, client_id INT NOT NULL, billed_at TIMESTAMP NOT NULL, country VARCHAR(40),
  total NUMERIC(10,2) NOT NULL, CONSTRAINT bill_pkey PRIMARY KEY (bill_id));
CREATE TABLE bill_line (bill_line_id SERIAL NOT NULL, bill_id INT NOT NULL, track_id INT NOT NULL,
  unit_price NUMERIC(10,2) NOT NULL, quantity INT NOT NULL, CONSTRAINT bill_line_pkey PRIMARY KEY (bill_line_id));
CREATE TABLE list (list_id SERIAL NOT NULL, name VARCHAR(120), CONSTRAINT list_pkey PRIMARY KEY (list_id));
CREATE TABLE list_track (list_id INT NOT NULL, track_id INT NOT NULL,
  CONSTRAINT list_track_pkey PRIMARY KEY (list_id, track_id));

ALTER TABLE album ADD CONSTRAINT album_artist_id_fkey FOREIGN KEY (artist_id) REFERENCES artist (artist_id)
  ON DELETE NO ACTION ON UPDATE NO ACTION;
CREATE INDEX album_artist_id_idx ON album (artist_id);
ALTER TABLE client ADD CONSTRAINT client_served_by_fkey FOREIGN KEY (served_by) REFERENCES clerk (clerk_id);
CREATE INDEX client_served_by_idx ON client (served_by);
ALTER TABLE clerk ADD CONSTRAINT clerk_reports_to_fkey FOREIGN KEY (reports_to) REFERENCES clerk (clerk_id);
CREATE INDEX clerk_reports_to_idx ON clerk (reports_to);
ALTER TABLE bill ADD CONSTRAINT bill_client_id_fkey FOREIGN KEY (client_id) REFERENCES client (client_id);
CREATE INDEX bill_client_id_idx ON bill (client_id);
ALTER TABLE bill_line ADD CONSTRAINT bill_line_bill_id_fkey FOREIGN KEY (bill_id) REFERENCES bill (bill_id);
CREATE INDEX bill_line_bill_id_idx ON bill_line (bill_id);
ALTER TABLE bill_line ADD CONSTRAINT bill_line_track_id_fkey FOREIGN KEY (track_id) REFERENCES track (track_id);
CREATE INDEX bill_line_track_id_idx ON bill_line (track_id);
ALTER TABLE list_track ADD CONSTRAINT list_track_list_id_fkey FOREIGN KEY (list_id) REFERENCES list (list_id);
ALTER TABLE list_track ADD CONSTRAINT list_track_track_id_fkey FOREIGN KEY (track_id) REFERENCES track (track_id);
CREATE INDEX list_track_track_id_idx ON list_track (track_id);
ALTER TABLE track ADD CONSTRAINT track_album_id_fkey FOREIGN KEY (album_id) REFERENCES album (album_id);
CREATE INDEX track_album_id_idx ON track (album_id);
ALTER TABLE track ADD CONSTRAINT track_genre_id_fkey FOREIGN KEY (genre_id) REFERENCES genre (genre_id);
CREATE INDEX track_genre_id_idx ON track (genre_id);
ALTER TABLE track ADD CONSTRAINT track_medium_id_fkey FOREIGN KEY (medium_id) REFERENCES medium (medium_id);
CREATE INDEX track_medium_id_idx ON track (medium_id);
