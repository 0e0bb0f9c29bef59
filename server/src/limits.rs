//! Every limit of the server, in one place. The configuration file may change each; all are printed at start.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// The limits of one server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Concurrent connections; lowered at start to what the operating system's limit on open files allows.
    pub connections: usize,
    /// Connections beyond that limit which get a 503 instead of being dropped.
    pub connections_refused: usize,
    /// Concurrent connections of one client (an IPv4 address, or the /64 network of an IPv6 one), so that others find
    /// room; 0 means half of `connections`. Behind a proxy all readers are one client.
    pub client_connections: usize,
    /// Concurrent connections to the listener of `--admin-listen`.
    pub admin_connections: usize,
    /// Concurrent HTTP/2 requests on one connection.
    pub http2_streams: u32,
    /// Bytes of a request's path and query together.
    pub address_bytes: usize,
    /// Bytes of a request's headers together.
    pub header_bytes: usize,
    /// Bytes of a request's body.
    pub body_bytes: u64,
    /// Time from the connection, or the previous answer, to the last byte of the next request's headers.
    pub header_read_timeout_ms: u64,
    /// Time after which a connection without a request in progress or a byte taken is closed.
    pub idle_timeout_ms: u64,
    /// Interval between pings on an HTTP/2 connection, which check that the peer is alive.
    pub ping_interval_ms: u64,
    /// The time that a peer has to answer a ping.
    pub ping_timeout_ms: u64,
    /// Time from the last byte of a request's headers to the first byte of the answer.
    pub request_timeout_ms: u64,
    /// A peer that takes less than `slow_reader_bytes` of a waiting answer in this time is dropped, and so is an
    /// HTTP/2 stream whose peer grants it no window.
    pub slow_reader_window_ms: u64,
    /// See `slow_reader_window_ms`.
    pub slow_reader_bytes: usize,
    /// Time for the peer to close a connection after its last answer, before the server closes it.
    pub linger_ms: u64,
    /// Time for requests in progress after a signal to stop.
    pub drain_timeout_ms: u64,
    /// Answers computed concurrently; 0 means one for each processor.
    pub computations: usize,
    /// Time that a request waits to be computed before it is told to try again.
    pub computation_wait_ms: u64,
    /// Memory for cached answers.
    pub cache_bytes: usize,
    /// Memory for answers being sent: none begins while this much is in use. Bytes that several readers share count
    /// once.
    pub answer_bytes: usize,
    /// The same for one client.
    pub client_answer_bytes: usize,
    /// Earlier publications whose files are still served, for pages that are still open.
    pub earlier_publications: usize,
    /// Interval between checks for the current publication.
    pub poll_interval_ms: u64,
    /// Time after which a refused publication is tried again, because somebody may have repaired it.
    pub refused_retry_ms: u64,
    /// Processes that answer SQL, each one query at a time; 0 means one for each processor.
    pub sql_workers: usize,
    /// Parts of a query that its process computes side by side.
    pub sql_threads: usize,
    /// Memory of such a process.
    pub sql_memory_bytes: u64,
    /// Bytes that a query may put on disk for want of memory.
    pub sql_disk_bytes: u64,
    /// Time for planning a query.
    pub sql_planning_ms: u64,
    /// Time for the rest: opening tables, computing rows. What a slow reader takes does not count.
    pub sql_time_ms: u64,
    /// Time after which a query ends, however slowly its rows are taken.
    pub sql_hold_ms: u64,
    /// Rows of an answer in JSON, by default and at most; other forms have no such limit.
    pub sql_rows: u64,
    /// Concurrent queries of one client; 0 means half of `sql_workers`.
    pub sql_client_queries: usize,
    /// Queries that wait for a process.
    pub sql_waiting: usize,
    /// The same of one client.
    pub sql_client_waiting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connections: 4_096,
            connections_refused: 64,
            client_connections: 0,
            admin_connections: 64,
            http2_streams: 64,
            address_bytes: 8 * 1_024,
            header_bytes: 16 * 1_024,
            body_bytes: 64 * 1_024,
            header_read_timeout_ms: 15_000,
            idle_timeout_ms: 30_000,
            ping_interval_ms: 20_000,
            ping_timeout_ms: 10_000,
            request_timeout_ms: 30_000,
            slow_reader_window_ms: 20_000,
            slow_reader_bytes: 4 * 1_024,
            linger_ms: 1_000,
            drain_timeout_ms: 20_000,
            computations: 0,
            computation_wait_ms: 5_000,
            cache_bytes: 24 * 1_024 * 1_024,
            answer_bytes: 64 * 1_024 * 1_024,
            client_answer_bytes: 32 * 1_024 * 1_024,
            earlier_publications: 4,
            poll_interval_ms: 1_000,
            refused_retry_ms: 30_000,
            sql_workers: 0,
            sql_threads: 1,
            sql_memory_bytes: 1 << 30,
            sql_disk_bytes: 2 << 30,
            sql_planning_ms: 5_000,
            sql_time_ms: 20_000,
            sql_hold_ms: 300_000,
            sql_rows: 100_000,
            sql_client_queries: 0,
            sql_waiting: 64,
            sql_client_waiting: 4,
        }
    }
}

/// Files that the server opens besides connections: the store's, the log, timers and signals.
const FILES_RESERVED: usize = 128;

