//! Measures the XML of a workbook's part while it is unpacked, before anything parses it.

use std::io::{self, Write};

/// Limits of a part.
#[derive(Clone, Copy, Default)]
pub(super) struct Bounds {
    /// Bytes, including the cost of tags.
    pub(super) bytes: u64,
    /// Bytes of a text or a tag.
    pub(super) run_bytes: u64,
    /// Memory of a tag's content besides its own bytes.
    pub(super) tag_bytes: u64,
}

/// Measures what is written to it.
#[derive(Default)]
pub(super) struct Gauge {
    bounds: Bounds,
    bytes: u64,
    cost: u64,
    state: State,
    /// Bytes since the last tag that ends a text began.
    run: u64,
    /// True within a text that consists of several runs.
    in_text: bool,
    name: Vec<u8>,
    /// The first tag of a list of shared texts, whose announced count must be within limits.
    list: Vec<u8>,
    cell: SheetCell,
    traits: Traits,
}

/// What decides how sheets are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Traits {
    /// True if a formula seems to have no value: the program that wrote it does not compute.
    pub(super) is_uncomputed: bool,
    /// Merged cells.
    pub(super) merged: u64,
}

impl Traits {
    /// Those of two sheets.
    pub(super) fn and(self, other: Traits) -> Traits {
        Traits {
            is_uncomputed: self.is_uncomputed || other.is_uncomputed,
            merged: self.merged.max(other.merged),
        }
    }
}

/// What the tags of a cell have shown so far.
#[derive(Clone, Copy, Default)]
struct SheetCell {
    has_formula: bool,
    in_value: bool,
    has_value: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    /// In the name of a tag.
    Name,
    /// After the name, and within which quotation marks.
    Tag(Option<u8>),
    /// In a comment or similar, after this byte.
    Special(u8),
}

impl Gauge {
    pub(super) fn new(bounds: Bounds) -> Gauge {
        Gauge { bounds, ..Gauge::default() }
    }

    /// The number of texts that the part announces.
    pub(super) fn promised_texts(&self) -> Option<u64> {
        let tag = std::str::from_utf8(&self.list).ok()?;
        let value = tag.split("uniqueCount").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
        let digits = value.get(1..)?.split(['"', '\'']).next()?.trim();
        // A number with more digits exceeds what any part can hold.
        Some(digits.parse().unwrap_or(u64::MAX))
    }

    /// What the part shows if it is a sheet.
    pub(super) fn traits(&self) -> Traits {
        self.traits
    }

    fn step(&mut self, byte: u8) {
        self.run += 1;
        self.state = match (self.state, byte) {
            (State::Text, b'<') => {
                self.name.clear();
                self.run = if self.in_text { self.run } else { 0 };
                State::Name
            }
            (State::Text, _) if self.cell.in_value => {
                self.cell.has_value = true;
                State::Text
            }
            (State::Name, b'!') if self.name.is_empty() => State::Special(b' '),
            (State::Name, b' ' | b'\t' | b'\n' | b'\r' | b'>') => {
                self.named();
                if byte == b'>' { State::Text } else { State::Tag(None) }
            }
            (State::Name, byte) => {
                // Names of interest are shorter.
                if self.name.len() < 64 {
                    self.name.push(byte);
                }
                State::Name
            }
            (State::Tag(None), b'>') => State::Text,
            (State::Tag(None), b'"' | b'\'') => State::Tag(Some(byte)),
            (State::Tag(Some(quote)), byte) if byte == quote => State::Tag(None),
            // Comments end with -->, literal text with ]]>.
            (State::Special(b'-' | b']'), b'>') => State::Text,
            (State::Special(_), byte) => State::Special(byte),
            (state, _) => state,
        };
        if self.list.len() < 4_096 && self.local() == b"sst" && matches!(self.state, State::Tag(_)) {
            self.list.push(byte);
        }
    }

    /// The tag's name without its prefix.
    fn local(&self) -> &[u8] {
        local(&self.name)
    }

    /// At the end of a tag's name.
    fn named(&mut self) {
        let closes = self.name.starts_with(b"/");
        let local = local(&self.name);
        let local = local.strip_prefix(b"/").unwrap_or(local);
        let (text, cell) = (matches!(local, b"si" | b"is"), matches!(local, b"c" | b"row"));
        if text || cell {
            self.run = 0;
            self.in_text = text && !closes && !self.name.ends_with(b"/");
        }
        self.cost += if closes { 0 } else { self.bounds.tag_bytes };
        match (closes, local) {
            (false, b"c") => self.cell = SheetCell::default(),
            (false, b"f") => self.cell.has_formula = true,
            (false, b"v") => self.cell.in_value = !self.name.ends_with(b"/"),
            (true, b"c") => {
                self.traits.is_uncomputed |= self.cell.has_formula && !self.cell.has_value;
                self.cell = SheetCell::default();
            }
            (true, b"v") => self.cell.in_value = false,
            (false, b"mergeCell") => self.traits.merged += 1,
            _ => {}
        }
    }
}

