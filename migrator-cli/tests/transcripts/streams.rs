//! What becomes of a result that cannot be written.

use std::io::Read as _;
use std::process::{Output, Stdio};

use crate::support::{Place, example};

/// Calls a verb whose result goes into a stream.
fn write_into(stdout: Stdio, verb: &str) -> Output {
    let place = Place::new();
    let mut command = place.command(&example("migrate"));
    command.arg(verb).stdout(stdout).stderr(Stdio::piped());
    command.spawn().unwrap().wait_with_output().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for verb in ["history", "--help"] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = write_into(full.into(), verb);
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "error: the result cannot be written to stdout\n  \
             caused by: No space left on device (os error 28)\n"
        );
        assert_eq!(output.status.code(), Some(1), "{verb}");
    }
}

#[test]
fn a_reader_that_has_gone_is_none() {
    for verb in ["history", "--help"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = write_into(writer.into(), verb);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(output.status.code(), Some(0), "{verb}");
    }
}

#[test]
fn a_pipe_has_no_colors() {
    let (mut reader, writer) = std::io::pipe().unwrap();
    let output = write_into(writer.into(), "graph");
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    assert!(output.status.success());
    assert!(!text.contains('\u{1b}'), "{text}");
}
