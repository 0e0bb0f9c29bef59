//! Serves answers from the cache or computes them, within limits on concurrent computations and on memory.

use super::cache::{Cache, Key};
use super::client::{Asker, Client};
use super::encoded::Encoded;
use super::encoding::Encoding;
use super::flight::{Flight, Passage};
use super::respond::{About, known_tag, not_modified, respond};
use crate::limits::{Limits, millis};
use crate::refusal::Refusal;
use axum::response::Response;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

/// The cached answers, the answers being sent, and the slots for computing new ones.
pub struct Answers {
    cache: Arc<Cache>,
    flight: Arc<Flight>,
    turns: Arc<Semaphore>,
    wait_ms: u64,
    /// True while an answer is compressed again.
    is_compressing: Arc<AtomicBool>,
}

impl Answers {
    /// Empty.
    pub fn new(limits: &Limits) -> Self {
        Answers {
            cache: Arc::new(Cache::new(limits.cache_bytes)),
            flight: Flight::new(limits),
            turns: Arc::new(Semaphore::new(limits.computations.max(1))),
            wait_ms: limits.computation_wait_ms,
            is_compressing: Arc::default(),
        }
    }

    /// What is on its way.
    pub fn flight(&self) -> &Arc<Flight> {
        &self.flight
    }

    /// The answer to a request. Unless it is cached, `make` computes it, off the connection's thread.
    ///
    /// # Errors
    /// A refusal of `make`; no free slot in time; no room for more bytes being sent.
    pub async fn give(
        &self,
        asker: &Asker,
        about: About,
        make: impl FnOnce(Encoding) -> Result<Encoded, Refusal> + Send + 'static,
    ) -> Result<Response, Refusal> {
        if let Some(sha256) = &about.sha256
            && let Some(tag) = known_tag(&asker.headers, sha256)
        {
            return Ok(not_modified(&about, tag));
        }
        let encoding = Encoding::wanted(&asker.headers);
        let key = about.function_of.clone().map(|basis| Key { basis, encoding });
        let (body, passage) = match self.kept(asker.client, key.as_ref()) {
            Some(kept) => kept,
            None => self.compute(asker.client, key, encoding, make).await?,
        };
        let mut response = respond(&asker.headers, &about, &body);
        response.extensions_mut().insert(Arc::new(passage));
        Ok(response)
    }

    /// A cached answer, if it may begin at once.
    fn kept(&self, client: Client, key: Option<&Key>) -> Option<(Arc<Encoded>, Passage)> {
        let key = key?;
        let body = self.cache.get(key)?;
        let may_begin = self.flight.is_taken(client, &body) || self.flight.has_room(client);
        may_begin.then(|| {
            self.compress_again(key, &body);
            (body.clone(), self.flight.share(client, body))
        })
    }

