//! The two sides of a comparison: made on scratch and read, or taken from the cache.

use std::collections::BTreeSet;
use std::time::{Duration, UNIX_EPOCH};
use std::{env, fs};

use crate::autogen::cache::{Cache, Key};
use crate::autogen::making::{Making, WANTED};
use crate::autogen::materialize::{Piece, pieces};
use crate::autogen::reading::{ask, understand};
use crate::autogen::standing::check_at_head;
use crate::autogen::{AutogenError, Autogenerate, Origin};
use crate::backends;
use crate::base::{Checksum, ChecksumBuilder};
use crate::catalog::{Catalog, Introspection, Schemas, Scope};
use crate::declared::Part;
use crate::dialect::Renderer;
use crate::schema::ObjectKind;
use crate::session::{Rows, Session, Workshop};
use crate::set::Loaded;

/// What messages call what is read.
pub(super) const FOUND: &str = "what the migrations make";
const SAME: &str = "no difference between them";
pub(super) const LIVE: &str = "the database";

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

/// What is declared, in the pieces that it is made of.
pub(super) struct Wanted {
    pieces: Vec<Piece>,
    /// Covers all of them.
    digest: Checksum,
}

/// A scratch database that stands where the migrations end, if one had to be made.
pub(super) type Head<'w> = Option<Box<dyn Session + 'w>>;

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

    /// Returns what is declared.
    pub(super) fn declared(&self) -> Result<Wanted, AutogenError> {
        if self.settings.declared.parts().is_empty() {
            return Err(AutogenError::NothingDeclared);
        }
        self.refuse_ours()?;
        let pieces = pieces(
            &self.settings.declared,
            self.renderer,
            self.settings.options.naming_convention(),
            self.introspection.habits().bears_dangling_references,
        )?;
        let digest = digest(&pieces);
        Ok(Wanted { pieces, digest })
    }

    /// Returns what stands for a comparison of which nothing came: if it was kept, it need not be made again.
    ///
    /// `None` if nothing is kept, and where more than its inputs decides what comes of it.
    pub(super) fn same(&mut self, declared: &Wanted) -> Result<Option<Key>, AutogenError> {
        let settings = self.settings;
        if settings.origin == Origin::Database || settings.edit.is_some() {
            return Ok(None);
        }
        let Some(program) = program() else {
            return Ok(None);
        };
        let scope = self.making().wanted_scope(false);
        self.key(SAME, &scope, |key| {
            key.part(declared.digest.bytes())
                .part(format!("{:?}", settings.schemas))
                .part(format!("{:?}", settings.hints))
                .part(format!("{:?}", settings.declared.filter()))
                .part(program);
        })
    }

    /// Tells whether nothing came of a comparison.
    pub(super) fn is_same(&self, same: Option<&Key>) -> bool {
        same.is_some_and(|key| self.cache.load(key).is_some())
    }

    /// Keeps that nothing came of a comparison.
    pub(super) fn note_same(&self, same: Option<&Key>) {
        if let Some(key) = same {
            self.cache.store(key, &[]);
        }
    }

    /// Makes and reads both sides; in another workshop of the kind, if there is one, so that what stands where
    /// the migrations end can be used again: `proves` says that it will be.
    pub(super) fn sides<'w>(
        &mut self,
        declared: Wanted,
        mut apart: Option<&'w mut (dyn Workshop + Send + 'static)>,
        proves: bool,
    ) -> Result<(Sides, Head<'w>), AutogenError> {
        let mut head = None;
        let (wanted, is_within) = match self.kept_wanted(&declared)? {
            Some(kept) => kept,
            None => {
                let needs_head = self.needs_head(proves)?;
                let apart = apart.take_if(|_| needs_head);
                self.wanted(declared, apart, &mut head)?
            }
        };
        let schemas = match is_within {
            true => Schemas::Own,
            false => with_declared(&self.settings.schemas, schemas(&wanted)),
        };
        let scope = self.making().scope(schemas);
        let found = match self.settings.origin {
            Origin::Migrations => self.replayed(&scope, apart, &mut head)?,
            Origin::Database => self.live(&scope, &wanted)?,
        };
        let sides = Sides {
            found,
            wanted,
            scope,
        };
        Ok((sides, head))
    }

    /// Opens a scratch database that stands where the migrations end.
    pub(super) fn at_head(&mut self) -> Result<Box<dyn Session + '_>, AutogenError> {
        self.making().at_head(self.workshop)
    }

    /// Opens a scratch database with what is there before anything else.
    pub(super) fn scratch(&mut self) -> Result<Box<dyn Session + '_>, AutogenError> {
        self.making().scratch(self.workshop)
    }

    const fn making(&self) -> Making<'b> {
        Making {
            settings: self.settings,
            set: self.set,
        }
    }

    /// The declared schema as it was read before, and whether it was made within the database.
    fn kept_wanted(&mut self, declared: &Wanted) -> Result<Option<(Catalog, bool)>, AutogenError> {
        for is_within in [false, true] {
            let scope = self.making().wanted_scope(is_within);
            let key = self.key(WANTED, &scope, |key| {
                key.part(declared.digest.bytes());
            })?;
            if let Some(catalog) = self.kept(key.as_ref(), &scope, WANTED) {
                return Ok(Some((catalog, is_within)));
            }
        }
        Ok(None)
    }

    /// Tells whether the migrations will have to be replayed, as far as that is known before the declared schema
    /// has been read.
    fn needs_head(&mut self, proves: bool) -> Result<bool, AutogenError> {
        if self.settings.origin == Origin::Database {
            return Ok(false);
        }
        // What is declared has changed, so that there is likely something to prove.
        if proves {
            return Ok(true);
        }
        let objects = self.settings.declared.parts().iter();
        let objects = objects.filter_map(Part::object);
        let schemas = objects.filter(|it| it.kind == ObjectKind::Schema);
        let schemas = with_declared(
            &self.settings.schemas,
            schemas.map(|it| it.name.to_string()),
        );
        let scope = self.making().scope(schemas);
        let key = self.key(FOUND, &scope, |_| {})?;
        Ok(key.is_none_or(|key| !self.cache.has(&key)))
    }

    /// Makes the declared schema, beside what the migrations make if there is a workshop for that; tells whether
    /// it was made within the database.
    fn wanted<'w>(
        &mut self,
        declared: Wanted,
        apart: Option<&'w mut (dyn Workshop + Send + 'static)>,
        head: &mut Head<'w>,
    ) -> Result<(Catalog, bool), AutogenError> {
        let making = self.making();
        let mut made = None;
        if let Some(apart) = apart {
            let abreast = making.abreast(apart, &declared.pieces);
            (made, *head) = (abreast.wanted, abreast.head);
        }
        let made = match made {
            Some(made) => made,
            None => making.wanted(self.workshop, declared.pieces)?,
        };
        let scope = making.wanted_scope(made.is_within);
        let key = self.key(WANTED, &scope, |key| {
            key.part(declared.digest.bytes());
        })?;
        let catalog = self.keep(key.as_ref(), &scope, WANTED, &made.rows)?;
        Ok((catalog, made.is_within))
    }

    /// Fails if one of our own tables is declared, which would be passed over without a word.
    fn refuse_ours(&self) -> Result<(), AutogenError> {
        let ours = self.making().scope(Schemas::Own).leave_out;
        for part in self.settings.declared.parts() {
            let object = part.object();
            let table = object.filter(|it| it.kind == ObjectKind::Table && ours.contains(&it.name));
            if let Some(table) = table {
                return Err(AutogenError::Ours {
                    table: table.name,
                    origin: part.origin.clone(),
                });
            }
        }
        Ok(())
    }

    /// What the migrations make.
    pub(super) fn replayed<'w>(
        &mut self,
        scope: &Scope,
        apart: Option<&'w mut (dyn Workshop + Send + 'static)>,
        head: &mut Head<'w>,
    ) -> Result<Catalog, AutogenError> {
        let key = self.key(FOUND, scope, |_| {})?;
        if let Some(catalog) = self.kept(key.as_ref(), scope, FOUND) {
            return Ok(catalog);
        }
        let introspection = self.introspection;
        if let (None, Some(apart)) = (&head, apart) {
            *head = Some(self.making().at_head(apart)?);
        }
        let answers = match head {
            Some(head) => ask(&mut **head, introspection, scope, FOUND)?,
            None => ask(&mut *self.at_head()?, introspection, scope, FOUND)?,
        };
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

    /// Returns what the answers of a side depend on; `None` if none are kept.
    fn key(
        &mut self,
        side: &str,
        scope: &Scope,
        made_of: impl FnOnce(&mut Key),
    ) -> Result<Option<Key>, AutogenError> {
        if self.settings.cache.is_none() || !self.workshop.is_plain() {
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
        if side != WANTED {
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

fn digest(pieces: &[Piece]) -> Checksum {
    let mut builder = ChecksumBuilder::new();
    for statement in pieces.iter().flat_map(|piece| &piece.statements) {
        builder.part(&*statement.sql);
        for param in &statement.params {
            builder.part(format!("{param:?}"));
        }
    }
    builder.finish()
}

/// What the program is that compares: another build of it may do so otherwise.
///
/// `None` if that cannot be known: images and archives give every file the same old time.
fn program() -> Option<String> {
    let path = env::current_exe().ok()?;
    let file = fs::metadata(&path).ok()?;
    let since = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let is_told = since > Duration::from_secs(15 * 366 * 24 * 3600);
    is_told.then(|| format!("{} {} {since:?}", path.display(), file.len()))
}

pub(super) fn schemas(catalog: &Catalog) -> impl Iterator<Item = String> {
    catalog.schemas.iter().map(|it| it.name().to_owned())
}

/// Returns the schemas to look into: those that are asked for, and those in which something is declared.
pub(super) fn with_declared(asked: &Schemas, declared: impl Iterator<Item = String>) -> Schemas {
    let mut names: BTreeSet<String> = match asked {
        Schemas::Own => BTreeSet::new(),
        Schemas::Named(names) => names.iter().cloned().collect(),
        Schemas::All => return Schemas::All,
    };
    names.extend(declared);
    match names.is_empty() {
        true => Schemas::Own,
        false => Schemas::Named(names.into_iter().collect()),
    }
}
