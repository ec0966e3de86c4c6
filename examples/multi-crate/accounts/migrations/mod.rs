// Written by migrator so that `cargo fmt` reaches the migrations; never compiled.

#[path = "4b7d1c0e93a5_create_accounts.rs"]
mod m_4b7d1c0e93a5_create_accounts;

#[path = "91e6f24a7b0d_accounts_are_closed.rs"]
mod m_91e6f24a7b0d_accounts_are_closed;
