//! Names of migration files, and of the modules made from them.

/// The name of the file that makes `cargo fmt` reach the migrations.
pub const HINT_FILE: &str = "mod.rs";

/// How [`HINT_FILE`] begins.
const HINT_MARK: &str = "// Written by migrator";

/// What a file in the migrations folder is, judged by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRole {
    /// A migration written in Rust.
    Rust,
    /// A migration written in SQL.
    Sql,
    /// [`HINT_FILE`].
    Hint,
    /// Hidden, an editor's leftover, or of another extension: none of our business.
    Other,
}

impl FileRole {
    /// Judges a file's name, without its folder.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let hidden = name.starts_with(['.', '#', '~']) || name.ends_with('~');
        match extension(name) {
            _ if hidden => Self::Other,
            _ if name.eq_ignore_ascii_case(HINT_FILE) => Self::Hint,
            Some(extension) if extension.eq_ignore_ascii_case("rs") => Self::Rust,
            Some(extension) if extension.eq_ignore_ascii_case("sql") => Self::Sql,
            _ => Self::Other,
        }
    }

    /// Tells whether the file is a migration.
    #[must_use]
    pub const fn is_migration(self) -> bool {
        matches!(self, Self::Rust | Self::Sql)
    }
}

fn extension(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, extension)| extension)
}

/// Returns a file's name without its extension.
#[must_use]
pub fn file_stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Tells whether a file may hold a revision: its name is the id, or begins with
/// the id and `_` or `-`.
#[must_use]
pub fn names_revision(file_name: &str, id: &str) -> bool {
    let rest = file_stem(file_name).strip_prefix(id);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['_', '-']))
}

/// Returns a module name for each file, in the same order, all different.
///
/// `c46dab3fa34a-add x.rs` becomes `m_c46dab3fa34a_add_x`; a number is added where
/// two names would be equal.
#[must_use]
pub fn module_names<'a>(file_names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = std::collections::HashSet::new();
    let mut names = Vec::new();
    for file_name in file_names {
        let name = module_name(file_stem(file_name));
        let mut unique = name.clone();
        let mut n = 2_u32;
        while !taken.insert(unique.clone()) {
            unique = format!("{name}_{n}");
            n += 1;
        }
        names.push(unique);
    }
    names
}

fn module_name(stem: &str) -> String {
    let mut name = "m".to_owned();
    let words = stem
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    for word in words {
        name.push('_');
        name.push_str(&word.to_ascii_lowercase());
    }
    name
}

/// Tells whether a [`HINT_FILE`] with this text is ours to write: it is empty, or
/// we wrote it. Anything else is somebody's module.
#[must_use]
pub fn is_hint(text: &str) -> bool {
    text.trim().is_empty() || text.starts_with(HINT_MARK)
}

/// Returns what [`HINT_FILE`] must hold for these files.
///
/// Only Rust migrations are listed, sorted by name. Nothing compiles the file;
/// rustfmt reads it to find the migrations.
#[must_use]
pub fn hint_file<'a>(file_names: impl IntoIterator<Item = &'a str>) -> String {
    let is_rust = |name: &&str| FileRole::of(name) == FileRole::Rust;
    let mut file_names: Vec<&str> = file_names.into_iter().filter(is_rust).collect();
    file_names.sort_unstable();
    let mut text =
        format!("{HINT_MARK} so that `cargo fmt` reaches the migrations; never compiled.\n");
    for (name, module) in file_names
        .iter()
        .zip(module_names(file_names.iter().copied()))
    {
        // The blank line keeps rustfmt from sorting the modules in its own way.
        text.push_str(&format!("\n#[path = {name:?}]\nmod {module};\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{FileRole, hint_file, is_hint, module_names, names_revision};

    #[test]
    fn the_name_tells_what_a_file_is() {
        let check = |name, expect| assert_eq!(FileRole::of(name), expect, "{name}");
        check("a.rs", FileRole::Rust);
        check("1975ea83b712-add x.SQL", FileRole::Sql);
        check("mod.rs", FileRole::Hint);
        for other in [
            ".a.rs",
            ".#a.rs",
            "#a.rs#",
            "a.rs~",
            "a.rs.bak",
            "a.sql.orig",
            "a",
            "README.md",
        ] {
            check(other, FileRole::Other);
        }
        let roles = [
            FileRole::Rust,
            FileRole::Sql,
            FileRole::Hint,
            FileRole::Other,
        ];
        let migrations = roles.map(FileRole::is_migration);
        assert_eq!(migrations, [true, true, false, false]);
    }

    #[test]
    fn a_file_is_named_after_its_revision() {
        let check = |name, id, expect| assert_eq!(names_revision(name, id), expect, "{name} {id}");
        check("ae1.rs", "ae1", true);
        check("ae1_x.rs", "ae1", true);
        check("ae1-x.sql", "ae1", true);
        check("ae10.rs", "ae1", false);
        check("x_ae1.rs", "ae1", false);
        check("v1.2_x.rs", "v1.2", true);
    }

    #[test]
    fn module_names_are_identifiers_and_differ() {
        let names = [
            "Ae1-add x.rs",
            "ae1_add_x.rs",
            "AE1 add x.sql",
            "ä.rs",
            "0001.v2__init.sql",
        ];
        assert_eq!(
            module_names(names),
            [
                "m_ae1_add_x",
                "m_ae1_add_x_2",
                "m_ae1_add_x_3",
                "m",
                "m_0001_v2_init"
            ]
        );
    }

    #[test]
    fn a_module_of_somebody_else_is_no_hint() {
        assert!(is_hint(" \n") && is_hint(&hint_file(["a.rs"])));
        assert!(!is_hint("mod a;\n"));
    }

    #[test]
    fn the_hint_file_lists_rust_migrations_by_name() {
        let text = hint_file(["b.sql", "c-1.rs", "a.rs"]);
        let (_, list) = text.split_once('\n').expect("a comment");
        assert_eq!(
            list,
            "\n#[path = \"a.rs\"]\nmod m_a;\n\n#[path = \"c-1.rs\"]\nmod m_c_1;\n"
        );
    }
}
