//! Arrow Flight SQL: the real server, asked by the protocol's own client and by a real driver.

#[path = "flight/catalogue.rs"]
mod catalogue;
#[path = "flight/doors.rs"]
mod doors;
#[path = "flight/driver.rs"]
mod driver;
#[path = "flight/python.rs"]
mod python;
#[path = "flight/queries.rs"]
mod queries;
#[path = "flight/refusals.rs"]
mod refusals;

use std::path::PathBuf;
use std::sync::OnceLock;
use tests::program::Server;
use tests::store::Store;

/// A copy of one store that is imported and published once per run.
fn store() -> Store {
    let path = || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("flight-store");
    static ORIGINAL: OnceLock<Store> = OnceLock::new();
    Store::copy_of(ORIGINAL.get_or_init(|| Store::published_at(path(), 120)).path())
}

/// A server that answers drivers, and their address.
fn serve(store: &Store, configuration: &str) -> (Server, String) {
    let here = "127.0.0.1:0";
    // Whether it is ready, operators are told without TLS.
    let arguments = ["--listen", here, "--flight", here, "--admin-listen", here];
    let server = Server::start_as(store.path(), configuration, &arguments);
    let listening = server.wait_for(|event| event["message"] == "listening for Arrow Flight SQL");
    let address = listening["address"].as_str().expect("an address").to_owned();
    (server, address)
}
