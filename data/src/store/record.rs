//! Records that name themselves: the id of a publication is the hash of its record without the id.

use super::content::content_id;

/// The record with its id filled in, and the id. `None` if the record has no field for it.
pub(super) fn sealed(unsealed: &str) -> Option<(String, String)> {
    let (before, after) = unsealed.split_once(&place_of(""))?;
    let id = content_id(unsealed.as_bytes());
    Some(([before, &place_of(&id), after].concat(), id))
}

/// True if every byte of a record is as it was sealed under an id.
pub fn is_sealed(record: &[u8], id: &str) -> bool {
    let record = std::str::from_utf8(record).ok();
    let parts = record.and_then(|record| record.split_once(&place_of(id)));
    parts.is_some_and(|(before, after)| content_id([before, &place_of(""), after].concat().as_bytes()) == id)
}

/// The form of an id in a record. Quotation marks inside JSON texts are escaped, so no text can look like it.
fn place_of(id: &str) -> String {
    format!("\"id\": \"{id}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_of_a_sealed_record_can_be_another() {
        let (record, id) = sealed("{\n  \"version\": 4,\n  \"id\": \"\",\n  \"rate\": 0.25\n}").unwrap();
        assert!(is_sealed(record.as_bytes(), &id) && record.contains(&id));
        assert!(!is_sealed(record.as_bytes(), "0123456789abcdef"));
        for at in 0..record.len() {
            for flip in [0x01, 0x02, 0x20, 0x80, 0xff] {
                let mut changed = record.clone().into_bytes();
                changed[at] ^= flip;
                assert!(!is_sealed(&changed, &id), "byte {at} with {flip:#x}");
            }
            assert!(!is_sealed(&record.as_bytes()[..at], &id), "cut at {at}");
        }
        assert!(!is_sealed(format!("{record} ").as_bytes(), &id));
    }

    #[test]
    fn a_record_without_a_place_for_its_id_is_not_sealed() {
        assert_eq!(sealed("{\"id\": \"taken\"}"), None);
        assert_eq!(sealed(r#"{"note": "\"id\": \"\""}"#), None);
    }
}
