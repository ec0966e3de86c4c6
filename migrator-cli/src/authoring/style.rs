//! What a new revision is called and looks like: its id, the moment, the templates.

use std::fs;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use migrator_build::authoring::{Moment, Style};
use uuid::Uuid;

use super::shown::shown;
use crate::config::{Config, Key};
use crate::failure::Failure;

/// As many digits of a random number as Alembic takes.
const ID_DIGITS: usize = 12;

/// Draws an id.
pub(crate) fn id() -> String {
    let random = Uuid::new_v4().simple().to_string();
    // The last digits: the first hold the version of the UUID.
    let start = random.len().saturating_sub(ID_DIGITS);
    random.get(start..).unwrap_or(&random).to_owned()
}

/// Returns the style that is configured, at this moment.
pub(crate) fn style(config: &Config) -> Result<Style, Failure> {
    let mut style = Style::new(now(config)?);
    if let Some(template) = config.text(Key::FileTemplate) {
        template.clone_into(&mut style.file_template);
    }
    if let Some(length) = config.count(Key::TruncateSlugLength) {
        style.truncate_slug_length = length;
    }
    style.rust_template = template(config, Key::Template)?;
    style.sql_template = template(config, Key::TemplateSql)?;
    Ok(style)
}

fn template(config: &Config, key: Key) -> Result<Option<String>, Failure> {
    let Some(path) = config.path(key) else {
        return Ok(None);
    };
    fs::read_to_string(path).map(Some).map_err(|error| {
        let message = format!(
            "the template `{}` cannot be read",
            shown(path, &config.current)
        );
        let failure = Failure::new(message).because(&error);
        failure.help(format!("mend the setting `{}`", key.name()))
    })
}

/// Returns the time on the clock that is configured.
fn now(config: &Config) -> Result<Moment, Failure> {
    let name = config.text(Key::Timezone).unwrap_or("UTC");
    let zone = TimeZone::get(name).map_err(|error| {
        Failure::usage(format!("there is no time zone `{name}`")).because(&error)
    })?;
    let now = Timestamp::now().to_zoned(zone);
    // What a clock shows is never negative.
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    Ok(Moment {
        year: now.year(),
        month: part(now.month()),
        day: part(now.day()),
        hour: part(now.hour()),
        minute: part(now.minute()),
        second: part(now.second()),
        epoch: now.timestamp().as_second(),
    })
}
