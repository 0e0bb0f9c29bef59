//! Refusals as gRPC says them: a code, and one text for people with cause, remedy and the stable code of the refusal.

use crate::refusal::{Account, Refusal};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use contract::SqlCode;
use tonic::metadata::MetadataValue;
use tonic::{Code, Status};

/// By which clients of gRPC know how long to wait before they ask again.
const PUSHBACK_MS: &str = "grpc-retry-pushback-ms";

/// Whether a request speaks gRPC.
pub fn is_grpc(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/grpc"))
}

/// A refusal as an answer.
pub fn written_out(refusal: &Refusal) -> Response {
    status(refusal).into_http()
}

/// Says that something is not done here: why, and what to do, a sentence each.
pub fn refused(code: Code, name: &str, cause: &str, remedy: &str) -> Status {
    Status::new(code, format!("{cause} {remedy} [{name}]"))
}

/// What gRPC says of a refusal.
pub(super) fn status(refusal: &Refusal) -> Status {
    let Account { code: mut name, cause, mut remedy, .. } = refusal.account();
    match refusal {
        Refusal::Sql(refusal) => name = refusal.code.name(),
        Refusal::Unauthenticated => {
            "Send the key of a program as `authorization: Bearer KEY`, or a name with its password."
                .clone_into(&mut remedy);
        }
        Refusal::BodyTooLarge(_) => "Send a shorter query, or fewer values.".clone_into(&mut remedy),
        Refusal::BadBody(_) => "Speak Arrow Flight SQL here.".clone_into(&mut remedy),
        _ => {}
    }
    let mut status = refused(code(refusal), name, &cause, &remedy);
    if let Some(seconds) = refusal.retry_after_s() {
        status.metadata_mut().insert(PUSHBACK_MS, MetadataValue::from(u64::from(seconds) * 1_000));
    }
    status
}

fn code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Sql(refusal) => match refusal.code {
            SqlCode::OutOfTime => Code::DeadlineExceeded,
            SqlCode::OutOfMemory => Code::ResourceExhausted,
            SqlCode::Unsupported => Code::Unimplemented,
            _ => Code::InvalidArgument,
        },
        Refusal::Unauthorized | Refusal::Unauthenticated => Code::Unauthenticated,
        Refusal::Forbidden | Refusal::OutsideToken | Refusal::UnknownHost(_) => Code::PermissionDenied,
        Refusal::TooManyQueries | Refusal::BodyTooLarge(_) | Refusal::HeadersTooLarge(_) => {
            Code::ResourceExhausted
        }
        Refusal::NotReady | Refusal::FileGone(_) | Refusal::Overloaded => Code::Unavailable,
        Refusal::TimedOut => Code::DeadlineExceeded,
        Refusal::SqlOff | Refusal::UnknownAddress | Refusal::MethodNotAllowed => Code::Unimplemented,
        Refusal::Internal => Code::Internal,
        _ => Code::InvalidArgument,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::SqlRefusal;

    #[test]
    fn a_refusal_keeps_its_place_its_remedy_and_its_code() {
        let wrong = SqlRefusal {
            line: Some(2),
            column: Some(3),
            ..SqlRefusal::new(
                SqlCode::UnknownName,
                "there is no column unts",
                "Did you mean units? Use one of units",
            )
        };
        let said = status(&Refusal::Sql(Box::new(wrong)));
        assert_eq!(said.code(), Code::InvalidArgument);
        let text = "SQL, line 2, column 3: there is no column unts. Did you mean units? Use one of units. [unknown-name]";
        assert_eq!(said.message(), text);
        assert!(said.metadata().get(PUSHBACK_MS).is_none(), "waiting does not help");
    }

    #[test]
    fn who_should_come_again_is_told_when() {
        for (refusal, code) in [
            (Refusal::TooManyQueries, Code::ResourceExhausted),
            (Refusal::Overloaded, Code::Unavailable),
            (Refusal::TimedOut, Code::DeadlineExceeded),
        ] {
            let said = status(&refusal);
            assert_eq!(said.code(), code, "{refusal:?}");
            assert_eq!(said.metadata().get(PUSHBACK_MS).map(MetadataValue::as_bytes), Some(&b"5000"[..]));
        }
        assert!(status(&Refusal::Unauthenticated).message().contains("Bearer KEY"));
    }
}
