//! SQL of arbitrary text.

#![no_main]

#[path = "../invariants/mod.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(
    |bytes: &[u8]| invariants::split::check(&String::from_utf8_lossy(bytes))
);