/// A tag's name without its prefix, and without the slash of a tag that is closed at once.
fn local(name: &[u8]) -> &[u8] {
    let name = name.strip_suffix(b"/").unwrap_or(name);
    name.rsplit(|byte| *byte == b':').next().unwrap_or(name)
}

impl Write for Gauge {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let refused = |problem: String| Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
        let Bounds { bytes, run_bytes, .. } = self.bounds;
        // Data that is not XML has no texts and tags.
        for byte in buffer.iter().filter(|_| run_bytes < u64::MAX) {
            self.step(*byte);
            if self.run > run_bytes {
                return refused(format!("holds a text or a tag longer than {} kB", run_bytes >> 10));
            }
        }
        self.bytes += buffer.len() as u64;
        if self.bytes > bytes {
            return refused(format!("unpacks to more than {} MB", bytes >> 20));
        }
        if self.bytes + self.cost > bytes {
            return refused(format!("takes more than {} MB of memory", bytes >> 20));
        }
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN_BYTES: u64 = 1 << 20;

    fn measured(bytes: u64, tag_bytes: u64, content: &[u8]) -> io::Result<u64> {
        let bounds = Bounds { bytes, run_bytes: RUN_BYTES, tag_bytes };
        io::copy(&mut { content }, &mut Gauge::new(bounds))
    }

    #[test]
    fn parts_and_their_texts_have_limits() {
        let text = |bytes: u64| format!("<t>{}</t>", "x".repeat(usize::try_from(bytes).unwrap()));
        assert!(measured(u64::MAX, 0, text(RUN_BYTES / 2).repeat(4).as_bytes()).is_ok());
        assert!(measured(u64::MAX, 0, text(RUN_BYTES + 1).as_bytes()).is_err());
        assert_eq!(measured(8, 0, b"<a/><b/>").unwrap(), 8);
        assert!(measured(8, 1, b"<a/><b/>").unwrap_err().to_string().contains("of memory"));
        let error = measured(7, 0, b"<a/><b/>").unwrap_err();
        assert!(error.kind() == io::ErrorKind::FileTooLarge, "{error}");
    }

    /// A cell may have a text of many pieces, and a tag or a comment may hold what looks like tags.
    #[test]
    fn nothing_that_a_reader_holds_at_once_is_longer_than_a_text_may_be() {
        let piece = format!("<r><rPr><b/></rPr><t>{}</t></r>", "x".repeat(1 << 16));
        let pieces = |from: &str, to: &str| format!("<c>{from}{}{to}</c>", piece.repeat(17));
        let filler = "<a>".repeat(usize::try_from(RUN_BYTES).unwrap() / 3 + 1);
        for (content, fits) in [
            (pieces("<is>", "</is>"), false),
            (pieces("<x:is>", "</x:is>"), false),
            (pieces("<is/>", ""), true),
            (format!("<c><is>{piece}</is></c>").repeat(17), true),
            (format!("<si>{piece}</si>").repeat(17), true),
            (format!("<si>{}</si>", piece.repeat(17)), false),
            (format!("<!--{filler}-->"), false),
            (format!("<![CDATA[{filler}]]>"), false),
            (format!("<c a='{filler}'/>"), false),
            (filler.clone(), true),
        ] {
            assert_eq!(measured(u64::MAX, 0, content.as_bytes()).is_ok(), fits, "{}", &content[..40]);
        }
    }

    #[test]
    fn a_sheet_shows_formulas_without_value_and_merged_cells() {
        for (content, is_uncomputed, merged) in [
            ("<c r='A1'><f>1+1</f><v>2</v></c><c><v>3</v></c>", false, 0),
            ("<x:c><x:f>1+1</x:f><x:v>2</x:v></x:c> <x:c/>", false, 0),
            ("<c><f>1+1</f></c>", true, 0),
            ("<c><f t='shared' si='0'/><v></v></c>", true, 0),
            ("<c><f>1+1</f><v /></c> <c><v>1</v></c>", true, 0),
            ("<c><f>1+1</f><v/></c>", true, 0),
            ("<mergeCells count='2'><mergeCell ref='A1:A2'/><mergeCell ref='B1:B2'/></mergeCells>", false, 2),
        ] {
            let mut gauge = Gauge::new(Bounds { bytes: u64::MAX, run_bytes: RUN_BYTES, tag_bytes: 0 });
            gauge.write_all(content.as_bytes()).unwrap();
            assert_eq!(gauge.traits(), Traits { is_uncomputed, merged }, "{content}");
        }
    }

    #[test]
    fn the_promise_of_a_list_is_read() {
        for (content, expected) in [
            ("<?xml version='1.0'?><sst xmlns='x' uniqueCount=\"12\" count='3'><si/></sst>", Some(12)),
            ("<x:sst uniqueCount = '99999999999999999999999'>", Some(u64::MAX)),
            ("<sst><si uniqueCount='3'/></sst>", None),
        ] {
            let mut gauge = Gauge::new(Bounds { bytes: u64::MAX, run_bytes: RUN_BYTES, tag_bytes: 0 });
            gauge.write_all(content.as_bytes()).unwrap();
            assert_eq!(gauge.promised_texts(), expected, "{content}");
        }
    }
}
