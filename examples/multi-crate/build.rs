//! Checks the migrations before anything is compiled.

fn main() {
    migrator_build::Compiler::new("migrations").combined().run();
}
