//! Refusals: every way a request can be turned down, each with a status, a stable code, a cause and a remedy.

use app::PageError;
use axum::http::StatusCode;
use contract::{BadParameter, UnknownItem};

/// Why a request gets no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A parameter of the query string cannot be used.
    BadParameter(BadParameter),
    /// There is no such item at that location.
    UnknownItem(UnknownItem),
    /// No page and no endpoint has this address.
    UnknownAddress,
    /// The tenant has no such publication, or the server does not serve that tenant.
    UnknownPublication,
    /// The publication lists no such file.
    UnknownFile,
    /// The site holds no such asset.
    UnknownAsset,
    /// The address exists, but not for this method.
    MethodNotAllowed,
    /// The request has a body larger than the limit, in bytes.
    BodyTooLarge(u64),
    /// Path and query are longer than the limit, in bytes.
    AddressTooLong(usize),
    /// The headers are larger than the limit, in bytes.
    HeadersTooLarge(usize),
    /// Nothing is published yet.
    NotReady,
    /// More requests than the server can compute in time.
    Overloaded,
    /// The answer took longer than the limit.
    TimedOut,
    /// A fault of this program or of the machine it runs on; the log has the details under the request's id.
    Internal,
}

/// What is said about a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Status of the answer.
    pub status: StatusCode,
    /// Stable code, for programs.
    pub code: &'static str,
    /// What kind of refusal it is.
    pub title: &'static str,
    /// What is wrong with this request, one sentence.
    pub cause: String,
    /// What to do about it, one sentence.
    pub remedy: &'static str,
}

/// What is the same for every refusal of a kind. In causes, `{limit}` and `{parameter}` stand for this request's.
struct Kind {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    cause: &'static str,
    remedy: &'static str,
}

const BAD_PARAMETER: Kind = Kind {
    status: StatusCode::BAD_REQUEST,
    code: "bad-parameter",
    title: "A parameter cannot be used",
    cause: "{parameter}",
    remedy: "Correct the parameter, or leave it out to get its default.",
};
const UNKNOWN_ITEM: Kind = Kind {
    status: StatusCode::NOT_FOUND,
    code: "unknown-item",
    title: "There is no such item",
    cause: "{item}",
    remedy: "Search for it in the list of items.",
};
const UNKNOWN_ADDRESS: Kind = Kind {
    status: StatusCode::NOT_FOUND,
    code: "unknown-address",
    title: "There is nothing at this address",
    cause: "No page and no part of the API has this address.",
    remedy: "Check the address, or begin at the overview.",
};
const UNKNOWN_PUBLICATION: Kind = Kind {
    status: StatusCode::NOT_FOUND,
    code: "unknown-publication",
    title: "There is no such publication",
    cause: "This server holds no publication with that tenant and id.",
    remedy: "Reload the page to get the current publication.",
};
const UNKNOWN_FILE: Kind = Kind {
    status: StatusCode::NOT_FOUND,
    code: "unknown-file",
    title: "There is no such file",
    cause: "The publication lists no file with that path.",
    remedy: "Take the paths from the publication's list of files.",
};
const UNKNOWN_ASSET: Kind = Kind {
    status: StatusCode::NOT_FOUND,
    code: "unknown-asset",
    title: "There is no such asset",
    cause: "The site holds no asset with that name.",
    remedy: "Reload the page to get the current names.",
};
const METHOD_NOT_ALLOWED: Kind = Kind {
    status: StatusCode::METHOD_NOT_ALLOWED,
    code: "method-not-allowed",
    title: "The method is not allowed here",
    cause: "This address can be read, and nothing else.",
    remedy: "Use GET or HEAD.",
};
const BODY_TOO_LARGE: Kind = Kind {
    status: StatusCode::PAYLOAD_TOO_LARGE,
    code: "body-too-large",
    title: "The request's body is too large",
    cause: "A request's body may have at most {limit} bytes.",
    remedy: "Send parameters in the query string, without a body.",
};
const ADDRESS_TOO_LONG: Kind = Kind {
    status: StatusCode::URI_TOO_LONG,
    code: "address-too-long",
    title: "The address is too long",
    cause: "Path and query may have at most {limit} bytes.",
    remedy: "Choose fewer values in the filters.",
};
const HEADERS_TOO_LARGE: Kind = Kind {
    status: StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
    code: "headers-too-large",
    title: "The request's headers are too large",
    cause: "A request's headers may have at most {limit} bytes.",
    remedy: "Delete this site's cookies, or send fewer headers.",
};
const NOT_READY: Kind = Kind {
    status: StatusCode::SERVICE_UNAVAILABLE,
    code: "not-ready",
    title: "Nothing is published yet",
    cause: "The data is being published.",
    remedy: "Come again in a minute.",
};
const OVERLOADED: Kind = Kind {
    status: StatusCode::SERVICE_UNAVAILABLE,
    code: "overloaded",
    title: "Too many requests at once",
    cause: "The server has more requests than it can answer in time.",
    remedy: "Come again in a few seconds.",
};
const TIMED_OUT: Kind = Kind {
    status: StatusCode::SERVICE_UNAVAILABLE,
    code: "timed-out",
    title: "The answer took too long",
    cause: "Computing the answer took longer than the server allows.",
    remedy: "Choose less with the filters, or come again later.",
};
const INTERNAL: Kind = Kind {
    status: StatusCode::INTERNAL_SERVER_ERROR,
    code: "internal",
    title: "Something went wrong here",
    cause: "The server could not make this answer; the fault is not in the request.",
    remedy: "Come again later; if it stays so, tell the operator the id in the answer's x-request-id header.",
};

