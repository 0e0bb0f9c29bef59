//! Who may use the server, and as what: people with passwords in a file, people of a provider, or people whom a proxy names.

use super::material;
use super::oidc::{OidcConfig, Provider};
use super::programs::Programs;
use super::proxy::{Proxy, ProxyConfig};
use super::role::{Person, Role};
use super::seal::Seal;
use super::session::Sessions;
use crate::failure::Failure;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use contract::{Entry, Lock};
use planning::day::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `[sign_in]` in `granary.toml`: a file of people, a provider, or a proxy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SignIn {
    /// File with the people and the hashes of their passwords, and with the programs and the hashes of their keys.
    pub users_file: Option<PathBuf>,
    /// File with the secret that sessions are signed with. Another one signs everybody out.
    pub secret_file: Option<PathBuf>,
    /// Hours without a request after which a session ends; with a provider, hours after which it is asked again.
    pub hours: Option<u32>,
    /// A provider of OpenID Connect that asks who comes.
    pub oidc: Option<OidcConfig>,
    /// A proxy that asks who comes.
    pub proxy: Option<ProxyConfig>,
}

/// A user as their file has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// Their name.
    pub name: String,
    /// Hash of their password (Argon2id, in the PHC format); absent for a program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// SHA-256 of a program's key, hexadecimal. Keys are drawn by chance, so a plain hash tells nobody what they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_sha256: Option<String>,
    /// The last day on which a key is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// What they are here as.
    pub role: Role,
    /// The categories that they see; all if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<String>,
    /// The locations that they see, by id; all if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub location: Vec<String>,
}

/// A file of users: `[[user]]` for each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Users {
    /// The users.
    pub user: Vec<User>,
}

/// How people are known.
pub enum People {
    /// By a password, and then by a cookie.
    ByPassword(Passwords),
    /// By what a provider says, and then by a cookie.
    ByProvider(Box<Provider>),
    /// By what a proxy says.
    ByProxy(Proxy),
}

/// People with passwords, and programs with keys.
pub struct Passwords {
    users: Known,
    /// Programs.
    pub programs: Programs,
    /// A hash of no password, for names that nobody has: they take as long as others.
    nobody: String,
    /// What tells them again.
    pub sessions: Sessions,
}

/// Hours after which a session ends where the configuration does not say.
const HOURS: u32 = 8;
/// The most hours that it may say.
const HOURS_MAX: u32 = 24 * 7;

impl People {
    /// Reads and checks a configuration.
    ///
    /// # Errors
    /// Nothing says who may come, or two things do; a file cannot be read; a secret is weak; a header or an address is none.
    pub fn read(config: &SignIn) -> Result<Self, Failure> {
        match (&config.users_file, &config.oidc, &config.proxy) {
            (Some(file), None, None) => {
                let (seal, life) = config.sealed()?;
                let sessions = Sessions::new(seal, life);
                Ok(People::ByPassword(Passwords::new(Users::read(file)?, file, sessions)?))
            }
            (file, Some(oidc), None) => {
                let (seal, life) = config.sealed()?;
                let programs = file.as_deref().map(programs).transpose()?.unwrap_or_default();
                Ok(People::ByProvider(Box::new(Provider::new(oidc, seal, life, programs)?)))
            }
            (None, None, Some(proxy)) => Ok(People::ByProxy(Proxy::new(proxy)?)),
            _ => Err(Failure::new(
                "[sign_in] says nothing of who may come, or two things",
                "Add users_file with secret_file, [sign_in.oidc] with secret_file, or [sign_in.proxy]",
            )),
        }
    }
}

impl SignIn {
    /// What signs the cookies, and how long a session is.
    fn sealed(&self) -> Result<(Seal, Duration), Failure> {
        let remedy = "Add secret_file, made with openssl rand -hex 32";
        let secret = self.secret_file.as_deref();
        let secret = secret.ok_or_else(|| Failure::new("[sign_in] has no secret_file", remedy))?;
        let hours = self.hours.unwrap_or(HOURS);
        if !(1..=HOURS_MAX).contains(&hours) {
            let cause = format!("`hours` of [sign_in] is {hours}");
            return Err(Failure::new(cause, format!("Give between 1 and {HOURS_MAX} hours")));
        }
        let seal = Seal::new(&material::secret(secret)?)?;
        Ok((seal, Duration::from_secs(u64::from(hours) * 3_600)))
    }
}

