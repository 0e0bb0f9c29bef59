//! The language of a page. It is part of the request and, while the page is rendered, decides every text and number.
//!
//! A page is rendered in one language from beginning to end, on one thread. So the language is set once, around
//! rendering, and not passed to each of the thousand places that write a word; see decision 36. A browser module is
//! built for one language; for development there is one module for all.

include!(concat!(env!("OUT_DIR"), "/language.rs"));

impl Language {
    /// The language with a code.
    pub fn of(code: &str) -> Option<Language> {
        Language::every().find(|language| language.code() == code)
    }

    /// Every language that pages are served in.
    pub fn every() -> impl Iterator<Item = Language> + Clone {
        Language::ALL.iter().copied().chain(Language::MADE_UP)
    }

    /// The prefix of a page's path in an address: nothing for English, `de/` for German.
    pub fn prefix(self) -> String {
        if self == Language::default() { String::new() } else { [self.code(), "/"].concat() }
    }
}

#[cfg(feature = "every-language")]
std::thread_local! {
    static SPOKEN: std::cell::Cell<Language> = std::cell::Cell::new(at_first());
}

/// The language of a server's thread before its first page.
#[cfg(all(feature = "every-language", not(target_arch = "wasm32")))]
fn at_first() -> Language {
    Language::default()
}

/// The language of the page that this module runs in.
#[cfg(all(feature = "every-language", target_arch = "wasm32"))]
fn at_first() -> Language {
    let page =
        web_sys::window().and_then(|window| window.document()?.document_element()?.get_attribute("lang"));
    page.and_then(|code| Language::of(&code)).unwrap_or_default()
}

/// The language in which this is drawn.
#[cfg(feature = "every-language")]
pub(crate) fn current() -> Language {
    SPOKEN.get()
}

/// The language in which this is drawn.
#[cfg(not(feature = "every-language"))]
pub(crate) const fn current() -> Language {
    Language::BUILT
}

/// Renders in a language.
#[cfg(feature = "ssr")]
pub(crate) fn within<T>(language: Language, draw: impl FnOnce() -> T) -> T {
    /// Restores the previous language, even if rendering panics.
    struct Before(Language);
    impl Drop for Before {
        fn drop(&mut self) {
            SPOKEN.set(self.0);
        }
    }
    let _before = Before(SPOKEN.replace(language));
    draw()
}

/// The decimal mark of a language.
#[cfg(feature = "ssr")]
pub fn decimal_mark(language: Language) -> char {
    within(language, || crate::text::decimal_mark().chars().next().unwrap_or('.'))
}
