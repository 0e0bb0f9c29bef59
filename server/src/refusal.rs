//! Refusals: every way a request can be turned down, each with a status, a stable code, a cause and a remedy.

use axum::http::StatusCode;
use contract::BadParameter;
use serde::Serialize;

/// Why a request gets no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A parameter of the query string cannot be used.
    BadParameter(BadParameter),
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

impl Refusal {
    /// The table of refusals.
    pub fn account(&self) -> Account {
        use StatusCode as S;
        let fixed = |cause: &str| cause.to_owned();
        let (status, code, title, cause, remedy) = match self {
            Refusal::BadParameter(error) => (
                S::BAD_REQUEST,
                "bad-parameter",
                "A parameter cannot be used",
                sentence(&error.to_string()),
                "Correct the parameter, or leave it out to get its default.",
            ),
            Refusal::UnknownAddress => (
                S::NOT_FOUND,
                "unknown-address",
                "There is nothing at this address",
                fixed("No page and no part of the API has this address."),
                "Check the address, or begin at the overview.",
            ),
            Refusal::UnknownPublication => (
                S::NOT_FOUND,
                "unknown-publication",
                "There is no such publication",
                fixed("This server holds no publication with that tenant and id."),
                "Reload the page to get the current publication.",
            ),
            Refusal::UnknownFile => (
                S::NOT_FOUND,
                "unknown-file",
                "There is no such file",
                fixed("The publication lists no file with that path."),
                "Take the paths from the publication's list of files.",
            ),
            Refusal::UnknownAsset => (
                S::NOT_FOUND,
                "unknown-asset",
                "There is no such asset",
                fixed("The site holds no asset with that name."),
                "Reload the page to get the current names.",
            ),
            Refusal::MethodNotAllowed => (
                S::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "The method is not allowed here",
                fixed("This address can be read, and nothing else."),
                "Use GET or HEAD.",
            ),
            Refusal::BodyTooLarge(limit) => (
                S::PAYLOAD_TOO_LARGE,
                "body-too-large",
                "The request's body is too large",
                format!("A request's body may have at most {limit} bytes."),
                "Send parameters in the query string, without a body.",
            ),
            Refusal::AddressTooLong(limit) => (
                S::URI_TOO_LONG,
                "address-too-long",
                "The address is too long",
                format!("Path and query may have at most {limit} bytes."),
                "Choose fewer values in the filters.",
            ),
            Refusal::HeadersTooLarge(limit) => (
                S::REQUEST_HEADER_FIELDS_TOO_LARGE,
                "headers-too-large",
                "The request's headers are too large",
                format!("A request's headers may have at most {limit} bytes."),
                "Delete this site's cookies, or send fewer headers.",
            ),
            Refusal::NotReady => (
                S::SERVICE_UNAVAILABLE,
                "not-ready",
                "Nothing is published yet",
                fixed("The data is being published."),
                "Come again in a minute.",
            ),
            Refusal::Overloaded => (
                S::SERVICE_UNAVAILABLE,
                "overloaded",
                "Too many requests at once",
                fixed("The server has more requests than it can answer in time."),
                "Come again in a few seconds.",
            ),
            Refusal::TimedOut => (
                S::SERVICE_UNAVAILABLE,
                "timed-out",
                "The answer took too long",
                fixed("Computing the answer took longer than the server allows."),
                "Choose less with the filters, or come again later.",
            ),
            Refusal::Internal => (
                S::INTERNAL_SERVER_ERROR,
                "internal",
                "Something went wrong here",
                fixed("The server could not make this answer; the fault is not in the request."),
                "Come again later; if it stays so, tell the operator the id in the answer's x-request-id header.",
            ),
        };
        Account {
            status,
            code,
            title,
            cause,
            remedy,
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

/// Problem details, RFC 9457.
#[derive(Debug, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: String,
    code: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    remedy: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
}

impl Problem {
    /// Content type of problem details.
    pub const CONTENT_TYPE: &str = "application/problem+json";

    /// What programs are told about a refusal.
    pub fn of(refusal: &Refusal) -> Self {
        let account = refusal.account();
        let parameter = match refusal {
            Refusal::BadParameter(error) => Some(error.name.clone()),
            _ => None,
        };
        Problem {
            kind: format!("urn:granary:{}", account.code),
            code: account.code,
            title: account.title,
            status: account.status.as_u16(),
            detail: account.cause,
            remedy: account.remedy,
            parameter,
        }
    }
}

/// A text as a sentence: capital letter first, full stop last.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let stop = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Refusal> {
        vec![
            Refusal::BadParameter(BadParameter::new("class", "D", "a class is A, B or C")),
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
            assert!(
                accounts[..i].iter().all(|other| other.code != account.code),
                "{account:?}"
            );
            assert!(
                account.status.is_client_error() || account.status.is_server_error(),
                "{account:?}"
            );
            for text in [account.cause.as_str(), account.remedy] {
                assert!(text.ends_with('.') && !text.contains(". "), "{text}");
                assert!(text.starts_with(char::is_uppercase), "{text}");
            }
        }
    }

    #[test]
    fn a_bad_parameter_is_named_to_programs() {
        let problem = serde_json::to_value(Problem::of(&all()[0])).expect("JSON");
        assert_eq!(problem["type"], "urn:granary:bad-parameter");
        assert_eq!(problem["status"], 400);
        assert_eq!(problem["parameter"], "class");
        assert_eq!(
            problem["detail"],
            "Parameter `class` is `D`: a class is A, B or C."
        );
    }
}
