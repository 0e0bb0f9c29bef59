//! The stream of one connection: drops slow readers, and records the last activity.

use crate::limits::{Limits, millis};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// The activity of a connection.
#[derive(Debug)]
pub struct Activity {
    began: Instant,
    /// Requests whose answers have not been handed over to their last byte.
    requests: AtomicUsize,
    /// Whether the peer has not yet taken everything that was written.
    behind: AtomicBool,
    /// Milliseconds from `began` to the last activity.
    last_ms: AtomicU64,
}

/// A request in progress.
pub struct Busy(Arc<Activity>);

/// Interval between checks of a connection with a request in progress.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

impl Activity {
    /// A connection that starts now.
    pub fn begin() -> Arc<Self> {
        Arc::new(Activity {
            began: Instant::now(),
            requests: AtomicUsize::new(0),
            behind: AtomicBool::new(false),
            last_ms: AtomicU64::new(0),
        })
    }

    /// Records a request, which is in progress while the returned value lives.
    pub fn request(self: &Arc<Self>) -> Busy {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.sign_of_life();
        Busy(self.clone())
    }

    /// Waits until the connection has been idle for so long: no request in progress, no byte of an answer taken.
    /// HTTP/2 pings and their answers do not count as activity.
    ///
    /// The protocol library has a limit for headers, but none for a connection on which nothing is ever sent, and none
    /// for HTTP/2.
    pub async fn idle(&self, limit: Duration) {
        loop {
            let now = Instant::now();
            let until = match self.idle_since() {
                Some(since) if since + limit <= now => return,
                Some(since) => since + limit,
                None => now,
            };
            tokio::time::sleep_until(until.max(now + LOOK_AGAIN)).await;
        }
    }

    /// The last activity, if no request is in progress and the peer has taken everything.
    pub fn idle_since(&self) -> Option<Instant> {
        let quiet = self.requests.load(Ordering::Relaxed) == 0 && !self.is_behind();
        quiet.then(|| self.began + millis(self.last_ms.load(Ordering::Relaxed)))
    }

    /// Whether something waits for the peer.
    pub fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Relaxed)
    }

    /// Records that a request arrived, or that part of an answer was taken.
    pub fn sign_of_life(&self) {
        let now_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last_ms.store(now_ms, Ordering::Relaxed);
    }
}

impl Busy {
    /// The activity of its connection.
    pub fn activity(&self) -> Arc<Activity> {
        self.0.clone()
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.sign_of_life();
        self.0.requests.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A stream whose peer must take what is written to it.
pub struct Stream<S> {
    inner: S,
    activity: Arc<Activity>,
    window: Duration,
    least_bytes: usize,
    /// When something first waited for the peer, and the bytes it has taken since.
    waiting: Option<(Pin<Box<Sleep>>, usize)>,
    linger: Duration,
    /// Runs once everything is written and the peer knows it.
    lingering: Option<Pin<Box<Sleep>>>,
}

impl<S> Stream<S> {
    /// Watches over a stream.
    pub fn new(inner: S, activity: Arc<Activity>, limits: &Limits) -> Self {
        Stream {
            inner,
            activity,
            window: millis(limits.slow_reader_window_ms),
            least_bytes: limits.slow_reader_bytes,
            waiting: None,
            linger: millis(limits.linger_ms),
            lingering: None,
        }
    }

    /// Judges the outcome of writing `offered` bytes.
    fn written(
        &mut self,
        cx: &mut Context<'_>,
        offered: usize,
        outcome: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match &outcome {
            Poll::Ready(Ok(taken)) => {
                if let Some((_, sum)) = &mut self.waiting {
                    self.activity.sign_of_life();
                    *sum += taken;
                }
                if *taken >= offered {
                    self.waiting = None;
                }
            }
            Poll::Ready(Err(_)) => {}
            Poll::Pending => {
                let window = self.window;
                let (timer, sum) =
                    self.waiting.get_or_insert_with(|| (Box::pin(tokio::time::sleep(window)), 0));
                while timer.as_mut().poll(cx).is_ready() {
                    if *sum < self.least_bytes {
                        return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                    }
                    *sum = 0;
                    timer.as_mut().reset(Instant::now() + window);
                }
            }
        }
        self.activity.behind.store(self.waiting.is_some(), Ordering::Relaxed);
        outcome
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Stream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, buf)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Stream<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write(cx, buf);
        self.written(cx, buf.len(), outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write_vectored(cx, bufs);
        let offered = bufs.iter().map(|buf| buf.len()).sum();
        self.written(cx, offered, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    /// Closes the sending side, and then discards incoming bytes for a while: a stream that is dropped with unread
    /// bytes is reset, and the peer may lose the end of its answer.
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.lingering.is_none() {
            ready!(Pin::new(&mut self.inner).poll_shutdown(cx))?;
        }
        let linger = self.linger;
        let timer = self.lingering.get_or_insert_with(|| Box::pin(tokio::time::sleep(linger)));
        if timer.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Ok(()));
        }
        loop {
            let mut unread = [0; 4_096];
            let mut unread = ReadBuf::new(&mut unread);
            let read = ready!(Pin::new(&mut self.inner).poll_read(cx, &mut unread));
            if read.is_err() || unread.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

#[cfg(test)]
mod tests;
