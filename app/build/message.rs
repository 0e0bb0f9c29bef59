//! A message: text, and places for arguments.

/// A part of a message.
pub(crate) enum Piece<'a> {
    Text(&'a str),
    Argument(&'a str),
    /// The text if the argument is one, and the text otherwise.
    Plural {
        name: &'a str,
        one: &'a str,
        other: &'a str,
    },
}

impl Piece<'_> {
    /// The expression for it; `value` is that for an argument.
    pub(crate) fn code(&self, value: fn(&str) -> String) -> String {
        match self {
            Piece::Text(text) => format!("{text:?}"),
            Piece::Argument(name) => value(name),
            Piece::Plural { name, one, other } => {
                format!("if {} == \"1\" {{ {one:?} }} else {{ {other:?} }}", value(name))
            }
        }
    }
}

pub(crate) fn pieces(message: &str) -> Result<Vec<Piece<'_>>, String> {
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

/// The arguments of a message, in the order in which they first occur.
pub(crate) fn arguments(message: &str) -> Result<Vec<&str>, String> {
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
