//! Content encodings: the choice of the one that a client wants, and encoded bodies.

use axum::http::{HeaderMap, header};
use planning::convert::whole_u32;
use std::io::{self, Read, Write};

/// Encodings that answers come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Brotli.
    Brotli,
    /// Gzip.
    Gzip,
    /// Unencoded.
    Identity,
}

/// Quality while a reader waits: ten times as fast as the best quality, for a tenth more bytes. Whatever can be
/// compressed beforehand is (`cargo xtask dist`, `granary publish`).
const BROTLI_QUALITY: i32 = 5;
/// Quality of what is asked for again, compressed while nobody waits: a sixth fewer bytes of a page in fifty times the time.
const BROTLI_QUALITY_BEST: i32 = 11;
/// Bytes of a body that is compressed again at most: a large page, half a second.
const AGAIN_BYTES_MAX: u64 = 256 << 10;
const BROTLI_WINDOW: i32 = 22;
const GZIP_LEVEL: u32 = 6;

/// Shorter bodies are sent unencoded, because the headers weigh more.
const WORTH_COMPRESSING_BYTES: usize = 512;

impl Encoding {
    /// In the order in which the server prefers them where the client does not care.
    pub const ALL: [Encoding; 3] = [Encoding::Brotli, Encoding::Gzip, Encoding::Identity];

    /// Name in `Content-Encoding`; `None` for unencoded bodies.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Encoding::Brotli => Some("br"),
            Encoding::Gzip => Some("gzip"),
            Encoding::Identity => None,
        }
    }

    /// Extension of a file compressed beforehand.
    pub fn extension(self) -> Option<&'static str> {
        match self {
            Encoding::Brotli => Some("br"),
            Encoding::Gzip => Some("gz"),
            Encoding::Identity => None,
        }
    }

    /// The encoding a client wants most (RFC 9110, 12.5.3), of those offered here.
    ///
    /// A client that refuses all of them gets the unencoded body, as the RFC allows.
    pub fn wanted(headers: &HeaderMap) -> Self {
        Encoding::wanted_among(headers, &Encoding::ALL)
    }

    /// The same among some encodings, in the order of preference.
    pub fn wanted_among(headers: &HeaderMap, offered: &[Encoding]) -> Self {
        let lines = headers.get_all(header::ACCEPT_ENCODING);
        let text: Vec<&str> = lines.iter().filter_map(|line| line.to_str().ok()).collect();
        if text.is_empty() {
            return Encoding::Identity;
        }
        let weights = Weights::parse(&text.join(","));
        let mut best = (Encoding::Identity, 0);
        for encoding in offered {
            let weight = weights.of(*encoding);
            if weight > best.1 {
                best = (*encoding, weight);
            }
        }
        best.0
    }

    /// The body in this encoding, with its actual encoding: short bodies stay unencoded.
    pub fn encode(self, body: Vec<u8>) -> (Self, Vec<u8>) {
        if self == Encoding::Identity || body.len() < WORTH_COMPRESSING_BYTES {
            return (Encoding::Identity, body);
        }
        match self.compress(&body, BROTLI_QUALITY) {
            Ok(compressed) if compressed.len() < body.len() => (self, compressed),
            _ => (Encoding::Identity, body),
        }
    }

    /// A body compressed in this encoding as it is, in fewer bytes; `None` where more work makes it no smaller, or would
    /// take seconds.
    pub fn encode_again(self, compressed: &[u8]) -> Option<Vec<u8>> {
        if self != Encoding::Brotli {
            return None;
        }
        let body = self.decode(compressed, AGAIN_BYTES_MAX).ok()?;
        if body.len() as u64 > AGAIN_BYTES_MAX {
            return None;
        }
        self.compress(&body, BROTLI_QUALITY_BEST).ok().filter(|again| again.len() < compressed.len())
    }

    fn compress(self, body: &[u8], brotli_quality: i32) -> io::Result<Vec<u8>> {
        let mut compressed = Vec::with_capacity(body.len() / 3);
        match self {
            Encoding::Identity => compressed.extend_from_slice(body),
            Encoding::Brotli => {
                let parameters = brotli::enc::BrotliEncoderParams {
                    quality: brotli_quality,
                    lgwin: BROTLI_WINDOW,
                    size_hint: body.len(),
                    ..Default::default()
                };
                brotli::BrotliCompress(&mut &body[..], &mut compressed, &parameters)?;
            }
            Encoding::Gzip => {
                let level = flate2::Compression::new(GZIP_LEVEL);
                let mut encoder = flate2::write::GzEncoder::new(&mut compressed, level);
                encoder.write_all(body)?;
                encoder.finish()?;
            }
        }
        Ok(compressed)
    }

    /// Decompresses a body up to `most` bytes and one more, so that a longer one can be detected.
    pub fn decode(self, compressed: &[u8], most: u64) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        let room = most.saturating_add(1);
        match self {
            Encoding::Identity => compressed.take(room).read_to_end(&mut body),
            Encoding::Brotli => {
                brotli::Decompressor::new(compressed, 16 * 1_024).take(room).read_to_end(&mut body)
            }
            Encoding::Gzip => flate2::read::GzDecoder::new(compressed).take(room).read_to_end(&mut body),
        }?;
        Ok(body)
    }
}

