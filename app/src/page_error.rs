//! Why a page cannot be drawn.

use crate::refusal::{About, Refusal};
use crate::series::SeriesUnreadable;
use contract::{BadParameter, UnknownItem};

/// The reason why a page cannot be rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageError {
    /// A parameter of the query string cannot be used.
    BadParameter(BadParameter),
    /// The page is about an unknown item.
    UnknownItem(UnknownItem),
    /// A derived file cannot be read.
    Unreadable,
}

impl PageError {
    /// What is said of it in place of the page.
    pub fn refusal(&self) -> Refusal<'_> {
        match self {
            PageError::BadParameter(bad) => {
                Refusal { status: 400, code: "bad-parameter", about: About::Parameter(bad) }
            }
            PageError::UnknownItem(unknown) => {
                Refusal { status: 404, code: "unknown-item", about: About::Item(unknown) }
            }
            PageError::Unreadable => {
                Refusal { status: 500, code: "internal", about: About::Values(Vec::new()) }
            }
        }
    }
}

impl From<BadParameter> for PageError {
    fn from(error: BadParameter) -> Self {
        PageError::BadParameter(error)
    }
}

impl From<UnknownItem> for PageError {
    fn from(error: UnknownItem) -> Self {
        PageError::UnknownItem(error)
    }
}

impl From<SeriesUnreadable> for PageError {
    fn from(_: SeriesUnreadable) -> Self {
        PageError::Unreadable
    }
}
