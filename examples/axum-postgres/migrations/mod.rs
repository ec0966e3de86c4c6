// Written by migrator so that `cargo fmt` reaches the migrations; never compiled.

#[path = "0a4e64fdaebe_create_entries.rs"]
mod m_0a4e64fdaebe_create_entries;

#[path = "beb69705ea22_pin_entries.rs"]
mod m_beb69705ea22_pin_entries;

#[path = "f25e3c3f3a04_index_entries_by_time.rs"]
mod m_f25e3c3f3a04_index_entries_by_time;
