//! The two sides of a comparison: made on scratch and read, or taken from the cache.

use std::collections::BTreeSet;

use crate::autogen::cache::{Cache, Key};
use crate::autogen::materialize::{Piece, make, pieces, prepared};
use crate::autogen::reading::{ask, understand};
use crate::autogen::replay::{configure, on_scratch, replay};
use crate::autogen::standing::check_at_head;
use crate::autogen::{AutogenError, Autogenerate, Origin};
use crate::backends;
use crate::catalog::{Catalog, Introspection, Schemas, Scope};
use crate::dialect::Renderer;
use crate::session::{Rows, Scope as Belonging, Session, SessionError, Workshop};
use crate::set::Loaded;

/// What messages call what is read.
const WANTED: &str = "the declared schema";
const FOUND: &str = "what the migrations make";
const LIVE: &str = "the database";

/// Where both sides are made.
pub(crate) struct Bench<'b> {
    pub(super) settings: &'b Autogenerate<'b>,
    pub(super) set: &'b Loaded,
    pub(super) workshop: &'b mut dyn Workshop,
    pub(super) renderer: &'static dyn Renderer,
    pub(super) introspection: &'static dyn Introspection,
    cache: Cache,
    /// What the server is, for the keys of the cache.
    identity: Option<Rows>,
}

/// What is compared.
pub(crate) struct Sides {
    /// What the migrations make, or the database holds.
    pub(super) found: Catalog,
    /// What is declared.
    pub(super) wanted: Catalog,
    /// How the former was read.
    pub(super) scope: Scope,
}

impl<'b> Bench<'b> {
    pub(super) fn new(
        settings: &'b Autogenerate<'b>,
        set: &'b Loaded,
        workshop: &'b mut dyn Workshop,
    ) -> Self {
        let dialect = workshop.dialect();
        Self {
            settings,
            set,
            renderer: backends::renderer(dialect),
            introspection: backends::introspection(dialect),
            cache: Cache::new(settings.cache.clone()),
            identity: None,
            workshop,
        }
    }

    /// Makes and reads both sides.
    pub(super) fn sides(&mut self) -> Result<Sides, AutogenError> {
        let (wanted, is_within) = self.wanted()?;
        let schemas = match is_within {
            true => Schemas::Own,
            false => with_declared(&self.settings.schemas, &wanted),
        };
        let scope = self.scope(schemas);
        let found = match self.settings.origin {
            Origin::Migrations => self.replayed(&scope)?,
            Origin::Database => self.live(&scope, &wanted)?,
        };
        Ok(Sides {
            found,
            wanted,
            scope,
        })
    }

