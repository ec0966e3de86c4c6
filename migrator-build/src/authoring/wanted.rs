//! What a header is to say, and whether a text says it.

use migrator_core::script::{FileRole, Header, LocatedList};

use super::error::AuthoringError;
use super::headers;

/// What a header is to say.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) id: &'a str,
    pub(super) message: String,
    pub(super) parents: &'a [String],
    pub(super) depends_on: &'a [String],
    pub(super) labels: &'a [String],
    pub(super) replaces: &'a [String],
}

impl Wanted<'_> {
    /// Reads a text as the compiler will, and compares.
    pub(super) fn read_back(
        &self,
        role: FileRole,
        text: &str,
        has_own_template: bool,
    ) -> Result<Header, AuthoringError> {
        let different = |differences: Vec<String>| AuthoringError::NotWhatWasAsked {
            differences,
            has_own_template,
        };
        let header = headers::checked(role, text).map_err(different)?;
        let differences = self.differences(&header);
        if differences.is_empty() {
            Ok(header)
        } else {
            Err(different(differences))
        }
    }

    fn differences(&self, header: &Header) -> Vec<String> {
        let id = header.revision.as_ref().map(|id| id.value.as_str());
        let values = |list: &Option<LocatedList>| {
            let items = list.iter().flat_map(|list| &list.value);
            items.map(|item| item.value.clone()).collect::<Vec<_>>()
        };
        let lists = [
            ("parents", self.parents, values(&header.down_revision)),
            ("dependencies", self.depends_on, values(&header.depends_on)),
            ("branch labels", self.labels, values(&header.branch_labels)),
            (
                "replaced revisions",
                self.replaces,
                values(&header.replaces),
            ),
        ];
        let mut differences = Vec::new();
        if id != Some(self.id) {
            let id = id.unwrap_or_default();
            differences.push(format!("its id would be `{id}`, not `{}`", self.id));
        }
        if header.message != self.message {
            differences.push(format!(
                "its message would be {:?}, not {:?}",
                header.message, self.message
            ));
        }
        for (what, wanted, found) in lists {
            if wanted != found {
                differences.push(format!(
                    "its {what} would be {}, not {}",
                    listed(&found),
                    listed(wanted)
                ));
            }
        }
        differences
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(", ")
        }
    }
}
