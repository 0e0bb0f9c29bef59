//! Cells of a sheet, as text.

use calamine::{DataRef, ExcelDateTime, Style};

use crate::source::text::checked_length;

/// The content of a cell.
#[derive(Clone)]
pub(super) enum Value {
    Text(String),
    /// The error of a formula.
    Fault(String),
}

impl Value {
    /// Bytes of its text.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Value::Text(text) | Value::Fault(text) => text.len(),
        }
    }
}

/// Fewest digits of a whole number under a style: seven under `0000000`, with which people give codes their leading
/// zeros.
pub(super) fn digits(style: &Style) -> usize {
    let code = style.number_format.as_ref().map_or("", |format| format.format_code.as_str());
    // Excel shows at most 15 digits of a number.
    if code.len() <= 15 && code.bytes().all(|byte| byte == b'0') { code.len() } else { 0 }
}

/// True for a number that counts something, and not for a code or a date.
pub(super) fn is_amount(cell: &DataRef<'_>, digits: usize) -> bool {
    digits == 0 && matches!(cell, DataRef::Int(_) | DataRef::Float(_))
}

/// A cell as people would type it, a whole number with at least so many digits; `None` if it is empty.
pub(super) fn value(cell: &DataRef<'_>, digits: usize) -> Option<Value> {
    let length = match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.trim().len(),
        DataRef::SharedString(text) => text.trim().len(),
        _ => 0,
    };
    // Checked before the text is copied: a million cells may share one.
    if let Err(problem) = checked_length(length) {
        return Some(Value::Fault(problem));
    }
    let text = match cell {
        DataRef::Empty => return None,
        DataRef::Int(number) => format!("{number:0digits$}"),
        DataRef::Float(number) if *number >= 0.0 && number.fract() == 0.0 => format!("{number:0>digits$}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(at) => moment(at),
        DataRef::Error(error) => return Some(Value::Fault(format!("the formula gives {error}"))),
    };
    (!text.trim().is_empty()).then_some(Value::Text(text))
}

/// A serial number of days as ISO 8601, for either start year of workbooks.
fn moment(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if milli == 0 { text } else { format!("{text}.{milli:03}") }
}

/// `C7` for the third column of the seventh row.
pub(super) fn address(column: usize, row: u64) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{row}")
}
