//! Places for values in the text: `{query.column}`.

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// The value in a column of a query's only row.
    Value {
        /// The place as it is written.
        written: &'a str,
        /// The name of the query.
        query: &'a str,
        /// The name of the column.
        column: &'a str,
    },
}

/// Whether a query or a page may have this name, which stands in addresses and in the text.
pub(super) fn query_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// The pieces of a text. Braces around anything but two names with a dot between them are text.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut begun, mut from) = (0, 0);
    while let Some(open) = text[from..].find('{').map(|place| from + place) {
        from = open + 1;
        let Some(close) = text[from..].find(['{', '}']).map(|place| from + place) else { break };
        let inside = text[from..close].split_once('.').filter(|_| text[close..].starts_with('}'));
        let Some((query, column)) = inside.filter(|(query, column)| query_name(query) && !column.is_empty())
        else {
            from = close;
            continue;
        };
        from = close + 1;
        found.push(Piece::Text(&text[begun..open]));
        found.push(Piece::Value { written: &text[open..from], query, column });
        begun = from;
    }
    found.push(Piece::Text(&text[begun..]));
    found.retain(|piece| *piece != Piece::Text(""));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_two_names_with_a_dot_between_them() {
        let value = |written, query, column| Piece::Value { written, query, column };
        assert_eq!(
            pieces("Of {all.n} items, {all.in stock}."),
            [
                Piece::Text("Of "),
                value("{all.n}", "all", "n"),
                Piece::Text(" items, "),
                value("{all.in stock}", "all", "in stock"),
                Piece::Text("."),
            ]
        );
        for text in ["{}", "{a}", "{.a}", "{a.}", "{a b.c}", "{a.b", "a.b}", "}{", "{{a}"] {
            assert_eq!(pieces(text), [Piece::Text(text)]);
        }
        assert_eq!(pieces("{{a.b}}"), [Piece::Text("{"), value("{a.b}", "a", "b"), Piece::Text("}")]);
        assert_eq!(pieces(""), []);
    }
}
