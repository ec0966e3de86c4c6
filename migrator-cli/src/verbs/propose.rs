//! `propose`: what `cargo migrator revision --autogenerate` asks of the application. Hidden, since its
//! answer is for cargo's door alone.

use clap::Args;

use crate::autogenerate::asking::Asking;
use crate::autogenerate::flags::Comparing;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  {program} propose    what `cargo migrator revision --autogenerate` writes into a file, as JSON")]
pub(crate) struct Arguments {
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    comparing: Comparing,
}

#[cfg(not(feature = "autogenerate"))]
pub(crate) fn run(arguments: &Arguments, _context: &Context) -> Result<Exit, Failure> {
    let Arguments {
        asking,
        comparing: _,
    } = arguments;
    Err(asking.refused())
}

#[cfg(feature = "autogenerate")]
pub(crate) use made::run;

#[cfg(feature = "autogenerate")]
mod made {
    use std::path::Path;

    use migrator_core::autogen;

    use super::{Arguments, Context, Exit, Failure};
    use crate::acting::Spell;
    use crate::autogenerate::answers;
    use crate::autogenerate::comparison::Comparison;
    use crate::autogenerate::hints::Hint;
    use crate::autogenerate::passed_over;
    use crate::autogenerate::proposal::{Proposal, VERB};
    use crate::autogenerate::typed::Said;
    use crate::config::file;

    pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
        arguments.asking.check_known(context)?;
        let config = context.config()?;
        let said = arguments.comparing.all_hints(config)?;
        let path = arguments.comparing.hints_file(config);
        let shown = file::shown(&path, &config.current);
        let (proposal, answers) = until_answered(arguments, context, said, &shown)?;
        let proposal = Proposal {
            answers: answers.iter().map(Hint::toml).collect(),
            hints: shown.to_string_lossy().into_owned(),
            ..Proposal::of(&proposal)
        };
        context.output.json(VERB, proposal)?;
        Ok(Exit::Done)
    }

    /// Compares again with each answer, since one may make room for other questions.
    fn until_answered(
        arguments: &Arguments,
        context: &Context,
        mut said: Said,
        file: &Path,
    ) -> Result<(autogen::Proposal, Vec<Hint>), Failure> {
        let mut comparison = Comparison::new(context, &arguments.comparing)?;
        let (mut asked, mut answered) = (Vec::new(), Vec::new());
        loop {
            let (prepared, workshop) = comparison.with(&said)?;
            let prepared = arguments.asking.prepare(prepared);
            let spell = Spell::begin(context.output, "comparing schemas on scratch databases");
            let proposal = prepared.propose(workshop)?;
            drop(spell);
            let changes = &proposal.differences.changes;
            let questions = &proposal.differences.questions;
            if questions.is_empty() {
                let typed = arguments.comparing.typed()?;
                passed_over::warn_of_typed(context, &typed, changes);
                comparison.warn_of_unlinked(context, changes);
                return Ok((proposal, answered));
            }
            if let Some(question) = answers::ripe(questions).find(|it| asked.contains(*it)) {
                let failure = Failure::new(format!("the answer was not understood: {question:?}"));
                return Err(failure.help("please report this as a bug of migrator"));
            }
            let answers = answers::ask_all(context, questions, &said, file)?;
            asked.extend(answers::ripe(questions).cloned());
            answered.extend(answers.iter().cloned());
            said.now.extend(answers);
        }
    }
}