    /// Opens a scratch database that stands where the migrations end.
    pub(super) fn at_head(&mut self) -> Result<Box<dyn Session + '_>, AutogenError> {
        let (set, options) = (self.set, &self.settings.options);
        let mut scratch = self.scratch()?;
        replay(&mut *scratch, set, options)?;
        Ok(scratch)
    }

    /// The declared schema, and whether it was made within the database.
    fn wanted(&mut self) -> Result<(Catalog, bool), AutogenError> {
        if self.settings.declared.parts().is_empty() {
            return Err(AutogenError::NothingDeclared);
        }
        let declared = pieces(
            &self.settings.declared,
            self.renderer,
            self.settings.options.naming_convention(),
            self.introspection.habits().bears_dangling_references,
        )?;
        for is_within in [false, true] {
            let scope = self.wanted_scope(is_within);
            let key = self.key(WANTED, &scope, |key| add_pieces(key, &declared))?;
            if let Some(catalog) = self.kept(key.as_ref(), &scope, WANTED) {
                return Ok((catalog, is_within));
            }
        }
        let (renderer, introspection) = (self.renderer, self.introspection);
        let scopes = [false, true].map(|is_within| self.wanted_scope(is_within));
        let mut scratch = self.scratch()?;
        let is_within = scratch.scope() == Belonging::Joined;
        let [whole, within] = scopes;
        let scope = if is_within { within } else { whole };
        make(&mut *scratch, renderer, declared.clone())?;
        let answers = ask(&mut *scratch, introspection, &scope, WANTED)?;
        drop(scratch);
        let key = self.key(WANTED, &scope, |key| add_pieces(key, &declared))?;
        let catalog = self.keep(key.as_ref(), &scope, WANTED, &answers)?;
        Ok((catalog, is_within))
    }

    /// What the migrations make.
    fn replayed(&mut self, scope: &Scope) -> Result<Catalog, AutogenError> {
        let key = self.key(FOUND, scope, |_| {})?;
        if let Some(catalog) = self.kept(key.as_ref(), scope, FOUND) {
            return Ok(catalog);
        }
        let introspection = self.introspection;
        let mut scratch = self.at_head()?;
        let answers = ask(&mut *scratch, introspection, scope, FOUND)?;
        drop(scratch);
        self.keep(key.as_ref(), scope, FOUND, &answers)
    }

    /// What the database holds, which must be at head.
    fn live(&mut self, scope: &Scope, wanted: &Catalog) -> Result<Catalog, AutogenError> {
        let options = &self.settings.options;
        let opened = self.workshop.database();
        let opened = opened.map_err(|source| AutogenError::Unreadable { side: LIVE, source })?;
        let mut database = opened.ok_or(AutogenError::NoDatabase)?;
        check_at_head(&mut *database, self.set, options)?;
        let answers = ask(&mut *database, self.introspection, scope, LIVE)?;
        let mut catalog = understand(&answers, self.introspection, scope, LIVE)?;
        // A schema of the version table's own is nobody's, as the table itself.
        let ours = options.tables().version.schema().map(str::to_owned);
        let is_ours = |name: &str| ours.as_deref() == Some(name);
        let is_wanted = |name: &str| wanted.schemas.iter().any(|it| it.name() == name);
        catalog
            .schemas
            .retain(|it| !is_ours(it.name()) || is_wanted(it.name()));
        Ok(catalog)
    }

    /// Opens a scratch database with what is there before anything else.
    pub(super) fn scratch(&mut self) -> Result<Box<dyn Session + '_>, AutogenError> {
        let (renderer, options) = (self.renderer, &self.settings.options);
        let prepared = prepared(&self.settings.prepare, renderer)?;
        let dialect = self.workshop.dialect();
        let ground = |source: SessionError| AutogenError::ground(dialect, source);
        let mut scratch = self.workshop.scratch().map_err(ground)?;
        configure(&mut *scratch, &on_scratch(options))?;
        make(&mut *scratch, renderer, prepared).map_err(AutogenError::of_preparation)?;
        Ok(scratch)
    }

    fn wanted_scope(&self, is_within: bool) -> Scope {
        // On a database of our own everything there is was declared.
        self.scope(match is_within {
            true => Schemas::Own,
            false => Schemas::All,
        })
    }

    /// Leaves out our own tables, where they stand by themselves and where the settings put them.
    fn scope(&self, schemas: Schemas) -> Scope {
        let (there, here) = (
            self.settings.options.tables(),
            on_scratch(&self.settings.options).tables(),
        );
        let all = [there.version, there.history, here.version, here.history];
        Scope {
            schemas,
            leave_out: BTreeSet::from(all).into_iter().collect(),
        }
    }

    /// Returns what the answers of a side depend on; `None` if none are kept.
    fn key(
        &mut self,
        side: &str,
        scope: &Scope,
        made_of: impl FnOnce(&mut Key),
    ) -> Result<Option<Key>, AutogenError> {
        if self.settings.cache.is_none() {
            return Ok(None);
        }
        let mut key = Key::new(side);
        key.rows(self.identity()?).part(format!("{scope:?}"));
        for question in self.introspection.questions(scope) {
            key.part(&*question.sql);
        }
        for sql in &self.settings.prepare {
            key.part(sql);
        }
        if side == FOUND {
            self.add_migrations(&mut key);
        }
        made_of(&mut key);
        Ok(Some(key))
    }

    /// Adds everything that decides what the migrations make.
    fn add_migrations(&self, key: &mut Key) {
        let options = &self.settings.options;
        let arguments = options.arguments();
        key.part(self.set.digest.bytes())
            .part(format!("{:?}", options.naming_convention()))
            .part(arguments.tag().unwrap_or_default());
        for (name, value) in arguments.pairs() {
            key.part(name).part(value);
        }
    }

    fn identity(&mut self) -> Result<&Rows, AutogenError> {
        if self.identity.is_none() {
            let dialect = self.workshop.dialect();
            let question = self.introspection.identity();
            let mut opened = self.workshop.anything();
            let answer = match &mut opened {
                Ok(session) => session.read(&question),
                Err(_) => Ok(Rows::default()),
            };
            drop(opened.map_err(|source| AutogenError::ground(dialect, source))?);
            let answer =
                answer.map_err(|source| AutogenError::Unreadable { side: LIVE, source })?;
            self.identity = Some(answer);
        }
        self.identity.as_ref().ok_or(AutogenError::Bug {
            what: "a server without an identity",
        })
    }

    /// Returns the catalog of answers that were kept.
    fn kept(&self, key: Option<&Key>, scope: &Scope, side: &'static str) -> Option<Catalog> {
        let answers = self.cache.load(key?)?;
        understand(&answers, self.introspection, scope, side).ok()
    }

    /// Keeps answers, and returns their catalog.
    fn keep(
        &self,
        key: Option<&Key>,
        scope: &Scope,
        side: &'static str,
        answers: &[Rows],
    ) -> Result<Catalog, AutogenError> {
        let catalog = understand(answers, self.introspection, scope, side)?;
        if let Some(key) = key {
            self.cache.store(key, answers);
        }
        Ok(catalog)
    }
}

fn add_pieces(key: &mut Key, pieces: &[Piece]) {
    for statement in pieces.iter().flat_map(|piece| &piece.statements) {
        key.part(&*statement.sql);
        for param in &statement.params {
            key.part(format!("{param:?}"));
        }
    }
}

/// Returns the schemas to look into: those that are asked for, and those in which something is declared.
fn with_declared(asked: &Schemas, wanted: &Catalog) -> Schemas {
    let mut names: BTreeSet<String> = match asked {
        Schemas::Own => BTreeSet::new(),
        Schemas::Named(names) => names.iter().cloned().collect(),
        Schemas::All => return Schemas::All,
    };
    names.extend(wanted.schemas.iter().map(|it| it.name().to_owned()));
    match names.is_empty() {
        true => Schemas::Own,
        false => Schemas::Named(names.into_iter().collect()),
    }
}
