//! The addresses that the server listens on, and the hosts that it answers to.

use super::Arguments;
use crate::config::{Config, DEFAULT_LISTEN};
use crate::failure::Failure;
use crate::router::host::Hosts;
use std::net::SocketAddr;

/// The listening addresses and the hosts.
pub(super) struct Addresses {
    /// The listener for readers.
    pub(super) listen: SocketAddr,
    /// The separate listener for operators, if there is one.
    pub(super) admin_listen: Option<SocketAddr>,
    /// The separate listener for drivers, if there is one.
    #[cfg(feature = "flight")]
    pub(super) flight: Option<SocketAddr>,
    /// Hosts besides the loopback names.
    hosts: Vec<String>,
    /// Whether the server asks who comes.
    asks: bool,
    /// Whether connections are encrypted.
    encrypts: bool,
    /// Whether decisions are taken, where that is said.
    decides: Option<bool>,
}

impl Addresses {
    /// Taken from the arguments, or else from the configuration.
    ///
    /// # Errors
    /// An address that other machines can reach, without `--public`; an invalid host.
    pub(super) fn of(arguments: &Arguments, config: &Config) -> Result<Self, Failure> {
        let addresses = Addresses {
            listen: arguments.listen.or(config.listen).unwrap_or(DEFAULT_LISTEN),
            admin_listen: arguments.admin_listen.or(config.admin_listen),
            #[cfg(feature = "flight")]
            flight: arguments.flight.or(config.flight),
            hosts: arguments.host.iter().chain(&config.hosts).cloned().collect(),
            asks: config.sign_in.is_some(),
            encrypts: config.tls.is_some(),
            decides: arguments.allow_decisions.or(config.allow_decisions),
        };
        addresses.hosts_at(addresses.listen)?;
        if arguments.public || config.public || (addresses.asks && addresses.encrypts) {
            return Ok(addresses);
        }
        if let Some((option, address)) = addresses.public().next() {
            let (why, remedy) = match addresses.asks {
                false => (
                    "nobody has to sign in",
                    "Add --public if everyone who reaches that address may see everything, or listen on 127.0.0.1",
                ),
                true => (
                    "passwords would cross the network unencrypted",
                    "Put a proxy with TLS before it and add --public, or listen on 127.0.0.1",
                ),
            };
            return Err(Failure::new(
                format!("{option} {address} lets other machines in, and {why}"),
                remedy,
            ));
        }
        Ok(addresses)
    }

    /// Whether decisions are taken. Where nothing is said: from people who sign in, whose rights are asked; else only where no other
    /// machine reaches the server, not even through a proxy, which asks by another name.
    pub(super) fn takes_decisions(&self) -> bool {
        self.decides.unwrap_or(self.asks || (!self.is_public() && self.hosts.is_empty()))
    }

    /// Warns what it means that other machines can reach the server.
    pub(super) fn warn(&self) {
        for (option, address) in self.public() {
            if self.asks && self.encrypts {
                continue;
            }
            if self.asks {
                tracing::warn!(option, %address, "nothing is encrypted: put a proxy with TLS before this address");
                continue;
            }
            tracing::warn!(
                option,
                %address,
                "all who reach this address see everything, and nothing is encrypted: there is no sign-in; put a proxy \
                 before it that asks who comes, and name its host with --host"
            );
        }
    }

    /// The hosts that readers ask for.
    ///
    /// # Errors
    /// An invalid host.
    pub(super) fn hosts_at(&self, address: SocketAddr) -> Result<Hosts, Failure> {
        Hosts::new(address.ip(), &self.hosts).map_err(|wrong| {
            let cause = format!("--host {wrong:?} is not a host");
            Failure::new(cause, "Give a name or an address, without https:// and without a port")
        })
    }

    /// Whether other machines can reach the server.
    pub(super) fn is_public(&self) -> bool {
        self.public().next().is_some()
    }

    /// The addresses that other machines can reach, with the option that names each.
    fn public(&self) -> impl Iterator<Item = (&'static str, SocketAddr)> {
        let admin = self.admin_listen.map(|address| ("--admin-listen", address));
        #[cfg(feature = "flight")]
        let flight = self.flight.map(|address| ("--flight", address));
        #[cfg(not(feature = "flight"))]
        let flight = None;
        let all = [Some(("--listen", self.listen)), admin, flight].into_iter().flatten();
        all.filter(|(_, address)| !address.ip().to_canonical().is_loopback())
    }
}
