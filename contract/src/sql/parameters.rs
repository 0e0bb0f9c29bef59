//! The parameters that a query names, so that a form has a field for each.

/// Names behind a `$`, each once, in order; those in texts, quoted names and comments are none.
pub fn parameter_names(sql: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = sql;
    while let Some(place) = rest.find(['\'', '"', '-', '/', '$']) {
        let (before, at) = rest.split_at(place);
        rest = match at.as_bytes() {
            [quote @ (b'\'' | b'"'), ..] => after(&at[1..], if *quote == b'"' { "\"" } else { "'" }),
            [b'-', b'-', ..] => after(at, "\n"),
            [b'/', b'*', ..] => after(at, "*/"),
            [b'$', ..] => {
                let name = &at[1..];
                let end = name.find(|letter| !is_part(letter)).unwrap_or(name.len());
                let name = &name[..end];
                if !name.is_empty() && !before.ends_with(is_part) && !names.contains(&name) {
                    names.push(name);
                }
                &at[1 + end..]
            }
            _ => &at[1..],
        };
    }
    names
}

/// What follows the next `end`; nothing where there is none.
fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

fn is_part(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_engine_would_bind_is_a_parameter() {
        let check = |sql: &str, expected: &[&str]| assert_eq!(parameter_names(sql), expected, "{sql}");
        check("select $a, $b + $a, $1", &["a", "b", "1"]);
        check("select '$a', \"$b\", 'it''s $c', $d", &["d"]);
        check("-- $a\nselect $b /* $c - $d */ - $e / $f", &["b", "e", "f"]);
        check("select x$a, $, 5-$b, 'open $c", &["b"]);
        check("", &[]);
    }
}
