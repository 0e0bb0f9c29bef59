//! Refusals: every way a request can be turned down, each with a status, a stable code and its facts. The words stand in
//! `app/text`.

/// Status, code and sentences of each kind.
mod kinds;

use crate::table::Representation;
use app::{About, PageError};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use contract::{BadParameter, SqlRefusal, UnknownItem};
use kinds::Kind;

/// The reason why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A parameter of the query string cannot be used.
    BadParameter(BadParameter),
    /// There is no such item at that location.
    UnknownItem(UnknownItem),
    /// The API has no parameter of this name here.
    UnknownParameter {
        /// The name given.
        name: String,
        /// The names known.
        allowed: Vec<String>,
    },
    /// A parameter of this name is given more than once, and takes one value.
    RepeatedParameter(String),
    /// The client accepts none of the available representations.
    NotAcceptable,
    /// The request does not name one host; the name of the reason why.
    BadHost(&'static str),
    /// The host is not one that this server answers to.
    UnknownHost(String),
    /// No page and no endpoint has this address.
    UnknownAddress,
    /// The tenant has no such publication, or the server does not serve that tenant.
    UnknownPublication,
    /// The publication has no such file.
    UnknownFile,
    /// The site holds no such asset.
    UnknownAsset,
    /// The request shows no token that is valid: why, only the log says.
    Unauthorized,
    /// Nobody is signed in.
    Unauthenticated,
    /// Whoever is signed in may not have this.
    Forbidden,
    /// The token is valid, but not for this address.
    OutsideToken,
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
    /// A file of the current publication is missing or has another size.
    FileGone(String),
    /// More requests than the server can compute in time.
    Overloaded,
    /// The answer took longer than the limit.
    TimedOut,
    /// The request has no body that its address takes, with the reason in English.
    BadBody(String),
    /// A query is refused.
    Sql(Box<SqlRefusal>),
    /// The client has as many queries waiting as it may have.
    TooManyQueries,
    /// This server answers no queries.
    SqlOff,
    /// This server writes no decisions down.
    DecisionsOff,
    /// A fault of this program or of the machine it runs on; the log has the details under the request's id.
    Internal,
}

/// What is said about a refusal, in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Status of the answer.
    pub status: StatusCode,
    /// Stable code, for programs.
    pub code: &'static str,
    /// The kind of refusal, in words.
    pub title: &'static str,
    /// The problem of this request, in one sentence.
    pub cause: String,
    /// What to do about it, in one sentence.
    pub remedy: String,
}

impl Refusal {
    /// Status of the answer.
    pub fn status(&self) -> StatusCode {
        self.kind().status
    }

    /// What is said about it to programs.
    pub fn account(&self) -> Account {
        let Kind { status, code, title } = self.kind();
        let (cause, remedy) = app::refusal_in_english(&self.facts());
        Account { status, code, title, cause, remedy }
    }

