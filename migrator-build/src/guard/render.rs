//! Findings as text: for people, and for GitHub.

use std::fmt::Write as _;
use std::path::Path;

use migrator_core::base::normalize_path;

use super::checked::Checked;
use super::finding::{Finding, Severity};
use super::git::Repository;

/// Writes what was found for people: a paragraph per finding, and a last line that
/// sums it up.
///
/// ```text
/// migrations/ae1_b.rs:8:5: error: the revision `ae1` has been edited since it was released in main (1a2b3c4d5e)
///   help: put it back as it was, …
/// 5 revisions, 1 head, 4 released in main (1a2b3c4d5e): 1 error
/// ```
#[must_use]
pub fn human(checked: &Checked) -> String {
    format!("{}{}\n", findings(&checked.findings), summary(checked))
}

/// Writes findings for people, without the last line of [`human`].
#[must_use]
pub fn findings(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        text.push_str(&finding.file);
        for number in place(finding) {
            let _ = write!(text, ":{number}");
        }
        let _ = writeln!(text, ": {}: {}", finding.severity().name(), finding.message);
        if let Some(help) = &finding.help {
            let _ = writeln!(text, "  help: {help}");
        }
    }
    text
}

/// Sums up in one line what was found.
#[must_use]
pub fn summary(checked: &Checked) -> String {
    let mut text = format!(
        "{}, {}",
        counted(checked.n_revisions, "revision"),
        counted(checked.heads.len(), "head")
    );
    if let Some(base) = &checked.base {
        let _ = write!(text, ", {} released {base}", checked.n_released);
    }
    let of = |severity: Severity| {
        let findings = checked.findings.iter();
        findings.filter(|it| it.severity() == severity).count()
    };
    let found: Vec<String> = [Severity::Error, Severity::Warning]
        .into_iter()
        .filter(|severity| of(*severity) > 0)
        .map(|severity| counted(of(severity), severity.name()))
        .collect();
    let found = if found.is_empty() {
        "nothing found".to_owned()
    } else {
        found.join(", ")
    };
    format!("{text}: {found}")
}

fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// The numbers that are known.
fn place(finding: &Finding) -> impl Iterator<Item = u32> {
    let numbers = [finding.line, finding.column];
    numbers.into_iter().take_while(|number| *number > 0)
}

/// Writes workflow commands, one line per finding, which GitHub shows at their lines.
///
/// `prefix` is the way from the repository's top folder to the folder that the
/// migrations folder is relative to; see [`repository_prefix`].
///
/// See <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>.
#[must_use]
pub fn github(checked: &Checked, prefix: &str) -> String {
    let line = |finding: &Finding| command(finding, prefix) + "\n";
    checked.findings.iter().map(line).collect()
}

fn command(finding: &Finding, prefix: &str) -> String {
    let file = if Path::new(&finding.file).is_absolute() {
        finding.file.clone()
    } else {
        normalize_path(&format!("{prefix}{}", finding.file)).into_owned()
    };
    let mut text = format!("::{} file={}", finding.severity().name(), property(&file));
    for (name, number) in ["line", "col"].iter().zip(place(finding)) {
        let _ = write!(text, ",{name}={number}");
    }
    let _ = write!(text, ",title={}::", property(finding.rule.title()));
    text.push_str(&data(&finding.message));
    if let Some(help) = &finding.help {
        text.push_str(&data(&format!("\nhelp: {help}")));
    }
    text
}

/// Escapes what follows the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Returns the way from the repository's top folder to a package's folder: empty, or
/// with a slash at its end.
///
/// Without git the repository is taken to lie in `workspace`, which GitHub calls
/// `GITHUB_WORKSPACE`; without that the answer is empty.
#[must_use]
pub fn repository_prefix(package: &Path, workspace: Option<&Path>) -> String {
    if let Ok(repository) = Repository::of(package) {
        return repository.prefix;
    }
    let below = || {
        let (package, workspace) = (
            package.canonicalize().ok()?,
            workspace?.canonicalize().ok()?,
        );
        let way = package.strip_prefix(workspace).ok()?;
        Some(way.to_string_lossy().replace('\\', "/")).filter(|way| !way.is_empty())
    };
    below().map(|way| way + "/").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{github, human};
    use crate::guard::base::Compared;
    use crate::guard::checked::Checked;
    use crate::guard::finding::{Finding, Rule};

    fn checked(findings: Vec<Finding>) -> Checked {
        Checked {
            findings,
            n_revisions: 2,
            heads: vec!["b".to_owned()],
            base: Some(Compared::Commit {
                reference: "main".to_owned(),
                hash: "0123456789abcdef".to_owned(),
            }),
            n_released: 1,
        }
    }

    #[test]
    fn github_gets_one_escaped_line_per_finding() {
        let findings = vec![
            Finding::of_file(Rule::BodyEdited, "m/a,1.rs", "100% wrong: a, b\r\nc")
                .at(3, 7)
                .help("mend it"),
            Finding::of_file(Rule::BaseUnreadable, "../m/b.rs", "odd"),
        ];
        assert_eq!(
            github(&checked(findings), "crates/app/"),
            "::error file=crates/app/m/a%2C1.rs,line=3,col=7,title=Released revision edited::\
             100%25 wrong: a, b%0D%0Ac%0Ahelp: mend it\n\
             ::warning file=crates/m/b.rs,title=Not compared::odd\n"
        );
        assert_eq!(github(&checked(Vec::new()), ""), "");
    }

    #[test]
    fn people_get_places_and_a_sum() {
        assert_eq!(
            human(&checked(Vec::new())),
            "2 revisions, 1 head, 1 released in main (0123456789): nothing found\n"
        );
        let findings = vec![
            Finding::of_file(Rule::Removed, "m/a.rs", "gone"),
            Finding::of_file(Rule::BodyEdited, "m/b.rs", "edited")
                .at(3, 7)
                .help("mend it"),
        ];
        assert_eq!(
            human(&checked(findings)),
            "m/a.rs: error: gone\nm/b.rs:3:7: error: edited\n  help: mend it\n\
             2 revisions, 1 head, 1 released in main (0123456789): 2 errors\n"
        );
    }
}
