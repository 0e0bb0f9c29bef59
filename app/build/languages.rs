//! The type `Language`.

use crate::catalogue::Catalogue;
use std::fmt::Write as _;

/// The server and a development module have every language; any other browser module has that of its feature, or English.
pub(crate) fn is_spoken(language: &Catalogue, all: &[Catalogue]) -> bool {
    let has = |feature: &str| {
        std::env::var_os(format!("CARGO_FEATURE_{}", feature.to_uppercase().replace('-', "_"))).is_some()
    };
    let is_english = language.code == all[0].code;
    has("every-language")
        || has(&language.code)
        || (is_english && !all[1..].iter().any(|other| has(&other.code)))
}

/// Debug builds of the server speak a language that is made up, too.
pub(crate) fn has_made_up() -> bool {
    let is_debug = std::env::var_os("PROFILE").is_some_and(|profile| profile == "debug");
    is_debug && std::env::var_os("CARGO_FEATURE_SSR").is_some()
}

/// `zh-CN` is `ZhCn` in code.
pub(crate) fn variant(code: &str) -> String {
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..].to_lowercase();
    code.split('-').map(capital).collect()
}

pub(crate) fn code(all: &[Catalogue], made_up: Option<&Catalogue>) -> String {
    let mut variants = String::new();
    for (place, Catalogue { code, name, .. }) in all.iter().chain(made_up).enumerate() {
        let default = if place == 0 { "#[default] " } else { "" };
        // Writing to a String cannot fail.
        let _ = writeln!(variants, "/// {name}.\n{default}{},", variant(code));
    }
    let spoken = all.iter().find(|language| is_spoken(language, all)).unwrap_or(&all[0]);
    let path = |language: &Catalogue| format!("Language::{}", variant(&language.code));
    let listed: Vec<_> = all.iter().map(path).collect();
    let arms = |of: fn(&Catalogue) -> &str| -> String {
        let arm = |language| format!("{} => {:?},\n", path(language), of(language));
        all.iter().chain(made_up).map(arm).collect()
    };
    let (codes, names) = (arms(|language| &language.code), arms(|language| &language.name));
    let directions = arms(|language| &language.direction);
    format!(
        "/// A language that pages are in.\n#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]\n\
         pub enum Language {{\n{variants}}}\nimpl Language {{\n\
         /// Every language, English first.\npub const ALL: &'static [Language] = &[{}];\n\
         /// A language for tests that debug builds speak, too; no page leads to it.\n\
         pub const MADE_UP: Option<Language> = {};\n\
         /// The one that a module of the browser speaks.\n#[allow(dead_code)]\n\
         pub(crate) const BUILT: Language = {};\n\
         /// Its code (BCP 47), as in an address and in `lang`.\n\
         pub fn code(self) -> &'static str {{ match self {{ {codes} }} }}\n\
         /// What it calls itself.\npub fn name(self) -> &'static str {{ match self {{ {names} }} }}\n\
         /// In which direction it is written: `ltr` or `rtl`.\n\
         pub fn direction(self) -> &'static str {{ match self {{ {directions} }} }}\n}}\n",
        listed.join(", "),
        made_up.map_or("None".to_owned(), |language| format!("Some({})", path(language))),
        path(spoken),
    )
}
