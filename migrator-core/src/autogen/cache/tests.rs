use std::fs;

use super::{Cache, Key, MOST_FILES, SUFFIX, text};
use crate::base::Value;
use crate::session::Rows;

fn answers() -> Vec<Rows> {
    let values = vec![
        vec![Value::Null, Value::Integer(i64::MIN), Value::Real(-0.0)],
        vec![
            Value::Boolean(true),
            "ä\n\"\u{0}".into(),
            Value::Bytes(vec![0, 255]),
        ],
        vec![Value::Real(f64::INFINITY), "".into(), Value::Real(1.0)],
    ];
    let columns = ["a", "b", "c"].map(str::to_owned).to_vec();
    vec![Rows::new(columns, values), Rows::default()]
}

fn key(name: &str) -> Key {
    let mut key = Key::new("test");
    key.part(name);
    key
}

/// A folder of this test's own.
fn folder(name: &str) -> std::path::PathBuf {
    let name = format!("migrator-cache-{name}-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let _ = fs::remove_dir_all(&folder);
    folder
}

#[test]
fn what_comes_back_is_what_was_written() {
    assert_eq!(text::read(&text::written(&answers())), Some(answers()));
}

#[test]
fn an_answer_is_found_under_its_key_only() {
    let folder = folder("key");
    let cache = Cache::new(Some(folder.clone()));
    assert_eq!(cache.load(&key("one")), None);
    cache.store(&key("one"), &answers());
    assert_eq!(cache.load(&key("one")), Some(answers()));
    assert_eq!(cache.load(&key("other")), None);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_is_damaged_is_as_good_as_missing_and_written_again() {
    let folder = folder("damaged");
    let cache = Cache::new(Some(folder.clone()));
    cache.store(&key("one"), &answers());
    let path = cache.path(&key("one")).unwrap();
    let whole = fs::read_to_string(&path).unwrap();
    for damaged in [
        String::new(),
        "{}".to_owned(),
        whole.replace("t", "n"),
        whole[..whole.len() - 1].to_owned(),
        format!("{}\n1;2;", super::digest_of("1;2;")),
    ] {
        fs::write(&path, damaged).unwrap();
        assert_eq!(cache.load(&key("one")), None);
    }
    fs::write(&path, [0xff, 0xfe]).unwrap();
    assert_eq!(cache.load(&key("one")), None);
    cache.store(&key("one"), &answers());
    assert_eq!(cache.load(&key("one")), Some(answers()));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn only_the_last_files_are_kept_and_others_are_left_alone() {
    let folder = folder("many");
    let cache = Cache::new(Some(folder.clone()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("notes.txt"), "").unwrap();
    for number in 0..MOST_FILES + 5 {
        cache.store(&key(&number.to_string()), &answers());
    }
    let names = fs::read_dir(&folder).unwrap();
    let names = names.map(|it| it.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.collect();
    let n_ours = names.iter().filter(|it| it.ends_with(SUFFIX)).count();
    assert_eq!((n_ours, names.len()), (MOST_FILES, MOST_FILES + 1));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_folder_that_cannot_be_is_no_failure() {
    let file = folder("file");
    fs::write(&file, "").unwrap();
    let cache = Cache::new(Some(file.join("below")));
    cache.store(&key("one"), &answers());
    assert_eq!(cache.load(&key("one")), None);
    fs::remove_file(file).unwrap();
}
