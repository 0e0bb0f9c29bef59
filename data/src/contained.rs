//! Contains panics: libraries that read foreign files may panic on damaged ones, and such a panic becomes an error
//! here.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static CONTAINS: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`; `None` if it panicked. The panic is not printed. Values that `work` used must not be used again.
pub(crate) fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !CONTAINS.get() {
                before(info);
            }
        }));
    });
    let outer = CONTAINS.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    CONTAINS.set(outer);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_none_and_leaves_the_next_one_alone() {
        assert_eq!(contained(|| 7), Some(7));
        assert_eq!(contained(|| -> u8 { panic!("inside") }), None);
        assert_eq!(contained(|| contained(|| -> u8 { panic!("deep inside") })), Some(None));
        assert!(!CONTAINS.get());
    }
}