/// Reading a header takes memory before its size is known; the protocol library stops here.
pub const HEADER_BUFFER_BYTES: usize = 64 * 1_024;

/// Bytes that the protocol library holds for an HTTP/2 stream beyond the peer's window.
pub const HTTP2_SEND_BYTES: usize = 64 * 1_024;

/// Request bodies are not read, so this is the smallest possible initial window (RFC 9113, 6.9.2).
pub const HTTP2_WINDOW_BYTES: u32 = 65_535;

impl Limits {
    /// The limits, lowered to what this machine allows.
    #[must_use]
    pub fn on_this_machine(mut self) -> Self {
        if self.computations == 0 {
            self.computations = std::thread::available_parallelism().map_or(1, usize::from);
        }
        if let Some(files) = open_files_limit() {
            let reserved = FILES_RESERVED + self.connections_refused + self.admin_connections;
            let room = files.saturating_sub(reserved).max(1);
            self.connections = self.connections.min(room);
        }
        if self.sql_workers == 0 {
            self.sql_workers = std::thread::available_parallelism().map_or(1, usize::from);
        }
        if self.sql_client_queries == 0 {
            self.sql_client_queries = self.sql_workers.div_ceil(2);
        }
        if self.client_connections == 0 {
            self.client_connections = self.connections.div_ceil(2);
        }
        self
    }

    /// The limits of the listener for operators, which answers even when the other is full.
    #[must_use]
    pub fn for_operators(&self) -> Self {
        let connections = self.admin_connections;
        Limits { connections, client_connections: connections, ..self.clone() }
    }

    /// The limits of the listener for drivers, of which there are fewer than readers: each keeps one connection.
    #[must_use]
    pub fn for_drivers(&self) -> Self {
        let connections = self.connections.div_ceil(4);
        Limits { connections, client_connections: self.client_connections.min(connections), ..self.clone() }
    }

    /// The first limit that would leave the server unable to answer, as a sentence with the remedy.
    pub fn problem(&self) -> Option<String> {
        let at_least = [
            ("connections", self.connections as u64, 1),
            ("admin_connections", self.admin_connections as u64, 1),
            ("answer_bytes", self.answer_bytes as u64, 1),
            ("client_answer_bytes", self.client_answer_bytes as u64, 1),
            ("http2_streams", u64::from(self.http2_streams), 1),
            ("address_bytes", self.address_bytes as u64, 256),
            ("header_bytes", self.header_bytes as u64, 1_024),
            ("header_read_timeout_ms", self.header_read_timeout_ms, 10),
            ("idle_timeout_ms", self.idle_timeout_ms, 10),
            ("ping_interval_ms", self.ping_interval_ms, 10),
            ("ping_timeout_ms", self.ping_timeout_ms, 10),
            ("request_timeout_ms", self.request_timeout_ms, 10),
            ("slow_reader_window_ms", self.slow_reader_window_ms, 10),
            ("poll_interval_ms", self.poll_interval_ms, 10),
            ("sql_threads", self.sql_threads as u64, 1),
            ("sql_memory_bytes", self.sql_memory_bytes, 256 << 20),
            ("sql_planning_ms", self.sql_planning_ms, 100),
            ("sql_time_ms", self.sql_time_ms, 100),
            ("sql_hold_ms", self.sql_hold_ms, 100),
            ("sql_rows", self.sql_rows, 1),
        ];
        for (name, value, least) in at_least {
            if value < least {
                return Some(format!("limit `{name}` is {value}: it must be at least {least}"));
            }
        }
        let most = HEADER_BUFFER_BYTES / 2;
        (self.header_bytes + self.address_bytes > most).then(|| {
            format!("limits `header_bytes` and `address_bytes` are together above {most}: lower one of them")
        })
    }
}

impl fmt::Display for Limits {
    /// `name=value` pairs, under the names in the configuration file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limits = serde_json::to_value(self).map_err(|_| fmt::Error)?;
        for (i, (name, value)) in limits.as_object().into_iter().flatten().enumerate() {
            write!(f, "{}{name}={value}", if i == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

/// A limit in milliseconds as a duration.
pub fn millis(limit_ms: u64) -> Duration {
    Duration::from_millis(limit_ms)
}

/// The soft limit on open files, where the system reports it.
fn open_files_limit() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = text.lines().find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_usable_and_fit_this_machine() {
        assert_eq!(Limits::default().problem(), None);
        let limits = Limits::default().on_this_machine();
        assert!(limits.connections >= 1 && limits.computations >= 1);
        assert!((1..=limits.connections).contains(&limits.client_connections));
    }

    #[test]
    fn a_limit_that_lets_nothing_through_is_named() {
        let none = Limits { connections: 0, ..Limits::default() };
        assert!(none.problem().is_some_and(|problem| problem.contains("`connections` is 0")));
        let wide = Limits { header_bytes: 1 << 20, ..Limits::default() };
        assert!(wide.problem().is_some_and(|problem| problem.contains("`header_bytes`")));
    }

    #[test]
    fn the_configuration_names_limits_as_they_are_printed() {
        let limits: Limits = toml::from_str("connections = 7").expect("a limit");
        assert_eq!(limits, Limits { connections: 7, ..Limits::default() });
        assert!(toml::from_str::<Limits>("conections = 7").is_err());
        let printed = limits.to_string().replace(' ', "\n");
        assert_eq!(toml::from_str::<Limits>(&printed), Ok(limits));
    }
}
