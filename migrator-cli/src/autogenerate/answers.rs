//! What only a person knows: asked on a terminal, or else listed with what to write.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::Path;

use migrator::TableName;
use migrator_core::declared::{Backfill, ConversionHint, EnumValueHint};
use migrator_core::diff::Question;
use migrator_core::schema::ObjectKind;

use super::hints::Hint;
use super::typed::Said;
use super::{passed_over, written};
use crate::acting::interrupt;
use crate::acting::text::{count, printable};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::UNANSWERED;

/// A question in words, and the ways to answer it.
#[derive(Debug)]
pub(crate) struct Asked {
    /// One line, which ends with a question mark.
    pub(crate) text: String,
    /// What can be chosen, the likeliest first.
    choices: Vec<Choice>,
    /// What is typed if nothing can be chosen.
    expression: Option<Expression>,
}

/// One answer.
#[derive(Debug)]
struct Choice {
    text: String,
    hint: Hint,
}

/// An answer that is typed.
#[derive(Debug)]
struct Expression {
    /// The hint, with the expression to put into it.
    hint: fn(&TableName, &str, Option<String>) -> Option<Hint>,
    table: TableName,
    column: String,
    /// Whether there may be none.
    is_optional: bool,
}

/// Asks all questions, and returns the answers; `said` is what has been answered already.
///
/// # Errors
/// Without a terminal: all questions, and what to write; or the input has ended.
pub(crate) fn ask_all(
    context: &Context,
    questions: &[Question],
    said: &Said,
    file: &Path,
) -> Result<Vec<Hint>, Failure> {
    let asked: Vec<Asked> = ripe(questions).map(Asked::new).collect();
    passed_over::warn_beside(context, said, &asked);
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(unanswered(&asked, file));
    }
    asked.iter().map(|asked| asked.ask(context)).collect()
}

/// Passes over questions about a column that an answer to another may take for a former one: they may not
/// come up again.
pub(crate) fn ripe(questions: &[Question]) -> impl Iterator<Item = &Question> {
    let may_be_former = |table: &TableName, column: &str| {
        questions.iter().any(|question| match question {
            Question::Renamed {
                table: Some(of),
                candidates,
                ..
            } => of == table && candidates.iter().any(|(to, _)| to.name() == column),
            _ => false,
        })
    };
    questions.iter().filter(move |question| match question {
        Question::Backfill { table, column } => !may_be_former(table, column),
        _ => true,
    })
}

/// Lists the questions with what to write.
fn unanswered(asked: &[Asked], file: &Path) -> Failure {
    let n_questions = count(asked.len(), "question");
    let verb = if asked.len() == 1 { "is" } else { "are" };
    let mut message = format!("{n_questions} {verb} open, and nobody can be asked here");
    for asked in asked {
        message.push_str(&format!("\n  {}", printable(&asked.text)));
        for line in printable(&asked.toml()).lines() {
            message.push_str(&format!("\n    {line}"));
        }
    }
    let flags: Vec<String> = asked.iter().map(Asked::flag).collect();
    let file = file.display();
    Failure::new(message).ending(Exit::Conflict).help(format!(
        "write the answers into `{file}`, or type them: {}",
        flags.join(" ")
    ))
}

impl Asked {
    pub(crate) fn new(question: &Question) -> Self {
        match question {
            Question::Renamed {
                kind,
                table,
                from,
                candidates,
            } => renamed(*kind, table.as_ref(), from, candidates),
            Question::Backfill { table, column } => Self {
                text: format!(
                    "`{table}.{column}` may not be NULL and has no default: what do rows get that are there?"
                ),
                choices: Vec::new(),
                expression: Some(Expression {
                    hint: |table, column, expression| {
                        Some(Hint::Backfill(Backfill {
                            table: table.clone(),
                            column: column.to_owned(),
                            expression,
                        }))
                    },
                    table: table.clone(),
                    column: column.clone(),
                    is_optional: true,
                }),
            },
            Question::EnumValue {
                enumeration,
                value,
                candidates,
            } => enum_value(enumeration, value, candidates),
            Question::Conversion {
                table,
                column,
                from,
                to,
            } => Self {
                text: format!(
                    "the database does not know how `{table}.{column}` comes from {from} to {to}: which expression does?"
                ),
                choices: Vec::new(),
                expression: Some(Expression {
                    hint: |table, column, using| {
                        Some(Hint::Conversion(ConversionHint {
                            table: table.clone(),
                            column: column.to_owned(),
                            using: using?,
                        }))
                    },
                    table: table.clone(),
                    column: column.clone(),
                    is_optional: false,
                }),
            },
            other => Self {
                text: format!("this version of migrator cannot ask what `{other:?}` means"),
                choices: Vec::new(),
                expression: None,
            },
        }
    }

