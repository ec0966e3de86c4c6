//! What a word can become, for the shell that asks while it is typed.
//!
//! A shell that was taught by `completions` calls the program with `COMPLETE` set and the words typed so
//! far. Verbs and flags are clap's business; here are the revisions, their labels, the symbols, the
//! databases and the settings. No database is asked, and nothing goes wrong aloud: where the revisions
//! cannot be read, none are offered.

use std::ffi::{OsStr, OsString};
use std::sync::Arc;

use clap::{Arg, Command, FromArgMatches};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;

use crate::args::Globals;
use crate::config::Key;
use crate::context::Context;
use crate::door::Door;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::revisions::Revisions;
use crate::verbs::Shell;

/// The variable that names the shell which asks.
const VARIABLE: &str = "COMPLETE";

/// The arguments, of whichever verb, that take a revision.
const REVISIONS: [&str; 11] = [
    "accept",
    "depends_on",
    "head",
    "onto",
    "parent",
    "rev_range",
    "revision",
    "revisions",
    "splice",
    "target",
    "targets",
];

/// What stands for revisions.
const SYMBOLS: [(&str, &str); 4] = [
    ("head", "the revision that no other follows"),
    ("heads", "all of them"),
    ("base", "before the first revision"),
    ("current", "where the database stands"),
];

/// A word and what it means.
#[derive(Debug, Clone)]
struct Word {
    text: String,
    help: String,
}

/// Tells whether a shell asks.
pub(crate) fn is_asked() -> bool {
    std::env::var_os(VARIABLE).is_some_and(|shell| !shell.is_empty() && shell != "0")
}

/// Answers the shell.
pub(crate) fn answer(door: Door, arguments: Vec<OsString>) -> Exit {
    let mut typed = arguments.iter().skip_while(|word| *word != "--").skip(1);
    let is_registration = typed.next().is_none();
    let context = context(door, &arguments);
    let current = std::env::current_dir().ok();
    let answered = CompleteEnv::with_factory(|| offering(&context))
        .var(VARIABLE)
        .try_complete(arguments.iter().cloned(), current.as_deref());
    match answered {
        Ok(_) => Exit::Done,
        // While a word is typed, there is no place for an error.
        Err(_) if !is_registration => Exit::Failed,
        Err(error) => {
            let cause = error.to_string();
            let cause = cause.strip_prefix("error: ").unwrap_or(&cause).trim_end();
            let failure = Failure::usage("nothing can be completed in this shell").cause(cause);
            context.fail(&failure)
        }
    }
}

/// Returns what makes a shell ask.
pub(crate) fn registration(context: &Context, shell: Shell) -> Result<String, Failure> {
    let failed = |cause: &str| Failure::new("the script cannot be written").cause(cause);
    let shells = Shells::builtins();
    let completer = shells
        .completer(shell.name())
        .ok_or_else(|| failed("no such shell"))?;
    let command = context.door.command();
    let name = command.get_name();
    let mut script = Vec::new();
    completer
        .write_registration(VARIABLE, name, name, &path(context), &mut script)
        .map_err(|error| failed(&error.to_string()))?;
    Ok(String::from_utf8_lossy(&script).into_owned())
}

/// Returns how the shell calls this program from wherever it is then: by its name, if it was called so.
fn path(context: &Context) -> String {
    let program = context.arguments.first().cloned().unwrap_or_default();
    let path = std::path::PathBuf::from(&program);
    if path.components().count() < 2 {
        return program.to_string_lossy().into_owned();
    }
    let absolute = std::path::absolute(&path).unwrap_or(path);
    absolute.display().to_string()
}

/// Reads as much of what is typed as can be understood: the configuration, the database's name.
fn context(door: Door, arguments: &[OsString]) -> Context {
    let typed = arguments.iter().skip_while(|word| *word != "--").skip(1);
    let matches = door
        .command()
        .ignore_errors(true)
        .try_get_matches_from(typed);
    let globals = matches.and_then(|matches| Globals::from_arg_matches(&matches));
    Context::new(door, globals.unwrap_or_default(), arguments.to_vec())
}

/// Returns the tree of verbs with what their arguments can be.
fn offering(context: &Context) -> Command {
    let revisions = Arc::new(words(context));
    let names = databases(context);
    let command = context.door.command();
    command
        .mut_args(|argument| match argument.get_id().as_str() {
            "name" => completed(argument, &names, offered),
            "set" => completed(argument, &settings(), offered),
            _ => argument,
        })
        .mut_subcommands(|verb| {
            verb.mut_args(|argument| match argument.get_id().as_str() {
                id if REVISIONS.contains(&id) => completed(argument, &revisions, offered_in_range),
                _ => argument,
            })
        })
}

fn completed(
    argument: Arg,
    words: &Arc<Vec<Word>>,
    offer: fn(&[Word], &str) -> Vec<CompletionCandidate>,
) -> Arg {
    let words = words.clone();
    argument.add(ArgValueCompleter::new(move |typed: &OsStr| {
        typed
            .to_str()
            .map(|typed| offer(&words, typed))
            .unwrap_or_default()
    }))
}

/// Offers the words that begin as what is typed.
fn offered(words: &[Word], typed: &str) -> Vec<CompletionCandidate> {
    let fitting = words.iter().filter(|word| word.text.starts_with(typed));
    fitting
        .map(|word| CompletionCandidate::new(&word.text).help(help(word)))
        .collect()
}

/// The same behind the colon of a range.
fn offered_in_range(words: &[Word], typed: &str) -> Vec<CompletionCandidate> {
    match typed.rsplit_once(':') {
        Some((from, to)) => offered(words, to)
            .into_iter()
            .map(|candidate| candidate.add_prefix(format!("{from}:")))
            .collect(),
        None => offered(words, typed),
    }
}

fn help(word: &Word) -> Option<clap::builder::StyledStr> {
    (!word.help.is_empty()).then(|| word.help.clone().into())
}

/// Returns the revisions, newest first, their labels, and the symbols.
fn words(context: &Context) -> Vec<Word> {
    let word = |text: &str, help: &str| Word {
        text: text.to_owned(),
        // A shell shows one line.
        help: help.lines().next().unwrap_or_default().to_owned(),
    };
    let mut words: Vec<Word> = SYMBOLS.map(|(text, help)| word(text, help)).to_vec();
    let revisions = Revisions::read(context).map(|revisions| revisions.newest_first());
    let revisions = revisions.unwrap_or_default();
    let mut labels: Vec<&String> = revisions
        .iter()
        .flat_map(|revision| &revision.labels)
        .collect();
    labels.sort_unstable();
    labels.dedup();
    for label in labels {
        words.push(word(&format!("{label}@head"), "the head of this branch"));
        words.push(word(&format!("{label}@base"), "before this branch"));
    }
    words.extend(
        revisions
            .iter()
            .map(|revision| word(&revision.id, &revision.message)),
    );
    words
}

fn databases(context: &Context) -> Arc<Vec<Word>> {
    let names = context.databases().unwrap_or_default().into_iter();
    let help = String::new();
    Arc::new(
        names
            .map(|text| Word {
                text,
                help: help.clone(),
            })
            .collect(),
    )
}

fn settings() -> Arc<Vec<Word>> {
    let keys = Key::ALL.into_iter();
    let words = keys.map(|key| Word {
        text: format!("{}=", key.name()),
        help: key.kind().expects().to_owned(),
    });
    Arc::new(words.collect())
}
