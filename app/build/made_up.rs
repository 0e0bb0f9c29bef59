//! A language that nobody speaks, made of the English catalogue: longer, accented, and written from right to left. Debug
//! builds serve it under `/ar-XB/`, where tests look whether pages hold such a language. No switch leads there.

use crate::catalogue::{Catalogue, Sections};
use crate::message::{Piece, pieces};
use serde_json::Value;

/// Its code: the one by which other programs call such a language, too.
const CODE: &str = "ar-XB";

/// The language made of English.
pub(crate) fn of(english: &Catalogue) -> Result<Catalogue, String> {
    let mut sections = Sections::new();
    for (name, section) in &english.sections {
        sections.insert(name.clone(), translated(section)?);
    }
    Ok(Catalogue { code: CODE.into(), name: "Màdé ûp".into(), direction: "rtl".into(), sections })
}

fn translated(value: &Value) -> Result<Value, String> {
    Ok(match value {
        Value::String(text) => Value::String(message(text)?),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| Ok((key.clone(), translated(value)?)));
            Value::Object(entries.collect::<Result<_, String>>()?)
        }
        other => other.clone(),
    })
}

/// A message with its places as they are.
fn message(text: &str) -> Result<String, String> {
    let pieces = pieces(text)?;
    let told = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => words(text),
        Piece::Argument(name) => format!("{{{name}}}"),
        Piece::Plural { name, one, other } => format!("{{{name}?{}|{}}}", words(one), words(other)),
    });
    Ok(told.collect())
}

/// Words with accents, those of three letters and more longer by a third.
fn words(text: &str) -> String {
    let longer = |word: &str| {
        let letters = word.chars().filter(char::is_ascii_alphabetic).count();
        let tail = if letters < 3 { 0 } else { letters.div_ceil(3) };
        word.chars().map(accented).chain(std::iter::repeat_n('ø', tail)).collect::<String>()
    };
    text.split(' ').map(longer).collect::<Vec<_>>().join(" ")
}

fn accented(letter: char) -> char {
    let with = [
        ('a', 'á'),
        ('e', 'ê'),
        ('i', 'ï'),
        ('o', 'õ'),
        ('u', 'ü'),
        ('c', 'ç'),
        ('n', 'ñ'),
        ('s', 'š'),
        ('y', 'ÿ'),
    ];
    with.iter().find(|(plain, _)| *plain == letter).map_or(letter, |(_, accented)| *accented)
}
