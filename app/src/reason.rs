//! Why a parameter cannot be used, in words. The server says it on a page of its own, the browser in a notice.

use crate::text;
use contract::{BadParameter, Reason};

/// A sentence about a parameter that cannot be used.
pub(crate) fn bad_parameter(bad: &BadParameter) -> String {
    let reason = words(&bad.reason);
    match bad.value.is_empty() {
        true => text::bad_parameter_empty(&bad.name, &reason),
        false => text::bad_parameter(&bad.name, &bad.value, &reason),
    }
}

/// The reason; one that no catalogue has is said by its name.
pub(crate) fn words(reason: &Reason) -> String {
    let value = |name: &str| {
        let bound = || text::bound(reason.value("parameter").unwrap_or_default());
        match (name, reason.value(name)) {
            (_, Some(value)) => value.to_owned(),
            ("phrase", None) => bound().phrase.to_owned(),
            ("unit", None) => bound().unit.to_owned(),
            (_, None) => String::new(),
        }
    };
    text::reason(reason.id, &value).map_or_else(|| reason.id.to_owned(), |reason| reason.says)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{self, Language};
    use planning::bounds;

    /// The same words in refusals of settings, which are the command line's own.
    #[test]
    fn a_bound_has_its_phrase_and_unit() {
        for bound in bounds::SCENARIO.iter().chain([&bounds::PAGE, &bounds::PAGE_SIZE]) {
            let words = language::within(Language::En, || text::bound(bound.name));
            assert_eq!((words.phrase, words.unit), (bound.phrase, bound.unit), "{}", bound.name);
        }
    }
}
