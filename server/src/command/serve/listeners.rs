//! Listeners, served until the server stops.

use crate::failure::Failure;
use crate::router::host::Hosts;
use crate::router::{self, Audience};
use crate::service::Shared;
use crate::wire::{Tls, listen};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

/// Looks after the certificate.
pub(super) async fn renew(tls: Tls, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        let tls = tls.clone();
        let _ = tokio::task::spawn_blocking(move || tls.renew()).await;
    }
}

/// Takes an address; `option` is what names it.
///
/// # Errors
/// It is taken, or none of this machine.
pub(super) async fn bind(listen: SocketAddr, option: &str) -> Result<(TcpListener, SocketAddr), Failure> {
    let listener = TcpListener::bind(listen).await.map_err(|error| {
        let remedy = format!("Choose another address or port with {option}");
        Failure::new(format!("cannot listen on {listen}: {error}"), remedy)
    })?;
    let address = listener.local_addr().unwrap_or(listen);
    Ok((listener, address))
}

/// Serves a listener for an audience, until the server stops. Returns true if all requests finished in time.
pub(super) async fn accept(
    listener: TcpListener,
    server: Shared,
    hosts: Hosts,
    (audience, tls): (Audience, Option<TlsAcceptor>),
    mut stopped: watch::Receiver<()>,
) -> bool {
    let routes = router::router(server.clone(), hosts.clone(), audience);
    let service = listen::Service {
        router: if tls.is_some() { router::over_tls(routes) } else { routes },
        overloaded: router::overloaded(server.clone(), hosts),
        flight: server.answers.flight().clone(),
        tls,
    };
    let limits = match audience {
        Audience::Operators => server.limits.for_operators(),
        Audience::All | Audience::Readers => server.limits.clone(),
        #[cfg(feature = "flight")]
        Audience::Drivers => server.limits.for_drivers(),
    };
    // The sender says nothing; it is dropped.
    let stop = async move { while stopped.changed().await.is_ok() {} };
    listen::serve(listener, service, &limits, stop).await
}