impl Refusal {
    /// What is said about it.
    pub fn account(&self) -> Account {
        let Kind { status, code, title, cause, remedy } = self.kind();
        let cause = match self {
            Refusal::BadParameter(error) => cause.replace("{parameter}", &sentence(&error.to_string())),
            Refusal::UnknownItem(error) => cause.replace("{item}", &sentence(&error.to_string())),
            Refusal::BodyTooLarge(limit) => cause.replace("{limit}", &limit.to_string()),
            Refusal::AddressTooLong(limit) | Refusal::HeadersTooLarge(limit) => {
                cause.replace("{limit}", &limit.to_string())
            }
            _ => cause.to_owned(),
        };
        Account { status, code, title, cause, remedy }
    }

    fn kind(&self) -> Kind {
        match self {
            Refusal::BadParameter(_) => BAD_PARAMETER,
            Refusal::UnknownItem(_) => UNKNOWN_ITEM,
            Refusal::UnknownAddress => UNKNOWN_ADDRESS,
            Refusal::UnknownPublication => UNKNOWN_PUBLICATION,
            Refusal::UnknownFile => UNKNOWN_FILE,
            Refusal::UnknownAsset => UNKNOWN_ASSET,
            Refusal::MethodNotAllowed => METHOD_NOT_ALLOWED,
            Refusal::BodyTooLarge(_) => BODY_TOO_LARGE,
            Refusal::AddressTooLong(_) => ADDRESS_TOO_LONG,
            Refusal::HeadersTooLarge(_) => HEADERS_TOO_LARGE,
            Refusal::NotReady => NOT_READY,
            Refusal::Overloaded => OVERLOADED,
            Refusal::TimedOut => TIMED_OUT,
            Refusal::Internal => INTERNAL,
        }
    }

    /// Seconds after which to come again, where waiting helps.
    pub fn retry_after_s(&self) -> Option<u32> {
        match self {
            Refusal::NotReady => Some(10),
            Refusal::Overloaded | Refusal::TimedOut => Some(5),
            _ => None,
        }
    }
}

impl From<BadParameter> for Refusal {
    fn from(error: BadParameter) -> Self {
        Refusal::BadParameter(error)
    }
}

impl From<PageError> for Refusal {
    fn from(error: PageError) -> Self {
        match error {
            PageError::BadParameter(error) => Refusal::BadParameter(error),
            PageError::UnknownItem(error) => Refusal::UnknownItem(error),
            PageError::Unreadable => Refusal::Internal,
        }
    }
}

/// A text as a sentence: capital letter first, full stop last.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::ItemKey;

    fn all() -> Vec<Refusal> {
        vec![
            Refusal::BadParameter(BadParameter::new("class", "D", "a class is A, B or C")),
            Refusal::UnknownItem(UnknownItem {
                key: ItemKey { sku: "S1".into(), location: "uk".into() },
                elsewhere: vec!["eu".into()],
            }),
            Refusal::UnknownAddress,
            Refusal::UnknownPublication,
            Refusal::UnknownFile,
            Refusal::UnknownAsset,
            Refusal::MethodNotAllowed,
            Refusal::BodyTooLarge(1),
            Refusal::AddressTooLong(1),
            Refusal::HeadersTooLarge(1),
            Refusal::NotReady,
            Refusal::Overloaded,
            Refusal::TimedOut,
            Refusal::Internal,
        ]
    }

    #[test]
    fn codes_are_distinct_and_cause_and_remedy_are_one_sentence_each() {
        let accounts: Vec<Account> = all().iter().map(Refusal::account).collect();
        for (i, account) in accounts.iter().enumerate() {
            assert!(accounts[..i].iter().all(|other| other.code != account.code), "{account:?}");
            assert!(account.status.is_client_error() || account.status.is_server_error(), "{account:?}");
            for text in [account.cause.as_str(), account.remedy] {
                assert!(text.ends_with('.') && !text.contains(". "), "{text}");
                assert!(text.starts_with(char::is_uppercase), "{text}");
            }
        }
    }
}
