//! What the server's printing depends on, pinned or told.

/// Pins the settings for one query; stands in front of it as `WITH pinned AS (…)`.
///
/// Own objects are printed without their schema and all others with it, wherever the connection
/// looks for names beside its own schema; a temporary table hides nothing. Whatever is printed must stand
/// in the select list of a query that joins `pinned`: only then are the settings there already.
/// They are gone with the transaction, or the savepoint of a reading session.
pub(super) const PINNED: &str = "pinned AS (SELECT \
    pg_catalog.set_config('search_path', coalesce(pg_catalog.quote_ident(\
    pg_catalog.current_schema()) || ', pg_temp', ''), true), \
    pg_catalog.set_config('quote_all_identifiers', 'off', true), \
    pg_catalog.set_config('standard_conforming_strings', 'on', true), \
    pg_catalog.set_config('DateStyle', 'ISO', true), \
    pg_catalog.set_config('IntervalStyle', 'postgres', true), \
    pg_catalog.set_config('TimeZone', 'UTC', true), \
    pg_catalog.set_config('bytea_output', 'hex', true), \
    pg_catalog.set_config('extra_float_digits', '1', true))";

/// The server as far as catalogs depend on it: version and locale; what is pinned is not in it.
pub(super) const IDENTITY: &str = "SELECT pg_catalog.version() AS version, \
    pg_catalog.pg_encoding_to_char(d.encoding) AS encoding, d.datcollate::text AS collation, \
    d.datctype::text AS ctype, pg_catalog.current_schema()::text AS schema, \
    pg_catalog.current_setting('lc_monetary') AS monetary \
    FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()";
