//! What can be set: the one list of names, and what each takes.
//!
//! To add one: a variant, its line in `ALL` and in `entry`, and the table in `docs/cli.md`, which a
//! test compares with this list.

use crate::config::value::Kind;

/// The name of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Folder,
    Layout,
    Combine,
    Url,
    UrlEnv,
    UrlCommand,
    VersionTable,
    VersionTableSchema,
    HistoryTable,
    Role,
    Transaction,
    LockWait,
    LockTimeout,
    StatementTimeout,
    FileTemplate,
    TruncateSlugLength,
    Timezone,
    Template,
    TemplateSql,
    PostWriteHooks,
    AllowHeads,
    LockFile,
    Base,
    Hints,
    Bin,
    Features,
}

impl Key {
    /// All of them, as they are listed to people.
    pub(crate) const ALL: [Self; 26] = [
        Self::Folder,
        Self::Layout,
        Self::Combine,
        Self::Url,
        Self::UrlEnv,
        Self::UrlCommand,
        Self::VersionTable,
        Self::VersionTableSchema,
        Self::HistoryTable,
        Self::Role,
        Self::Transaction,
        Self::LockWait,
        Self::LockTimeout,
        Self::StatementTimeout,
        Self::FileTemplate,
        Self::TruncateSlugLength,
        Self::Timezone,
        Self::Template,
        Self::TemplateSql,
        Self::PostWriteHooks,
        Self::AllowHeads,
        Self::LockFile,
        Self::Base,
        Self::Hints,
        Self::Bin,
        Self::Features,
    ];

    /// Returns what is written in a file.
    pub(crate) const fn name(self) -> &'static str {
        self.entry().0
    }

    /// Returns what it takes.
    pub(crate) const fn kind(self) -> Kind {
        self.entry().1
    }

    const fn entry(self) -> (&'static str, Kind) {
        match self {
            Self::Folder => ("folder", Kind::Path),
            Self::Layout => ("layout", Kind::Layout),
            Self::Combine => ("combine", Kind::Paths),
            Self::Url => ("url", Kind::Url),
            Self::UrlEnv => ("url-env", Kind::Text),
            Self::UrlCommand => ("url-command", Kind::Command),
            Self::VersionTable => ("version-table", Kind::Text),
            Self::VersionTableSchema => ("version-table-schema", Kind::Text),
            Self::HistoryTable => ("history-table", Kind::Text),
            Self::Role => ("role", Kind::Text),
            Self::Transaction => ("transaction", Kind::Transaction),
            Self::LockWait => ("lock-wait", Kind::Duration),
            Self::LockTimeout => ("lock-timeout", Kind::Limit),
            Self::StatementTimeout => ("statement-timeout", Kind::Limit),
            Self::FileTemplate => ("file-template", Kind::Text),
            Self::TruncateSlugLength => ("truncate-slug-length", Kind::Count),
            Self::Timezone => ("timezone", Kind::TimeZone),
            Self::Template => ("template", Kind::Path),
            Self::TemplateSql => ("template-sql", Kind::Path),
            Self::PostWriteHooks => ("post-write-hooks", Kind::Hooks),
            Self::AllowHeads => ("allow-heads", Kind::Flag),
            Self::LockFile => ("lock-file", Kind::Path),
            Self::Base => ("base", Kind::Text),
            Self::Hints => ("hints", Kind::Path),
            Self::Bin => ("bin", Kind::Text),
            Self::Features => ("features", Kind::Words),
        }
    }

    /// Finds a setting by its name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }

    /// Returns the environment variable that sets it.
    pub(crate) fn variable(self) -> String {
        let name = self.name().to_ascii_uppercase().replace('-', "_");
        format!("MIGRATOR_{name}")
    }

    /// Tells whether it says where the database is. Of a named database only its own table and the
    /// flags say that: another one's URL would be worse than none.
    pub(crate) const fn is_whereabouts(self) -> bool {
        matches!(self, Self::Url | Self::UrlEnv | Self::UrlCommand)
    }
}
