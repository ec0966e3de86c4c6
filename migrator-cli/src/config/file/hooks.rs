//! Reads `post-write-hooks`.

use toml::Spanned;
use toml::de::DeValue;

use super::Reader;
use crate::config::hook::{Hook, HookLanguage};
use crate::config::key::Key;
use crate::config::value::{Mistake, guess};
use crate::failure::Failure;

impl Reader<'_> {
    pub(super) fn hook(&self, value: &Spanned<DeValue<'_>>) -> Result<Hook, Failure> {
        let table = self.table(value, Key::PostWriteHooks.name())?;
        let allowed = ["command", "cwd", "language", "name"];
        for name in table.keys() {
            if !allowed.contains(&name.get_ref().as_ref()) {
                let place = self.place(name.span());
                let message = format!("a hook has no `{}` ({place})", name.get_ref());
                return Err(Failure::mistake(guess(
                    Mistake::new(message),
                    name.get_ref(),
                    allowed,
                )));
            }
        }
        let command = match table.get("command") {
            Some(item) => self.command("command", item)?,
            None => {
                return Err(self.wrong(
                    "post-write-hooks",
                    value,
                    Mistake::new("a `command` is missing"),
                ));
            }
        };
        let name = match table.get("name") {
            Some(item) => self.text("name", item)?,
            None => command.first().cloned().unwrap_or_default(),
        };
        let cwd = match table.get("cwd") {
            Some(item) => Some(self.folder.join(self.text("cwd", item)?)),
            None => None,
        };
        let language = match table.get("language") {
            Some(item) => Some(self.language(item)?),
            None => None,
        };
        Ok(Hook {
            name,
            command,
            cwd,
            language,
        })
    }

    fn language(&self, value: &Spanned<DeValue<'_>>) -> Result<HookLanguage, Failure> {
        let name = self.text("language", value)?;
        HookLanguage::of(&name).ok_or_else(|| {
            let mistake = Mistake::new("there is no such language").help("write `rust` or `sql`");
            self.wrong("language", value, mistake)
        })
    }
}
