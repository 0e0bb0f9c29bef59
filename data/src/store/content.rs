//! Names made of content, by which a store knows what it holds.

use sha2::{Digest, Sha256};

/// The name of content in the store: the first 16 hexadecimal digits of its SHA-256.
pub fn content_id(content: &[u8]) -> String {
    sha256_hex(content)[..16].to_owned()
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256_hex(content: &[u8]) -> String {
    hex(&Sha256::digest(content))
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Checks that an id is a bare name, which cannot lead out of its directory.
pub(super) fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_')
}