    /// Compresses an answer that is asked for again better, for those who ask after that. One at a time, and only in a
    /// slot that is free.
    fn compress_again(&self, key: &Key, body: &Arc<Encoded>) {
        if !body.in_haste {
            return;
        }
        let Ok(turn) = self.turns.clone().try_acquire_owned() else {
            return;
        };
        if self.is_compressing.swap(true, Ordering::Relaxed) {
            return;
        }
        let (cache, is_compressing) = (self.cache.clone(), self.is_compressing.clone());
        let (key, body) = (key.clone(), body.clone());
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            cache.insert(key, Arc::new(body.again()));
            is_compressing.store(false, Ordering::Relaxed);
        });
    }

    async fn compute(
        &self,
        client: Client,
        key: Option<Key>,
        encoding: Encoding,
        make: impl FnOnce(Encoding) -> Result<Encoded, Refusal> + Send + 'static,
    ) -> Result<(Arc<Encoded>, Passage), Refusal> {
        let turn = self.turn(client).await?;
        // The answer may have been computed while this request waited for a slot.
        if let Some(kept) = self.kept(client, key.as_ref()) {
            return Ok(kept);
        }
        let (cache, flight) = (self.cache.clone(), self.flight.clone());
        let made = tokio::task::spawn_blocking(move || {
            // A computation goes on when its client has gone; it keeps its slot to the end, and its answer is cached.
            let _turn = turn;
            let body = Arc::new(make(encoding)?);
            if let Some(key) = key {
                cache.insert(key, body.clone());
            }
            // Counted before the slot is released, so that no more answers begin than there is room for.
            Ok((body.clone(), flight.share(client, body)))
        });
        // The computation panicked: the hook has logged where.
        made.await.map_err(|_| Refusal::Internal)?
    }

    /// Computes something that is part of an answer, in a slot, off the connection's thread.
    ///
    /// # Errors
    /// A refusal of `compute`; no free slot in time.
    pub async fn work<T: Send + 'static>(
        &self,
        client: Client,
        compute: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let turn = self.turn(client).await?;
        let computed = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            compute()
        });
        // The computation panicked: the hook has logged where.
        computed.await.map_err(|_| Refusal::Internal)?
    }

    /// A slot for computing, once there is room for the result.
    ///
    /// # Errors
    /// None is free in time.
    pub(super) async fn turn(&self, client: Client) -> Result<OwnedSemaphorePermit, Refusal> {
        let until = Instant::now() + millis(self.wait_ms);
        loop {
            self.flight.room(client, until).await?;
            let turn = timeout_at(until, self.turns.clone().acquire_owned()).await;
            let Ok(Ok(turn)) = turn else {
                return Err(Refusal::Overloaded);
            };
            // Earlier answers may have taken the room. Nobody holds a slot while waiting for room.
            if self.flight.has_room(client) {
                return Ok(turn);
            }
        }
    }

    /// The slots, for answers computed while they are sent.
    pub(super) fn turns(&self) -> Arc<Semaphore> {
        self.turns.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Basis, Caching};
    use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
    use std::net::IpAddr;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn about(function_of: &str) -> About {
        About {
            function_of: Some(Basis::of_program(function_of)),
            sha256: None,
            content_type: "text/plain",
            negotiated: false,
            caching: Caching::Revalidate,
        }
    }

    fn with(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).expect("a header"))])
    }

    fn asker(headers: &HeaderMap) -> Asker {
        Asker { client: IpAddr::from([192, 0, 2, 1]).into(), headers: headers.clone() }
    }

    #[tokio::test]
    async fn an_answer_is_computed_once_and_not_sent_to_who_has_it() {
        let answers = Answers::new(&Limits::default());
        let times = Arc::new(AtomicUsize::new(0));
        let ask = async |request: &HeaderMap| {
            let times = times.clone();
            let make = move |encoding| {
                times.fetch_add(1, Ordering::Relaxed);
                Ok(Encoded::of(b"abc".repeat(1_000), encoding))
            };
            answers.give(&asker(request), about("abc"), make).await.expect("an answer")
        };
        let brotli = with(header::ACCEPT_ENCODING, "br");
        let first = ask(&brotli).await;
        assert_eq!(first.headers()[header::CONTENT_ENCODING], "br");
        let tag = first.headers()[header::ETAG].to_str().expect("a tag").to_owned();
        assert!(tag.ends_with("-br\""), "{tag}");
        for value in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
            let mut request = with(header::IF_NONE_MATCH, &value);
            request.extend(brotli.clone());
            assert_eq!(ask(&request).await.status(), StatusCode::NOT_MODIFIED, "{value}");
        }
        assert_eq!(times.load(Ordering::Relaxed), 1);
        let plain = ask(&HeaderMap::new()).await;
        assert_ne!(plain.headers()[header::ETAG], tag.as_str(), "other bytes, another tag");
        assert_eq!(times.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn what_is_asked_for_again_comes_in_fewer_bytes() {
        let answers = Answers::new(&Limits::default());
        let words: String =
            (0..4_000_u32).map(|i| format!("<td>{}</td>", i.wrapping_mul(2_654_435_761) % 97)).collect();
        let request = asker(&with(header::ACCEPT_ENCODING, "br"));
        let ask = async || {
            let body = words.clone().into_bytes();
            let answer =
                answers.give(&request, about("page"), move |encoding| Ok(Encoded::of(body, encoding))).await;
            axum::body::to_bytes(answer.expect("an answer").into_body(), usize::MAX).await.expect("bytes")
        };
        let first = ask().await;
        let again = loop {
            let again = ask().await;
            if again != first {
                break again;
            }
            tokio::task::yield_now().await;
        };
        assert!(again.len() < first.len(), "{} bytes after {}", again.len(), first.len());
        let body = |bytes: &[u8]| Encoding::Brotli.decode(bytes, u64::MAX).expect("brotli");
        assert_eq!(body(&again), words.as_bytes());
        assert_eq!(ask().await, again, "once is enough");
    }

    #[tokio::test]
    async fn who_cannot_be_served_in_time_is_told_so_and_a_panic_stays_with_its_request() {
        let limits = Limits { computations: 1, computation_wait_ms: 20, ..Limits::default() };
        let answers = Answers::new(&limits);
        let none = asker(&HeaderMap::new());
        let panicked = answers.give(&none, about("panic"), |_| panic!("in a test")).await;
        assert_eq!(panicked.expect_err("a refusal"), Refusal::Internal);
        let (finish, finished) = std::sync::mpsc::channel::<()>();
        let slow = answers.give(&none, about("slow"), move |encoding| {
            let _ = finished.recv();
            Ok(Encoded::of(b"slow".to_vec(), encoding))
        });
        let other = async {
            let refused = answers.give(&none, about("other"), |e| Ok(Encoded::of(Vec::new(), e))).await;
            drop(finish);
            refused
        };
        let (slow, other) = tokio::join!(slow, other);
        assert_eq!(slow.expect("an answer").status(), StatusCode::OK);
        assert_eq!(other.expect_err("a refusal"), Refusal::Overloaded);
    }

    #[tokio::test]
    async fn a_client_whose_answers_fill_its_room_waits_and_then_comes_again() {
        let limits = Limits { client_answer_bytes: 1_000, computation_wait_ms: 20, ..Limits::default() };
        let answers = Answers::new(&limits);
        let none = asker(&HeaderMap::new());
        let ask = async |name: &str| {
            answers.give(&none, about(name), |encoding| Ok(Encoded::of(vec![0; 2_000], encoding))).await
        };
        let first = ask("first").await.expect("an answer larger than the room");
        let again = ask("first").await.expect("what is on its way costs nothing more");
        assert_eq!(ask("second").await.expect_err("no room"), Refusal::Overloaded);
        drop((first, again));
        assert!(ask("second").await.is_ok());
    }
}
