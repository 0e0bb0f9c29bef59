//! `granary token`: signs a token with which a page may embed views. Hosts sign their own; this one is for trying.

use super::terminal::{say, tell};
use crate::access::{Claims, LIFE_MAX_S, Signing, View, is_origin, now_s};
use crate::failure::Failure;
use clap::builder::PossibleValuesParser;
use contract::Lock;
use data::store::MAIN_TENANT;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Id of the key, as in [[embed.key]] of granary.toml.
    #[arg(long, value_name = "ID")]
    key: String,
    /// File with the secret that host and server share.
    #[arg(long, value_name = "FILE", required_unless_present = "private_key_file")]
    secret_file: Option<PathBuf>,
    /// File with the host's private Ed25519 key, in PEM.
    #[arg(long, value_name = "FILE", conflicts_with = "secret_file")]
    private_key_file: Option<PathBuf>,
    /// Origin of the page that embeds, such as `https://intranet.example`.
    #[arg(long, value_name = "ORIGIN")]
    origin: String,
    /// A view that it may embed; may be repeated.
    #[arg(long, required = true, value_parser = views())]
    view: Vec<String>,
    /// Shows only this category; may be repeated.
    #[arg(long, value_name = "NAME")]
    category: Vec<String>,
    /// Shows only this location, by its id; may be repeated.
    #[arg(long, value_name = "ID")]
    location: Vec<String>,
    /// Minutes until it expires.
    #[arg(long, default_value_t = LIFE_MAX_S / 60, value_parser = clap::value_parser!(u64).range(1..=LIFE_MAX_S / 60))]
    minutes: u64,
    /// For whom it is; the server's log names them.
    #[arg(long)]
    subject: Option<String>,
    /// The audience in the server's configuration.
    #[arg(long, default_value = "granary")]
    audience: String,
    /// The tenant.
    #[arg(long, default_value = MAIN_TENANT)]
    tenant: String,
}

fn views() -> PossibleValuesParser {
    PossibleValuesParser::new(View::all().iter().map(|view| view.name))
}

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        if !is_origin(&self.origin) {
            let cause = format!("--origin {:?} is not an origin", self.origin);
            return Err(Failure::new(
                cause,
                "Write scheme, host and port only, as in https://intranet.example",
            ));
        }
        let lock = Lock { category: self.category.clone(), location: self.location.clone() };
        let mut views = self.view.iter().filter_map(|name| View::named(name));
        if let Some(view) = views.find(|view| !view.may_be_locked).filter(|_| !lock.is_open()) {
            let cause = format!("{} speaks of all item-locations and cannot be locked", view.name);
            return Err(Failure::new(cause, "Leave out --category and --location, or that view"));
        }
        let signing = match (&self.secret_file, &self.private_key_file) {
            (Some(file), _) => Signing::shared(file)?,
            (None, Some(file)) => Signing::private(file)?,
            (None, None) => {
                return Err(Failure::new("no key is named", "Name --secret-file or --private-key-file"));
            }
        };
        let now_s = now_s();
        let claims = Claims {
            aud: self.audience.clone(),
            iat: now_s,
            exp: now_s.saturating_add(self.minutes * 60),
            nbf: None,
            iss: None,
            sub: self.subject.clone(),
            jti: None,
            tenant: self.tenant.clone(),
            origin: self.origin.clone(),
            views: self.view.clone(),
            lock,
        };
        let token = claims
            .sign(&self.key, &signing)
            .map_err(|error| Failure::new(format!("the token cannot be signed: {error}"), "Check the key"))?;
        tell!("Valid for {} minutes, from {} only.", self.minutes, self.origin);
        say!("{token}");
        Ok(())
    }
}
