use super::*;
use crate::source::tests::listed;

/// Rows of a file of these lines, the cells of a row joined by `|`, faults in brackets.
fn rows(content: &[u8], encoding: Option<&'static Encoding>) -> Result<Vec<String>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("orders.jsonl");
    std::fs::write(&path, content).unwrap();
    listed(&mut JsonRows::open(&path, encoding)?, |row, cells| {
        format!("{cells}{}", if row.recoded { " recoded" } else { "" })
    })
}

#[track_caller]
fn check(content: &[u8], expected: &[&str]) {
    assert_eq!(rows(content, None).unwrap(), expected);
}

#[test]
fn keys_are_columns_wherever_they_first_occur() {
    check(b"{\"a\": 1, \"b\": \"x\"}\n\n{\"c\": true, \"a\": null}", &["a|b|c", "1|x|·", "·|·|true"]);
}

#[test]
fn numbers_keep_their_digits_and_texts_lose_their_escapes() {
    check(
        b"{\"a\": 12345678901234567890.10, \"b\": \" caf\\u00e9 \\\"1\\\" \"}\r\n{\"a\": -1e-7}\r\n",
        &["a|b", "12345678901234567890.10|café \"1\"", "-1e-7|·"],
    );
}

#[test]
fn a_wrong_line_is_a_fault_and_its_neighbours_are_read() {
    let content = b"{\"a\": 1}\n{\"a\": NaN}\n[2]\n{\"a\": {\"b\": 1}}\n{\"a\": 1, \"a\": 2}\n{\"a\": 3} x\n{\"a\": 4\n{\"a\": 5}\n";
    let found = rows(content, None).unwrap();
    let expected = [
        "a",
        "1",
        "[2 is not a row as a JSON object: expected value at character 7]",
        "[3 is not a row as a JSON object: invalid type: sequence, expected an object]",
        "[4 is not a row as a JSON object: a holds several values where one is needed at character 15]",
        "[5 is not a row as a JSON object: the key a occurs twice at character 16]",
        "[6 is not a row as a JSON object: trailing characters at character 10]",
        "[7 is not a row as a JSON object: EOF while parsing an object at character 7]",
        "5",
    ];
    assert_eq!(found, expected);
}

#[test]
fn text_is_utf_8_or_else_windows_1252_unless_an_encoding_is_named() {
    check(b"\xef\xbb\xbf{\"a\": \"caf\xe9\"}\n{\"a\": \"\xc3\xa9\"}", &["a", "café recoded", "é"]);
    let strict = rows(b"{\"a\": \"x\"}\n{\"a\": \"caf\xe9\"}\n", Some(encoding_rs::UTF_8)).unwrap();
    assert_eq!(strict, ["a", "x", "[2 is not valid text]"]);
}

#[test]
fn long_lines_and_many_keys_end_the_reading_and_not_the_memory() {
    let mut content = b"{\"a\": 1}\n{\"a\": \"".to_vec();
    content.resize(3 << 20, b'x');
    let error = rows(&content, None).unwrap_err().to_string();
    assert!(error.contains("orders.jsonl, line 2: the line is longer than 1024 kB"), "{error}");
    let keys: String = (0..=COLUMNS_MAX).map(|key| format!("{{\"{key}\": 1}}\n")).collect();
    let error = rows(keys.as_bytes(), None).unwrap_err().to_string();
    assert!(error.contains("line 4097") && error.contains("different keys"), "{error}");
}
