//! The accept loop. Our own, because `axum::serve` has no limit on the time that headers take
//! (<https://github.com/tokio-rs/axum/pull/3478>), nor on connections.

use super::connection::{Activity, Stream};
use crate::limits::{HEADER_BUFFER_BYTES, Limits, millis};
use crate::metrics;
use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

/// After an error of accepting, such as too many open files: connections may close meanwhile.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Between pings on HTTP/2 connections, and the time a peer has to answer one.
const PING_INTERVAL: Duration = Duration::from_secs(20);
const PING_TIMEOUT: Duration = Duration::from_secs(10);

/// Serves connections until `stop` is ready; then takes no more and gives those in progress time to finish.
///
/// `overloaded` answers on connections beyond the limit. The answer is true if all finished in time.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    overloaded: Router,
    limits: &Limits,
    stop: impl Future<Output = ()>,
) -> bool {
    let protocol = Arc::new(protocol(limits));
    let slots = Arc::new(Semaphore::new(limits.connections));
    let refused_slots = Arc::new(Semaphore::new(limits.connections_refused));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let (router, slot) = if let Ok(slot) = slots.clone().try_acquire_owned() {
            (router.clone(), slot)
        } else {
            metrics::connection_refused();
            let Ok(slot) = refused_slots.clone().try_acquire_owned() else {
                continue;
            };
            (overloaded.clone(), slot)
        };
        let connection = Connection { stream, router, slot, watcher: graceful.watcher() };
        tokio::spawn(connection.serve(protocol.clone(), limits.clone()));
    }
    drop(listener);
    tokio::time::timeout(millis(limits.drain_timeout_ms), graceful.shutdown()).await.is_ok()
}

fn protocol(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(millis(limits.header_read_timeout_ms))
        .max_buf_size(HEADER_BUFFER_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.http2_streams)
        .max_header_list_size(HEADER_BUFFER_BYTES as u32)
        .keep_alive_interval(PING_INTERVAL)
        .keep_alive_timeout(PING_TIMEOUT);
    builder
}

struct Connection {
    stream: TcpStream,
    router: Router,
    slot: OwnedSemaphorePermit,
    watcher: Watcher,
}

impl Connection {
    async fn serve(self, protocol: Arc<Builder<TokioExecutor>>, limits: Limits) {
        let Connection { stream, router, slot, watcher } = self;
        let _held = (slot, metrics::Connection::open());
        // Answers are written whole; waiting to fill a packet would only delay them.
        let _ = stream.set_nodelay(true);
        let activity = Activity::begin();
        let service = hyper::service::service_fn(|request: Request<Incoming>| {
            let busy = activity.request();
            let answer = router.clone().oneshot(request);
            async move {
                let answer = answer.await;
                drop(busy);
                answer
            }
        });
        let io = TokioIo::new(Stream::new(stream, activity.clone(), &limits));
        let connection = watcher.watch(protocol.serve_connection(io, service).into_owned());
        tokio::select! {
            outcome = connection => {
                if let Err(error) = outcome {
                    tracing::debug!(%error, "a connection ended early");
                }
            }
            () = activity.idle(millis(limits.idle_timeout_ms)) => tracing::debug!("an idle connection is closed"),
        }
    }
}
