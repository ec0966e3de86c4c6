//! The binary that has the command line: three lines, and what Cargo must know of it.

use super::embed::call;
use super::manifest::Manifest;
use super::plan::Plan;
use super::setup::Setup;

/// What an existing file must hold to be the binary.
const RUN: &str = "migrator_cli::run";

/// Makes the binary, unless it is there.
pub(super) fn plan(plan: &Plan<'_>, manifest: &mut Manifest<'_>, setup: &mut Setup) {
    let name = &plan.binary;
    let another = "choose another name for the binary of the migrations";
    if plan.targets.binaries.iter().any(|other| other == name) {
        let because = format!("the package's own binary is called `{name}`, too");
        let help = format!("{another}, or call `{RUN}(&MIGRATIONS)` in that one");
        return setup.leave("src/main.rs", because, help);
    }
    let file = plan.targets.migrate.clone();
    let file = file.unwrap_or_else(|| format!("src/bin/{name}.rs"));
    if plan.package.exists(&file) {
        let text = plan.package.read_file(&file).unwrap_or_default();
        if !text.contains("migrator_cli") {
            let because = "the binary is there and does not run the command line";
            let help = format!("call `{RUN}(&MIGRATIONS)` there, or {another}");
            return setup.leave(&file, because, help);
        }
    } else {
        match source(plan) {
            Ok(text) => {
                let what = "the command line of the migrations";
                setup.create(plan.package.file(&file), text, what);
            }
            Err(because) => {
                let help = format!(
                    "write the binary by hand: embed or import the set, and call `{RUN}(&…)` with it"
                );
                return setup.leave(&file, because, help);
            }
        }
    }
    manifest.binary(plan, &file, setup);
    manifest.default_run(plan, setup);
}

/// The text of the binary, or why it cannot be written.
fn source(plan: &Plan<'_>) -> Result<String, String> {
    let name = &plan.binary;
    let (set, handle) = set(plan)?;
    Ok(format!(
        "//! The command line of the migrations: `cargo run --bin {name} -- --help`.\n\n\
         {set}\n\n\
         fn main() -> std::process::ExitCode {{\n    {RUN}(&{handle})\n}}\n"
    ))
}

/// How the binary comes by the set: the line, and the handle it defines.
fn set(plan: &Plan<'_>) -> Result<(String, String), String> {
    if let Some(path) = plan.handle() {
        let handle = path.rsplit("::").next().unwrap_or_default().to_owned();
        return Ok((format!("use {path};"), handle));
    }
    if plan.embedded.sets.is_empty() {
        return Ok((call(&plan.folder, plan.layout), "MIGRATIONS".to_owned()));
    }
    let Some(set) = plan.embedded.only() else {
        let files: Vec<String> = plan
            .embedded
            .sets
            .iter()
            .map(|it| format!("`{}`", it.file))
            .collect();
        return Err(format!(
            "several sets are embedded, in {}",
            files.join(", ")
        ));
    };
    if !set.is_portable {
        return Err(format!(
            "the set in `{}` is combined with others of its own crate",
            set.file
        ));
    }
    Ok((
        format!("migrator::embed_migrations!({});", set.arguments),
        set.name.clone(),
    ))
}
