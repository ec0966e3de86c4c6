//! `postgres://` URLs and `key=value` pairs, as `libpq` takes them, and what its environment adds.
//!
//! The driver reads both, too, but says of neither where TLS is concerned what `libpq` says, knows nothing
//! of certificates, and repeats parts of what it cannot read. So this reads them into [`Parameters`]
//! and hands those on as pairs.

use super::parameters::Parameters;
use crate::database::decoded;
use crate::database::error::UrlError;

/// What to write where the parts of a URL cannot be told apart.
const ENCODE: &str =
    "write an `@`, `:`, `/`, `?` or `%` of the password as `%40`, `%3A`, `%2F`, `%3F` or `%25`";

/// Reads a URL, or pairs.
pub(super) fn read(text: &str) -> Result<Parameters, UrlError> {
    let mut parameters = Parameters::default();
    let mut prefixes = ["postgres:", "postgresql:"].into_iter();
    match prefixes.find_map(|prefix| text.strip_prefix(prefix)) {
        Some(rest) => url(
            rest.strip_prefix("//").ok_or(UrlError::NoScheme)?,
            &mut parameters,
        )?,
        None => pairs(text, &mut parameters)?,
    }
    Ok(parameters)
}

fn url(rest: &str, parameters: &mut Parameters) -> Result<(), UrlError> {
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = before.split_once('/').unwrap_or((before, ""));
    let has_user = authority.contains('@');
    let is_cut = !has_user && !authority.is_empty() && rest.contains('@');
    if before.matches('@').count() > 1 || is_cut {
        return Err(password());
    }
    let hosts = match authority.split_once('@') {
        Some((credentials, hosts)) => {
            let (user, password) = match credentials.split_once(':') {
                Some((user, password)) => (user, Some(password)),
                None => (credentials, None),
            };
            parameters.set("user", decoded(user, "user")?);
            if let Some(text) = password {
                parameters.set("password", decoded(text, "password")?);
            }
            hosts
        }
        None => authority,
    };
    self::hosts(hosts, parameters)?;
    parameters.set("dbname", decoded(database, "database")?);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(password());
        };
        let value = decoded(value, "query")?;
        parameters.add(&decoded(name, "query")?, value)?;
    }
    Ok(())
}

fn password() -> UrlError {
    UrlError::Unreadable {
        part: "password",
        help: ENCODE,
    }
}

/// Reads `a,b:5433,[::1]:5434`.
fn hosts(text: &str, parameters: &mut Parameters) -> Result<(), UrlError> {
    let mut names = Vec::new();
    let mut ports = Vec::new();
    for host in text.split(',').filter(|host| !host.is_empty()) {
        let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((name, port)) => (name, port.strip_prefix(':')),
            None => match host.split_once(':') {
                Some((name, port)) => (name, Some(port)),
                None => (host, None),
            },
        };
        names.push(decoded(name, "host")?);
        ports.push(port.filter(|port| !port.is_empty()));
    }
    parameters.set("host", names.join(","));
    if ports.iter().any(Option::is_some) {
        let ports: Vec<&str> = ports
            .into_iter()
            .map(|port| port.unwrap_or("5432"))
            .collect();
        parameters.set("port", ports.join(","));
    }
    Ok(())
}

/// Reads `host=db password='it''s'`: a value with blanks is quoted, and a backslash takes the
/// meaning from what follows it.
fn pairs(text: &str, parameters: &mut Parameters) -> Result<(), UrlError> {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let Some((name, behind)) = rest.split_once('=') else {
            return Err(unpaired());
        };
        let name = name.trim_end();
        if name.contains(char::is_whitespace) {
            return Err(unpaired());
        }
        let (value, behind) = value(behind.trim_start())?;
        parameters.add(name, value)?;
        rest = behind.trim_start();
    }
    Ok(())
}

fn unpaired() -> UrlError {
    UrlError::Unreadable {
        part: "list of pairs",
        help: "write it as `host=db user=me`, and a value with blanks in single quotes",
    }
}

/// Returns the value at the beginning of a text, and what follows it.
fn value(text: &str) -> Result<(String, &str), UrlError> {
    let quoted = text.strip_prefix('\'');
    let is_quoted = quoted.is_some();
    let text = quoted.unwrap_or(text);
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' => value.extend(characters.next().map(|(_, c)| c)),
            '\'' if is_quoted => return Ok((value, text.get(at + 1..).unwrap_or(""))),
            c if c.is_whitespace() && !is_quoted => {
                return Ok((value, text.get(at..).unwrap_or("")));
            }
            c => value.push(c),
        }
    }
    match is_quoted {
        true => Err(unpaired()),
        false => Ok((value, "")),
    }
}
