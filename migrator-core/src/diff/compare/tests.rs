//! Catalogs in, lines out.