    fn ask(&self, context: &Context) -> Result<Hint, Failure> {
        let mut text = format!("{}\n", printable(&self.text));
        for (at, choice) in self.choices.iter().enumerate() {
            text.push_str(&format!("  [{}] {}\n", at + 1, printable(&choice.text)));
        }
        let _asking = interrupt::while_asking();
        context.output.ask(&text);
        loop {
            context.output.ask(&self.prompt());
            let line = line()?;
            if !line.ends_with('\n') {
                // The end of the input leaves the cursor behind the question.
                context.output.ask("\n");
                return Err(Failure::new(UNANSWERED));
            }
            if let Some(hint) = self.understand(line.trim()) {
                return Ok(hint);
            }
        }
    }

    fn prompt(&self) -> String {
        match &self.expression {
            None => format!("Answer [1-{}]: ", self.choices.len()),
            Some(Expression {
                is_optional: true, ..
            }) => "SQL, or - if there are no rows: ".to_owned(),
            Some(_) => "SQL: ".to_owned(),
        }
    }

    /// Understands an answer; `None` for one that is none.
    fn understand(&self, answer: &str) -> Option<Hint> {
        let Some(expression) = &self.expression else {
            let at = answer.parse::<usize>().ok()?.checked_sub(1)?;
            return Some(self.choices.get(at)?.hint.clone());
        };
        match answer {
            "" => None,
            "-" if expression.is_optional => expression.hint(None),
            sql => expression.hint(Some(sql.to_owned())),
        }
    }

    /// Returns the likeliest answer as it stands in a file of hints, with the other one beside it.
    pub(crate) fn toml(&self) -> String {
        match (&self.expression, self.choices.first()) {
            (Some(expression), _) => {
                let hint = expression.hint(Some("…".to_owned()));
                let text = hint.map(|hint| hint.toml()).unwrap_or_default();
                match expression.is_optional {
                    true => format!("{} # or: no-rows = true\n", text.trim_end()),
                    false => text,
                }
            }
            (None, Some(choice)) => {
                let last = self.choices.last().map(|it| it.hint.toml());
                let nothing = last.as_deref().and_then(|text| text.lines().last());
                match nothing.filter(|_| self.choices.len() > 1) {
                    Some(line) => format!("{} # or: {line}\n", choice.hint.toml().trim_end()),
                    None => choice.hint.toml(),
                }
            }
            (None, None) => String::new(),
        }
    }

    /// Returns the likeliest answer as it is typed.
    pub(crate) fn flag(&self) -> String {
        let hint = self.likeliest();
        hint.map(|hint| format!("`{}`", hint.flag()))
            .unwrap_or_default()
    }

    /// Returns the likeliest answer.
    pub(crate) fn likeliest(&self) -> Option<Hint> {
        match &self.expression {
            Some(expression) => expression.hint(Some("…".to_owned())),
            None => self.choices.first().map(|choice| choice.hint.clone()),
        }
    }
}

impl Expression {
    fn hint(&self, expression: Option<String>) -> Option<Hint> {
        (self.hint)(&self.table, &self.column, expression)
    }
}

fn renamed(
    kind: ObjectKind,
    table: Option<&TableName>,
    from: &TableName,
    candidates: &[(TableName, u8)],
) -> Asked {
    let shown = |name: &TableName| match table {
        Some(table) => written::of_part(table, name.name()),
        None => written::of_object(name),
    };
    let hint = |to: Option<&TableName>| match table {
        Some(table) => Hint::Column {
            table: table.clone(),
            from: from.name().to_owned(),
            to: to.map(|to| to.name().to_owned()),
        },
        None => Hint::Object {
            from: from.clone(),
            to: to.cloned(),
        },
    };
    let new: Vec<String> = candidates
        .iter()
        .map(|(to, _)| format!("`{}`", shown(to)))
        .collect();
    let verb = if new.len() == 1 { "is" } else { "are" };
    let mut choices: Vec<Choice> = candidates
        .iter()
        .map(|(to, score)| Choice {
            text: format!("renamed to `{}` ({score} % alike)", shown(to)),
            hint: hint(Some(to)),
        })
        .collect();
    choices.push(Choice {
        text: match kind {
            ObjectKind::Table => "dropped, with its rows".to_owned(),
            ObjectKind::Column => "dropped, with its values".to_owned(),
            _ => "dropped".to_owned(),
        },
        hint: hint(None),
    });
    Asked {
        text: format!(
            "the {kind} `{}` is gone, and {} {verb} new: was it renamed?",
            shown(from),
            new.join(", ")
        ),
        choices,
        expression: None,
    }
}

