//! How new files are called, what they are written in, and what they look like.

use migrator_core::script::FileRole;

use super::error::AuthoringError;
use super::file_name::{self, DEFAULT_TEMPLATE, Moment, Named};
use super::message::first_paragraph;

/// What a migration is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Functions that are handed `op`.
    #[default]
    Rust,
    /// Sections of statements.
    Sql,
}

impl Language {
    pub(super) const fn role(self) -> FileRole {
        match self {
            Self::Rust => FileRole::Rust,
            Self::Sql => FileRole::Sql,
        }
    }
}

/// How new files are called and what they look like.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Style {
    /// The name of a file without its extension, with Alembic's tokens; it must begin
    /// with `%(rev)s`. The default is `%(rev)s_%(slug)s`.
    pub file_template: String,
    /// The longest slug in characters, 40 by default.
    pub truncate_slug_length: usize,
    /// The text of a Rust migration, with placeholders such as `${header}`; the
    /// library's own by default.
    pub rust_template: Option<String>,
    /// The text of an SQL migration, likewise.
    pub sql_template: Option<String>,
    /// The time now, for names and texts that show it.
    pub moment: Moment,
}

impl Style {
    /// Creates the style that nobody has configured.
    #[must_use]
    pub fn new(moment: Moment) -> Self {
        Self {
            file_template: DEFAULT_TEMPLATE.to_owned(),
            truncate_slug_length: 40,
            rust_template: None,
            sql_template: None,
            moment,
        }
    }

    pub(super) fn slug(&self, message: &str) -> String {
        file_name::slug(&first_paragraph(message), self.truncate_slug_length)
    }

    pub(super) fn file_name(
        &self,
        id: &str,
        message: &str,
        role: FileRole,
    ) -> Result<String, AuthoringError> {
        let named = Named {
            id,
            slug: &self.slug(message),
            moment: self.moment,
        };
        file_name::file_name(&self.file_template, named, role)
    }
}
