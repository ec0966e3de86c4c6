//! Whether a file is the one that a tool has run, by the checksum that the tool has kept. Pure.
//!
//! Where a checkout has changed the ends of lines a tool finds another file; here it is the same one.

use std::borrow::Cow;
#[cfg(feature = "refinery")]
use std::hash::{Hash, Hasher as _};

#[cfg(feature = "refinery")]
use siphasher::sip::SipHasher13;

use crate::adopt::Tool;
use crate::set::Original;

/// What a checksum says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The file is the one that ran.
    Same,
    /// It is another one.
    Differs,
    /// This build cannot tell; with this feature it could.
    #[cfg_attr(
        feature = "refinery",
        expect(dead_code, reason = "this build proves all there are")
    )]
    Unprovable(&'static str),
    /// There is nothing to compare.
    Unknown,
}

/// Compares a file with the checksum in the tool's table.
pub(super) fn verdict(
    tool: Tool,
    file: &str,
    original: Option<Original>,
    said: Option<&str>,
) -> Verdict {
    let (Some(original), Some(said)) = (original, said) else {
        return Verdict::Unknown;
    };
    if tool.layout() != Some(original.layout) {
        return Verdict::Unknown;
    }
    let matches: fn(&str, &[u8], &str) -> bool = match tool {
        Tool::Sqlx => |_, bytes, said| said.eq_ignore_ascii_case(&sha384(bytes)),
        Tool::Flyway => |_, bytes, said| said.parse() == Ok(crc32_of_lines(bytes)),
        #[cfg(feature = "refinery")]
        Tool::Refinery => is_of_refinery,
        #[cfg(not(feature = "refinery"))]
        Tool::Refinery => return Verdict::Unprovable("refinery"),
        _ => return Verdict::Unknown,
    };
    let mut spellings = spellings(original.bytes);
    if tool == Tool::Sqlx {
        spellings.extend(without_ignored(original.bytes));
    }
    match spellings.iter().any(|bytes| matches(file, bytes, said)) {
        true => Verdict::Same,
        false => Verdict::Differs,
    }
}

/// The file as it is, and as it would be with other ends of lines.
fn spellings(bytes: &[u8]) -> Vec<Cow<'_, [u8]>> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return vec![bytes.into()];
    };
    let unix = text.replace("\r\n", "\n");
    let windows = unix.replace('\n', "\r\n");
    vec![
        bytes.into(),
        unix.into_bytes().into(),
        windows.into_bytes().into(),
    ]
}

/// What sqlx hashes if it is told to leave characters out: those that its documentation names. A checksum is then of
/// such a text and of no other, so that nothing is taken for the same that sqlx would not.
/// <https://docs.rs/sqlx/latest/sqlx/config/migrate/struct.Config.html#structfield.ignored_chars>
fn without_ignored(bytes: &[u8]) -> Vec<Cow<'_, [u8]>> {
    const IGNORED: [&[char]; 4] = [
        &['\r'],
        &['\r', '\u{feff}'],
        &[' ', '\t', '\r', '\n'],
        &[' ', '\t', '\r', '\n', '\u{feff}'],
    ];
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Vec::new();
    };
    let without = |ignored: &[char]| text.replace(ignored, "").into_bytes().into();
    IGNORED.into_iter().map(without).collect()
}

