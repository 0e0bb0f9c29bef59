//! A client that follows no redirects, unpacks nothing and hides nothing.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;
use ureq::http::{HeaderMap, Method, Request, Response, StatusCode};
use ureq::{Agent, AsSendBody, Body};

/// A hang fails the test after this; it measures nothing.
const PATIENCE: Duration = Duration::from_secs(120);

/// The answer as it came over the wire.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The body as it was sent, compressed or not.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header, or an empty text where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// The answer to a GET.
pub fn get(address: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    request(Method::GET, address, path, headers)
}

/// The answer to a request without a body.
pub fn request(method: Method, address: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    send(method, address, path, headers, ())
}

/// The answer to a POST.
pub fn post(address: &str, path: &str, headers: &[(&str, &str)], body: impl Into<String>) -> Answer {
    send(Method::POST, address, path, headers, body.into())
}

fn send(
    method: Method,
    address: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl AsSendBody,
) -> Answer {
    let config =
        Agent::config_builder().http_status_as_error(false).max_redirects(0).accept_encoding("").accept("");
    let agent: Agent = config.timeout_global(Some(PATIENCE)).max_response_header_size(1 << 20).build().into();
    let mut request = Request::builder().method(method).uri(format!("http://{address}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = agent.run(request.body(body).expect("a request")).expect("an answer");
    received(response)
}

fn received(response: Response<Body>) -> Answer {
    let (parts, mut body) = response.into_parts();
    let body = body.with_config().limit(1 << 30).read_to_vec().expect("a body");
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// A connection for bytes that no client library would send.
pub struct Raw(TcpStream);

impl Raw {
    /// Connects.
    pub fn connect(address: &str) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream.set_write_timeout(Some(PATIENCE)).expect("a limit");
        Raw(stream)
    }

    /// Sends bytes; no error if the server has already closed.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        let _ = self.0.write_all(bytes.as_ref());
        self
    }

    /// The stream itself.
    pub fn stream(&mut self) -> &mut TcpStream {
        &mut self.0
    }

    /// Reads this many bytes, or fewer if the server closes the connection first.
    pub fn read(&mut self, count: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        let _ = Read::by_ref(&mut self.0).take(count).read_to_end(&mut bytes);
        bytes
    }

    /// Everything until the server closes the connection.
    pub fn read_to_end(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // A reset after the answer also ends it.
        let end = self.0.read_to_end(&mut bytes);
        if let Err(error) = end {
            assert_eq!(
                error.kind(),
                std::io::ErrorKind::ConnectionReset,
                "the server must close the connection"
            );
        }
        bytes
    }
}

/// The answers in a stream of bytes, each of the length in its headers. The last one must be whole as well.
pub fn answers(mut bytes: &[u8]) -> Vec<Answer> {
    let mut answers = Vec::new();
    while !bytes.is_empty() {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("whole headers") + 4;
        let (head, rest) = bytes.split_at(end);
        let answer = parse_head(std::str::from_utf8(head).expect("text"));
        let length: usize = answer.header("content-length").parse().unwrap_or(0);
        assert!(rest.len() >= length, "an answer is cut short: {} of {length} bytes", rest.len());
        let (body, rest) = rest.split_at(length);
        answers.push(Answer { body: body.to_vec(), ..answer });
        bytes = rest;
    }
    answers
}

fn parse_head(head: &str) -> Answer {
    let mut lines = head.split("\r\n");
    let status_line = lines.next().expect("a status line");
    let status = status_line.split(' ').nth(1).expect("a status");
    let headers = lines.filter_map(|line| line.split_once(": "));
    let header = |(name, value): (&str, &str)| {
        let name = ureq::http::HeaderName::try_from(name).expect("a name");
        (name, ureq::http::HeaderValue::try_from(value).expect("a value"))
    };
    Answer {
        status: StatusCode::from_bytes(status.as_bytes()).expect("a status").as_u16(),
        headers: headers.map(header).collect(),
        body: Vec::new(),
    }
}

/// Sends one raw request and reads the answer; the server must close the connection after it.
pub fn raw(address: &str, request: impl AsRef<[u8]>) -> Answer {
    let bytes = Raw::connect(address).send(request).read_to_end();
    answers(&bytes).into_iter().next().expect("an answer")
}
