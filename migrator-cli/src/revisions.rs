//! The revisions that a verb looks at: those of the program, or the headers of a folder.

use migrator::RevisionInfo;
#[cfg(feature = "cargo")]
use migrator_build::authoring::Folder;
use migrator_core::command::infos;
use migrator_core::graph::{Graph, Position, Revision};
use migrator_core::set::Loaded;

use crate::context::Context;
use crate::database::{self, Connection};
use crate::door::Door;
use crate::failure::Failure;
#[cfg(feature = "cargo")]
use crate::folder;

/// The graph, and where its revisions are.
pub(crate) enum Revisions {
    /// What the program was compiled with.
    Embedded(&'static Loaded),
    /// What the files of a package say, which may not even compile.
    #[cfg(feature = "cargo")]
    Folder(Folder),
}

impl Revisions {
    /// Takes those of the program, or reads the folder's headers; asks no database.
    pub(crate) fn read(context: &Context) -> Result<Self, Failure> {
        match &context.door {
            Door::Application(_) => {
                let loaded = database::migrations(context)?.loaded();
                Ok(Self::Embedded(loaded.map_err(migrator::Error::from)?))
            }
            #[cfg(feature = "cargo")]
            Door::Cargo => Ok(Self::Folder(folder::read(context)?)),
        }
    }

    /// Returns the graph; it may have several heads.
    pub(crate) fn graph(&self) -> &Graph {
        match self {
            Self::Embedded(loaded) => &loaded.graph,
            #[cfg(feature = "cargo")]
            Self::Folder(folder) => folder.graph(),
        }
    }

    /// Describes revisions in this order; those on which a database stands, by its rows, are marked.
    pub(crate) fn infos(&self, revisions: &[Position], rows: &[Position]) -> Vec<RevisionInfo> {
        infos(self.graph(), &|at| self.file(at), revisions, rows)
    }

    /// Returns a revision's file as messages name it; empty if the revision is another graph's.
    fn file(&self, position: Position) -> &str {
        match self {
            Self::Embedded(loaded) => loaded.file(position),
            #[cfg(feature = "cargo")]
            Self::Folder(folder) => {
                let file = folder.file(folder.graph().id_at(position));
                file.map_or("", |file| file.shown.as_str())
            }
        }
    }

    /// Describes all revisions, newest first.
    pub(crate) fn newest_first(&self) -> Vec<RevisionInfo> {
        let everything = self.graph().revisions().map(Revision::position);
        let order = self.graph().newest_first(&everything.collect());
        self.infos(&order, &[])
    }

    /// Asks the database for its rows. A row that is not in the graph is warned of, and left out.
    pub(crate) fn rows(&self, context: &Context) -> Result<Vec<Position>, Failure> {
        let mut connection = Connection::open_existing(context)?;
        let verbs = database::verbs(context, context.options()?)?;
        let current = verbs.current(connection.session()?)?;
        for row in &current.unknown {
            let text = format!("the database stands on `{row}`, which is not among the revisions");
            context.output.warn(text);
        }
        let known = current.rows.iter().filter_map(|row| self.graph().find(row));
        Ok(known.map(Revision::position).collect())
    }
}
