//! Signing in by the handshake of Arrow Flight, with a name and a password: whoever comes in gets a token for their program.

use super::password::{Tried, tried};
use crate::access::{FLIGHT_SERVICE, People, now_s};
use crate::flight_sql::{Token, refused};
use crate::refusal::Refusal;
use crate::service::Shared;
use crate::wire::Asker;
use axum::extract::{FromRequestParts, Request};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use tonic::Code;

/// Base64 with padding or without: the client of Flight in Go, and so ADBC, leaves it out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Whether an address is that of the handshake.
pub(super) fn is_handshake(path: &str) -> bool {
    path.strip_prefix('/').and_then(|path| path.strip_prefix(FLIGHT_SERVICE)) == Some("/Handshake")
}

/// Lets whoever shows a name with its password through, with a token.
pub(super) async fn admit(server: &Shared, request: Request, next: Next) -> Result<Response, Refusal> {
    let (mut head, body) = request.into_parts();
    let Ok(asker) = Asker::from_request_parts(&mut head, &()).await;
    let Some(People::ByPassword(passwords)) = server.people.as_deref() else {
        return Err(Refusal::Unauthenticated);
    };
    let (name, password) = shown(&asker.headers).ok_or(Refusal::Unauthenticated)?;
    let path = head.uri.path().to_owned();
    match tried(server, asker.client, (name, password), &path).await? {
        Tried::Right(name) => {
            let token = passwords.sessions.token(&name, now_s()).ok_or(Refusal::Internal)?;
            head.extensions.insert(Token(format!("Bearer {token}")));
            Ok(next.run(Request::from_parts(head, body)).await)
        }
        Tried::Wrong => Ok(denied("The name or the password is wrong.", "Correct it.")),
        Tried::TooOften(wait_s) => {
            Ok(denied("There were too many tries.", &format!("Try again in {wait_s} seconds.")))
        }
    }
}

fn denied(cause: &str, remedy: &str) -> Response {
    refused(Code::Unauthenticated, "not-signed-in", cause, remedy).into_http()
}

/// The name and the password that a request shows (RFC 7617).
fn shown(headers: &HeaderMap) -> Option<(String, String)> {
    let shown = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let shown = String::from_utf8(BASE64.decode(shown).ok()?).ok()?;
    let (name, password) = shown.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_name_ends_at_the_first_colon_and_nonsense_is_nobody() {
        let of = |text: &'static str| {
            shown(&HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static(text))]))
        };
        for shown in ["Basic YWRhOmE6Yg==", "Basic YWRhOmE6Yg"] {
            assert_eq!(of(shown), Some(("ada".to_owned(), "a:b".to_owned())), "{shown}");
        }
        for nonsense in ["Basic YWRh", "Basic !", "Bearer YWRhOmE6Yg==", "Basic", "Basic /w=="] {
            assert_eq!(of(nonsense), None, "{nonsense}");
        }
        assert!(is_handshake("/arrow.flight.protocol.FlightService/Handshake"));
        assert!(!is_handshake("/arrow.flight.protocol.FlightService/DoGet"));
    }
}