/// The programs of a file in which nobody has a password, because people sign in elsewhere.
fn programs(file: &Path) -> Result<Programs, Failure> {
    let (people, programs) = known(Users::read(file)?, file)?;
    match people.keys().min() {
        None => Ok(programs),
        Some(name) => Err(Failure::new(
            format!("{}: {name} has a password, and people sign in at the provider", file.display()),
            "Remove them from the file, or [sign_in.oidc] from the configuration",
        )),
    }
}

impl Users {
    /// Checks that a server would take them.
    ///
    /// # Errors
    /// A name or a hash is none, there are two of a name, a part goes with more than looking.
    pub fn check(&self, file: &Path) -> Result<(), Failure> {
        known(self.clone(), file).map(|_| ())
    }

    /// Reads a file of users.
    ///
    /// # Errors
    /// It cannot be read; a line is wrong.
    pub fn read(file: &Path) -> Result<Self, Failure> {
        crate::toml_file::read(file)
    }
}

/// Hashes a password, with a salt by chance.
///
/// # Errors
/// The system gives no chance.
pub fn hash(password: &str) -> Result<String, Failure> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    let hash =
        hash.map_err(|error| Failure::new(format!("the password cannot be hashed: {error}"), "Try again"))?;
    Ok(hash.to_string())
}

/// People by their names, each with the hash of their password.
type Known = HashMap<String, (Person, String)>;

/// The people and programs of a file, checked.
fn known(users: Users, file: &Path) -> Result<(Known, Programs), Failure> {
    let bad = |cause: String, remedy: &str| Failure::new(format!("{}: {cause}", file.display()), remedy);
    let (mut people, mut programs, mut names) = (HashMap::new(), HashMap::new(), HashSet::new());
    for User { name, password, key_sha256, until, role, category, location } in users.user {
        if !Entry::is_name(&name) {
            return Err(bad(format!("{name:?} is not a name"), "Give every user one"));
        }
        if !names.insert(name.clone()) {
            return Err(bad(format!("there are two users named {name}"), "Remove one"));
        }
        let lock = Lock { category, location }.in_order();
        if !lock.is_open() && role > Role::Viewer {
            let cause = format!("{name} sees a part of the data, and more than pages");
            return Err(bad(cause, "Make them a viewer: queries and the server's state know no parts"));
        }
        let person = Person { name: name.clone(), role, lock };
        match (password, key_sha256) {
            (Some(hash), None) if is_argon(&hash) => drop(people.insert(name, (person, hash))),
            (None, Some(hash)) if is_sha256(&hash) => drop(programs.insert(hash, (person, until))),
            _ => {
                let cause = format!("{name} has neither the hash of a password nor that of a key, or both");
                return Err(bad(cause, "Write the user with granary user, which hashes them"));
            }
        }
    }
    if names.is_empty() {
        return Err(bad("it has no user".to_owned(), "Add one with granary user"));
    }
    Ok((people, Programs::new(programs)))
}

fn is_argon(hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| hash.algorithm.as_str() == "argon2id")
}

fn is_sha256(hash: &str) -> bool {
    hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

impl Passwords {
    fn new(users: Users, file: &Path, sessions: Sessions) -> Result<Self, Failure> {
        let (users, programs) = known(users, file)?;
        Ok(Passwords { users, programs, nobody: hash("")?, sessions })
    }

    /// Who has this name and password. Takes as long for names that nobody has.
    pub fn check(&self, name: &str, password: &str) -> Option<&Person> {
        let known = self.users.get(name);
        let hash = PasswordHash::new(known.map_or(&self.nobody, |(_, hash)| hash)).ok()?;
        let fits = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
        known.filter(|_| fits).map(|(person, _)| person)
    }

    /// Who has this name, for a session that names it.
    pub fn named(&self, name: &str) -> Option<&Person> {
        self.users.get(name).map(|(person, _)| person)
    }
}
