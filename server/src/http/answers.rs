//! Giving answers: from the cache or computed, compressed, tagged by their content, and not sent to who has them.

use super::cache::{Cache, Encoded, Key};
use super::encoding::Encoding;
use crate::limits::{Limits, millis};
use crate::refusal::Refusal;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use data::store::sha256_hex;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How long a copy may be used without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caching {
    /// For ever: the address changes with the content.
    Immutable,
    /// Ask each time whether it is still the newest.
    Revalidate,
}

impl Caching {
    fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Caching::Immutable => "public, max-age=31536000, immutable",
            Caching::Revalidate => "no-cache",
        })
    }
}

/// What is known about an answer before it is made.
#[derive(Clone, Debug)]
pub struct About {
    /// Everything the answer is a function of: within one run of the server, the same text means the same bytes. None
    /// where that cannot be known beforehand: such an answer is made anew each time.
    pub function_of: Option<String>,
    /// SHA-256 of the body, hexadecimal, where it is known beforehand.
    pub sha256: Option<String>,
    /// Content type.
    pub content_type: &'static str,
    /// Whether the `Accept` header chose the content type.
    pub negotiated: bool,
    /// How long a copy may be used.
    pub caching: Caching,
}

impl Encoded {
    /// A body in the encoding asked for, tagged by its content.
    pub fn of(body: Vec<u8>, wanted: Encoding) -> Self {
        let sha256 = sha256_hex(&body).into();
        let (encoding, bytes) = wanted.encode(body);
        Encoded { sha256, encoding, bytes: bytes.into(), headers: HeaderMap::new() }
    }
}

/// The answers given before, and the turns at computing new ones.
pub struct Answers {
    cache: Arc<Cache>,
    turns: Arc<Semaphore>,
    wait_ms: u64,
}

impl Answers {
    /// Nothing computed yet.
    pub fn new(limits: &Limits) -> Self {
        Answers {
            cache: Arc::new(Cache::new(limits.cache_bytes)),
            turns: Arc::new(Semaphore::new(limits.computations.max(1))),
            wait_ms: limits.computation_wait_ms,
        }
    }

    /// The answer to a request: `make` computes it, away from the connections, unless it is known.
    ///
    /// # Errors
    /// What `make` refuses; more requests than there are turns in time.
    pub async fn give(
        &self,
        request: &HeaderMap,
        about: About,
        make: impl FnOnce(Encoding) -> Result<Encoded, Refusal> + Send + 'static,
    ) -> Result<Response, Refusal> {
        if let Some(sha256) = &about.sha256
            && let Some(tag) = known_tag(request, sha256)
        {
            return Ok(not_modified(&about, tag));
        }
        let encoding = Encoding::wanted(request);
        let key = about.function_of.clone().map(|answer| Key { answer, encoding });
        let body = match key.as_ref().and_then(|key| self.cache.get(key)) {
            Some(body) => body,
            None => self.compute(key, encoding, make).await?,
        };
        Ok(respond(request, &about, &body))
    }

    async fn compute(
        &self,
        key: Option<Key>,
        encoding: Encoding,
        make: impl FnOnce(Encoding) -> Result<Encoded, Refusal> + Send + 'static,
    ) -> Result<Encoded, Refusal> {
        let turn = self.turns.clone().acquire_owned();
        let Ok(Ok(turn)) = tokio::time::timeout(millis(self.wait_ms), turn).await else {
            return Err(Refusal::Overloaded);
        };
        // Who waited for a turn may have waited for this very answer.
        if let Some(body) = key.as_ref().and_then(|key| self.cache.get(key)) {
            return Ok(body);
        }
        let cache = self.cache.clone();
        let made = tokio::task::spawn_blocking(move || {
            // Nothing stops a computation whose client has gone; it keeps its turn to its end, and its answer.
            let _turn = turn;
            let body = make(encoding)?;
            if let Some(key) = key {
                cache.insert(key, body.clone());
            }
            Ok(body)
        });
        // The computation panicked: the hook has logged where.
        made.await.map_err(|_| Refusal::Internal)?
    }
}

/// A body as an answer to a request: whole, or "not modified".
pub fn respond(request: &HeaderMap, about: &About, body: &Encoded) -> Response {
    let mut response = match known_tag(request, &body.sha256) {
        Some(tag) => not_modified(about, tag),
        None => whole(about, body),
    };
    response.headers_mut().extend(body.headers.clone());
    response
}

fn whole(about: &About, body: &Encoded) -> Response {
    let mut response = Response::new(Body::from(body.bytes.clone()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(about.content_type));
    if let Some(name) = body.encoding.name() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    if let Ok(tag) = HeaderValue::try_from(entity_tag(&body.sha256, body.encoding)) {
        headers.insert(header::ETAG, tag);
    }
    add_caching(headers, about);
    response
}

fn not_modified(about: &About, tag: HeaderValue) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response.headers_mut().insert(header::ETAG, tag);
    add_caching(response.headers_mut(), about);
    response
}

fn add_caching(headers: &mut HeaderMap, about: &About) {
    headers.insert(header::CACHE_CONTROL, about.caching.header());
    let vary = if about.negotiated { "accept, accept-encoding" } else { "accept-encoding" };
    headers.insert(header::VARY, HeaderValue::from_static(vary));
}

/// Strong: the same tag means the same bytes, so each encoding has its own.
fn entity_tag(sha256: &str, encoding: Encoding) -> String {
    match encoding.name() {
        Some(name) => format!("\"{sha256}-{name}\""),
        None => format!("\"{sha256}\""),
    }
}

/// The tag under which the client already has this content, in whatever encoding it got it.
fn known_tag(request: &HeaderMap, sha256: &str) -> Option<HeaderValue> {
    let known: Vec<&str> = request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .collect();
    let tag = Encoding::ALL
        .into_iter()
        .rev()
        .map(|encoding| entity_tag(sha256, encoding))
        .find(|tag| known.contains(&tag.as_str()) || known.contains(&"*"))?;
    HeaderValue::try_from(tag).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn about(function_of: &str) -> About {
        About {
            function_of: Some(function_of.to_owned()),
            sha256: None,
            content_type: "text/plain",
            negotiated: false,
            caching: Caching::Revalidate,
        }
    }

    fn with(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).expect("a header"))])
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
            answers.give(request, about("abc"), make).await.expect("an answer")
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
    async fn who_cannot_be_served_in_time_is_told_so_and_a_panic_stays_with_its_request() {
        let limits = Limits { computations: 1, computation_wait_ms: 20, ..Limits::default() };
        let answers = Answers::new(&limits);
        let none = HeaderMap::new();
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
}