fn enum_value(enumeration: &TableName, value: &str, candidates: &[String]) -> Asked {
    let hint = |to: Option<String>| {
        Hint::EnumValue(EnumValueHint {
            enumeration: enumeration.clone(),
            from: value.to_owned(),
            to,
        })
    };
    let mut choices: Vec<Choice> = candidates
        .iter()
        .map(|to| Choice {
            text: format!("it becomes `{to}`"),
            hint: hint(Some(to.clone())),
        })
        .collect();
    choices.push(Choice {
        text: "no row has it".to_owned(),
        hint: hint(None),
    });
    Asked {
        text: format!(
            "the value `{value}` of `{}` is gone: what becomes of it?",
            written::of_object(enumeration)
        ),
        choices,
        expression: None,
    }
}

fn line() -> Result<String, Failure> {
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Failure::new("the answer cannot be read").because(&error))?;
    Ok(line)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    fn questions() -> [Question; 5] {
        [
            Question::Renamed {
                kind: ObjectKind::Column,
                table: Some(("app", "users").into()),
                from: "nick".into(),
                candidates: vec![("name".into(), 87), ("na.me".into(), 40)],
            },
            Question::Renamed {
                kind: ObjectKind::Table,
                table: None,
                from: "persons".into(),
                candidates: vec![("people".into(), 100)],
            },
            Question::Backfill {
                table: "users".into(),
                column: "age".to_owned(),
            },
            Question::EnumValue {
                enumeration: "mood".into(),
                value: "sad".to_owned(),
                candidates: vec!["unhappy".to_owned(), "ok".to_owned()],
            },
            Question::Conversion {
                table: "users".into(),
                column: "age".to_owned(),
                from: "text".to_owned(),
                to: "integer".to_owned(),
            },
        ]
    }

    #[test]
    fn without_a_terminal_each_question_says_what_to_write() {
        let asked: Vec<Asked> = questions().iter().map(Asked::new).collect();
        assert_snapshot!(unanswered(&asked, Path::new("migrations/hints.toml")), @r#"
        5 questions are open, and nobody can be asked here
          the column `app.users.nick` is gone, and `app.users.name`, `app.users."na.me"` are new: was it renamed?
            [[rename]]
            table = "app.users"
            from = "nick"
            to = "name" # or: dropped = true
          the table `persons` is gone, and `people` is new: was it renamed?
            [[rename]]
            from = "persons"
            to = "people" # or: dropped = true
          `users.age` may not be NULL and has no default: what do rows get that are there?
            [[backfill]]
            table = "users"
            column = "age"
            expression = "…" # or: no-rows = true
          the value `sad` of `mood` is gone: what becomes of it?
            [[enum-value]]
            enum = "mood"
            from = "sad"
            to = "unhappy" # or: no-rows = true
          the database does not know how `users.age` comes from text to integer: which expression does?
            [[conversion]]
            table = "users"
            column = "age"
            using = "…"
        help: write the answers into `migrations/hints.toml`, or type them: `--rename app.users.nick=name` `--rename-table persons=people` `--backfill users.age=…` `--rename-value mood.sad=unhappy` `--using users.age=…`
        "#);
    }

    #[test]
    fn what_is_listed_to_be_written_is_understood() {
        for question in questions() {
            let asked = Asked::new(&question);
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("hints.toml");
            std::fs::write(&path, asked.toml()).unwrap();
            let hints = super::super::hints::read(&path, &path).unwrap().unwrap();
            assert_eq!(hints.len(), 1, "{question:?}");
        }
    }

    #[test]
    fn an_answer_is_a_number_or_sql() {
        let understood = |at: usize, answer: &str| {
            let asked = Asked::new(&questions()[at]);
            asked
                .understand(answer)
                .map(|hint| hint.flag())
                .unwrap_or_default()
        };
        assert_eq!(understood(0, "1"), "--rename app.users.nick=name");
        assert_eq!(understood(0, "2"), "--rename app.users.nick=\"na.me\"");
        assert_eq!(understood(0, "3"), "--rename app.users.nick=");
        for none in ["", "0", "4", "y", "-1", "1.0"] {
            assert_eq!(understood(0, none), "", "{none}");
        }
        assert_eq!(understood(1, "2"), "--rename-table persons=");
        assert_eq!(understood(2, "0"), "--backfill users.age=0");
        assert_eq!(understood(2, "-"), "--backfill users.age=");
        assert_eq!(understood(2, ""), "");
        assert_eq!(understood(3, "3"), "--rename-value mood.sad=");
        assert_eq!(understood(4, "-"), "--using users.age=-");
        assert_eq!(understood(4, ""), "");
    }
}
