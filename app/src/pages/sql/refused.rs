//! Why there is no answer: the kind of reason, what the engine says, the place in the query, and the name that was
//! probably meant.

use super::asked::Asked;
use super::result;
use crate::charts::scroll;
use crate::text;
use crate::view::{Element, el};
use contract::{SqlCode, SqlRefusal};

/// The refusal of a query.
pub(super) fn refused(asked: &Asked, refusal: &SqlRefusal) -> Element {
    let place = Place::of(&asked.sql, refusal);
    // The engine speaks English; screen readers should know.
    let said = el("p")
        .class("verdict apart")
        .attr("lang", "en")
        .attr("data-line", refusal.line.map(|line| line.to_string()))
        .attr("data-column", refusal.column.map(|column| column.to_string()))
        .child([&*refusal.message, ". ", &*refusal.remedy, "."].concat());
    let at = place.as_ref().map(|place| {
        el("p")
            .attr("data-summary", "")
            .child(text::sql_place(&place.line.to_string(), &place.column.to_string()))
    });
    result(text::sql_code(code(refusal.code)).title)
        .child(at)
        .child(said)
        .child(place.as_ref().map(Place::excerpt))
        .child(refusal.suggestion.as_deref().map(|name| suggestion(asked, place.as_ref(), name)))
}

/// "Did you mean": a link to the query with that name, where the name to replace is found.
fn suggestion(asked: &Asked, place: Option<&Place<'_>>, name: &str) -> Element {
    let name_shown = el("code").child(name.to_owned());
    let corrected =
        place.filter(|place| !place.word.is_empty()).map(|place| place.corrected(&asked.sql, name));
    let shown = match corrected {
        None => name_shown,
        Some(sql) => {
            let href = ["?", &asked.query(&sql).to_string()].concat();
            el("a").attr("href", href).child(name_shown)
        }
    };
    el("p").child(text::sql_meant()).child(" ").child(shown)
}

/// A place in a query.
struct Place<'a> {
    /// Line and column, counted from 1.
    line: usize,
    column: usize,
    /// Bytes of the query before the line.
    before: usize,
    /// The text of the line.
    text: &'a str,
    /// Bytes of the line before the place.
    within: usize,
    /// The name at the place; empty if something else is there.
    word: &'a str,
}

impl<'a> Place<'a> {
    /// The place that a refusal names; none if the query has no such place.
    fn of(sql: &'a str, refusal: &SqlRefusal) -> Option<Self> {
        let line = usize::try_from(refusal.line?).ok()?;
        let column = usize::try_from(refusal.column.unwrap_or(1)).ok()?.max(1);
        let before: usize = sql.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let text = sql.get(before..)?.lines().next()?;
        let within = text.char_indices().nth(column - 1).map_or(text.len(), |(at, _)| at);
        let rest = &text[within..];
        let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '$');
        let word = &rest[..rest.find(|letter| !is_part(letter)).unwrap_or(rest.len())];
        Some(Place { line, column, before, text, within, word })
    }

    /// The line with its number and the place marked.
    fn excerpt(&self) -> Element {
        let (before, rest) = self.text.split_at(self.within);
        let one = rest.chars().next().map_or(0, char::len_utf8);
        let (marked, after) = rest.split_at(self.word.len().max(one));
        let mark = if marked.is_empty() { " " } else { marked };
        let code = el("code")
            .child([&self.line.to_string(), " │ ", before].concat())
            .child(el("mark").child(mark.to_owned()))
            .child(after.to_owned());
        scroll(text::sql_query().to_owned()).child(el("pre").class("sql-excerpt").child(code))
    }

    /// The query with another name at the place; a table's name before it stays.
    fn corrected(&self, sql: &str, name: &str) -> String {
        let kept = self.word.rfind('.').filter(|_| !name.contains('.')).map_or(0, |dot| dot + 1);
        let start = self.before + self.within;
        [&sql[..start + kept], name, &sql[start + self.word.len()..]].concat()
    }
}

/// The name of a code, as the catalogues have it.
pub(in crate::pages) fn code(code: SqlCode) -> &'static str {
    match code {
        SqlCode::Syntax => "syntax",
        SqlCode::NotAllowed => "not-allowed",
        SqlCode::TooLarge => "too-large",
        SqlCode::UnknownName => "unknown-name",
        SqlCode::BadValue => "bad-value",
        SqlCode::BadParameter => "bad-parameter",
        SqlCode::Arithmetic => "arithmetic",
        SqlCode::OutOfMemory => "out-of-memory",
        SqlCode::OutOfTime => "out-of-time",
        SqlCode::Unsupported => "unsupported",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(line: u64, column: u64) -> SqlRefusal {
        SqlRefusal {
            code: SqlCode::UnknownName,
            message: String::new(),
            remedy: String::new(),
            line: Some(line),
            column: Some(column),
            suggestion: None,
        }
    }

    #[test]
    fn the_name_at_a_place_is_replaced_and_its_table_kept() {
        let check = |sql: &str, (line, column), name: &str, expected: &str| {
            let place = Place::of(sql, &refusal(line, column)).expect(sql);
            assert_eq!(place.corrected(sql, name), expected);
        };
        check("select\n  unit, 1\nfrom sales", (2, 3), "units", "select\n  units, 1\nfrom sales");
        check("select 'é', s.unit from sales s", (1, 13), "units", "select 'é', s.units from sales s");
        check("select s.unit from sales s", (1, 8), "stock.units", "select stock.units from sales s");
    }

    #[test]
    fn a_place_beyond_the_query_marks_nothing() {
        assert!(Place::of("select 1", &refusal(3, 1)).is_none());
        assert!(Place::of("select 1", &refusal(0, 1)).is_none());
        let end = Place::of("select 1", &refusal(1, 99)).expect("the line");
        assert_eq!((end.word, end.within), ("", 8));
    }
}
