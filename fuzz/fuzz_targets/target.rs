//! A target or a range of arbitrary text.

#![no_main]

#[path = "../invariants/mod.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(
    |bytes: &[u8]| invariants::target::check(&String::from_utf8_lossy(bytes))
);
