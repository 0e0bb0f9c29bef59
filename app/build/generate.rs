//! The functions and tables.

use crate::catalogue::{Catalogue, Sections};
use crate::languages::variant;
use crate::message::{Piece, arguments, pieces};
use serde_json::Value;
use std::fmt::Write as _;

/// Texts of one message, or entries of one table, by the language's code.
type Spoken<'a, T> = [(&'a str, T)];

pub(crate) fn texts(spoken: &[&Catalogue]) -> Result<String, String> {
    let mut code = String::new();
    let Some(first) = spoken.first() else { return Err("no language is spoken".to_owned()) };
    for (section, entries) in &first.sections {
        let entries = object(section, entries)?;
        if section != "messages" && section != "browser" {
            let tables: Result<Vec<_>, String> =
                spoken.iter().map(|of| Ok((&*of.code, object(section, &of.sections[section])?))).collect();
            code += &table(section, &tables?)?;
            continue;
        }
        for key in entries.keys() {
            let texts: Result<Vec<_>, String> = spoken
                .iter()
                .map(|of| {
                    let text = of.sections[section][key].as_str();
                    Ok((&*of.code, text.ok_or_else(|| format!("message `{key}` is not a text"))?))
                })
                .collect();
            if section == "browser" {
                code += "#[cfg(target_arch = \"wasm32\")]\n";
            }
            code += &message(key, &texts?)?;
        }
    }
    Ok(code)
}

fn object<'a>(section: &str, value: &'a Value) -> Result<&'a Sections, String> {
    value.as_object().ok_or_else(|| format!("`{section}` is not an object"))
}

/// An expression for each language; the expression itself if there is only one.
fn by_language(of: &Spoken<'_, String>) -> String {
    match of {
        [(_, only)] => only.clone(),
        all => {
            let arm = |(code, of): &(&str, String)| format!("Language::{} => {of}, ", variant(code));
            format!("match current() {{ {} }}", all.iter().map(arm).collect::<String>())
        }
    }
}

/// A message without arguments is a constant text; one with arguments joins its pieces.
fn message(key: &str, texts: &Spoken<'_, &str>) -> Result<String, String> {
    let names = arguments(texts[0].1)?;
    if names.is_empty() {
        let texts: Vec<_> = texts.iter().map(|(code, text)| (*code, format!("{text:?}"))).collect();
        return Ok(format!("pub(crate) fn {key}() -> &'static str {{ {} }}\n", by_language(&texts)));
    }
    let mut joined = Vec::new();
    for (language, text) in texts {
        joined.push((*language, concatenated(text, str::to_owned)?));
    }
    // The same order in every language, because callers pass arguments by position.
    let parameters = names.iter().map(|name| format!("{name}: &str, ")).collect::<String>();
    Ok(format!("pub(crate) fn {key}({parameters}) -> String {{ {} }}\n", by_language(&joined)))
}

fn concatenated(text: &str, value: fn(&str) -> String) -> Result<String, String> {
    let pieces: Vec<String> = pieces(text)?.iter().map(|piece: &Piece<'_>| piece.code(value)).collect();
    Ok(format!("[{}].concat()", pieces.join(", ")))
}

/// A table `kpi` becomes `struct Kpi` and `fn kpi(id) -> Kpi`, which is empty for an id the table lacks. One whose texts
/// have arguments becomes `fn check(id, of) -> Option<Check>`, where `of` gives the value of an argument by its name.
fn table(section: &str, tables: &Spoken<'_, &Sections>) -> Result<String, String> {
    let name: String = section.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
    let first = tables[0].1.values().next().and_then(Value::as_object);
    let fields: Vec<&String> = first.map(|entry| entry.keys().collect()).unwrap_or_default();
    let is_template = tables[0].1.values().filter_map(Value::as_object).flat_map(Sections::values);
    let is_template = is_template.filter_map(Value::as_str).any(|text| text.contains('{'));
    let mut matches = Vec::new();
    for (language, entries) in tables {
        let arms = arms(section, &name, &fields, entries, is_template)?;
        let empty: String = fields.iter().map(|field| format!("{field}: \"\", ")).collect();
        let none = if is_template { "return None".to_owned() } else { format!("{name} {{ {empty} }}") };
        matches.push((*language, format!("match id {{ {arms} _ => {none} }}")));
    }
    let kind = if is_template { "String" } else { "&'static str" };
    let members: String = fields.iter().map(|field| format!("pub(crate) {field}: {kind},\n")).collect();
    let found = by_language(&matches);
    let function = match is_template {
        false => format!("pub(crate) fn {section}(id: &str) -> {name} {{ {found} }}\n"),
        true => format!(
            "pub(crate) fn {section}(id: &str, of: &dyn Fn(&str) -> String) -> Option<{name}> {{ Some({found}) }}\n"
        ),
    };
    Ok(format!(
        "#[derive(Clone, Debug, PartialEq)]\n{copied}pub(crate) struct {name} {{ {members} }}\n{function}",
        copied = if is_template { "" } else { "#[derive(Copy)]\n" },
    ))
}

fn arms(
    section: &str,
    name: &str,
    fields: &[&String],
    entries: &Sections,
    is_template: bool,
) -> Result<String, String> {
    let mut arms = String::new();
    for (id, entry) in entries {
        let bad = || format!("`{section}.{id}` is not an object of texts, of the same fields as the others");
        let entry = entry.as_object().filter(|entry| entry.len() == fields.len()).ok_or_else(bad)?;
        let mut values = String::new();
        for field in fields {
            let text = entry.get(*field).and_then(Value::as_str).ok_or_else(bad)?;
            let value = match is_template {
                true => concatenated(text, |name| format!("&*of({name:?})"))?,
                false => format!("{text:?}"),
            };
            // Writing to a String cannot fail.
            let _ = write!(values, "{field}: {value}, ");
        }
        let _ = writeln!(arms, "{id:?} => {name} {{ {values} }},");
    }
    Ok(arms)
}
