//! Where columns may be that a file lacks at first sight.

/// Rows, from the first, among which a header is looked for.
pub(super) const HEADER_ROWS: usize = 50;

/// A place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// In a line below the first, as a header.
    Below(u64),
    /// On another sheet than the one read.
    Sheets {
        /// The sheet that was read.
        read: String,
        /// The others.
        others: String,
    },
}

impl Elsewhere {
    /// What to do about it; `sheet` and `line_way` say how another sheet or line is chosen.
    pub fn remedy(&self, sheet: &str, line_way: &str) -> String {
        match self {
            Elsewhere::Below(line) => {
                format!("Line {line} looks like the header: take out what stands above it{line_way}")
            }
            Elsewhere::Sheets { read, others } => {
                format!("Read was sheet {read}; the others are {others}: {sheet}")
            }
        }
    }
}

/// How a sheet is chosen at an import.
pub(crate) const CHOOSE_SHEET: &str = "name one by xlsx.sheet in a mapping";
/// How a line is chosen at an import.
pub(crate) const CHOOSE_LINE: &str = ", or name it by header.line in a mapping";
