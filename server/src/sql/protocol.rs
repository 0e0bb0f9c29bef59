//! What a worker is asked and what it answers: a line of JSON in, frames out.

use super::cage::Cage;
use contract::{Settings, SqlColumn, SqlCost, SqlRefusal, SqlRequest, SqlStep};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// A query for a worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// What is asked; the newest snapshot of the worker's store if none, and no tables without a store.
    pub over: Option<Over>,
    /// The query. Its limit on rows holds as it is.
    pub request: SqlRequest,
    /// Whether it is only planned: in the place of rows comes one schema, whose two fields are structures of the answer's
    /// columns and of the query's parameters.
    #[serde(default)]
    pub only_shape: bool,
    /// Time for opening tables and computing rows, in milliseconds; not for waiting until they are taken.
    pub time_ms: u64,
    /// Time for planning, in milliseconds.
    pub planning_ms: u64,
}

/// A publication, with the snapshot that it is of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Over {
    /// Id of the snapshot.
    pub snapshot: String,
    /// Id of the publication, whose lists can be named.
    pub publication: String,
    /// Its settings.
    pub settings: Settings,
}

/// A part of what a worker says. After `Holds`, which comes once, an answer is `Columns`, any number of `Rows` and `End`;
/// instead of any of these it may be refused.
#[derive(Debug)]
pub enum Frame {
    /// Which limits hold around the worker.
    Holds(Cage),
    /// The columns; the first rows follow at once.
    Columns(Vec<SqlColumn>),
    /// A piece of the Arrow IPC stream of the rows.
    Rows(Vec<u8>),
    /// The end of the rows: what the answer took, and its steps if they were asked for.
    End(SqlCost, Vec<SqlStep>),
    /// The query is refused.
    Refused(Box<SqlRefusal>),
    /// The store cannot be read.
    Failed(Fault),
}

/// Why a store cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What is wrong, with the file.
    pub cause: String,
    /// What to do about it, if that is known.
    pub remedy: Option<String>,
}

/// Bytes of a longest frame of rows, so that a reader holds no more at once.
pub const ROWS_BYTES: usize = 256 * 1_024;

/// Bytes of a longest frame of any kind: none is longer, unless the worker is not in its senses.
const FRAME_BYTES: u32 = 16 * 1_024 * 1_024;

impl Frame {
    /// Writes it: a letter, the length, and the content.
    ///
    /// # Errors
    /// Nobody reads any more.
    pub fn write(&self, mut out: impl Write) -> io::Result<()> {
        let (kind, content) = match self {
            Frame::Holds(cage) => (b'h', serde_json::to_vec(cage)?),
            Frame::Columns(columns) => (b'c', serde_json::to_vec(columns)?),
            Frame::Rows(bytes) => {
                for piece in bytes.chunks(ROWS_BYTES) {
                    write(&mut out, b'r', piece)?;
                }
                return out.flush();
            }
            Frame::End(cost, steps) => (b'e', serde_json::to_vec(&(cost, steps))?),
            Frame::Refused(refusal) => (b'x', serde_json::to_vec(refusal)?),
            Frame::Failed(fault) => (b'f', serde_json::to_vec(fault)?),
        };
        write(&mut out, kind, &content)?;
        out.flush()
    }

    /// Reads the next one.
    ///
    /// # Errors
    /// The worker ended, or says what it should not.
    pub fn read(mut from: impl Read) -> io::Result<Frame> {
        let mut head = [0; 5];
        from.read_exact(&mut head)?;
        let [kind, length @ ..] = head;
        let length = u32::from_le_bytes(length);
        if length > FRAME_BYTES {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        let mut content = vec![0; length as usize];
        from.read_exact(&mut content)?;
        Ok(match kind {
            b'h' => Frame::Holds(json(&content)?),
            b'c' => Frame::Columns(json(&content)?),
            b'r' => Frame::Rows(content),
            b'e' => {
                let (cost, steps) = json(&content)?;
                Frame::End(cost, steps)
            }
            b'x' => Frame::Refused(json(&content)?),
            b'f' => Frame::Failed(json(&content)?),
            _ => return Err(io::Error::from(io::ErrorKind::InvalidData)),
        })
    }
}

fn write(out: &mut impl Write, kind: u8, content: &[u8]) -> io::Result<()> {
    let length = u32::try_from(content.len()).map_err(|_| io::ErrorKind::InvalidData)?;
    out.write_all(&[kind])?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(content)
}

fn json<T: DeserializeOwned>(content: &[u8]) -> io::Result<T> {
    Ok(serde_json::from_slice(content)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_as_they_were_written_and_nonsense_is_refused() {
        let cost = SqlCost { row_count: 3, ..SqlCost::default() };
        let rows = vec![7; ROWS_BYTES + 1];
        let fault = Fault { cause: "gone".into(), remedy: None };
        let mut bytes = Vec::new();
        for frame in [Frame::Rows(rows.clone()), Frame::End(cost, Vec::new()), Frame::Failed(fault.clone())] {
            frame.write(&mut bytes).expect("written");
        }
        let mut from = bytes.as_slice();
        let mut read = Vec::new();
        for _ in 0..2 {
            let Ok(Frame::Rows(piece)) = Frame::read(&mut from) else { panic!("rows") };
            assert!(piece.len() <= ROWS_BYTES);
            read.extend(piece);
        }
        assert_eq!(read, rows);
        assert!(matches!(Frame::read(&mut from), Ok(Frame::End(found, _)) if found == cost));
        assert!(matches!(Frame::read(&mut from), Ok(Frame::Failed(found)) if found == fault));
        for nonsense in [&b""[..], b"r\x05\0\0\0abc", b"r\xff\xff\xff\xff", b"?\0\0\0\0", b"e\x01\0\0\0{"] {
            assert!(Frame::read(nonsense).is_err(), "{nonsense:?}");
        }
    }
}
