//! `check-graph`: whether the folder can be merged and released.
//!
//! What is found is the answer, so it is on stdout, and no error of the program; but the program ends
//! as after one, so that a pull request's check fails.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use migrator_build::guard::lock::{self, Accept, LockUpdate};
use migrator_build::guard::{self, Base, Checked, Compared, Finding, GitBase};
use serde::Serialize;

use crate::authoring::writing::Writing;
use crate::config::{Config, Key};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::folder;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  {program} check-graph
  {program} check-graph --base origin/main
  {program} check-graph --update-lock")]
pub(crate) struct Arguments {
    /// The branch to compare with: what it has is released [default: `base` in the configuration,
    /// else the lock file]
    #[arg(long, value_name = "REF", conflicts_with = "update_lock")]
    base: Option<String>,
    /// Compare with the commit itself, and not with where `HEAD` and it parted
    #[arg(long)]
    exact: bool,
    /// Add the new revisions to the lock file: from now on they are released
    #[arg(long)]
    update_lock: bool,
    /// Accept that this released revision was edited or removed; may be repeated
    #[arg(long, value_name = "ID", requires = "update_lock")]
    accept: Vec<String>,
    /// Accept all that was edited or removed
    #[arg(long, requires = "update_lock", conflicts_with = "accept")]
    accept_all: bool,
    /// Show what would become of the lock file and change nothing
    #[arg(long, requires = "update_lock")]
    dry_run: bool,
    /// How to print what is found [default: human, and github in its workflows]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

/// For whom findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Paragraphs, and a line that sums up
    Human,
    /// Commands that have GitHub show each finding at its line
    Github,
    /// One object, as with `--json`
    Json,
}

#[derive(Serialize)]
struct Answer<'a> {
    is_ok: bool,
    revisions: usize,
    heads: &'a [String],
    base: Option<BaseAnswer<'a>>,
    released: usize,
    findings: Vec<FindingAnswer<'a>>,
}

/// What was compared with.
#[derive(Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
enum BaseAnswer<'a> {
    Lock { file: &'a str },
    Commit { reference: &'a str, hash: &'a str },
}

#[derive(Serialize)]
struct FindingAnswer<'a> {
    rule: &'static str,
    severity: &'static str,
    revision: Option<&'a str>,
    file: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    message: &'a str,
    help: Option<&'a str>,
}

/// What became of the lock file.
#[derive(Serialize)]
struct LockAnswer<'a> {
    is_ok: bool,
    dry_run: bool,
    lock_file: Option<String>,
    added: &'a [String],
    accepted: Vec<&'a str>,
    findings: Vec<FindingAnswer<'a>>,
}

pub(crate) fn run(arguments: &Arguments, context: &Context) -> Result<Exit, Failure> {
    let config = context.config()?;
    let named = folder::named(config)?;
    let format = arguments.format(context);
    if arguments.update_lock {
        return update_lock(arguments, context, config, format);
    }
    let base = arguments.base(config);
    let checked = guard::check_graph(named, &folder::options(config), &base)?;
    if base == Base::Nothing && !context.output.is_json {
        context.output.note(
            "nothing is known to be released: `cargo migrator check-graph --update-lock` writes it down, \
             and `--base origin/main` compares with a branch",
        );
    }
    print(&checked, context, config, format)?;
    Ok(ending(context, checked.is_ok()))
}

impl Arguments {
    fn base(&self, config: &Config) -> Base {
        let reference = self.base.as_deref().or(config.text(Key::Base));
        if let Some(reference) = reference {
            let base = GitBase::new(reference);
            return Base::Git(if self.exact { base.exact() } else { base });
        }
        let file = lock_file(config);
        // One that is configured should be there.
        if config.path(Key::LockFile).is_some() || config.root.join(&file).exists() {
            return Base::LockAt(file);
        }
        Base::Nothing
    }

    fn format(&self, context: &Context) -> Format {
        if context.output.is_json {
            return Format::Json;
        }
        let is_in_workflow = || std::env::var("GITHUB_ACTIONS").is_ok_and(|it| it == "true");
        self.format.unwrap_or_else(|| match is_in_workflow() {
            true => Format::Github,
            false => Format::Human,
        })
    }

    fn accept(&self) -> Accept {
        match self.accept.as_slice() {
            _ if self.accept_all => Accept::Everything,
            [] => Accept::Nothing,
            ids => Accept::Revisions(ids.to_vec()),
        }
    }
}

