//! Where the server listens, and to which hosts it answers.

use super::Arguments;
use crate::config::Config;
use crate::failure::Failure;
use crate::router::host::Hosts;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 3000);

/// What is listened on.
pub(super) struct Addresses {
    /// For readers.
    pub(super) listen: SocketAddr,
    /// For operators, where they have a listener of their own.
    pub(super) admin_listen: Option<SocketAddr>,
    /// Beside loopback names.
    hosts: Vec<String>,
}

impl Addresses {
    /// What the arguments say, or else the configuration.
    ///
    /// # Errors
    /// An address that other machines reach, unless that is wanted; what is no host.
    pub(super) fn of(arguments: &Arguments, config: &Config) -> Result<Self, Failure> {
        let addresses = Addresses {
            listen: arguments.listen.or(config.listen).unwrap_or(DEFAULT_LISTEN),
            admin_listen: arguments.admin_listen.or(config.admin_listen),
            hosts: arguments.host.iter().chain(&config.hosts).cloned().collect(),
        };
        addresses.hosts_at(addresses.listen)?;
        if arguments.public || config.public {
            return Ok(addresses);
        }
        if let Some((option, address)) = addresses.public().next() {
            return Err(Failure::new(
                format!("{option} {address} lets other machines in, and nobody is asked who they are"),
                "Add --public if all who reach that address may see everything, or listen on 127.0.0.1",
            ));
        }
        Ok(addresses)
    }

    /// Says what it means that other machines reach the server.
    pub(super) fn warn(&self) {
        for (option, address) in self.public() {
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
    /// What is no host.
    pub(super) fn hosts_at(&self, address: SocketAddr) -> Result<Hosts, Failure> {
        Hosts::new(address.ip(), &self.hosts).map_err(|wrong| {
            let cause = format!("--host {wrong:?} is no host");
            Failure::new(cause, "Give a name or an address, without https:// and without a port")
        })
    }

    /// The addresses that other machines reach, with the option that names each.
    fn public(&self) -> impl Iterator<Item = (&'static str, SocketAddr)> {
        let admin = self.admin_listen.map(|address| ("--admin-listen", address));
        let all = [Some(("--listen", self.listen)), admin].into_iter().flatten();
        all.filter(|(_, address)| !address.ip().to_canonical().is_loopback())
    }
}
