//! The build script: made, or given its line.

use migrator_core::script::Layout;

use super::build_call::calls_compiler;
use super::manifest::Manifest;
use super::plan::Plan;
use super::rust_text::with_first_statement;
use super::setup::Setup;
use super::targets::Build;

/// Adds the call of the migration compiler, and the dependency it needs.
pub(super) fn plan(plan: &Plan<'_>, manifest: &mut Manifest<'_>, setup: &mut Setup) {
    let statement = statement(plan);
    let line = statement.replace("\n        ", "");
    let file = match &plan.targets.build {
        Build::File(file) => file,
        Build::Off => {
            let help = format!(
                "remove `build = false` and call this again, so that `build.rs` has `{line}`"
            );
            return setup.leave(
                "Cargo.toml",
                "`build = false` switches the build script off",
                help,
            );
        }
        Build::Unknown => {
            let help = format!(
                "add `{line}` to a build script, and `migrator-build` to `[build-dependencies]`"
            );
            return setup.leave("Cargo.toml", "`build` is not the name of one file", help);
        }
    };
    manifest.build_dependency(setup);
    let Some(old) = plan.package.read_file(file) else {
        if plan.package.exists(file) {
            let help = format!("add `{line}` to its `fn main`");
            return setup.leave(file, "the file cannot be read", help);
        }
        // The lints of a package, `missing_docs` say, are those of its build script, too.
        let text = format!(
            "//! Checks the migrations before anything is compiled.\n\nfn main() {{\n    {statement}\n}}\n"
        );
        return setup.create(
            plan.package.file(file),
            text,
            "check the migrations in each build",
        );
    };
    if calls_compiler(&old) {
        return;
    }
    match with_first_statement(&old, &statement) {
        Some(new) => {
            let what = format!("check the migrations in each build: `{line}`");
            setup.edit(plan.package.file(file), old, new, what);
        }
        None => {
            let help = format!("add `{line}` to what the build script does");
            setup.leave(file, "there is no `fn main` in it", help);
        }
    }
}

/// The call with the options of the macro.
fn statement(plan: &Plan<'_>) -> String {
    let folder = &plan.folder;
    let (allow_heads, combine) = plan
        .embedded
        .only()
        .map_or((false, false), |set| (set.allow_heads, set.combine));
    if !allow_heads && !combine && plan.layout == Layout::Migrator {
        return format!("migrator_build::compile({folder:?});");
    }
    let layout = match plan.layout {
        Layout::Migrator => String::new(),
        other => format!(".layout(migrator_build::Layout::{other:?})"),
    };
    let heads = if allow_heads { ".allow_heads()" } else { "" };
    let combined = if combine { ".combined()" } else { "" };
    let start = format!("migrator_build::Compiler::new({folder:?})");
    let calls = [layout.as_str(), heads, combined, ".run();"];
    let calls: Vec<&str> = calls.into_iter().filter(|call| !call.is_empty()).collect();
    // As rustfmt would have it, behind four blanks.
    let width = start.len() + calls.concat().len() - ";".len();
    if width <= 60 {
        return start + &calls.concat();
    }
    let lines: Vec<String> = calls
        .iter()
        .map(|call| format!("\n        {call}"))
        .collect();
    start + &lines.concat()
}
