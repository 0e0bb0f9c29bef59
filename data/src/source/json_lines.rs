//! JSON Lines: one object per line, whose keys are the columns.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use encoding_rs::Encoding;
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::text::{self, RECORD_BYTES, decode, read_failure};
use super::{Elsewhere, Row, Rows, Step};
use crate::error::{Error, Place, Result};

/// Largest number of keys in a file; more are nearly always values that became keys.
const COLUMNS_MAX: usize = 4_096;

/// Rows of a file of JSON objects.
///
/// The file is read twice, because keys may first occur anywhere and none may be overlooked.
pub(super) struct JsonRows {
    path: PathBuf,
    lines: Lines,
    headers: Vec<String>,
    /// The cell of a row that a key fills.
    cells: HashMap<String, Vec<usize>>,
    selected: usize,
    /// As for delimited text: with a fixed encoding, what is not UTF-8 is a fault.
    strict: bool,
    read: Rc<Cell<u64>>,
}

impl JsonRows {
    pub(super) fn open(path: &Path, encoding: Option<&'static Encoding>) -> Result<JsonRows> {
        let headers = keys(path, encoding)?;
        let read = Rc::<Cell<u64>>::default();
        Ok(JsonRows {
            lines: Lines::new(text::open(path, encoding, Rc::clone(&read))?),
            path: path.to_path_buf(),
            headers,
            cells: HashMap::new(),
            selected: 0,
            strict: encoding.is_some(),
            read,
        })
    }
}

impl Rows for JsonRows {
    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn select(&mut self, columns: &[Option<usize>]) -> Result<()> {
        self.selected = columns.len();
        self.cells.clear();
        for (cell, column) in columns.iter().enumerate() {
            if let Some(column) = column {
                self.cells.entry(self.headers[*column].clone()).or_default().push(cell);
            }
        }
        Ok(())
    }

    fn next(&mut self, row: &mut Row) -> Result<Step> {
        let Some(number) = self.lines.advance(&self.path)? else {
            return Ok(Step::End);
        };
        row.reset(number, self.selected);
        let (line, recoded) = decode(&self.lines.line);
        if recoded && self.strict {
            return Ok(Step::Fault("is not valid text".into()));
        }
        row.recoded = recoded;
        let object = Object { cells: &self.cells, row, filled: vec![false; self.selected] };
        Ok(read_object(&line, object).map_or_else(|problem| Step::Fault(problem.into()), |()| Step::Row))
    }

    fn bytes_done(&self) -> u64 {
        self.read.get()
    }

    /// Each row names its own columns.
    fn elsewhere(&self, _: &dyn Fn(&[String]) -> bool) -> Option<Elsewhere> {
        None
    }
}

/// Lines that are not blank.
struct Lines {
    text: BufReader<Box<dyn Read>>,
    line: Vec<u8>,
    number: u64,
}

impl Lines {
    fn new(text: Box<dyn Read>) -> Lines {
        Lines { text: BufReader::new(text), line: Vec::new(), number: 0 }
    }

    /// Reads the next line and returns its number; `None` at the end.
    fn advance(&mut self, path: &Path) -> Result<Option<u64>> {
        loop {
            self.line.clear();
            self.number += 1;
            let mut limited = (&mut self.text).take(RECORD_BYTES);
            let count = limited.read_until(b'\n', &mut self.line);
            match count.map_err(|error| read_failure(path, self.number, error))? {
                0 => return Ok(None),
                _ if self.line.last() != Some(&b'\n') => {
                    return Err(Error::bad(
                        Place::file(path).line(self.number),
                        format!("the line is longer than {} kB", RECORD_BYTES >> 10),
                        "Write one object a line, as JSON Lines are",
                    ));
                }
                _ if !self.line.trim_ascii().is_empty() => return Ok(Some(self.number)),
                _ => {}
            }
        }
    }
}

/// All keys of a file in the order in which they first occur. Lines that are not objects are left to the reading of
/// rows, which counts them.
fn keys(path: &Path, encoding: Option<&'static Encoding>) -> Result<Vec<String>> {
    let mut lines = Lines::new(text::open(path, encoding, Rc::default())?);
    let mut found = Keys::default();
    while lines.advance(path)?.is_some() {
        let (line, _) = decode(&lines.line);
        // Wrong lines are counted when rows are read.
        let _ = read_object(&line, &mut found);
        let many = found.names.len() > COLUMNS_MAX;
        if many || found.bytes as u64 > RECORD_BYTES {
            let kb = RECORD_BYTES >> 10;
            let what = if many {
                format!("{COLUMNS_MAX} different keys")
            } else {
                format!("{kb} kB of different keys")
            };
            return Err(Error::bad(
                Place::file(path).line(lines.number),
                format!("the lines up to here have more than {what}"),
                "Write values as values, under the same keys in every line",
            ));
        }
    }
    Ok(found.names)
}

/// Reads a line that must be exactly one object; an error says why it is not.
fn read_object<'de, V: Visitor<'de>>(line: &'de str, visitor: V) -> Result<V::Value, String> {
    let mut json = serde_json::Deserializer::from_str(line.trim_end());
    let read = json.deserialize_map(visitor).and_then(|value| json.end().map(|()| value));
    read.map_err(|error| {
        let text = error.to_string();
        let problem = text.rsplit_once(" at line ").map_or(text.as_str(), |(problem, _)| problem);
        match error.column() {
            0 => format!("is not a row as a JSON object: {problem}"),
            column => format!("is not a row as a JSON object: {problem} at character {column}"),
        }
    })
}

#[derive(Default)]
struct Keys {
    names: Vec<String>,
    known: HashSet<String>,
    bytes: usize,
}

impl<'de> Visitor<'de> for &mut Keys {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            map.next_value::<IgnoredAny>()?;
            if self.known.insert(key.clone()) {
                self.bytes += key.len();
                self.names.push(key);
            }
        }
        Ok(())
    }
}

/// Fills a row.
struct Object<'a> {
    /// For each key that is selected, the cells of a row that it fills.
    cells: &'a HashMap<String, Vec<usize>>,
    row: &'a mut Row,
    filled: Vec<bool>,
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let Some(cells) = self.cells.get(&key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value: &RawValue = map.next_value()?;
            for cell in cells {
                if std::mem::replace(&mut self.filled[*cell], true) {
                    return Err(A::Error::custom(format!("the key {key} occurs twice")));
                }
                self.set(*cell, &key, value).map_err(A::Error::custom)?;
            }
        }
        Ok(())
    }
}

impl Object<'_> {
    /// A number keeps the digits it is written with.
    fn set(&mut self, cell: usize, key: &str, value: &RawValue) -> Result<(), String> {
        match value.get().as_bytes().first() {
            Some(b'"') => {
                let text: String = serde_json::from_str(value.get()).map_err(|error| error.to_string())?;
                self.row.set(cell, &text).map_err(|problem| format!("{key} {problem}"))?;
            }
            Some(b'{' | b'[') => return Err(format!("{key} holds several values where one is needed")),
            _ if value.get() == "null" => {}
            _ => self.row.set(cell, value.get())?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
