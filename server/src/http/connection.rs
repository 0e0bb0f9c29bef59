//! One connection's stream: slow readers are dropped, and the last sign of life is noted.

use crate::limits::{Limits, millis};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// What goes on on a connection.
#[derive(Debug)]
pub struct Activity {
    began: Instant,
    requests: AtomicUsize,
    /// Milliseconds from `began` to the last sign of life.
    last_ms: AtomicU64,
}

/// A request in progress.
pub struct Busy(Arc<Activity>);

impl Activity {
    /// A connection that begins now.
    pub fn begin() -> Arc<Self> {
        Arc::new(Activity {
            began: Instant::now(),
            requests: AtomicUsize::new(0),
            last_ms: AtomicU64::new(0),
        })
    }

    /// Notes a request, which is in progress for as long as the answer lives.
    pub fn request(self: &Arc<Self>) -> Busy {
        self.requests.fetch_add(1, Ordering::Relaxed);
        Busy(self.clone())
    }

    /// Waits until nothing has happened for so long: no request in progress, no byte of an answer taken.
    ///
    /// The protocol library has a limit for headers, but none for a connection on which nothing is ever sent, and none
    /// for HTTP/2.
    pub async fn idle(&self, limit: Duration) {
        loop {
            let last = self.began + millis(self.last_ms.load(Ordering::Relaxed));
            let quiet = self.requests.load(Ordering::Relaxed) == 0;
            let until = last + limit;
            if quiet && until <= Instant::now() {
                return;
            }
            tokio::time::sleep_until(until.max(Instant::now() + Duration::from_millis(10))).await;
        }
    }

    fn sign_of_life(&self) {
        let now_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last_ms.store(now_ms, Ordering::Relaxed);
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
    /// From when the peer first left something waiting, and what it has taken since.
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
                self.activity.sign_of_life();
                if *taken >= offered {
                    self.waiting = None;
                } else if let Some((_, sum)) = &mut self.waiting {
                    *sum += taken;
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

    /// Says that no more will come, and then reads on for a while what nobody wants: a stream that is dropped with
    /// something unread is reset, and the peer may lose the end of its answer.
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
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    fn stream<S>(inner: S, window_ms: u64, least_bytes: usize) -> Stream<S> {
        let limits =
            Limits { slow_reader_window_ms: window_ms, slow_reader_bytes: least_bytes, ..Limits::default() };
        Stream::new(inner, Activity::begin(), &limits)
    }

    #[tokio::test]
    async fn a_peer_that_takes_nothing_or_next_to_nothing_is_dropped() {
        for takes in [0, 1] {
            let (near, mut far) = tokio::io::duplex(64);
            let mut stream = stream(near, 20, 100);
            let reader = async {
                let mut buf = [0; 1];
                loop {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    if takes > 0 && far.read(&mut buf).await.is_err() {
                        break;
                    }
                }
            };
            let outcome = tokio::select! {
                outcome = stream.write_all(&[0; 10_000]) => outcome,
                () = reader => panic!("the peer never ends"),
            };
            assert_eq!(outcome.expect_err("dropped").kind(), io::ErrorKind::TimedOut, "takes {takes}");
        }
    }

    #[tokio::test]
    async fn a_peer_on_a_slow_line_gets_everything() {
        let (near, mut far) = tokio::io::duplex(64);
        // Windows go by one after the other, and none of them asks for more than the peer takes.
        let mut stream = stream(near, 1, 0);
        let reader = async {
            let mut all = Vec::new();
            while all.len() < 1_000 {
                tokio::time::sleep(Duration::from_millis(3)).await;
                let mut buf = [0; 64];
                let count = far.read(&mut buf).await.expect("bytes");
                all.extend_from_slice(&buf[..count]);
            }
            all.len()
        };
        let (written, read) = tokio::join!(stream.write_all(&[7; 1_000]), reader);
        written.expect("not dropped");
        assert_eq!(read, 1_000);
    }

    #[tokio::test]
    async fn closing_waits_for_the_peer_but_not_for_ever() {
        for closes in [true, false] {
            let (near, mut far) = tokio::io::duplex(64);
            let limits = Limits { linger_ms: if closes { 60_000 } else { 20 }, ..Limits::default() };
            let mut stream = Stream::new(near, Activity::begin(), &limits);
            let peer = async {
                far.write_all(&[0; 10_000]).await.expect("everything is taken");
                if closes {
                    far.shutdown().await.expect("closed");
                } else {
                    // Goes on after the server has had enough.
                    while far.write_all(&[0; 64]).await.is_ok() {
                        tokio::task::yield_now().await;
                    }
                }
            };
            let close = async {
                stream.shutdown().await.expect("closed");
                drop(stream);
            };
            tokio::join!(close, peer);
        }
    }

    #[tokio::test]
    async fn idle_means_no_request_and_no_sign_of_life() {
        let activity = Activity::begin();
        let limit = Duration::from_millis(20);
        let busy = activity.request();
        let waited = tokio::time::timeout(limit * 5, activity.idle(limit)).await;
        assert!(waited.is_err(), "a request in progress is not idle");
        drop(busy);
        let ended = Instant::now();
        activity.idle(limit).await;
        // The last sign of life is noted in whole milliseconds.
        assert!(ended.elapsed() + Duration::from_millis(1) >= limit);
    }
}
