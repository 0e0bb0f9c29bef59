//! The server's configuration file. Arguments override it; values in neither have defaults.

use crate::access;
use crate::failure::Failure;
use crate::limits::Limits;
use crate::log;
use crate::toml_file;
use crate::wire::TlsConfig;
use clap::ValueEnum;
use data::store::MAIN_TENANT;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// `granary.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Address and port to listen on.
    #[schemars(with = "String")]
    pub listen: Option<SocketAddr>,
    /// Address and port to listen on for operators: health, readiness and metrics.
    #[schemars(with = "String", example = &"127.0.0.1:9000")]
    pub admin_listen: Option<SocketAddr>,
    /// Address and port to listen on for programs that ask by Arrow Flight SQL; where it is absent, they are not answered.
    #[cfg(feature = "flight")]
    #[schemars(with = "String", example = &"127.0.0.1:32010")]
    pub flight: Option<SocketAddr>,
    /// Whether the server may listen on an address that other machines can reach.
    pub public: bool,
    /// Hosts to answer to besides loopback names.
    pub hosts: Vec<String>,
    /// Tenant to serve.
    pub tenant: Option<String>,
    /// Directory of the site; by default `site` beside the program.
    #[schemars(example = &"/usr/local/lib/granary/site")]
    pub site: Option<PathBuf>,
    /// Format of the log: `json`, `text`, or `auto` for text on a terminal and JSON elsewhere.
    #[schemars(with = "String")]
    pub log: Option<log::Format>,
    /// Whether queries in SQL are answered: `confined` only where the system can confine the processes that answer them, `trusting`
    /// with whatever limits it has, or `off`; by default confined if other machines can reach the server, else trusting.
    #[schemars(with = "String", example = &"confined")]
    pub sql: Option<SqlMode>,
    /// Whether assistants are answered at `/mcp`.
    pub mcp: bool,
    /// Whether decisions are written down that anybody who reaches the server hands in; by default, where only this machine reaches
    /// it, or people sign in as planners.
    #[schemars(example = false)]
    pub allow_decisions: Option<bool>,
    /// Whether browsers keep the pages that were seen, for hours without a network; unless it says no, they do.
    pub offline: Option<bool>,
    /// Views within pages of others; where it is absent, nobody may embed one.
    pub embed: Option<access::Config>,
    /// Who may come; where it is absent, everybody who reaches the server.
    pub sign_in: Option<access::SignIn>,
    /// File to which it is added who did what.
    #[schemars(example = &"audit.jsonl")]
    pub audit_file: Option<PathBuf>,
    /// The certificate of the readers' listener; where it is absent, nothing is encrypted.
    pub tls: Option<TlsConfig>,
    /// Limits.
    pub limits: Limits,
}

/// Whether queries in SQL are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum SqlMode {
    /// Only where the system can confine the processes that answer them.
    Confined,
    /// With whatever limits the system has.
    Trusting,
    /// Not at all.
    Off,
}

/// Where the server listens unless it is told otherwise: only this machine reaches it.
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 3000);

impl Config {
    /// What the server does where nothing is said, as far as that is one value.
    pub fn of_defaults() -> Self {
        Config {
            listen: Some(DEFAULT_LISTEN),
            tenant: Some(MAIN_TENANT.to_owned()),
            log: Some(log::Format::default()),
            offline: Some(true),
            ..Config::default()
        }
    }

    /// Reads and checks a configuration file.
    ///
    /// # Errors
    /// It cannot be read; an invalid line; a limit that would let nothing through.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let config: Config = toml_file::read(path)?;
        match config.limits.problem() {
            None => Ok(config),
            Some(problem) => Err(Failure::new(format!("{}: {problem}", path.display()), "Correct the limit")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_refused(name: &str, text: &str, part: &str) {
        let path = std::env::temp_dir().join(format!("granary-config-{}-{name}.toml", std::process::id()));
        std::fs::write(&path, text).expect("written");
        let failure = Config::read(&path).expect_err(text).to_string();
        let _ = std::fs::remove_file(&path);
        assert!(failure.contains(part), "{failure}");
    }

    #[test]
    fn a_wrong_line_is_named() {
        check_refused("unknown", "listen = \"127.0.0.1:80\"\nprot = 3\n", "line 2: unknown field `prot`");
        check_refused("type", "[limits]\n\nconnections = \"many\"\n", "line 3");
        check_refused("limit", "[limits]\nconnections = 0\n", "`connections` is 0");
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let failure = Config::read(Path::new("/no/such/granary.toml")).expect_err("none").to_string();
        assert!(failure.contains("cannot read /no/such/granary.toml"), "{failure}");
    }
}
