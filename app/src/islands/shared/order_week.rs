//! Why today's list of orders is long, in a sentence.

use crate::{format, text};
use contract::OrderWeek;

/// The sentence with a usual week's orders; nothing where today's list is about as long.
pub(crate) fn order_week(currency: &str, week: &OrderWeek) -> Option<String> {
    if !week.is_long() {
        return None;
    }
    let (today, lines) = (format::count(week.today_lines), week.usual_lines);
    let lines = format::number(lines, if lines < 9.95 { 1 } else { 0 });
    let Some(value) = week.usual_value else {
        return Some(text::order_week(&today, &lines));
    };
    let mut sentence = text::order_week_worth(&today, &lines, &format::money(currency, value, 0));
    if week.value_unknown > 0 {
        sentence =
            text::two_sentences(&sentence, &text::order_week_unknown(&format::count(week.value_unknown)));
    }
    Some(sentence)
}
