//! The keys that tokens are signed with, and the hosts that may embed with each.

use super::material::{self, Checking, is_origin};
use crate::failure::Failure;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// `[embed]` in `granary.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// What tokens must name as their audience.
    pub audience: Option<String>,
    /// Whether nothing else is served: no dashboard and no API without a token.
    pub only: bool,
    /// The keys. Two at a time let a new one take over from an old one.
    pub key: Vec<KeyConfig>,
}

/// `[[embed.key]]`: exactly one of the three files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct KeyConfig {
    /// What tokens name it by in their header (`kid`); keys of a set have their own.
    pub id: String,
    /// File with the secret that host and server share (HS256).
    pub secret_file: Option<PathBuf>,
    /// File with the public key of the host, in PEM (EdDSA or RS256).
    pub public_key_file: Option<PathBuf>,
    /// File with several public keys of the host, as a JSON Web Key Set.
    pub jwks_file: Option<PathBuf>,
    /// Origins of the pages that may embed with it, such as `https://intranet.example`.
    pub origins: Vec<String>,
}

/// What tokens name as their audience where the configuration does not say.
const AUDIENCE: &str = "granary";
/// Most letters of a key's id.
const ID_LETTERS_MAX: usize = 64;

/// The keys in force.
pub struct Keys {
    /// What tokens must name as their audience.
    pub(super) audience: String,
    /// Whether nothing is served without a token.
    pub only: bool,
    pub(super) keys: Vec<Key>,
}

/// A key.
pub(super) struct Key {
    pub(super) id: String,
    pub(super) checking: Checking,
    pub(super) origins: Vec<String>,
}

impl Keys {
    /// The keys of a configuration, read and checked.
    ///
    /// # Errors
    /// There is none; one is missing, weak, or cannot be used; two have the same id; an origin is none.
    pub fn read(config: &Config) -> Result<Self, Failure> {
        let mut keys: Vec<Key> = Vec::new();
        for entry in &config.key {
            for key in entry.read()? {
                if keys.iter().any(|other| other.id == key.id) {
                    let cause = format!("two keys of [embed] have the id {:?}", key.id);
                    return Err(Failure::new(cause, "Give each its own: tokens name their key by it"));
                }
                keys.push(key);
            }
        }
        if keys.is_empty() {
            return Err(Failure::new(
                "[embed] has no key, so nobody could say who may see what",
                "Add [[embed.key]] with id, origins and secret_file, public_key_file or jwks_file",
            ));
        }
        let audience = config.audience.clone().unwrap_or_else(|| AUDIENCE.to_owned());
        Ok(Keys { audience, only: config.only, keys })
    }

    /// The key of that id.
    pub(super) fn named(&self, id: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.id == id)
    }

    /// Every origin that may embed, each once, with spaces between them, as a policy names them.
    pub fn origins(&self) -> String {
        let mut origins: Vec<&str> =
            self.keys.iter().flat_map(|key| &key.origins).map(String::as_str).collect();
        origins.sort_unstable();
        origins.dedup();
        origins.join(" ")
    }
}

impl KeyConfig {
    fn read(&self) -> Result<Vec<Key>, Failure> {
        let named = if self.id.is_empty() {
            "a key of [embed]".to_owned()
        } else {
            format!("key {:?} of [embed]", self.id)
        };
        let failure = |cause: &str, remedy: &str| Failure::new(format!("{named} {cause}"), remedy);
        if self.origins.is_empty() {
            return Err(failure("names no origin", "Add origins = [\"https://intranet.example\"]"));
        }
        if let Some(wrong) = self.origins.iter().find(|origin| !is_origin(origin)) {
            return Err(failure(
                &format!("names {wrong:?}, which is not an origin"),
                "Write scheme, host and port only, as in https://intranet.example or http://localhost:8080",
            ));
        }
        let keys = match (&self.secret_file, &self.public_key_file, &self.jwks_file) {
            (Some(file), None, None) => vec![(self.id.clone(), material::shared(file)?)],
            (None, Some(file), None) => vec![(self.id.clone(), material::public(file)?)],
            (None, None, Some(file)) => material::set(file)?,
            _ => {
                let remedy = "Name one of secret_file, public_key_file and jwks_file";
                return Err(failure("has no file, or more than one", remedy));
            }
        };
        let is_id = |id: &str| {
            let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
            (1..=ID_LETTERS_MAX).contains(&id.len()) && id.chars().all(is_letter)
        };
        if let Some((wrong, _)) = keys.iter().find(|(id, _)| !is_id(id)) {
            let remedy = "Give it an id of letters, digits, hyphens, dots and underscores";
            return Err(failure(&format!("has the id {wrong:?}"), remedy));
        }
        let origins = &self.origins;
        Ok(keys.into_iter().map(|(id, checking)| Key { id, checking, origins: origins.clone() }).collect())
    }
}
