//! HTTP: the real server over a small store.

#[path = "http/answers.rs"]
mod answers;
#[path = "http/caching.rs"]
mod caching;
#[path = "http/commands.rs"]
mod commands;
#[path = "http/connections.rs"]
mod connections;
#[path = "http/decisions.rs"]
mod decisions;
#[path = "http/dialects.rs"]
mod dialects;
#[path = "http/doors.rs"]
mod doors;
#[path = "http/downloads.rs"]
mod downloads;
#[path = "http/embed.rs"]
mod embed;
#[path = "http/failures.rs"]
mod failures;
#[path = "http/figures.rs"]
mod figures;
#[path = "http/forged.rs"]
mod forged;
#[path = "http/fresh.rs"]
mod fresh;
#[path = "http/headers.rs"]
mod headers;
#[path = "http/hosts.rs"]
mod hosts;
#[path = "http/influences.rs"]
mod influences;
#[path = "http/item.rs"]
mod item;
#[path = "http/locked.rs"]
mod locked;
#[path = "http/memory.rs"]
mod memory;
#[path = "http/newcomers.rs"]
mod newcomers;
#[path = "http/openapi.rs"]
mod openapi;
#[path = "http/operators.rs"]
mod operators;
#[path = "http/orders.rs"]
mod orders;
#[path = "http/paths.rs"]
mod paths;
#[path = "http/periods.rs"]
mod periods;
#[path = "http/plan.rs"]
mod plan;
#[path = "http/pocket.rs"]
mod pocket;
#[path = "http/proof.rs"]
mod proof;
#[path = "http/prune.rs"]
mod prune;
#[path = "http/query_pages.rs"]
mod query_pages;
#[path = "http/refusals.rs"]
mod refusals;
#[path = "http/reorder_point.rs"]
mod reorder_point;
#[path = "http/representations.rs"]
mod representations;
#[path = "http/segments.rs"]
mod segments;
#[path = "http/share.rs"]
mod share;
#[path = "http/sign_in.rs"]
mod sign_in;
#[path = "http/sql.rs"]
mod sql;
#[path = "http/sql_lists.rs"]
mod sql_lists;
#[path = "http/sql_page.rs"]
mod sql_page;
#[path = "http/sql_plan.rs"]
mod sql_plan;
#[path = "http/suppliers.rs"]
mod suppliers;
#[path = "http/swap.rs"]
mod swap;
#[path = "http/tls.rs"]
mod tls;
#[path = "http/workbooks.rs"]
mod workbooks;

use std::path::PathBuf;
use std::sync::OnceLock;
use tests::client::Raw;
use tests::program::Server;
use tests::store::Store;

/// Days in the store that most tests share: more than a year, so that there is an earlier window to compare with.
const DAYS: u32 = 800;

/// A copy of one store that is imported and published once per run.
fn store() -> Store {
    // A static is never dropped, so it must not be one that removes its directory when it is.
    let path = || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("http-store");
    static ORIGINAL: OnceLock<Store> = OnceLock::new();
    Store::copy_of(ORIGINAL.get_or_init(|| Store::published_at(path(), DAYS)).path())
}

/// Item-locations in the store with long lists: more than the largest page holds.
const MANY: u32 = 10_152;

/// A copy of a store with long lists, made once a run.
fn wide_store() -> Store {
    let path = || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("http-wide-store");
    static ORIGINAL: OnceLock<Store> = OnceLock::new();
    Store::copy_of(ORIGINAL.get_or_init(|| Store::wide_at(path(), MANY)).path())
}

/// An answer of several megabytes from the wide store, larger than the buffers of operating systems.
const LARGE: &str = "/api/v1/items?page_size=10000";

/// A connection on which an answer of the wide store has begun and nobody reads it; `None` if another answer came.
fn busy(address: &str) -> Option<Raw> {
    let mut connection = Raw::connect(address);
    connection.send(format!("GET {LARGE} HTTP/1.1\r\nhost: localhost\r\n\r\n").repeat(3));
    connection.read(12).ends_with(b"200").then_some(connection)
}

/// A server over its own store.
fn server() -> (Server, Store) {
    let store = store();
    (Server::start(store.path()), store)
}

/// Path of a derived file of the current publication.
fn data_path(store: &Store, file: &str) -> String {
    format!("/data/main/{}/{file}", store.current())
}
