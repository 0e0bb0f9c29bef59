//! `granary health`: whether a server is ready, for containers and supervisors that have no other client of HTTP.

use super::terminal::say;
use crate::failure::Failure;
use data::terminal::plain;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Where the server listens; with --admin-listen, that address.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:3000")]
    address: SocketAddr,
    /// Ask only whether the process answers, not whether it has a publication to show.
    #[arg(long)]
    alive: bool,
}

/// How long each step may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Longest answer that is read, in bytes.
const ANSWER_BYTES_MAX: u64 = 4_096;

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let address = reachable(self.address);
        let path = if self.alive { "/healthz" } else { "/readyz" };
        let answer = ask(address, path).map_err(|error| {
            let cause = format!("no answer from {address}: {error}");
            Failure::new(cause, "Start granary serve, or name where it listens with --address")
        })?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.lines().next().unwrap_or_default();
        if status.split(' ').nth(1) == Some("200") {
            say!("{}", plain(body.trim()));
            return Ok(());
        }
        let cause = format!("{address}{path} answers `{status}`");
        Err(Failure::new(cause, "Look into the server's log; a publication may be being made"))
    }
}

/// A server that listens on every interface is asked on this machine's own.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

fn ask(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let port = address.port();
    // The server answers to this name whatever else it is called.
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(ANSWER_BYTES_MAX).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
