//! An HTTP/2 client that allows the server exactly the bytes that a test grants.

use planning::convert::count_u32;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Types of frames (RFC 9113, 6).
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const WINDOW_UPDATE: u8 = 8;

/// Flags: acknowledgement of settings or a ping; end of a stream together with the end of its headers.
const ACK: u8 = 1;
const END_STREAM_AND_HEADERS: u8 = 5;

/// Time limit for one read.
const GLANCE: Duration = Duration::from_millis(10);

/// A connection. It answers pings and settings, as a live peer does.
pub struct Http2 {
    stream: TcpStream,
    unread: Vec<u8>,
    /// Status of each answer begun, by stream; 0 for a status that is not in the static table.
    pub begun: Vec<(u32, u16)>,
    /// Streams that the server reset.
    pub reset: Vec<u32>,
    /// Bytes of bodies, by stream.
    pub data: Vec<(u32, usize)>,
    /// Pings answered.
    pub pings: usize,
}

impl Http2 {
    /// Connects; each stream may send `window` bytes at first.
    pub fn connect(address: &str, window: u32) -> Self {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(GLANCE)).expect("a limit");
        let initial_window_size = [&[0, 4][..], &window.to_be_bytes()].concat();
        stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").expect("sent");
        stream.write_all(&frame(SETTINGS, 0, 0, &initial_window_size)).expect("sent");
        Http2 { stream, unread: Vec::new(), begun: Vec::new(), reset: Vec::new(), data: Vec::new(), pings: 0 }
    }

    /// Sends a request on a stream; no error if the server has already closed.
    pub fn get(&mut self, stream: u32, authority: Option<&str>, path: &str) {
        // RFC 7541, appendix A: GET and http; then literals without indexing, path and authority.
        let mut block = vec![0x82, 0x86, 0x04];
        literal(&mut block, path);
        if let Some(authority) = authority {
            block.push(0x01);
            literal(&mut block, authority);
        }
        let _ = self.stream.write_all(&frame(HEADERS, END_STREAM_AND_HEADERS, stream, &block));
    }

    /// Lets the server send more, on one stream or, with 0, on the whole connection.
    pub fn grant(&mut self, stream: u32, bytes: u32) {
        let _ = self.stream.write_all(&frame(WINDOW_UPDATE, 0, stream, &bytes.to_be_bytes()));
    }

    /// Reads what has arrived; false once the server has closed the connection.
    pub fn glance(&mut self) -> bool {
        let mut bytes = [0; 65_536];
        match self.stream.read(&mut bytes) {
            Ok(0) => return false,
            Ok(count) => self.unread.extend_from_slice(&bytes[..count]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => return false,
        }
        while let Some((kind, flags, stream, payload)) = self.next_frame() {
            match kind {
                DATA => self.data.push((stream, payload.len())),
                HEADERS => self.begun.push((stream, status(&payload))),
                RST_STREAM => self.reset.push(stream),
                SETTINGS if flags & ACK == 0 => drop(self.stream.write_all(&frame(SETTINGS, ACK, 0, &[]))),
                PING if flags & ACK == 0 => {
                    self.pings += 1;
                    let _ = self.stream.write_all(&frame(PING, ACK, 0, &payload));
                }
                _ => {}
            }
        }
        true
    }

    fn next_frame(&mut self) -> Option<(u8, u8, u32, Vec<u8>)> {
        let head: [u8; 9] = self.unread.get(..9)?.try_into().ok()?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        let payload = self.unread.get(9..9 + length)?.to_vec();
        self.unread.drain(..9 + length);
        let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        Some((head[3], head[4], stream, payload))
    }
}

/// The status at the beginning of a block of headers, if it is in the static table.
fn status(block: &[u8]) -> u16 {
    match block {
        [indexed @ 0x88..=0x8e, ..] => [200, 204, 206, 304, 400, 404, 500][usize::from(*indexed - 0x88)],
        _ => 0,
    }
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = count_u32(payload.len()).to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// A text without Huffman coding: its length with seven bits in the first byte (RFC 7541, 5.1), then its bytes.
fn literal(block: &mut Vec<u8>, text: &str) {
    match u8::try_from(text.len()) {
        Ok(length @ 0..127) => block.push(length),
        _ => {
            let rest = u16::try_from(text.len() - 127).ok().filter(|rest| *rest < 128 * 128);
            let rest = rest.expect("a text not too long for this client");
            block.extend([127, 0x80 | rest.to_le_bytes()[0], (rest >> 7).to_le_bytes()[0]]);
        }
    }
    block.extend_from_slice(text.as_bytes());
}
