//! A proxy that asks who comes, and says so in headers.

use super::role::{Groups, Person, Role};
use crate::failure::Failure;
use crate::wire::Client;
use axum::http::{HeaderMap, HeaderName};
use contract::{Entry, Lock};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// `[sign_in.proxy]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProxyConfig {
    /// Addresses of the proxy. What anyone else says in the headers is not believed.
    #[schemars(with = "Vec<String>")]
    pub from: Vec<IpAddr>,
    /// The header that names who comes.
    pub user_header: String,
    /// The header that lists their groups, with commas between them.
    #[serde(default)]
    pub groups_header: Option<String>,
    /// The groups of each role. Who is in none of them may only look.
    #[serde(default)]
    pub roles: Groups,
}

/// People whom a proxy names.
pub struct Proxy {
    from: Vec<IpAddr>,
    user: HeaderName,
    groups: Option<HeaderName>,
    roles: Groups,
}

impl Proxy {
    /// A proxy as the configuration has it.
    ///
    /// # Errors
    /// It names no address; a header is none.
    pub(super) fn new(config: &ProxyConfig) -> Result<Self, Failure> {
        let header = |name: &String| {
            let remedy = "Give a name of letters, digits and hyphens, such as x-forwarded-user";
            name.parse::<HeaderName>().map_err(|_| Failure::new(format!("{name:?} is not a header"), remedy))
        };
        if config.from.is_empty() {
            let cause = "[sign_in.proxy] names no address, so anyone could say who they are";
            return Err(Failure::new(cause, "Add from = [\"127.0.0.1\"] with the addresses of the proxy"));
        }
        Ok(Proxy {
            from: config.from.clone(),
            user: header(&config.user_header)?,
            groups: config.groups_header.as_ref().map(header).transpose()?,
            roles: config.roles.clone(),
        })
    }

    /// Who comes, if the proxy says so.
    pub fn names(&self, client: Client, headers: &HeaderMap) -> Option<Person> {
        if !self.from.iter().any(|address| client == Client::from(*address)) {
            return None;
        }
        let mut names = headers.get_all(&self.user).iter();
        let name = names.next().filter(|_| names.next().is_none())?.to_str().ok()?.trim();
        if !Entry::is_name(name) {
            return None;
        }
        let groups = self.groups.iter().flat_map(|header| headers.get_all(header));
        let groups: Vec<&str> = groups
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','))
            .map(str::trim)
            .collect();
        let role = Role::of_groups(&self.roles, &groups);
        Some(Person { name: name.to_owned(), role, lock: Lock::default() })
    }
}