fn sha384(bytes: &[u8]) -> String {
    let digest = hmac_sha512::sha384::Hash::hash(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// refinery's own checksum, which covers the name and the version, too. Built with its feature `int8-versions` it hashes
/// a wider number, and which one made the database is not said there: so both count.
#[cfg(feature = "refinery")]
fn is_of_refinery(file: &str, bytes: &[u8], said: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.strip_suffix(".sql").unwrap_or(name);
    let (Ok(sql), Ok(said)) = (std::str::from_utf8(bytes), said.parse::<u64>()) else {
        return false;
    };
    let migration = refinery_core::Migration::unapplied(stem, sql);
    migration.is_ok_and(|it| it.checksum() == said) || is_of_either_width(stem, sql, said)
}

/// The same for both widths, whichever this build of `refinery-core` has.
#[cfg(feature = "refinery")]
fn is_of_either_width(stem: &str, sql: &str, said: u64) -> bool {
    let parts = stem
        .strip_prefix(['V', 'U'])
        .and_then(|it| it.split_once("__"));
    let Some((version, name)) = parts else {
        return false;
    };
    let is_narrow = version
        .parse()
        .is_ok_and(|version: i32| hashed(name, version, sql) == said);
    is_narrow
        || version
            .parse()
            .is_ok_and(|version: i64| hashed(name, version, sql) == said)
}

#[cfg(feature = "refinery")]
fn hashed(name: &str, version: impl Hash, sql: &str) -> u64 {
    let mut hasher = SipHasher13::new();
    name.hash(&mut hasher);
    version.hash(&mut hasher);
    sql.hash(&mut hasher);
    hasher.finish()
}

/// Flyway's checksum: of the lines, without their ends and without a byte order mark.
fn crc32_of_lines(bytes: &[u8]) -> i32 {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let mut crc = u32::MAX;
    for byte in bytes.iter().filter(|byte| !is_end(byte)) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let is_odd = crc & 1 == 1;
            crc >>= 1;
            if is_odd {
                crc ^= 0xEDB8_8320;
            }
        }
    }
    (!crc).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::{Verdict, crc32_of_lines, sha384, verdict};
    use crate::adopt::Tool;
    use crate::script::Layout;
    use crate::set::Original;

    #[test]
    fn checksums_are_those_of_the_standards() {
        assert_eq!(crc32_of_lines(b"123456789").cast_unsigned(), 0xCBF4_3926);
        assert_eq!(
            crc32_of_lines(b"\xEF\xBB\xBF1234\r\n56\r789\n").cast_unsigned(),
            0xCBF4_3926
        );
        assert_eq!(&sha384(b"abc")[..16], "cb00753f45a35e8b");
    }

    #[test]
    fn ends_of_lines_make_no_other_file() {
        let original = |bytes| {
            Some(Original {
                layout: Layout::Sqlx,
                bytes,
            })
        };
        let said = sha384(b"SELECT 1;\r\nSELECT 2;\r\n");
        let check = |bytes, expected| {
            assert_eq!(
                verdict(Tool::Sqlx, "", original(bytes), Some(&said)),
                expected
            );
        };
        check(b"SELECT 1;\r\nSELECT 2;\r\n", Verdict::Same);
        check(b"SELECT 1;\nSELECT 2;\n", Verdict::Same);
        check(b"SELECT 1;\nSELECT 3;\n", Verdict::Differs);
    }

    /// As `sqlx.toml` can have it; `tr -d` and `sha384sum` say the same.
    #[test]
    fn characters_that_sqlx_was_told_to_ignore_make_no_other_file() {
        let file = "\u{feff}SELECT 1,\t2;\r\nSELECT 3;\n";
        let original = Some(Original {
            layout: Layout::Sqlx,
            bytes: file.as_bytes(),
        });
        for hashed in [
            "SELECT1,2;SELECT3;",
            "\u{feff}SELECT1,2;SELECT3;",
            "SELECT 1,\t2;\nSELECT 3;\n",
            "\u{feff}SELECT 1,\t2;\nSELECT 3;\n",
        ] {
            let said = sha384(hashed.as_bytes());
            let verdict = verdict(Tool::Sqlx, "", original, Some(&said));
            assert_eq!(verdict, Verdict::Same, "{hashed:?}");
        }
        let said = sha384(b"SELECT1,2;SELECT4;");
        let verdict = verdict(Tool::Sqlx, "", original, Some(&said));
        assert_eq!(verdict, Verdict::Differs);
    }

    /// What refinery writes, built with `int8-versions` and without it.
    #[cfg(feature = "refinery")]
    #[test]
    fn refinery_counts_otherwise_with_wide_versions() {
        let check = |file, said, expected| {
            let original = Some(Original {
                layout: Layout::Refinery,
                bytes: b"SELECT 1;",
            });
            assert_eq!(
                verdict(Tool::Refinery, file, original, Some(said)),
                expected
            );
        };
        check("V1__one.sql", "11738763274519894419", Verdict::Same);
        check("V1__one.sql", "10791902902707127825", Verdict::Same);
        check(
            "V20240131120000__one.sql",
            "8101992381190583310",
            Verdict::Same,
        );
        check(
            "V20240131120001__one.sql",
            "8101992381190583310",
            Verdict::Differs,
        );
    }

    #[cfg(feature = "refinery")]
    #[test]
    fn refinery_proves_its_own() {
        let bytes = b"SELECT 1;";
        let said = refinery_core::Migration::unapplied("V1__one", "SELECT 1;").unwrap();
        let said = said.checksum().to_string();
        let original = Some(Original {
            layout: Layout::Refinery,
            bytes,
        });
        let check = |file| verdict(Tool::Refinery, file, original, Some(&said));
        assert_eq!(check("migrations/V1__one.sql"), Verdict::Same);
        assert_eq!(check("migrations/V1__two.sql"), Verdict::Differs);
    }
}
