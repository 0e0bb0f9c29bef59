//! Usual names of columns, which `names.toml` lists by what they hold.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Role;

/// The names of each role, folded.
static NAMES: LazyLock<BTreeMap<Role, Vec<String>>> = LazyLock::new(|| {
    // A test reads it.
    let mut names: BTreeMap<Role, Vec<String>> =
        toml::from_str(include_str!("names.toml")).unwrap_or_default();
    names.values_mut().flatten().for_each(|name| *name = folded(name));
    names
});

/// A name without case, accents and signs between words. A capital behind a small letter begins a word.
pub(super) fn folded(name: &str) -> String {
    let mut apart = String::with_capacity(name.len());
    let mut is_small = false;
    for letter in name.chars() {
        if is_small && letter.is_uppercase() {
            apart.push(' ');
        }
        is_small = letter.is_lowercase();
        apart.push(letter);
    }
    let letters = apart.to_lowercase();
    let words = letters.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(plain).collect::<Vec<_>>().join(" ")
}

/// A word without accents.
fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' | 'ā' => plain.push('a'),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'ď' | 'đ' => plain.push('d'),
            'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' | 'ē' => plain.push('e'),
            'ğ' => plain.push('g'),
            'ì' | 'í' | 'î' | 'ï' | 'ı' => plain.push('i'),
            'ł' => plain.push('l'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => plain.push('o'),
            'ř' => plain.push('r'),
            'ś' | 'š' | 'ş' => plain.push('s'),
            'ť' => plain.push('t'),
            'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' => plain.push('u'),
            'ý' | 'ÿ' => plain.push('y'),
            'ź' | 'ż' | 'ž' => plain.push('z'),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'ß' => plain.push_str("ss"),
            // What lower case leaves of a dotted capital I.
            '\u{307}' => {}
            other => plain.push(other),
        }
    }
    plain
}

/// How well a column's name fits a role: its place in the list of usual names, which begins with the surest; none if it is not
/// one of them. A unit or currency in brackets behind the name does not count.
pub(super) fn fit(header: &str, role: Role) -> Option<usize> {
    let before_bracket = header.split(['(', '[', '（']).next().unwrap_or_default();
    let (whole, short) = (folded(header), folded(before_bracket));
    NAMES.get(&role)?.iter().position(|name| *name == whole || *name == short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_many_languages_and_spellings() {
        for (header, role) in [
            ("Datum", Role::Date),
            ("Invoice Date", Role::Date),
            ("invoice_date", Role::Date),
            ("下单时间", Role::Date),
            ("Artikel-Nr.", Role::Sku),
            ("Réf.", Role::Sku),
            ("商品编码", Role::Sku),
            ("Lineitem sku", Role::Sku),
            ("Stück", Role::Units),
            ("Quantité", Role::Units),
            ("ILOŚĆ", Role::Units),
            ("Кол-во", Role::Units),
            ("quantity-purchased", Role::Units),
            ("itemDescription", Role::Name),
            ("InvoiceNo", Role::Invoice),
            ("Umsatz (EUR)", Role::Revenue),
            ("店铺", Role::Location),
            ("store_nbr", Role::Location),
            ("N° facture", Role::Invoice),
            ("Sipariş No", Role::Invoice),
            ("Lagerbestand", Role::OnHand),
        ] {
            assert!(fit(header, role).is_some(), "{header}: {}", folded(header));
        }
        assert_eq!(fit("Remarks", Role::Sku), None);
    }

    #[test]
    fn no_name_means_two_things_that_a_file_has_together() {
        assert_eq!(NAMES.len(), Role::ALL.len());
        let mut meant = BTreeMap::new();
        for (role, names) in NAMES.iter() {
            for name in names {
                let other = meant.insert(name, role).filter(|other| *other != role);
                assert_eq!(other, None, "{name} is in {role:?} as well");
            }
        }
    }
}
