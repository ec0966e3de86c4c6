//! The application starts on a new file, and again on the same.

use std::process::Command;

#[test]
fn the_library_shows_its_books() {
    let file = std::env::temp_dir().join(format!("models-{}.db", std::process::id()));
    for _ in 0..2 {
        let program = env!("CARGO_BIN_EXE_models");
        let output = Command::new(program).arg(&file).output().expect("it runs");
        assert!(output.status.success(), "{output:?}");
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            "Emma by Jane Austen stands at E, well read.\n\
             Moby-Dick by Herman Melville stands at M, falling apart; Ishmael has it since 1851-10-18\n"
        );
    }
    std::fs::remove_file(file).expect("removed");
}
