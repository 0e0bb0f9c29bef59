//! The tiles of the key figures, in the words of the overview's.

use super::Told;
use super::parts::{block, change, heading, pairs, soft, tile, value};
use crate::islands::overview::{TileWords, words};
use crate::view::{Element, el};
use crate::{format, text};

/// Every key figure: its value, how it changed, what it means.
pub(super) fn figures(told: &Told<'_>) -> Element {
    let tiles = words(&told.mail.published.derived.facts, &told.model).into_iter().map(figure).collect();
    block().child(heading(text::key_figures(), dates(told))).child(pairs("key-figures", tiles))
}

/// The dates of the figures, and those that they are compared with.
fn dates(told: &Told<'_>) -> Option<String> {
    let (from, to) = told.model.window?;
    let (from, to) = (format::date(from), format::date(to));
    Some(match told.model.previous {
        Some((first, last)) => text::mail_dates(&from, &to, &format::date(first), &format::date(last)),
        None => text::mail_dates_only(&from, &to),
    })
}

fn figure(words: TileWords) -> Element {
    tile()
        .child(el("b").child(words.name))
        .child(value(words.value, words.unit))
        .child(change(words.class, words.change))
        .child(words.note.map(soft))
        .child(soft(first_sentence(words.meaning)))
}

/// What a figure means in one sentence; what else there is to say of it, the dashboard says.
fn first_sentence(words: &'static str) -> &'static str {
    let end = words.find(". ").map(|place| place + 1);
    let end = end.or_else(|| words.find('。').map(|place| place + '。'.len_utf8()));
    end.map_or(words, |end| &words[..end])
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn a_meaning_is_cut_behind_its_first_sentence() {
        for (words, first) in [
            ("A share. More of it.", "A share."),
            ("A ratio of 0.5.", "A ratio of 0.5."),
            ("比例。更多。", "比例。"),
            ("比例", "比例"),
        ] {
            assert_eq!(first_sentence(words), first);
        }
    }
}
