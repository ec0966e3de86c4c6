//! Checks the migrations before anything is compiled.

fn main() {
    migrator_build::compile("migrations");
}
