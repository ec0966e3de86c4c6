//! The database's own schema, asked where no tool's history says enough.

use crate::adopt::{AdoptError, Adoption, Divergence, Tool, Wishes};
use crate::autogen::{self, AutogenError, Autogenerate};
use crate::base::TableName;
use crate::command::Verbs;
use crate::declared::Declared;
use crate::session::{Session, Workshop};
use crate::set::{Likeness, Loaded};

/// What comes of taking a database over.
type Outcome = Result<Adoption, AdoptError>;

impl Verbs<'_> {
    /// Compares schemas where nothing but a person's word, or a number, says where the database stands; and where
    /// nothing says it, finds out where it could be.
    pub(super) fn compared(
        &self,
        session: &mut dyn Session,
        wishes: &Wishes,
        planned: Outcome,
    ) -> Outcome {
        let (Ok(set), Some(mut workshop)) = (self.loaded(), session.workshop()) else {
            return planned;
        };
        let settings = Autogenerate::new(self.set.clone(), self.options.clone(), Declared::new());
        let strange = strange(wishes);
        let comparing = Comparing {
            settings: &settings,
            set,
            strange: &strange,
        };
        match planned {
            Ok(planned) if is_word(&planned, wishes) => comparing.check(&mut *workshop, planned),
            Err(AdoptError::NoHistory { elsewhere, .. }) => Err(AdoptError::NoHistory {
                elsewhere,
                likeness: comparing.likeness(&mut *workshop),
            }),
            planned => planned,
        }
    }
}

/// Tells whether nothing but a word or a number says where the database stands.
fn is_word(planned: &Adoption, wishes: &Wishes) -> bool {
    let is_number = planned.tool == Some(Tool::RusqliteMigration);
    !planned.was_adopted && (is_number || !wishes.at.is_empty())
}

/// What Rails keeps beside its history: in which environment it runs.
const OF_RAILS: &str = "ar_internal_metadata";

/// The tables of other tools, which no migration has to make.
fn strange(wishes: &Wishes) -> Vec<TableName> {
    let known = Tool::ALL.into_iter().filter_map(Tool::table);
    let known = known.chain([OF_RAILS]);
    let mut strange: Vec<TableName> = known.map(TableName::from).collect();
    if let Some(table) = &wishes.table {
        strange.extend([table.clone(), TableName::from(table.name())]);
    }
    strange
}

struct Comparing<'c> {
    settings: &'c Autogenerate<'c>,
    set: &'c Loaded,
    strange: &'c [TableName],
}

impl Comparing<'_> {
    /// Without an answer the error is what it is without the comparison.
    fn likeness(&self, workshop: &mut dyn Workshop) -> Option<Likeness> {
        autogen::likeness(self.settings, self.set, workshop, self.strange).ok()
    }

    fn check(&self, workshop: &mut dyn Workshop, mut planned: Adoption) -> Outcome {
        match self.difference(workshop, &planned.after) {
            Ok(differences) if differences.is_empty() => Ok(planned),
            Ok(differences) => Err(AdoptError::Diverges {
                divergences: vec![Divergence::OtherSchema {
                    revisions: planned.after,
                    differences,
                }],
            }),
            Err(error) => {
                let place = planned.after.join("`, `");
                planned.warnings.push(format!(
                    "the schema was not compared with that of `{place}`: {error}"
                ));
                Ok(planned)
            }
        }
    }

    fn difference(
        &self,
        workshop: &mut dyn Workshop,
        rows: &[String],
    ) -> Result<Vec<String>, AutogenError> {
        let place = self.set.graph.rows(rows);
        autogen::difference(self.settings, self.set, workshop, self.strange, &place)
    }
}