/// Returns where the lock file is, relative to the package if it lies there.
fn lock_file(config: &Config) -> PathBuf {
    match config.path(Key::LockFile) {
        Some(file) => folder::below(config, file).to_owned(),
        None => lock::path(folder::below(config, config.folder())),
    }
}

/// Findings are a failure of the check, also without `--exit-code`.
fn ending(context: &Context, is_ok: bool) -> Exit {
    match is_ok {
        true => Exit::Done,
        false if context.globals.exit_code => Exit::Conflict,
        false => Exit::Failed,
    }
}

fn print(
    checked: &Checked,
    context: &Context,
    config: &Config,
    format: Format,
) -> Result<(), Failure> {
    let output = context.output;
    match format {
        Format::Human => output.raw(guard::human(checked)),
        Format::Github => {
            output.raw(github(checked, config));
            output.note(guard::summary(checked));
        }
        Format::Json => output.json(
            "check-graph",
            Answer {
                is_ok: checked.is_ok(),
                revisions: checked.n_revisions,
                heads: &checked.heads,
                base: checked.base.as_ref().and_then(base_answer),
                released: checked.n_released,
                findings: checked.findings.iter().map(finding_answer).collect(),
            },
        )?,
    }
    Ok(())
}

/// GitHub wants paths from the top of the repository.
fn github(checked: &Checked, config: &Config) -> String {
    let workspace = std::env::var_os("GITHUB_WORKSPACE");
    let workspace = workspace.as_deref().map(std::path::Path::new);
    guard::github(checked, &guard::repository_prefix(&config.root, workspace))
}

fn base_answer(base: &Compared) -> Option<BaseAnswer<'_>> {
    match base {
        Compared::Lock { file } => Some(BaseAnswer::Lock { file }),
        Compared::Commit { reference, hash } => Some(BaseAnswer::Commit { reference, hash }),
        _ => None,
    }
}

fn finding_answer(finding: &Finding) -> FindingAnswer<'_> {
    let known = |number: u32| (number > 0).then_some(number);
    FindingAnswer {
        rule: finding.rule.name(),
        severity: finding.severity().name(),
        revision: finding.revision.as_deref(),
        file: &finding.file,
        line: known(finding.line),
        column: known(finding.column),
        message: &finding.message,
        help: finding.help.as_deref(),
    }
}

fn update_lock(
    arguments: &Arguments,
    context: &Context,
    config: &Config,
    format: Format,
) -> Result<Exit, Failure> {
    let options = folder::options(config);
    let file = lock_file(config);
    let update = lock::update_at(&file, folder::named(config)?, &options, &arguments.accept())?;
    if !update.refused.is_empty() && format != Format::Json {
        let mut refused = Checked::default();
        refused.findings.clone_from(&update.refused);
        match format {
            Format::Github => context.output.raw(github(&refused, config)),
            _ => context.output.raw(guard::findings(&refused.findings)),
        }
        return Err(Failure::new("the lock file is left as it is")
            .help("mend what was found; what is meant is accepted with `--accept ID`")
            .ending(Exit::Conflict));
    }
    let writing = Writing::new(context, config, "check-graph", arguments.dry_run);
    writing.make_plain(&update.changes)?;
    let path = writing.shown(&config.root.join(file));
    if format == Format::Json {
        let answer = lock_answer(&update, path, arguments.dry_run);
        context.output.json("check-graph", answer)?;
        return Ok(ending(context, update.refused.is_empty()));
    }
    tell(&update, &writing);
    if update.changes.is_empty() {
        writing.note(format_args!("{path} is up to date"));
    } else if !arguments.dry_run {
        context.output.result(path);
    }
    Ok(Exit::Done)
}

fn lock_answer(update: &LockUpdate, path: String, dry_run: bool) -> LockAnswer<'_> {
    let accepted = update.accepted.iter();
    LockAnswer {
        is_ok: update.refused.is_empty(),
        dry_run,
        lock_file: (!update.changes.is_empty()).then_some(path),
        added: &update.added,
        accepted: accepted.filter_map(|it| it.revision.as_deref()).collect(),
        findings: update.refused.iter().map(finding_answer).collect(),
    }
}

fn tell(update: &LockUpdate, writing: &Writing<'_>) {
    for id in &update.added {
        writing.note(format_args!("released {id}"));
    }
    for finding in &update.accepted {
        writing.note(format_args!("accepted: {}", finding.message));
    }
}