    /// What is to be said about it, in whatever language.
    pub fn facts(&self) -> app::Refusal<'_> {
        let Kind { status, code, .. } = self.kind();
        let about = match self {
            Refusal::BadParameter(error) => About::Parameter(error),
            Refusal::UnknownItem(error) => About::Item(error),
            Refusal::BadHost(why) => About::Why(why),
            Refusal::UnknownParameter { name, allowed } => {
                About::Values(vec![("name", name.clone()), ("known", allowed.join(", "))])
            }
            Refusal::RepeatedParameter(name) => About::Values(vec![("name", name.clone())]),
            Refusal::UnknownHost(host) => About::Values(vec![("host", host.clone())]),
            Refusal::FileGone(path) => About::Values(vec![("file", path.clone())]),
            Refusal::BadBody(why) => About::Values(vec![("why", why.clone())]),
            Refusal::Sql(refusal) => {
                About::Values(vec![("problem", refusal.to_string()), ("remedy", refusal.remedy.clone())])
            }
            Refusal::BodyTooLarge(limit) => About::Values(vec![("limit", limit.to_string())]),
            Refusal::AddressTooLong(limit) | Refusal::HeadersTooLarge(limit) => {
                About::Values(vec![("limit", limit.to_string())])
            }
            _ => About::Values(Vec::new()),
        };
        app::Refusal { status: status.as_u16(), code, about }
    }

    fn kind(&self) -> Kind {
        use kinds::*;
        match self {
            Refusal::BadParameter(_) => BAD_PARAMETER,
            Refusal::UnknownItem(_) => UNKNOWN_ITEM,
            Refusal::UnknownParameter { .. } => UNKNOWN_PARAMETER,
            Refusal::RepeatedParameter(_) => REPEATED_PARAMETER,
            Refusal::NotAcceptable => NOT_ACCEPTABLE,
            Refusal::BadHost(_) => BAD_HOST,
            Refusal::UnknownHost(_) => UNKNOWN_HOST,
            Refusal::UnknownAddress => UNKNOWN_ADDRESS,
            Refusal::UnknownPublication => UNKNOWN_PUBLICATION,
            Refusal::UnknownFile => UNKNOWN_FILE,
            Refusal::UnknownAsset => UNKNOWN_ASSET,
            Refusal::Unauthorized => UNAUTHORIZED,
            Refusal::OutsideToken => OUTSIDE_TOKEN,
            Refusal::Unauthenticated => NOT_SIGNED_IN,
            Refusal::Forbidden => NOT_ALLOWED,
            Refusal::MethodNotAllowed => METHOD_NOT_ALLOWED,
            Refusal::BodyTooLarge(_) => BODY_TOO_LARGE,
            Refusal::AddressTooLong(_) => ADDRESS_TOO_LONG,
            Refusal::HeadersTooLarge(_) => HEADERS_TOO_LARGE,
            Refusal::NotReady => NOT_READY,
            Refusal::FileGone(_) => FILE_GONE,
            Refusal::Overloaded => OVERLOADED,
            Refusal::TimedOut => TIMED_OUT,
            Refusal::BadBody(_) => BAD_BODY,
            Refusal::Sql(_) => SQL_REFUSED,
            Refusal::TooManyQueries => TOO_MANY_QUERIES,
            Refusal::SqlOff => SQL_OFF,
            Refusal::DecisionsOff => DECISIONS_OFF,
            Refusal::Internal => INTERNAL,
        }
    }

    /// The valid choices: names of parameters, or content types.
    pub fn allowed(&self) -> Vec<String> {
        match self {
            Refusal::UnknownParameter { allowed, .. } => allowed.clone(),
            Refusal::NotAcceptable => {
                Representation::ALL.map(|representation| representation.media_type().to_owned()).to_vec()
            }
            _ => Vec::new(),
        }
    }

    /// Seconds after which to try again, where waiting helps.
    pub fn retry_after_s(&self) -> Option<u32> {
        match self {
            Refusal::NotReady | Refusal::FileGone(_) => Some(10),
            Refusal::Overloaded | Refusal::TimedOut | Refusal::TooManyQueries => Some(5),
            _ => None,
        }
    }
}

impl IntoResponse for Refusal {
    /// Only a note of what was refused: the router knows who asked and how to tell them.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
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

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{ItemKey, SqlCode};

    fn all() -> Vec<Refusal> {
        vec![
            Refusal::BadParameter(BadParameter::new("class", "D", "class")),
            Refusal::UnknownItem(UnknownItem {
                key: ItemKey { sku: "S1".into(), location: "uk".into() },
                elsewhere: vec!["eu".into()],
            }),
            Refusal::UnknownParameter { name: "clas".into(), allowed: vec!["class".into(), "to".into()] },
            Refusal::RepeatedParameter("from".into()),
            Refusal::NotAcceptable,
            Refusal::BadHost("host_missing"),
            Refusal::UnknownHost("evil.example".into()),
            Refusal::UnknownAddress,
            Refusal::UnknownPublication,
            Refusal::UnknownFile,
            Refusal::UnknownAsset,
            Refusal::Unauthorized,
            Refusal::OutsideToken,
            Refusal::Unauthenticated,
            Refusal::Forbidden,
            Refusal::MethodNotAllowed,
            Refusal::BodyTooLarge(1),
            Refusal::AddressTooLong(1),
            Refusal::HeadersTooLarge(1),
            Refusal::NotReady,
            Refusal::FileGone("cube.bin".into()),
            Refusal::Overloaded,
            Refusal::TimedOut,
            Refusal::BadBody("expected value at line 1 column 1".into()),
            Refusal::Sql(Box::new(SqlRefusal::new(
                SqlCode::Syntax,
                "expected: FROM",
                "Correct the query there",
            ))),
            Refusal::TooManyQueries,
            Refusal::SqlOff,
            Refusal::DecisionsOff,
            Refusal::Internal,
        ]
    }

    #[test]
    fn codes_are_distinct_and_cause_and_remedy_are_one_sentence_each() {
        let accounts: Vec<Account> = all().iter().map(Refusal::account).collect();
        for (i, account) in accounts.iter().enumerate() {
            assert!(accounts[..i].iter().all(|other| other.code != account.code), "{account:?}");
            assert!(account.status.is_client_error() || account.status.is_server_error(), "{account:?}");
            for text in [&account.cause, &account.remedy] {
                assert!(text.ends_with('.') && !text.contains(". "), "{text}");
                assert!(text.starts_with(char::is_uppercase), "{text}");
            }
        }
    }
}
