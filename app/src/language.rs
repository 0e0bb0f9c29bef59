//! The language of a page. It is part of the request and, while the page is rendered, decides every text and number.
//!
//! A page is rendered in one language from beginning to end, on one thread. So the language is set once, around
//! rendering, and not passed to each of the thousand places that write a word; see decision 36. A browser module is
//! built for one language.

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

#[cfg(feature = "ssr")]
std::thread_local! {
    static SPOKEN: std::cell::Cell<Language> = const { std::cell::Cell::new(Language::En) };
}

/// The language in which this is drawn.
#[cfg(feature = "ssr")]
pub(crate) fn current() -> Language {
    SPOKEN.get()
}

/// The language in which this is drawn.
#[cfg(not(feature = "ssr"))]
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
