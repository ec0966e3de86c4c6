// Written by migrator so that `cargo fmt` reaches the migrations; never compiled.

#[path = "c05a8e7d1f36_create_invoices.rs"]
mod m_c05a8e7d1f36_create_invoices;
