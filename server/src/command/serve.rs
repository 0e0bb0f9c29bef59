//! `granary serve`: serves the dashboard and the API until it is told to stop.

/// Addresses and hosts of the listeners.
mod addresses;

/// Listeners, served until the server stops.
mod listeners;

use super::Target;
use super::terminal::plain;
use crate::access::{Audit, Keys, People};
use crate::config::{Config, SqlMode};
use crate::failure::Failure;
use crate::limits::millis;
use crate::router::Audience;
use crate::service::{Server, Shared};
use crate::shelf::{Served, Shelf, Site, publisher};
use crate::wire::{Answers, Tls};
use crate::{log, metrics};
use addresses::Addresses;
use data::store::MAIN_TENANT;
use listeners::{accept, bind, renew};
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
#[cfg(feature = "flight")]
use tokio::task::JoinHandle;
#[cfg(feature = "flight")]
use tokio_rustls::TlsAcceptor;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The store: a directory.
    #[arg(long, value_name = "URI", env = "GRANARY_STORE")]
    store: String,
    /// Address and port to listen on [default: 127.0.0.1:3000].
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// Allow --listen to name an address that other machines can reach. Whoever reaches it sees everything, unless the
    /// configuration has a table sign_in.
    #[arg(long)]
    public: bool,
    /// A host name to answer to, besides localhost, 127.0.0.1, ::1 and the listening address; may be repeated.
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Address and port of a separate listener for operators: /readyz and /metrics are then answered only there,
    /// /healthz on both.
    #[arg(long, value_name = "ADDRESS:PORT")]
    admin_listen: Option<SocketAddr>,
    /// Address and port of a separate listener for programs that ask by Arrow Flight SQL (ADBC, JDBC), such as
    /// 127.0.0.1:32010. Who may ask in SQL may ask there.
    #[cfg(feature = "flight")]
    #[arg(long, value_name = "ADDRESS:PORT")]
    flight: Option<SocketAddr>,
    /// Configuration file: listen, admin_listen, flight, public, hosts, tenant, site, log, sql, mcp, allow_decisions, offline, audit_file, and
    /// the tables embed, sign_in, tls and limits.
    #[arg(long, value_name = "granary.toml")]
    config: Option<PathBuf>,
    /// Directory of styles, scripts and WASM modules [default: `site` beside this program, or target/site].
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// The tenant to serve [default: main].
    #[arg(long)]
    tenant: Option<String>,
    /// Whether queries in SQL are answered [default: confined if other machines can reach the server, else trusting].
    #[arg(long, value_enum)]
    sql: Option<SqlMode>,
    /// Answer assistants at /mcp (Model Context Protocol) as well.
    #[arg(long)]
    mcp: bool,
    /// Whether decisions are written down, of planners where people sign in [default: also where no other machine gets here].
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    allow_decisions: Option<bool>,
    /// Format of the log on standard error; RUST_LOG sets what is logged [default: auto].
    #[arg(long, value_enum)]
    log: Option<log::Format>,
}

/// After a stop: how long computations that nobody waits for may still run.
const LAST_COMPUTATIONS: Duration = Duration::from_secs(2);

impl Arguments {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let config = self.config.as_deref().map(Config::read).transpose()?.unwrap_or_default();
        let addresses = Addresses::of(self, &config)?;
        let tenant = self.tenant.clone().or(config.tenant).unwrap_or_else(|| MAIN_TENANT.to_owned());
        let target = Target { store: self.store.clone(), tenant };
        let tenant = target.open()?;
        if tenant.current()?.is_none() && tenant.latest_snapshot()?.is_none() {
            let cause = format!("tenant {} of store {} has no snapshot", target.tenant, target.store);
            let remedy = format!("Make one with granary import FILE... --store {}", target.store);
            return Err(Failure::new(cause, remedy));
        }
        let site = Site::read(&self.site.clone().or(config.site).unwrap_or_else(Site::default_directory))?;
        let site = if config.offline.unwrap_or(true) { site } else { site.without_pocket() };
        let people = config.sign_in.as_ref().map(People::read).transpose()?.map(Arc::new);
        let site = match people.as_deref() {
            None => site,
            Some(people) => site.for_people(!matches!(people, People::ByProxy(_))),
        };
        let audit = config.audit_file.as_deref().map(Audit::open).transpose()?.unwrap_or_default();
        log::start(self.log.or(config.log).unwrap_or_default());
        addresses.warn();
        let limits = config.limits.on_this_machine();
        let runtime = super::runtime()?;
        let default = if addresses.is_public() { SqlMode::Confined } else { SqlMode::Trusting };
        let sql = self.sql.or(config.sql).unwrap_or(default);
        let keys = config.embed.as_ref().map(Keys::read).transpose()?.map(Arc::new);
        #[cfg(feature = "flight")]
        if addresses.flight.is_some() && keys.as_ref().is_some_and(|keys| keys.only) {
            return Err(Failure::new(
                "--flight answers queries, and [embed] lets nothing out but views",
                "Leave --flight out, or `only` of [embed]",
            ));
        }
        let site = site.for_decisions(addresses.takes_decisions());
        let server = Server {
            sql: target.desk(&limits, sql),
            mcp: self.mcp || config.mcp,
            keys,
            people,
            tries: Arc::default(),
            audit: Arc::new(audit),
            shelf: Shelf::new(tenant, limits.earlier_publications),
            answers: Arc::new(Answers::new(&limits)),
            metrics: metrics::start()?,
            site,
            limits,
        };
        let tls = config.tls.as_ref().map(Tls::read).transpose()?;
        let outcome = runtime.block_on(serve(&target, Arc::new(server), &addresses, tls));
        runtime.shutdown_timeout(LAST_COMPUTATIONS);
        outcome
    }
}

