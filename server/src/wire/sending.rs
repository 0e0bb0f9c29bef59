//! Sends bodies: hands them to the protocol piece by piece, and resets HTTP/2 streams whose peer takes nothing.

use super::client::Client;
use super::connection::{Activity, Busy};
use super::flight::{Flight, Passage};
use axum::body::{Body, Bytes, HttpBody};
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use hyper::rt::Executor;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// Default size of an HTTP/2 frame (RFC 9113, 4.2).
const PIECE_BYTES: usize = 16 * 1_024;

/// A body of which the protocol holds one piece ahead of its peer, counted until the last piece is gone.
pub struct Sending {
    body: Body,
    /// Bytes taken from the body and not handed on yet.
    rest: Bytes,
    passage: Arc<Passage>,
    activity: Arc<Activity>,
    progress: Option<Arc<Progress>>,
    _busy: Busy,
}

/// Bytes in the protocol's hands; dropped when they are written or given up.
struct Piece {
    bytes: Bytes,
    activity: Arc<Activity>,
    _passage: Arc<Passage>,
}

/// Sends an answer: until its last byte its request is in progress and its memory is counted.
pub fn send(mut response: Response, client: Client, flight: &Arc<Flight>, busy: Busy) -> Response<Sending> {
    let counted = response.extensions_mut().remove::<Arc<Passage>>();
    response.map(|body| {
        let size_bytes = || usize::try_from(HttpBody::size_hint(&body).lower()).unwrap_or(usize::MAX);
        let passage = counted.unwrap_or_else(|| Arc::new(flight.carry(client, size_bytes())));
        let progress = PROGRESS.try_with(Arc::clone).ok();
        if let Some(progress) = &progress {
            progress.wait_for_peer();
        }
        Sending { body, rest: Bytes::new(), passage, activity: busy.activity(), progress, _busy: busy }
    })
}

impl Sending {
    fn next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        while self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => self.rest = bytes,
                    Err(other) => return Poll::Ready(Some(Ok(other))),
                },
                end => return Poll::Ready(end),
            }
        }
        let bytes = self.rest.split_to(self.rest.len().min(PIECE_BYTES));
        let piece = Piece { bytes, activity: self.activity.clone(), _passage: self.passage.clone() };
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_owner(piece)))))
    }
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let next = self.next(cx);
        if let Some(progress) = &self.progress {
            match next.is_ready() {
                true => progress.wait_for_peer(),
                false => progress.wait_for_body(),
            }
        }
        next
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (body, rest) = (HttpBody::size_hint(&self.body), self.rest.len() as u64);
        let mut hint = SizeHint::new();
        hint.set_lower(body.lower() + rest);
        if let Some(upper) = body.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        self.activity.sign_of_life();
    }
}

/// The state of an HTTP/2 stream's peer.
#[derive(Default)]
struct Progress {
    pieces: AtomicU64,
    peer_is_next: AtomicBool,
}

impl Progress {
    /// A piece was handed over and waits for the peer.
    fn wait_for_peer(&self) {
        self.pieces.fetch_add(1, Ordering::Relaxed);
        self.peer_is_next.store(true, Ordering::Relaxed);
    }

    /// The next piece is still being made.
    fn wait_for_body(&self) {
        self.peer_is_next.store(false, Ordering::Relaxed);
    }
}

tokio::task_local! {
    /// Of the stream that a task serves.
    static PROGRESS: Arc<Progress>;
}

/// Runs the streams of an HTTP/2 connection, one task each. A stream is reset when its peer takes no piece within the
/// time allowed to slow readers. A slow reader of HTTP/1 holds up its connection, but a window of zero holds up a
/// stream alone.
#[derive(Clone)]
pub struct Streams {
    /// Of the connection.
    pub activity: Arc<Activity>,
    /// The time a peer has.
    pub window: Duration,
}

impl<F> Executor<F> for Streams
where
    F: Future + Send + 'static,
{
    fn execute(&self, stream: F) {
        let (streams, progress) = (self.clone(), Arc::new(Progress::default()));
        tokio::spawn(PROGRESS.scope(progress.clone(), async move {
            tokio::select! {
                _ = stream => {}
                () = streams.stalled(&progress) => tracing::debug!("a stalled stream is dropped"),
            }
        }));
    }
}

impl Streams {
    async fn stalled(&self, progress: &Progress) {
        loop {
            let before = progress.pieces.load(Ordering::Relaxed);
            tokio::time::sleep(self.window).await;
            let none_taken = progress.peer_is_next.load(Ordering::Relaxed)
                && progress.pieces.load(Ordering::Relaxed) == before;
            // If the whole connection is slow, the connection's own limit decides.
            if none_taken && !self.activity.is_behind() {
                return;
            }
        }
    }
}
