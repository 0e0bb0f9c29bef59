//! The accept loop. Our own, because `axum::serve` has no limit on the time that headers take
//! (<https://github.com/tokio-rs/axum/pull/3478>), nor on connections.

use super::client::Client;
use super::connection::{Activity, Stream};
use super::flight::Flight;
use super::sending::{Streams, send};
use super::slots::{Slot, Slots};
use crate::limits::{HEADER_BUFFER_BYTES, HTTP2_SEND_BYTES, HTTP2_WINDOW_BYTES, Limits, millis};
use crate::metrics;
use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use planning::convert::count_u32;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// Pause after an accept error such as too many open files, in which connections may close.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The services behind a listener.
pub struct Service {
    /// The routes.
    pub router: Router,
    /// The answer on connections beyond the limit.
    pub overloaded: Router,
    /// The counter of answers being sent.
    pub flight: Arc<Flight>,
    /// What makes connections secret; none for plain ones.
    pub tls: Option<TlsAcceptor>,
}

/// Serves connections until `stop` is ready; then accepts no more and gives those in progress time to finish. Returns
/// true if all finished in time.
pub async fn serve(
    listener: TcpListener,
    service: Service,
    limits: &Limits,
    stop: impl Future<Output = ()>,
) -> bool {
    let slots = Slots::new(limits);
    let refused = Arc::new(Semaphore::new(limits.connections_refused));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let client = Client::from(address.ip());
        let activity = Activity::begin();
        let place = match slots.take(client, activity.clone()) {
            Some(slot) => Place::Served(slot),
            None => {
                metrics::connection_refused();
                let Ok(_place) = refused.clone().try_acquire_owned() else {
                    continue;
                };
                Place::Refused { _place }
            }
        };
        let router = match place {
            Place::Served(_) => service.router.clone(),
            Place::Refused { .. } => service.overloaded.clone(),
        };
        let watcher = graceful.watcher();
        let connection =
            Connection { client, activity, place, router, flight: service.flight.clone(), watcher };
        tokio::spawn(connection.serve(stream, service.tls.clone(), limits.clone()));
    }
    drop(listener);
    tokio::time::timeout(millis(limits.drain_timeout_ms), graceful.shutdown()).await.is_ok()
}

fn protocol(limits: &Limits, streams: Streams) -> Builder<Streams> {
    let mut builder = Builder::new(streams);
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(millis(limits.header_read_timeout_ms))
        .max_buf_size(HEADER_BUFFER_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.http2_streams)
        .max_header_list_size(count_u32(HEADER_BUFFER_BYTES))
        .max_send_buf_size(HTTP2_SEND_BYTES)
        .initial_stream_window_size(HTTP2_WINDOW_BYTES)
        .initial_connection_window_size(HTTP2_WINDOW_BYTES)
        .keep_alive_interval(millis(limits.ping_interval_ms))
        .keep_alive_timeout(millis(limits.ping_timeout_ms));
    builder
}

/// A place among the served connections, or among those that are told to try again.
enum Place {
    Served(Slot),
    Refused { _place: OwnedSemaphorePermit },
}

impl Place {
    /// Waits until the connection must make way for another.
    async fn make_way(&self) {
        match self {
            Place::Served(slot) => slot.make_way().await,
            // It closes after its answer.
            Place::Refused { .. } => std::future::pending().await,
        }
    }
}

struct Connection {
    client: Client,
    activity: Arc<Activity>,
    place: Place,
    router: Router,
    flight: Arc<Flight>,
    watcher: Watcher,
}

impl Connection {
    async fn serve(self, stream: TcpStream, tls: Option<TlsAcceptor>, limits: Limits) {
        let _counted = metrics::Connection::open();
        // Answers are written whole; waiting to fill a packet would only delay them.
        let _ = stream.set_nodelay(true);
        let stream = Stream::new(stream, self.activity.clone(), &limits);
        let Some(tls) = tls else {
            return self.speak(stream, &limits).await;
        };
        let greeting = tokio::time::timeout(millis(limits.header_read_timeout_ms), tls.accept(stream));
        match greeting.await {
            Ok(Ok(stream)) => self.speak(stream, &limits).await,
            Ok(Err(error)) => tracing::debug!(%error, "a connection does not speak TLS"),
            Err(_) => tracing::debug!("a connection took too long to speak TLS"),
        }
    }

    /// Answers the requests of a connection.
    async fn speak<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(self, stream: S, limits: &Limits) {
        let Connection { client, activity, place, router, flight, watcher } = self;
        let service = hyper::service::service_fn(|mut request: Request<Incoming>| {
            let (busy, flight) = (activity.request(), flight.clone());
            request.extensions_mut().insert(client);
            let answer = router.clone().oneshot(request);
            async move { answer.await.map(|response| send(response, client, &flight, busy)) }
        });
        let io = TokioIo::new(stream);
        let window = millis(limits.slow_reader_window_ms);
        let protocol = protocol(limits, Streams { activity: activity.clone(), window });
        let connection = watcher.watch(protocol.serve_connection(io, service).into_owned());
        tokio::select! {
            outcome = connection => {
                if let Err(error) = outcome {
                    tracing::debug!(%error, "a connection ended early");
                }
            }
            () = activity.idle(millis(limits.idle_timeout_ms)) => tracing::debug!("an idle connection is closed"),
            () = place.make_way() => tracing::debug!("an idle connection makes way for another"),
        }
    }
}