async fn serve(
    target: &Target,
    server: Shared,
    addresses: &Addresses,
    tls: Option<Tls>,
) -> Result<(), Failure> {
    let (listener, address) = bind(addresses.listen, "--listen").await?;
    tracing::info!(%address, limits = %server.limits, "listening");
    let admin = match addresses.admin_listen {
        None => None,
        Some(listen) => Some(bind(listen, "--admin-listen").await?),
    };
    let (stop, stopped) = watch::channel(());
    let hosts = addresses.hosts_at(address)?;
    let audience = if admin.is_some() { Audience::Readers } else { Audience::All };
    let acceptor = tls.as_ref().map(Tls::acceptor).transpose()?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    #[cfg(feature = "flight")]
    let drivers = listen_for_drivers(&server, addresses, acceptor.clone(), stopped.clone()).await?;
    #[cfg(not(feature = "flight"))]
    let drivers = None;
    let readers = accept(listener, server.clone(), hosts, (audience, acceptor), stopped.clone());
    let serving = [Some(tokio::spawn(readers)), drivers].into_iter().flatten();
    if let Some(tls) = tls {
        tokio::spawn(renew(tls, millis(server.limits.poll_interval_ms)));
    }
    if let Some((listener, address)) = admin {
        tracing::info!(%address, "listening for operators");
        // Probes and scrapers ask by address.
        let hosts = addresses.hosts_at(address)?.or_any_address();
        tokio::spawn(accept(listener, server.clone(), hosts, (Audience::Operators, None), stopped));
    }
    let at = format!("{scheme}://{address}");
    let outcome = tokio::select! {
        failure = keep_current(&server, target, &at) => Err(failure),
        () = signal() => Ok(()),
    };
    tracing::info!("stopping: no new connections, requests in progress are finished");
    // Who does not want to wait asks again.
    tokio::spawn(async {
        signal().await;
        std::process::exit(1);
    });
    drop(stop);
    let ended = futures::future::join_all(serving).await;
    if !ended.into_iter().all(|ended| ended.unwrap_or(false)) {
        tracing::warn!("some requests did not finish in time");
    }
    outcome
}

/// Listens for drivers, where that is asked for.
#[cfg(feature = "flight")]
async fn listen_for_drivers(
    server: &Shared,
    addresses: &Addresses,
    acceptor: Option<TlsAcceptor>,
    stopped: watch::Receiver<()>,
) -> Result<Option<JoinHandle<bool>>, Failure> {
    let Some(listen) = addresses.flight else { return Ok(None) };
    let (listener, address) = bind(listen, "--flight").await?;
    tracing::info!(%address, "listening for Arrow Flight SQL");
    let hosts = addresses.hosts_at(address)?;
    let drivers = accept(listener, server.clone(), hosts, (Audience::Drivers, acceptor), stopped);
    Ok(Some(tokio::spawn(drivers)))
}

/// Serves the current publication, made first if there is none, and then every later one. Returns only if there is
/// nothing to serve.
async fn keep_current(server: &Shared, target: &Target, address: &str) -> Failure {
    let first = match first(server, target).await {
        Ok(served) => served,
        Err(failure) => return failure,
    };
    announce(&first, target, address);
    if let Some(sql) = server.sql.clone() {
        tokio::spawn(async move { sql.warm().await });
    }
    let mut refused_at = None;
    loop {
        tokio::time::sleep(millis(server.limits.poll_interval_ms)).await;
        if refused_at.is_some_and(|at: Instant| at.elapsed() >= millis(server.limits.refused_retry_ms)) {
            server.shelf.forgive();
            refused_at = None;
        }
        match refresh(server).await {
            Ok(Some(served)) => {
                refused_at = None;
                tracing::info!(publication = served.id(), "another publication is served");
            }
            Ok(None) => {}
            Err(failure) => {
                refused_at = Some(Instant::now());
                tracing::error!(%failure, "the current publication is refused; the one before is still served");
            }
        }
    }
}

/// The first publication to serve: the current one or, if that cannot be served, a new one of the newest snapshot.
async fn first(server: &Shared, target: &Target) -> Result<Arc<Served>, Failure> {
    match refresh(server).await {
        Ok(Some(served)) => return Ok(served),
        Ok(None) => tracing::info!("nothing is published yet; publishing the newest snapshot"),
        Err(failure) => {
            tracing::warn!(%failure, "the current publication cannot be served; publishing again")
        }
    }
    publisher::publish(&target.store, &target.tenant).await?;
    server.shelf.forgive();
    refresh(server).await?.ok_or_else(|| {
        Failure::new("publishing made nothing current", "Look at granary snapshots for what the store holds")
    })
}

async fn refresh(server: &Shared) -> Result<Option<Arc<Served>>, Failure> {
    let server = server.clone();
    let looked = tokio::task::spawn_blocking(move || server.shelf.refresh()).await;
    match looked {
        Ok(found) => Ok(found?),
        Err(_) => Err(Failure::new("reading the publication panicked", "Report it with the log")),
    }
}

fn announce(served: &Served, target: &Target, address: &str) {
    let publication = &served.published.publication;
    tracing::info!(publication = publication.id, as_of = %publication.as_of, "ready");
    // Whether anybody reads this makes no difference to serving.
    let _ = writeln!(
        std::io::stdout(),
        "Granary serves tenant {} of {}, as of {}, at {address}",
        target.tenant,
        plain(&target.store),
        publication.as_of
    );
}

/// Waits for a signal to stop.
#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        }
        // Without handlers the system ends the process by itself.
        _ => std::future::pending().await,
    }
}

/// Waits for a signal to stop.
#[cfg(not(unix))]
async fn signal() {
    let _ = tokio::signal::ctrl_c().await;
}
