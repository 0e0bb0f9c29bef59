//! The files: every language there is, each with the keys and arguments of English.

use crate::message::arguments;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The language of the first catalogue, which says what keys and arguments there are.
pub(crate) const ENGLISH: &str = "en";

pub(crate) type Sections = Map<String, Value>;

/// A language: what `text/CODE.json` holds.
pub(crate) struct Catalogue {
    /// Its code (BCP 47).
    pub(crate) code: String,
    /// What it calls itself.
    pub(crate) name: String,
    /// `ltr` or `rtl`.
    pub(crate) direction: String,
    pub(crate) sections: Sections,
}

/// Every catalogue of a directory, English first, the others by code.
pub(crate) fn read_all(directory: &str) -> Result<Vec<Catalogue>, String> {
    println!("cargo::rerun-if-changed={directory}");
    let listed = std::fs::read_dir(directory).map_err(|error| format!("{directory}: {error}"))?;
    let mut codes = Vec::new();
    for entry in listed {
        let name = entry.map_err(|error| format!("{directory}: {error}"))?.file_name();
        codes.extend(name.to_string_lossy().strip_suffix(".json").map(str::to_owned));
    }
    codes.sort_by_key(|code| (code != ENGLISH, code.clone()));
    let catalogues: Vec<_> = codes.iter().map(|code| read(directory, code)).collect::<Result<_, _>>()?;
    let Some((english, others)) = catalogues.split_first().filter(|(first, _)| first.code == ENGLISH) else {
        return Err(format!("{directory}/{ENGLISH}.json is not there"));
    };
    for other in others {
        same(&english.sections, &other.sections)
            .map_err(|problem| format!("{directory}/{}.json: {problem}", other.code))?;
    }
    Ok(catalogues)
}

/// Refuses a language for which the browser's modules cannot be built.
pub(crate) fn have_features(all: &[Catalogue], manifest: &str) -> Result<(), String> {
    println!("cargo::rerun-if-changed={manifest}");
    let features = std::fs::read_to_string(manifest).map_err(|error| format!("{manifest}: {error}"))?;
    let lacks = |code: &str| !features.lines().any(|line| line == format!("{code} = []"));
    match all[1..].iter().find(|language| lacks(&language.code)) {
        Some(Catalogue { code, .. }) => {
            Err(format!("app/{manifest}: [features] needs the line `{code} = []` for text/{code}.json"))
        }
        None => Ok(()),
    }
}

fn read(directory: &str, code: &str) -> Result<Catalogue, String> {
    let source = format!("{directory}/{code}.json");
    println!("cargo::rerun-if-changed={source}");
    let json = std::fs::read_to_string(&source).map_err(|error| format!("{source}: {error}"))?;
    let mut sections: Sections = serde_json::from_str(&json).map_err(|error| format!("{source}: {error}"))?;
    let about = sections.remove("language").unwrap_or_default();
    let fact = |key: &str| {
        let fact = about.get(key).and_then(Value::as_str).map(str::to_owned);
        fact.ok_or_else(|| format!("{source}: `language.{key}` is missing"))
    };
    let (name, direction) = (fact("name")?, fact("direction")?);
    if direction != "ltr" && direction != "rtl" {
        return Err(format!("{source}: `language.direction` is ltr or rtl"));
    }
    Ok(Catalogue { code: code.to_owned(), name, direction, sections })
}

/// Refuses a catalogue whose keys and arguments differ from the English one's.
fn same(english: &Sections, other: &Sections) -> Result<(), String> {
    same_keys("the section", english, other)?;
    for (section, entries) in english {
        let (Some(ours), Some(theirs)) = (entries.as_object(), other[section].as_object()) else {
            return Err(format!("`{section}` is not an object"));
        };
        same_keys(&format!("`{section}`:"), ours, theirs)?;
        for (key, text) in ours {
            match (text, &theirs[key]) {
                (Value::Object(ours), Value::Object(theirs)) => {
                    same_keys(&format!("`{section}.{key}`:"), ours, theirs)?;
                    for (field, text) in ours {
                        same_arguments(&format!("{section}.{key}.{field}"), text, &theirs[field])?;
                    }
                }
                (ours, theirs) => same_arguments(&format!("{section}.{key}"), ours, theirs)?,
            }
        }
    }
    Ok(())
}

fn same_keys(what: &str, english: &Sections, other: &Sections) -> Result<(), String> {
    let keys = |map: &Sections| map.keys().cloned().collect::<BTreeSet<_>>();
    let (english, other) = (keys(english), keys(other));
    match (english.difference(&other).next(), other.difference(&english).next()) {
        (Some(key), _) => Err(format!("{what} `{key}` is missing")),
        (_, Some(key)) => Err(format!("{what} `{key}` is not in English")),
        _ => Ok(()),
    }
}

fn same_arguments(key: &str, english: &Value, other: &Value) -> Result<(), String> {
    let (Some(english), Some(other)) = (english.as_str(), other.as_str()) else {
        return Err(format!("`{key}` is of another kind than in English, or no text"));
    };
    let (mut ours, mut theirs) = (arguments(english)?, arguments(other)?);
    ours.sort_unstable();
    theirs.sort_unstable();
    if ours == theirs {
        return Ok(());
    }
    Err(format!("`{key}` has the arguments {theirs:?}, English has {ours:?}"))
}
