//! Checks `migrations/` and notices new files.

fn main() {
    migrator_build::compile("migrations");
}
