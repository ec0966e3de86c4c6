//! `adopt`: a database that another tool has migrated, taken over.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use migrator::{Adopt, Adoption, Divergence, Error, ErrorKind, TableName, Tool};
use serde::Serialize;

use crate::acting::{self, Patience, text::count};
use crate::autogenerate::names;
use crate::context::Context;
use crate::database::{self, Connection};
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} adopt --dry-run                            what would be taken over, and what does not fit
  {program} adopt                                      take it over: the old table stays, nothing else runs
  {program} adopt --from sqlx                          where several tools have left a history
  {program} adopt --from goose --table app.versions    where its table is called otherwise, or stands elsewhere
  {program} adopt --map m20220101_000001_create=1975   where the migrations were written anew
  {program} adopt --at 1975                            the schema is that of this revision, whoever made it")]
pub(crate) struct Arguments {
    /// The tool whose history counts [default: the only one that there is]
    #[arg(long, value_name = "TOOL", value_parser = tools())]
    from: Option<Tool>,
    /// The tool's table, where it has another name, or is not in the first schema of the search path
    #[arg(long, requires = "from")]
    table: Option<String>,
    /// The revision that a version of the tool stands for; may be repeated
    #[arg(long, value_name = "VERSION=REVISION", value_parser = mapping)]
    map: Vec<(String, String)>,
    /// Where the database stands, whatever its history says; may be repeated
    #[arg(long, value_name = "REVISION")]
    at: Vec<String>,
    /// Take the files for what ran where the checksums cannot be proved
    #[arg(long)]
    accept_unproved: bool,
    /// Tell what would be taken over, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    patience: Patience,
}

fn tools() -> impl clap::builder::TypedValueParser<Value = Tool> {
    let word = |word: &'static str| PossibleValue::new(word).alias(word.replace('_', "-"));
    let words = Tool::ALL.map(Tool::keyword).into_iter().chain(["rails"]);
    PossibleValuesParser::new(words.map(word)).try_map(|word| Tool::of(&word).ok_or("no such tool"))
}

fn mapping(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((version, revision)) if !version.is_empty() && !revision.is_empty() => {
            Ok((version.to_owned(), revision.to_owned()))
        }
        _ => Err("write `VERSION=REVISION`".to_owned()),
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    dry_run: bool,
    tool: Option<&'static str>,
    table: Option<&'a str>,
    applied: &'a [String],
    proved: &'a [String],
    was_adopted: bool,
    before: &'a [String],
    after: &'a [String],
    warnings: &'a [String],
    divergences: Vec<Diverging>,
}

#[derive(Serialize)]
struct Diverging {
    text: String,
    help: String,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let options = arguments.patience.apply(context.options()?);
    let adopt = arguments.adopt()?;
    let mut connection = Connection::open_existing(context)?;
    let outcome = if arguments.dry_run {
        let session = connection.session()?;
        let verbs = database::verbs(context, options)?;
        verbs.plan_adopt(session, adopt).map_err(Failure::from)
    } else {
        acting::run(context, connection, options, |verbs, session| {
            verbs.adopt_with(session, adopt)
        })
    };
    match outcome {
        Ok(adoption) => show(arguments, context, &adoption),
        Err(Failure::Migrator(error)) => Err(refused(arguments, context, error)?),
        Err(failure) => Err(failure),
    }
}

impl Arguments {
    fn adopt(&self) -> Result<Adopt, Failure> {
        let mut adopt = self
            .map
            .iter()
            .fold(Adopt::new(), |adopt, (version, revision)| {
                adopt.map(version, revision)
            });
        if let Some(tool) = self.from {
            adopt = adopt.from(tool);
        }
        if let Some(table) = &self.table {
            let table: TableName = names::object(table).map_err(Failure::mistake)?;
            adopt = adopt.table(table);
        }
        if !self.at.is_empty() {
            adopt = adopt.at(&self.at);
        }
        Ok(match self.accept_unproved {
            true => adopt.accept_unproved(),
            false => adopt,
        })
    }
}

fn show(arguments: &Arguments, context: &Context, adoption: &Adoption) -> Result<Exit, Failure> {
    if context.output.is_json {
        let answer = answer(arguments.dry_run, adoption, &[]);
        context.output.json("adopt", answer)?;
    } else {
        for warning in &adoption.warnings {
            context.output.warn(warning);
        }
        context.output.note(sentence(arguments.dry_run, adoption));
    }
    Ok(match arguments.dry_run && !adoption.was_adopted {
        true => Exit::Pending,
        false => Exit::Done,
    })
}

/// For a program the divergences are a result, too.
fn refused(arguments: &Arguments, context: &Context, error: Error) -> Result<Failure, Failure> {
    if context.output.is_json && error.kind() == ErrorKind::Diverges {
        let nothing = Adoption::default();
        let answer = answer(arguments.dry_run, &nothing, error.divergences());
        context.output.json("adopt", answer)?;
    }
    Ok(error.into())
}

fn answer<'a>(dry_run: bool, adoption: &'a Adoption, divergences: &[Divergence]) -> Answer<'a> {
    let divergences = divergences.iter().map(|it| Diverging {
        text: it.to_string(),
        help: it.help(),
    });
    Answer {
        dry_run,
        tool: adoption.tool.map(Tool::keyword),
        table: (!adoption.table.is_empty()).then_some(adoption.table.as_str()),
        applied: &adoption.applied,
        proved: &adoption.proved,
        was_adopted: adoption.was_adopted,
        before: &adoption.before,
        after: &adoption.after,
        warnings: &adoption.warnings,
        divergences: divergences.collect(),
    }
}

fn sentence(dry_run: bool, adoption: &Adoption) -> String {
    let place = match adoption.after.as_slice() {
        [] => "base".to_owned(),
        rows => rows.join(", "),
    };
    if adoption.was_adopted {
        return format!("Nothing to do: the database is taken over, and at {place}.");
    }
    let revisions = count(adoption.applied.len(), "revision");
    let origin = match adoption.tool {
        Some(tool) => format!("{revisions} of {tool} (`{}`)", adoption.table),
        None => revisions,
    };
    let proved = match adoption.proved.len() {
        0 => String::new(),
        n if n == adoption.applied.len() => ", all checksums proved".to_owned(),
        n => format!(", {} proved", count(n, "checksum")),
    };
    match dry_run {
        true => format!("{origin} would be taken over{proved}; the database would be at {place}."),
        false => format!("Took over {origin}{proved}; the database is now at {place}."),
    }
}
