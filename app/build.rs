//! Turns the catalogues `text/CODE.json` into functions and tables, so that a missing key, a misspelt one, a forgotten
//! argument and (by the compiler's own lint) a key that nothing uses are found when building, and no JSON reaches the
//! browser.
//!
//! `messages` become functions, and so do those under `browser`, which only the browser's code says; `{name}` in a
//! message becomes an argument, and `{name?day|days}` the first word where that argument is `1`, else the second. Every other section is a table: entries of the same fields, found by their id. English says
//! which keys and arguments there are; every other language has the same. The server speaks all languages, a module of
//! the browser the one that it was built for.

use serde_json::{Map, Value};

/// Every language by its code (BCP 47) with its own name for itself, English first; each a file, a feature and a line here.
const LANGUAGES: [(&str, &str); 3] = [("en", "English"), ("de", "Deutsch"), ("zh-CN", "简体中文")];

type Sections = Map<String, Value>;

fn main() {
    if let Err(problem) = write() {
        println!("cargo::error={problem}");
    }
}

fn write() -> Result<(), String> {
    let mut catalogues = Vec::new();
    for (code, _) in LANGUAGES {
        let source = format!("text/{code}.json");
        println!("cargo::rerun-if-changed={source}");
        let json = std::fs::read_to_string(&source).map_err(|error| format!("{source}: {error}"))?;
        let sections: Sections = serde_json::from_str(&json).map_err(|error| format!("{source}: {error}"))?;
        catalogues.push((code, sections));
    }
    let (_, english) = &catalogues[0];
    for (code, sections) in &catalogues[1..] {
        same(english, sections).map_err(|problem| format!("text/{code}.json: {problem}"))?;
    }
    let spoken: Vec<_> = catalogues.iter().filter(|(code, _)| is_spoken(code)).collect();
    let text = generate(&spoken).map_err(|problem| format!("text/en.json: {problem}"))?;
    let directory = std::env::var("OUT_DIR").map_err(|error| error.to_string())?;
    for (file, code) in [("text.rs", text), ("language.rs", languages())] {
        std::fs::write(format!("{directory}/{file}"), code).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// The server speaks every language; a module speaks that of its feature, or English.
fn is_spoken(code: &str) -> bool {
    let has = |feature: &str| {
        std::env::var_os(format!("CARGO_FEATURE_{}", feature.to_uppercase().replace('-', "_"))).is_some()
    };
    let is_other = |(code, _): &(&str, &str)| has(code);
    has("ssr") || has(code) || (code == LANGUAGES[0].0 && !LANGUAGES[1..].iter().any(is_other))
}

/// `zh-CN` is `ZhCn` in code.
fn variant(code: &str) -> String {
    let capital = |part: &str| part[..1].to_uppercase() + &part[1..].to_lowercase();
    code.split('-').map(capital).collect()
}

fn languages() -> String {
    let mut code = String::from(
        "/// A language that pages are in.\n#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]\npub enum Language {\n",
    );
    for (place, (tag, name)) in LANGUAGES.iter().enumerate() {
        let default = if place == 0 { "#[default] " } else { "" };
        code += &format!("/// {name}.\n{default}{},\n", variant(tag));
    }
    let spoken = LANGUAGES.iter().find(|(code, _)| is_spoken(code)).unwrap_or(&LANGUAGES[0]);
    let arms = |of: fn(&(&str, &str)) -> String| -> String {
        let arm =
            |language: &(&str, &str)| format!("Language::{} => {:?},\n", variant(language.0), of(language));
        LANGUAGES.iter().map(arm).collect()
    };
    let all: String = LANGUAGES.iter().map(|(code, _)| format!("Language::{}, ", variant(code))).collect();
    let (codes, names) = (arms(|(code, _)| (*code).to_owned()), arms(|(_, name)| (*name).to_owned()));
    code += &format!(
        "}}\nimpl Language {{\n\
         /// Every language, English first.\npub const ALL: &'static [Language] = &[{all}];\n\
         /// The one that a module of the browser speaks.\n#[allow(dead_code)]\npub(crate) const BUILT: Language = Language::{};\n\
         /// Its code (BCP 47), as in an address and in `lang`.\n\
         pub fn code(self) -> &'static str {{ match self {{ {codes} }} }}\n\
         /// What it calls itself.\npub fn name(self) -> &'static str {{ match self {{ {names} }} }}\n}}\n",
        variant(spoken.0),
    );
    code
}

/// Refuses a catalogue that has not the keys and arguments of the English one.
fn same(english: &Sections, other: &Sections) -> Result<(), String> {
    let keys = |map: &Map<String, Value>| map.keys().cloned().collect::<std::collections::BTreeSet<_>>();
    let differ = |what: &str, english: &Map<String, Value>, other: &Map<String, Value>| {
        let (english, other) = (keys(english), keys(other));
        match (english.difference(&other).next(), other.difference(&english).next()) {
            (Some(key), _) => Err(format!("{what} `{key}` is missing")),
            (_, Some(key)) => Err(format!("{what} `{key}` is not in English")),
            _ => Ok(()),
        }
    };
    differ("the section", english, other)?;
    for (section, entries) in english {
        let (Some(ours), Some(theirs)) = (entries.as_object(), other[section].as_object()) else {
            return Err(format!("`{section}` is not an object"));
        };
        differ(&format!("`{section}`:"), ours, theirs)?;
        for (key, text) in ours {
            match (text, &theirs[key]) {
                (Value::String(ours), Value::String(theirs)) => {
                    let (mut ours, mut theirs) = (arguments(ours)?, arguments(theirs)?);
                    ours.sort_unstable();
                    theirs.sort_unstable();
                    if ours != theirs {
                        return Err(format!("`{key}` has the arguments {theirs:?}, English has {ours:?}"));
                    }
                }
                (Value::Object(ours), Value::Object(theirs)) => {
                    differ(&format!("`{section}.{key}`:"), ours, theirs)?
                }
                _ => return Err(format!("`{section}.{key}` is of another kind than in English")),
            }
        }
    }
    Ok(())
}

fn generate(spoken: &[&(&str, Sections)]) -> Result<String, String> {
    let mut code = String::new();
    let Some((_, first)) = spoken.first() else { return Err("no language is spoken".to_owned()) };
    for (section, entries) in first {
        let entries = entries.as_object().ok_or_else(|| format!("`{section}` is not an object"))?;
        if section != "messages" && section != "browser" {
            let tables: Result<Vec<_>, String> =
                spoken.iter().map(|(code, sections)| Ok((*code, object(&sections[section])?))).collect();
            write_table(&mut code, section, &tables?)?;
            continue;
        }
        for key in entries.keys() {
            let texts: Result<Vec<_>, String> = spoken
                .iter()
                .map(|(code, sections)| {
                    let text = sections[section][key].as_str();
                    Ok((*code, text.ok_or_else(|| format!("message `{key}` is not a text"))?))
                })
                .collect();
            if section == "browser" {
                code += "#[cfg(target_arch = \"wasm32\")]\n";
            }
            write_message(&mut code, key, &texts?)?;
        }
    }
    Ok(code)
}

fn object(value: &Value) -> Result<&Map<String, Value>, String> {
    value.as_object().ok_or_else(|| "a section is not an object".to_owned())
}

/// The arguments of a message, in the order in which they first occur.
fn arguments(message: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    for piece in pieces(message)? {
        if let Piece::Argument(name) | Piece::Plural { name, .. } = piece
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    Ok(names)
}

/// A part of a message.
enum Piece<'a> {
    Text(&'a str),
    Argument(&'a str),
    /// What stands where the argument is one, and where it is not.
    Plural {
        name: &'a str,
        one: &'a str,
        other: &'a str,
    },
}

impl Piece<'_> {
    /// The expression for it.
    fn code(&self) -> String {
        match self {
            Piece::Text(text) => format!("{text:?}"),
            Piece::Argument(name) => (*name).to_owned(),
            Piece::Plural { name, one, other } => {
                format!("if {name} == \"1\" {{ {one:?} }} else {{ {other:?} }}")
            }
        }
    }
}

fn pieces(message: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after
            .split_once('}')
            .ok_or_else(|| format!("`{message}` has an opening brace without a closing one"))?;
        pieces.push(Piece::Text(before));
        pieces.push(match place.split_once('?') {
            None => Piece::Argument(place),
            Some((name, words)) => {
                let words = words.split_once('|');
                let (one, other) = words.ok_or_else(|| format!("`{{{place}}}` lacks a word for several"))?;
                Piece::Plural { name, one, other }
            }
        });
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    Ok(pieces)
}

/// An expression for each language: itself where only one is spoken.
fn by_language(of: &[(&str, String)]) -> String {
    match of {
        [(_, only)] => only.clone(),
        all => {
            let arm = |(code, of): &(&str, String)| format!("Language::{} => {of}, ", variant(code));
            format!("match current() {{ {} }}", all.iter().map(arm).collect::<String>())
        }
    }
}

/// A message without arguments is a constant text; one with arguments joins its pieces.
fn write_message(code: &mut String, key: &str, texts: &[(&str, &str)]) -> Result<(), String> {
    let names = arguments(texts[0].1)?;
    if names.is_empty() {
        let texts: Vec<_> = texts.iter().map(|(code, text)| (*code, format!("{text:?}"))).collect();
        *code += &format!("pub(crate) fn {key}() -> &'static str {{ {} }}\n", by_language(&texts));
        return Ok(());
    }
    let mut joined = Vec::new();
    for (language, text) in texts {
        let pieces: Vec<String> = pieces(text)?.iter().map(Piece::code).collect();
        joined.push((*language, format!("[{}].concat()", pieces.join(", "))));
    }
    // In one order whatever the language: callers name no arguments.
    let parameters = names.iter().map(|name| format!("{name}: &str, ")).collect::<String>();
    *code += &format!("pub(crate) fn {key}({parameters}) -> String {{ {} }}\n", by_language(&joined));
    Ok(())
}

/// A table `kpi` becomes `struct Kpi` and `fn kpi(id) -> Kpi`, which is empty for an id the table lacks.
fn write_table(
    code: &mut String,
    section: &str,
    tables: &[(&str, &Map<String, Value>)],
) -> Result<(), String> {
    let name: String = section.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
    let bad =
        |id: &str| format!("`{section}.{id}` is not an object of texts, of the same fields as the others");
    let first = tables[0].1.values().next().and_then(Value::as_object);
    let fields: Vec<&String> = first.map(|entry| entry.keys().collect()).unwrap_or_default();
    let mut matches = Vec::new();
    for (language, entries) in tables {
        let mut arms = String::new();
        for (id, entry) in *entries {
            let entry =
                entry.as_object().filter(|entry| entry.len() == fields.len()).ok_or_else(|| bad(id))?;
            let mut values = String::new();
            for field in &fields {
                let text = entry.get(*field).and_then(Value::as_str).ok_or_else(|| bad(id))?;
                values += &format!("{field}: {text:?}, ");
            }
            arms += &format!("{id:?} => {name} {{ {values} }},\n");
        }
        let empty: String = fields.iter().map(|field| format!("{field}: \"\", ")).collect();
        matches.push((*language, format!("match id {{ {arms} _ => {name} {{ {empty} }} }}")));
    }
    let members: String = fields.iter().map(|field| format!("pub(crate) {field}: &'static str,\n")).collect();
    *code += &format!(
        "#[derive(Clone, Copy, Debug, PartialEq)]\npub(crate) struct {name} {{ {members} }}\n\
         pub(crate) fn {section}(id: &str) -> {name} {{ {} }}\n",
        by_language(&matches)
    );
    Ok(())
}
