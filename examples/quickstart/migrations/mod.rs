// Written by migrator so that `cargo fmt` reaches the migrations; never compiled.

#[path = "1f3a9c27d0b4_create_users.rs"]
mod m_1f3a9c27d0b4_create_users;

#[path = "8c41f6e0a9d3_create_invoices.rs"]
mod m_8c41f6e0a9d3_create_invoices;

#[path = "b7e95d14f203_split_user_names.rs"]
mod m_b7e95d14f203_split_user_names;

#[path = "d2684a0bc91e_invoices_fall_due.rs"]
mod m_d2684a0bc91e_invoices_fall_due;

#[path = "e9f0372c5ab8_merge_billing.rs"]
mod m_e9f0372c5ab8_merge_billing;
