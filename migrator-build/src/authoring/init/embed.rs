//! The line that embeds the migrations: in the library, or in `src/main.rs`.

use migrator_core::script::Layout;

use super::names::DEFAULT_FOLDER;
use super::plan::Plan;
use super::rust_text::with_call;
use super::setup::Setup;

/// The call for a folder.
pub(super) fn call(folder: &str, layout: Layout) -> String {
    match layout {
        Layout::Migrator if folder == DEFAULT_FOLDER => "migrator::embed_migrations!();".to_owned(),
        Layout::Migrator => format!("migrator::embed_migrations!({folder:?});"),
        other => {
            let keyword = other.keyword();
            format!("migrator::embed_migrations!({folder:?}, layout = {keyword});")
        }
    }
}

/// Adds the call, unless there is one somewhere.
pub(super) fn plan(plan: &Plan<'_>, setup: &mut Setup) {
    if !plan.embedded.sets.is_empty() {
        return;
    }
    let call = call(&plan.folder, plan.layout);
    let Some(file) = home(plan) else {
        if !plan.targets.binaries.is_empty() {
            let because = "there are several binaries and no library that they share";
            let help = format!("add `{call}` to the one that migrates its database");
            setup.leave("src/bin", because, help);
        }
        return;
    };
    let Some(old) = plan.package.read_file(file) else {
        let help = format!("write `{call}` into the library");
        return setup.leave(file, "the file cannot be read", help);
    };
    match with_call(&old, &call) {
        Some(new) => {
            let what = format!("embed the migrations: `{call}`");
            setup.edit(plan.package.file(file), old, new, what);
        }
        None => {
            let help = format!("add `{call}` at the top level of the file");
            setup.leave(file, "the file is no valid Rust", help);
        }
    }
}

/// The file that should embed them; without one the binary of the migrations is the only one.
fn home<'a>(plan: &'a Plan<'_>) -> Option<&'a str> {
    let library = plan.targets.library.as_ref();
    let library = library
        .filter(|it| !it.is_proc_macro)
        .map(|it| it.file.as_str());
    library.or(plan.targets.main.as_deref())
}
