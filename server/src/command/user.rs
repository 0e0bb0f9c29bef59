//! `granary user`: adds somebody, or a program, to a file of users. The file holds a hash of their password or key, never these.

use super::terminal::{say, tell};
use crate::access::{Role, User, Users, hash};
use crate::failure::Failure;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use data::store::sha256_hex;
use planning::day::Day;
use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

/// Least letters of a password (NIST SP 800-63B, 3.1.1).
const PASSWORD_LETTERS_MIN: usize = 8;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Their name.
    name: String,
    /// The file of users, as `users_file` in the configuration names it; made if there is none.
    #[arg(long, value_name = "users.toml")]
    users: PathBuf,
    /// What they are here as.
    #[arg(long, value_enum, default_value = "viewer")]
    role: Role,
    /// It is a program: draws a key for it, and prints that once.
    #[arg(long)]
    key: bool,
    /// Last day on which the key is taken.
    #[arg(long, value_name = "DATE", requires = "key", value_parser = day)]
    until: Option<Day>,
    /// Shows them only this category; may be repeated.
    #[arg(long, value_name = "NAME")]
    category: Vec<String>,
    /// Shows them only this location, by its id; may be repeated.
    #[arg(long, value_name = "ID")]
    location: Vec<String>,
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let mut users = if self.users.exists() { Users::read(&self.users)? } else { Users::default() };
        let key = self.key.then(draw).transpose()?;
        let password = if self.key { None } else { Some(hash(&self.password()?)?) };
        let user = User {
            name: self.name.clone(),
            password,
            key_sha256: key.as_ref().map(|key| sha256_hex(key.as_bytes())),
            until: self.until,
            role: self.role,
            category: self.category.clone(),
            location: self.location.clone(),
        };
        let is_known = users.user.iter().any(|known| known.name == self.name);
        users.user.retain(|known| known.name != self.name);
        users.user.push(user);
        users.check(&self.users)?;
        let text = toml::to_string(&users).map_err(|error| Failure::new(error.to_string(), "Report it"))?;
        write_whole(&self.users, &text)?;
        let verb = if is_known { "replaced" } else { "added" };
        tell!("{} is {verb} in {}. Start the server again to let them in.", self.name, self.users.display());
        if let Some(key) = key {
            tell!("Its requests show this key, as Authorization: Bearer KEY. It is not shown again.");
            say!("{key}");
        }
        Ok(())
    }

    /// The password: from a terminal, which does not show it, or the first line of standard input.
    fn password(&self) -> Result<String, Failure> {
        let mut password = String::new();
        let read = if std::io::stdin().is_terminal() {
            rpassword::prompt_password(format!("Password for {}: ", self.name)).map(|typed| password = typed)
        } else {
            std::io::stdin().lock().read_line(&mut password).map(drop)
        };
        let remedy = "Type it, or write it to standard input";
        read.map_err(|error| Failure::new(format!("cannot read the password: {error}"), remedy))?;
        let password = password.trim_end_matches(['\n', '\r']);
        if password.chars().count() < PASSWORD_LETTERS_MIN {
            let cause = format!("the password has fewer than {PASSWORD_LETTERS_MIN} letters");
            return Err(Failure::new(cause, "Give a longer one on standard input"));
        }
        Ok(password.to_owned())
    }
}

/// A date as people write it: year-month-day.
fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| "write year-month-day, as in 2027-06-30".to_owned())
}

/// A key of 256 bits by chance, with a beginning by which scanners of leaked secrets know it.
fn draw() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::new(format!("the system gives no chance: {error}"), "Try again"))?;
    Ok(format!("granary_{}", BASE64_URL_SAFE_NO_PAD.encode(bytes)))
}

/// Writes a file beside itself and renames it, so that it is never half written; only its owner may read it.
fn write_whole(path: &std::path::Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(std::path::Path::new("."));
    let failed = |error: std::io::Error| {
        Failure::new(format!("cannot write {}: {error}", path.display()), "Check the path and its rights")
    };
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}