/// A client's weight for each encoding, in thousandths; `None` where it gives none.
#[derive(Default)]
struct Weights {
    brotli: Option<u32>,
    gzip: Option<u32>,
    identity: Option<u32>,
    any: Option<u32>,
}

impl Weights {
    fn parse(text: &str) -> Self {
        let mut weights = Weights::default();
        for item in text.split(',') {
            let mut parts = item.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let weight = match parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q="))) {
                None => 1_000,
                Some(text) => thousandths(text).unwrap_or(0),
            };
            match name.to_ascii_lowercase().as_str() {
                "br" => weights.brotli = Some(weight),
                "gzip" | "x-gzip" => weights.gzip = Some(weight),
                "identity" => weights.identity = Some(weight),
                "*" => weights.any = Some(weight),
                _ => {}
            }
        }
        weights
    }

    fn of(&self, encoding: Encoding) -> u32 {
        match encoding {
            Encoding::Brotli => self.brotli.or(self.any).unwrap_or(0),
            Encoding::Gzip => self.gzip.or(self.any).unwrap_or(0),
            // A client accepts the unencoded body even if it does not mention it, but prefers a compressed one.
            Encoding::Identity => self.identity.or(self.any).unwrap_or(1),
        }
    }
}

/// `0.8` as 800; `None` if the text is not a weight.
pub(crate) fn thousandths(text: &str) -> Option<u32> {
    let weight: f32 = text.parse().ok()?;
    (0.0..=1.0).contains(&weight).then(|| whole_u32((weight * 1_000.0).round().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_wanted(lines: &[&'static str], expected: Encoding) {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::ACCEPT_ENCODING, line.parse().expect("a header"));
        }
        assert_eq!(Encoding::wanted(&headers), expected, "{lines:?}");
    }

    #[test]
    fn the_client_decides_and_the_server_breaks_ties() {
        use Encoding::{Brotli, Gzip, Identity};
        check_wanted(&[], Identity);
        check_wanted(&[""], Identity);
        check_wanted(&["gzip, deflate, br, zstd"], Brotli);
        check_wanted(&["gzip, deflate"], Gzip);
        check_wanted(&["gzip;q=1.0, br;q=0.5"], Gzip);
        check_wanted(&["br;q=0, gzip"], Gzip);
        check_wanted(&["br; q=0.001"], Brotli);
        check_wanted(&["*"], Brotli);
        check_wanted(&["*;q=0"], Identity);
        check_wanted(&["*;q=0.5, br;q=0"], Gzip);
        check_wanted(&["identity, br;q=0.5"], Identity);
        check_wanted(&["BR"], Brotli);
        check_wanted(&["gzip", "br"], Brotli);
        check_wanted(&["br;q=nonsense, gzip;q=2"], Identity);
        let all = HeaderMap::from_iter([(header::ACCEPT_ENCODING, "gzip, br".parse().expect("a header"))]);
        assert_eq!(Encoding::wanted_among(&all, &[Gzip, Identity]), Gzip);
        assert_eq!(Encoding::wanted_among(&all, &[Identity]), Identity);
    }

    #[test]
    fn bodies_come_back_from_every_encoding() {
        let body: Vec<u8> = b"location,sku,date,units\n".repeat(200);
        for encoding in [Encoding::Brotli, Encoding::Gzip] {
            let (used, compressed) = encoding.encode(body.clone());
            assert_eq!(used, encoding);
            assert!(compressed.len() < body.len() / 10);
            assert_eq!(encoding.decode(&compressed, body.len() as u64).expect("decodes"), body);
            let cut = encoding.decode(&compressed, 10).expect("decodes");
            assert_eq!(cut.len(), 11, "a body longer than expected is not read to its end");
        }
    }

    #[test]
    fn short_and_incompressible_bodies_stay_as_they_are() {
        assert_eq!(Encoding::Brotli.encode(b"short".to_vec()), (Encoding::Identity, b"short".to_vec()));
        let mut state = 1u32;
        let noise: Vec<u8> = (0..4_096)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        assert_eq!(Encoding::Gzip.encode(noise.clone()), (Encoding::Identity, noise));
    }
}
