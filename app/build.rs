//! Turns `text/en.json` into functions and tables, so that a missing key, a misspelt one, a forgotten argument and
//! (by the compiler's own lint) a key that nothing uses are found when building, and no JSON reaches the browser.
//!
//! `messages` become functions, and so do those under `browser`, which only the browser's code says; `{name}` in a
//! message becomes an argument. Every other section is a table: entries of the same fields, found by their id.

use serde_json::{Map, Value};
use std::fmt::Write as _;

const SOURCE: &str = "text/en.json";

fn main() {
    println!("cargo::rerun-if-changed={SOURCE}");
    let written = std::fs::read_to_string(SOURCE)
        .map_err(|error| error.to_string())
        .and_then(|json| generate(&json))
        .and_then(|code| {
            let path = std::env::var("OUT_DIR").map_err(|error| error.to_string())? + "/text.rs";
            std::fs::write(path, code).map_err(|error| error.to_string())
        });
    if let Err(problem) = written {
        println!("cargo::error={SOURCE}: {problem}");
    }
}

fn generate(json: &str) -> Result<String, String> {
    let sections: Map<String, Value> = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let mut code = String::new();
    for (section, entries) in &sections {
        let entries = entries.as_object().ok_or_else(|| format!("`{section}` is not an object"))?;
        if section == "messages" || section == "browser" {
            for (key, message) in entries {
                let message = message.as_str().ok_or_else(|| format!("message `{key}` is not a text"))?;
                if section == "browser" {
                    code += "#[cfg(target_arch = \"wasm32\")]\n";
                }
                write_message(&mut code, key, message)?;
            }
        } else {
            write_table(&mut code, section, entries)?;
        }
    }
    Ok(code)
}

/// A message without arguments is a constant text; one with arguments joins its pieces.
fn write_message(code: &mut String, key: &str, message: &str) -> Result<(), String> {
    let mut pieces = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or_else(|| format!("message `{key}` has an opening brace without a closing one"))?;
        pieces.push(format!("{before:?}"));
        pieces.push(name.to_owned());
        if !names.contains(&name) {
            names.push(name);
        }
        rest = after;
    }
    pieces.push(format!("{rest:?}"));
    let written = if names.is_empty() {
        writeln!(code, "pub(crate) fn {key}() -> &'static str {{ {message:?} }}")
    } else {
        let arguments = names.iter().map(|name| format!("{name}: &str, ")).collect::<String>();
        let pieces = pieces.join(", ");
        writeln!(code, "pub(crate) fn {key}({arguments}) -> String {{ [{pieces}].concat() }}")
    };
    written.map_err(|error| error.to_string())
}

/// A table `kpi` becomes `struct Kpi` and `fn kpi(id) -> Kpi`, which is empty for an id the table lacks.
fn write_table(code: &mut String, section: &str, entries: &Map<String, Value>) -> Result<(), String> {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let name: String = section.split('_').map(capital).collect();
    let fields_of = |id: &str, entry: &Value| -> Result<Vec<(String, String)>, String> {
        let bad = || format!("`{section}.{id}` is not an object of texts");
        let entry = entry.as_object().ok_or_else(bad)?;
        entry
            .iter()
            .map(|(field, text)| Ok((field.clone(), text.as_str().ok_or_else(bad)?.to_owned())))
            .collect()
    };
    let mut arms = String::new();
    let mut expected: Option<Vec<String>> = None;
    for (id, entry) in entries {
        let fields = fields_of(id, entry)?;
        let names: Vec<String> = fields.iter().map(|(field, _)| field.clone()).collect();
        let expected = expected.get_or_insert_with(|| names.clone());
        if *expected != names {
            return Err(format!("`{section}.{id}` has fields {names:?}, others have {expected:?}"));
        }
        let values: String = fields.iter().map(|(field, text)| format!("{field}: {text:?}, ")).collect();
        arms += &format!("{id:?} => {name} {{ {values} }},\n");
    }
    let names = expected.unwrap_or_default();
    let members: String = names.iter().map(|field| format!("pub(crate) {field}: &'static str,\n")).collect();
    let empty: String = names.iter().map(|field| format!("{field}: \"\", ")).collect();
    *code += &format!(
        "#[derive(Clone, Copy, Debug, PartialEq)]\npub(crate) struct {name} {{ {members} }}\n\
         pub(crate) fn {section}(id: &str) -> {name} {{ match id {{ {arms} _ => {name} {{ {empty} }} }} }}\n"
    );
    Ok(())
}
