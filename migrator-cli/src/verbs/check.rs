//! `check`: whether the migrations make what is declared.

use clap::Args;

use crate::autogenerate::flags::Comparing;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} check                    what a revision would have to change; ends with 1 if anything
  {program} check --from-database    what is different in the database itself
  {program} check --exit-code        for scripts: ends with 3 if a revision is missing, and 1 if it fails")]
pub(crate) struct Arguments {
    #[command(flatten)]
    comparing: Comparing,
}

#[cfg(not(feature = "autogenerate"))]
pub(crate) fn run(arguments: &Arguments, _context: &Context) -> Result<Exit, Failure> {
    let Arguments { comparing: _ } = arguments;
    Err(crate::autogenerate::not_compiled())
}

#[cfg(feature = "autogenerate")]
pub(crate) use made::run;

#[cfg(feature = "autogenerate")]
mod made {
    use migrator_core::autogen::Differences;
    use migrator_core::base::Dialect;
    use serde::Serialize;

    use super::{Arguments, Context, Exit, Failure};
    use crate::acting::Spell;
    use crate::acting::text::count;
    use crate::autogenerate::answers::{Asked, ripe};
    use crate::autogenerate::comparison::Comparison;
    use crate::autogenerate::passed_over;
    use crate::autogenerate::proposal::Change;

    #[derive(Serialize)]
    struct Answer {
        is_same: bool,
        changes: Vec<Change>,
        questions: Vec<Question>,
    }

    #[derive(Serialize)]
    struct Question {
        text: String,
        /// The likeliest answer.
        hint: String,
    }

    pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
        let said = arguments.comparing.all_hints(context.config()?)?;
        let mut comparison = Comparison::new(context, &arguments.comparing)?;
        let (prepared, workshop) = comparison.with(&said)?;
        let dialect = workshop.dialect();
        let spell = Spell::begin(context.output, "comparing schemas on scratch databases");
        let differences = prepared.check(workshop)?;
        drop(spell);
        let asked: Vec<Asked> = ripe(&differences.questions).map(Asked::new).collect();
        comparison.warn_of_unlinked(context, &differences.changes);
        passed_over::warn_beside(context, &said, &asked);
        if asked.is_empty() {
            let typed = arguments.comparing.typed()?;
            passed_over::warn_of_typed(context, &typed, &differences.changes);
        }
        match context.output.is_json {
            true => context
                .output
                .json("check", answer(&differences, &asked, dialect))?,
            false => show(context, &differences, &asked),
        }
        let is_from_database = arguments.comparing.from_database;
        if !differences.is_empty() {
            return Err(different(&differences, asked.len(), is_from_database));
        }
        if !context.output.is_json {
            context.note(match is_from_database {
                true => "The database has what is declared.",
                false => "The migrations make what is declared.",
            });
        }
        Ok(Exit::Done)
    }

    fn answer(differences: &Differences, asked: &[Asked], dialect: Dialect) -> Answer {
        Answer {
            is_same: differences.is_empty(),
            changes: differences
                .changes
                .iter()
                .map(|it| Change::of(it, dialect))
                .collect(),
            questions: asked
                .iter()
                .map(|asked| Question {
                    text: asked.text.clone(),
                    hint: asked.toml(),
                })
                .collect(),
        }
    }

    fn show(context: &Context, differences: &Differences, asked: &[Asked]) {
        for change in &differences.changes {
            context.output.result(change);
        }
        for asked in asked {
            context.output.result(&asked.text);
        }
    }

    fn different(differences: &Differences, n_questions: usize, is_from_database: bool) -> Failure {
        let mut message = match is_from_database {
            true => "the database does not have what is declared: ",
            false => "the migrations do not make what is declared: ",
        }
        .to_owned();
        message.push_str(&count(differences.changes.len(), "difference"));
        if n_questions > 0 {
            message.push_str(&format!(", {}", count(n_questions, "question")));
        }
        let flag = if is_from_database {
            " --from-database"
        } else {
            ""
        };
        Failure::new(message).ending(Exit::Pending).help(format!(
            "write the revision with `cargo migrator revision --autogenerate{flag} -m TEXT`"
        ))
    }
}
