//! A body in an encoding, tagged by its content.

use super::encoding::Encoding;
use axum::body::Bytes;
use axum::http::HeaderMap;
use data::store::sha256_hex;
use std::sync::Arc;

/// A body as it goes over the wire.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// SHA-256 of the body before it was compressed, hexadecimal.
    pub sha256: Arc<str>,
    /// Its encoding.
    pub encoding: Encoding,
    /// The bytes.
    pub bytes: Bytes,
    /// True if the bytes were compressed while somebody waited, so that more work may make them fewer.
    pub in_haste: bool,
    /// Headers that belong to this answer alone, such as links to other pages of a list.
    pub headers: HeaderMap,
}

impl Encoded {
    /// A body in the encoding asked for, tagged by its content.
    pub fn of(body: Vec<u8>, wanted: Encoding) -> Self {
        let sha256 = sha256_hex(&body).into();
        let (encoding, bytes) = wanted.encode(body);
        // Boxed, because spare capacity of a vector would be held as long as the bytes.
        let bytes = bytes.into_boxed_slice().into();
        Encoded { sha256, encoding, bytes, in_haste: encoding == Encoding::Brotli, headers: HeaderMap::new() }
    }

    /// The same body, compressed without haste.
    pub fn again(&self) -> Self {
        let bytes = self.encoding.encode_again(&self.bytes);
        let bytes = bytes.map_or_else(|| self.bytes.clone(), |bytes| bytes.into_boxed_slice().into());
        Encoded { bytes, in_haste: false, ..self.clone() }
    }

    /// A body that was compressed beforehand, tagged by the SHA-256 of what it holds.
    pub fn prepared(sha256: Arc<str>, encoding: Encoding, bytes: Vec<u8>) -> Self {
        Encoded { sha256, encoding, bytes: bytes.into(), in_haste: false, headers: HeaderMap::new() }
    }
}
