//! `granary user`: adds somebody to a file of users. The file holds a hash of their password, never the password.

use super::terminal::tell;
use crate::access::{Role, User, Users, hash};
use crate::failure::Failure;
use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

/// Least letters of a password (NIST SP 800-63B, 3.1.1).
const PASSWORD_LETTERS_MIN: usize = 8;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Their name.
    name: String,
    /// The file of users, as `users_file` of [sign_in] names it; made if there is none.
    #[arg(long, value_name = "users.toml")]
    users: PathBuf,
    /// What they are here as.
    #[arg(long, value_enum, default_value = "viewer")]
    role: Role,
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
        if std::io::stdin().is_terminal() {
            // Nothing hides what is typed: a file or a pipe does.
            let _ = write!(std::io::stderr(), "Password of {} (it is shown while you type): ", self.name);
        }
        let mut password = String::new();
        let read = std::io::stdin().lock().read_line(&mut password);
        read.map_err(|error| {
            Failure::new(format!("cannot read the password: {error}"), "Give it on standard input")
        })?;
        let password = password.trim_end_matches(['\n', '\r']);
        if password.chars().count() < PASSWORD_LETTERS_MIN {
            let cause = format!("the password has fewer than {PASSWORD_LETTERS_MIN} letters");
            return Err(Failure::new(cause, "Give a longer one on standard input"));
        }
        let user = User {
            name: self.name.clone(),
            password: hash(password)?,
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
        Ok(())
    }
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
