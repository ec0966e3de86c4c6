//! Whether a published package would hold its migrations.

use toml_edit::{Item, Value};

use super::plan::Plan;
use super::setup::Setup;
use super::targets::Build;

/// Looks at `include` and `exclude`.
pub(super) fn check(plan: &Plan<'_>, setup: &mut Setup) {
    if plan.package.key("publish").and_then(Item::as_bool) == Some(false) {
        return;
    }
    if let Some(include) = patterns(plan, "include") {
        let mut wanted = vec![format!("{}/**", plan.folder)];
        if let Build::File(file) = &plan.targets.build {
            wanted.push(file.clone());
        }
        wanted.retain(|path| !include.iter().any(|pattern| covers(pattern, path)));
        if !wanted.is_empty() {
            let wanted: Vec<String> = wanted.iter().map(|path| format!("\"/{path}\"")).collect();
            let because = "`include` lists what is published, and not all that the build needs";
            setup.leave(
                "Cargo.toml",
                because,
                format!("add {} to `include`", wanted.join(" and ")),
            );
        }
    } else if let Some(exclude) = patterns(plan, "exclude")
        && let Some(pattern) = exclude.iter().find(|it| covers(it, &plan.folder))
    {
        let because =
            format!("`exclude` keeps the migrations out of what is published: `{pattern}`");
        setup.leave("Cargo.toml", because, "remove the pattern");
    }
}

fn patterns(plan: &Plan<'_>, key: &str) -> Option<Vec<String>> {
    let patterns = plan.package.key(key)?.as_array()?;
    Some(
        patterns
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    )
}

/// Tells whether a pattern is about a path or a folder above it, as far as that can be told
/// without trying: patterns are those of `.gitignore`.
fn covers(pattern: &str, path: &str) -> bool {
    let path = path.trim_end_matches("/**");
    let pattern = pattern.trim_start_matches('/').trim_start_matches("**/");
    if pattern.starts_with('!') {
        return false;
    }
    let folder = pattern.trim_end_matches('*').trim_end_matches('/');
    let is_folder = folder.is_empty() || path == folder || path.starts_with(&format!("{folder}/"));
    is_folder || pattern.starts_with(&format!("{path}/"))
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn patterns_cover_a_path_and_what_is_below() {
        let check =
            |pattern, path, expect| assert_eq!(covers(pattern, path), expect, "{pattern} {path}");
        for pattern in [
            "migrations",
            "/migrations/",
            "migrations/**",
            "/migrations/*.rs",
            "*",
            "**/*",
            "**/migrations",
        ] {
            check(pattern, "migrations/**", true);
        }
        for pattern in ["src/**", "migrations2", "!migrations", "build.rs"] {
            check(pattern, "migrations/**", false);
        }
        check("db/**", "db/migrations/**", true);
        check("/build.rs", "build.rs", true);
    }
}
